// Behind "More", the one workspace that a sign-in is to be for; most people have one and never need to look.
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { messages } from '../messages.ts';
import { TextField } from './text-field.tsx';

const longestId = 260;

export interface WorkspaceChoiceProps {
  /** What the method is called: several of a provider may have a choice. */
  readonly method: string;
  /** What an id looks like. */
  readonly hint: string;
  readonly onStart: (workspace: string) => void;
}

export function WorkspaceChoice({ method, hint, onStart }: WorkspaceChoiceProps) {
  const missingId = useId();
  const field = useRef<HTMLInputElement>(null);
  const missing = useSignal(false);

  return (
    <details class="paste">
      <summary aria-label={messages.moreFor(method)}>{messages.more}</summary>
      <form
        class="paste-form"
        autocomplete="off"
        aria-label={messages.moreFor(method)}
        onSubmit={(event) => {
          event.preventDefault();
          const workspace = field.current?.value.trim() ?? '';
          missing.value = workspace === '';
          if (missing.value) field.current?.focus();
          else onStart(workspace);
        }}
      >
        <TextField
          field={field}
          label={messages.workspaceField}
          hint={messages.workspaceHint(hint)}
          describedBy={missingId}
          maxLength={longestId}
          isWrong={missing.value}
        />
        <p id={missingId} class="field-missing" role="status">
          {missing.value && messages.workspaceMissing}
        </p>
        <div class="actions">
          <button type="submit" class="button">
            {messages.workspaceStart}
          </button>
        </div>
      </form>
    </details>
  );
}
