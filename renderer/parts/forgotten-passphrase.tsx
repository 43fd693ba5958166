// The way on from a passphrase that nobody remembers: a question in words, and then a new one can be chosen.
import { useSignal } from '@preact/signals';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { useOpener } from '../opener.ts';
import { Question } from './question.tsx';

export interface ForgottenPassphraseProps {
  /** Told before the view says that there is no passphrase any more. */
  readonly onStarted: () => void;
}

export function ForgottenPassphrase({ onStarted }: ForgottenPassphraseProps) {
  const asking = useSignal(false);
  const button = useOpener(asking.value);

  if (asking.value)
    return (
      <StartAnew
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

interface StartAnewProps extends ForgottenPassphraseProps {
  readonly onClosed: () => void;
}

function StartAnew({ onStarted, onClosed }: StartAnewProps) {
  const start = useIntent('keyStore.startAnew');
  return (
    <Question
      question={messages.forgottenQuestion}
      effect={messages.forgottenEffect}
      yes={messages.startAnew}
      busyWords={messages.startingAnew}
      busy={start.busy}
      problem={start.problem}
      onYes={() => {
        onStarted();
        void start.send({});
      }}
      onCancel={onClosed}
    />
  );
}
