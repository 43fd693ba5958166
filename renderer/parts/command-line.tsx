// A command for a terminal, or an address for a browser, ready to be copied.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { copyText } from '../copy.ts';
import { messages } from '../messages.ts';

export interface CommandLineProps {
  /** What it is, for those who do not see what stands around it. */
  readonly name: string;
  readonly command: string;
  /** What its button does, where it is no command. */
  readonly copyLabel?: string;
}

export function CommandLine({ name, command, copyLabel = messages.copyCommand }: CommandLineProps) {
  const text = useRef<HTMLElement>(null);
  const copied = useSignal<boolean | null>(null);
  return (
    <>
      <div class="command-line">
        <code ref={text} class="command" role="textbox" aria-readonly="true" aria-label={name} tabIndex={0}>
          {command}
        </code>
        <button
          type="button"
          class="button"
          aria-label={copyLabel}
          onClick={() => {
            if (text.current !== null) copied.value = copyText(text.current);
          }}
        >
          {messages.copy}
        </button>
      </div>
      <p class="hint passing" role="status">
        {copied.value !== null && (copied.value ? messages.copied : messages.notCopied)}
      </p>
    </>
  );
}
