// Takes what a browser ended at, an address or the code of a page, once, and passes it through the door. It is kept nowhere here.
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { PasteFault } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { TextField } from './text-field.tsx';

const longestAddress = 16_000;

interface PasteWords {
  readonly form: string;
  readonly field: string;
  readonly hint: string;
  readonly missing: string;
  readonly fault: (fault: PasteFault) => string;
  readonly send: string;
  /** Whether nothing else leads on. */
  readonly isOnlyWay: boolean;
}

/** Behind a question, because most often the browser comes back by itself. */
export function PasteAddress({ provider }: { readonly provider: string }) {
  const words: PasteWords = {
    form: messages.pasteQuestion,
    field: messages.pasteField,
    hint: messages.pasteHint,
    missing: messages.pasteMissing,
    fault: messages.pasteFault,
    send: messages.pasteSend,
    isOnlyWay: false,
  };
  return (
    <details class="paste">
      <summary>{messages.pasteQuestion}</summary>
      <PasteForm provider={provider} words={words} />
    </details>
  );
}

/** In sight: without it the sign-in does not go on. */
export function PasteCode({ provider }: { readonly provider: string }) {
  const words: PasteWords = {
    form: messages.codeForm,
    field: messages.codeField,
    hint: messages.codeHint,
    missing: messages.codeMissing,
    fault: messages.codeFault,
    send: messages.codeSend,
    isOnlyWay: true,
  };
  return <PasteForm provider={provider} words={words} />;
}

function PasteForm({ provider, words }: { readonly provider: string; readonly words: PasteWords }) {
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
    <form
      class="paste-form"
      autocomplete="off"
      aria-label={words.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField
        field={field}
        label={words.field}
        hint={words.hint}
        describedBy={faultId}
        maxLength={longestAddress}
        isWrong={fault.value !== null}
      />
      <p id={faultId} class="field-missing" role="status">
        {fault.value !== null && (fault.value === 'missing' ? words.missing : words.fault(fault.value))}
      </p>
      <ProblemNote problems={[enter.problem]} />
      <div class="actions">
        <button
          type="submit"
          class={words.isOnlyWay ? 'button button-main' : 'button'}
          aria-disabled={enter.busy}
          aria-busy={enter.busy}
        >
          {enter.busy ? messages.pasteSending : words.send}
        </button>
      </div>
    </form>
  );
}
