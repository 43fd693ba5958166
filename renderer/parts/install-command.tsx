// The command that installs a program which a sign-in needs, ready to be copied.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { MethodView } from '../../preload/view.ts';
import { copyText } from '../copy.ts';
import { messages } from '../messages.ts';

export function InstallCommand({ label, install }: NonNullable<MethodView['program']>) {
  const command = useRef<HTMLElement>(null);
  const copied = useSignal<boolean | null>(null);
  return (
    <div class="panel">
      <p>{messages.install(label)}</p>
      <div class="command-line">
        <code
          ref={command}
          class="command"
          role="textbox"
          aria-readonly="true"
          aria-label={messages.installCommand(label)}
          tabIndex={0}
        >
          {install}
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
