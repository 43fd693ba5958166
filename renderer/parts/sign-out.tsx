// The foot of a card with the way out of the account: asked for once, and done only after a second yes in the same place.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useId, useRef } from 'preact/hooks';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SignOutProps {
  readonly account: string;
  readonly label: string;
  readonly usedBy: readonly string[];
  /** The words that the card ends with. */
  readonly foot: ComponentChildren;
  /** Other things to do with the account. */
  readonly children: ComponentChildren;
}

export function SignOut({ foot, children, ...props }: SignOutProps) {
  const asking = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const returned = useRef(false);

  // Back from the question, the keyboard goes on from where it was asked.
  useLayoutEffect(() => {
    if (returned.current) button.current?.focus();
    returned.current = asking.value;
  }, [asking.value]);

  return (
    <>
      <div class="card-bottom">
        <div class="card-foot">{foot}</div>
        {!asking.value && (
          <div class="card-actions">
            {children}
            <button
              ref={button}
              type="button"
              class="quiet-button quiet-button-small sign-out"
              aria-label={messages.signOutOf(props.label)}
              onClick={() => {
                asking.value = true;
              }}
            >
              {messages.signOut}
            </button>
          </div>
        )}
      </div>
      {asking.value && (
        <Question
          {...props}
          onClosed={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}

interface QuestionProps extends Omit<SignOutProps, 'foot' | 'children'> {
  readonly onClosed: () => void;
}

function Question({ account, label, usedBy, onClosed }: QuestionProps) {
  const question = useId();
  const effect = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const signOut = useIntent('account.signOut');
  const { busy } = signOut;

  // On the answer that changes nothing, and in sight as a whole.
  useLayoutEffect(() => {
    cancel.current?.focus({ preventScroll: true });
    cancel.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, []);

  const close = (): void => {
    // What main has begun cannot be taken back here.
    if (!busy) onClosed();
  };

  return (
    <div
      class="question"
      role="group"
      aria-labelledby={question}
      aria-describedby={effect}
      aria-busy={busy}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <p id={question} class="question-title">
        {messages.signOutQuestion(label)}
      </p>
      <p id={effect}>{messages.signOutEffect(usedBy)}</p>
      <ProblemNote problems={[signOut.problem]} />
      <p class="unseen" role="status">
        {busy && messages.signingOut}
      </p>
      <div class="actions actions-end">
        <button ref={cancel} type="button" class="button" aria-disabled={busy} onClick={close}>
          {messages.cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          aria-disabled={busy}
          onClick={() => {
            if (busy) return;
            void signOut.send({ account }).then((done) => {
              if (done) onClosed();
            });
          }}
        >
          {busy ? messages.signingOut : messages.signOut}
        </button>
      </div>
    </div>
  );
}
