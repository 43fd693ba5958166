// Takes a passphrase once and passes it through the door; a new one is typed twice. It is kept nowhere in the window.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import type { PassphraseFault } from '../messages/kinds.ts';
import { ForgottenPassphrase } from './forgotten-passphrase.tsx';
import { ProblemNote } from './problem-note.tsx';
import { TextField } from './text-field.tsx';

const leastCharacters = 8;
const mostCharacters = 4096;

export interface PassphraseFormProps {
  /** Whether there is none yet, so that this becomes the first. */
  readonly isNew: boolean;
  /** Grows each time the person asks for the form, so that it takes the focus; 0 where nobody did. */
  readonly asked: number;
  /** `done` says whether main took it. Null: the form stays as long as it is needed. */
  readonly onClosed: ((done: boolean) => void) | null;
}

export function PassphraseForm({ isNew, asked, onClosed }: PassphraseFormProps) {
  const hint = useId();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const fault = useSignal<PassphraseFault | null>(null);
  const enter = useIntent('secret.enter');
  const { busy, problem } = enter;

  /** Whether a passphrase was asked for that is forgotten now, so that the person goes on here with a new one. */
  const startsAnew = useSignal(false);
  useEffect(() => {
    if (asked > 0 || (isNew && startsAnew.value)) first.current?.focus();
  }, [asked, isNew]);

  const faultIn = (secret: string): PassphraseFault | null => {
    if (secret === '') return 'missing';
    if (!isNew) return null;
    if (secret.length < leastCharacters) return 'short';
    return second.current?.value === secret ? null : 'different';
  };

  const send = (): void => {
    const field = first.current;
    if (field === null) return;
    const secret = field.value;
    fault.value = faultIn(secret);
    if (second.current !== null && fault.value !== 'short') second.current.value = '';
    if (fault.value !== null) {
      (fault.value === 'different' ? second.current : field)?.focus();
      return;
    }
    field.value = '';
    void enter.send({ for: 'passphrase', secret }).then((entered) => {
      if (entered) onClosed?.(true);
      else first.current?.focus();
    });
  };

  return (
    <form
      class="panel"
      aria-label={isNew ? messages.choosePassphrase : messages.enterPassphrase}
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || onClosed === null) return;
        // The first Escape closes the form; the next one leaves the page.
        event.stopPropagation();
        onClosed(false);
      }}
    >
      <TextField
        key={isNew}
        label={isNew ? messages.newPassphraseField : messages.passphraseField}
        field={first}
        describedBy={hint}
        secret
        maxLength={mostCharacters}
        isWrong={problem !== null || fault.value === 'missing' || fault.value === 'short'}
      />
      {isNew && (
        <TextField
          label={messages.passphraseAgain}
          field={second}
          describedBy={hint}
          secret
          maxLength={mostCharacters}
          isWrong={fault.value === 'different'}
        />
      )}
      <p id={hint} class="field-hint">
        {isNew ? messages.newPassphraseHint : messages.passphraseHint}
      </p>
      <p class="field-missing" role="status">
        {fault.value !== null && messages.passphraseFault(fault.value)}
      </p>
      <ProblemNote problems={[problem]} />
      <div class="actions">
        <button type="submit" class="button button-main" aria-disabled={busy}>
          {isNew
            ? busy
              ? messages.savingPassphrase
              : messages.savePassphrase
            : busy
              ? messages.unlocking
              : messages.unlock}
        </button>
        {onClosed !== null && (
          <button
            type="button"
            class="button"
            onClick={() => {
              onClosed(false);
            }}
          >
            {messages.cancel}
          </button>
        )}
      </div>
      {!isNew && (
        <ForgottenPassphrase
          onStarted={() => {
            startsAnew.value = true;
            fault.value = null;
          }}
        />
      )}
    </form>
  );
}
