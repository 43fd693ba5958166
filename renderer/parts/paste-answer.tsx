// Takes the address that a browser on another computer ended at, once, and passes it through the door. It is kept nowhere here.
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { PasteFault } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

const longestAddress = 16_000;

export function PasteAnswer({ provider }: { readonly provider: string }) {
  const fieldId = useId();
  const hintId = useId();
  const faultId = useId();
  const field = useRef<HTMLInputElement>(null);
  const fault = useSignal<PasteFault | 'missing' | null>(null);
  const enter = useIntent('secret.enter');

  const send = async (): Promise<void> => {
    const input = field.current;
    if (input === null || enter.busy) return;
    const secret = input.value.trim();
    // It holds a code that signs in.
    input.value = '';
    fault.value = secret === '' ? 'missing' : null;
    if (secret !== '') {
      const outcome = await enter.request({ for: 'answer', provider, secret });
      if (outcome.ok) fault.value = outcome.value?.refused ?? null;
      if (outcome.ok && outcome.value === null) return;
    }
    field.current?.focus();
  };

  return (
    <details class="paste">
      <summary>{messages.pasteQuestion}</summary>
      <form
        class="paste-form"
        autocomplete="off"
        aria-label={messages.pasteQuestion}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="field-set">
          <label class="field-label" for={fieldId}>
            {messages.pasteField}
          </label>
          <input
            ref={field}
            id={fieldId}
            class="field"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={longestAddress}
            aria-describedby={`${hintId} ${faultId}`}
            aria-invalid={fault.value !== null}
          />
          <p id={hintId} class="field-hint">
            {messages.pasteHint}
          </p>
        </div>
        <p id={faultId} class="field-missing" role="status">
          {fault.value !== null &&
            (fault.value === 'missing' ? messages.pasteMissing : messages.pasteFault(fault.value))}
        </p>
        <ProblemNote problems={[enter.problem]} />
        <div class="actions">
          <button type="submit" class="button" aria-disabled={enter.busy} aria-busy={enter.busy}>
            {enter.busy ? messages.pasteSending : messages.pasteSend}
          </button>
        </div>
      </form>
    </details>
  );
}
