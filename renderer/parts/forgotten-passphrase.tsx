// The way on from a passphrase that nobody remembers: a question in words, and then a new one can be chosen.
import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface ForgottenPassphraseProps {
  /** Told before the view says that there is no passphrase any more. */
  readonly onStarted: () => void;
}

export function ForgottenPassphrase({ onStarted }: ForgottenPassphraseProps) {
  const asking = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const returned = useRef(false);

  // Back from the question, the keyboard goes on from where it was asked for.
  useLayoutEffect(() => {
    if (returned.current) button.current?.focus();
    returned.current = asking.value;
  }, [asking.value]);

  if (asking.value)
    return (
      <Question
        onStarted={onStarted}
        onClosed={() => {
          asking.value = false;
        }}
      />
    );
  return (
    <div class="actions">
      <button
        ref={button}
        type="button"
        class="button button-small"
        onClick={() => {
          asking.value = true;
        }}
      >
        {messages.forgotten}
      </button>
    </div>
  );
}

interface QuestionProps extends ForgottenPassphraseProps {
  readonly onClosed: () => void;
}

function Question({ onStarted, onClosed }: QuestionProps) {
  const question = useId();
  const effect = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const start = useIntent('keyStore.startAnew');
  const { busy } = start;

  // On the answer that changes nothing.
  useLayoutEffect(() => {
    cancel.current?.focus();
  }, []);

  return (
    <div
      class="question"
      role="group"
      aria-labelledby={question}
      aria-describedby={effect}
      aria-busy={busy}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The first Escape closes the question; the next one the form.
        event.stopPropagation();
        if (!busy) onClosed();
      }}
    >
      <p id={question} class="question-title">
        {messages.forgottenQuestion}
      </p>
      <p id={effect}>{messages.forgottenEffect}</p>
      <ProblemNote problems={[start.problem]} />
      <p class="unseen" role="status">
        {busy && messages.startingAnew}
      </p>
      <div class="actions actions-end">
        <button
          ref={cancel}
          type="button"
          class="button"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) onClosed();
          }}
        >
          {messages.cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          aria-disabled={busy}
          onClick={() => {
            if (busy) return;
            onStarted();
            void start.send({});
          }}
        >
          {busy ? messages.startingAnew : messages.startAnew}
        </button>
      </div>
    </div>
  );
}
