// Stands where agents would be: what one is, and the command that starts one, ready to be copied.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { copyText } from '../copy.ts';
import { messages } from '../messages.ts';
import { agentsMessages } from '../messages/agents.ts';

export function AgentTry() {
  const command = useRef<HTMLElement>(null);
  const copied = useSignal<boolean | null>(null);
  return (
    <div class="setting agent-try">
      <p>{agentsMessages.tryAgents}</p>
      <div class="command-line">
        <code
          ref={command}
          class="command"
          role="textbox"
          aria-readonly="true"
          aria-label={agentsMessages.tryCommandName}
          tabIndex={0}
        >
          {agentsMessages.tryCommand}
        </code>
        <button
          type="button"
          class="button"
          aria-label={messages.copyCommand}
          onClick={() => {
            if (command.current !== null) copied.value = copyText(command.current);
          }}
        >
          {messages.copy}
        </button>
      </div>
      <p class="hint passing" role="status">
        {copied.value !== null && (copied.value ? messages.copied : messages.notCopied)}
      </p>
    </div>
  );
}
