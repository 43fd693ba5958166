// The question before an account goes: what is lost with it, and whether the program that keeps the login loses it too.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useId, useRef } from 'preact/hooks';
import type { AccountView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SignOutQuestionProps {
  readonly account: AccountView;
  /** What tells it from every other account of the provider. */
  readonly name: string;
  readonly onClosed: () => void;
}

interface QuestionWords {
  readonly question: string;
  readonly effect: string;
  readonly yes: string;
  readonly busy: string;
}

function wordsOf({ usedBy, keys }: AccountView, name: string, alsoProgram: boolean): QuestionWords {
  const ending = { yes: messages.signOut, busy: messages.signingOut };
  const { keptBy } = keys;
  if (keptBy === null)
    return { question: messages.signOutQuestion(name), effect: messages.signOutEffect(usedBy), ...ending };
  const question = messages.forgetQuestion(name);
  return alsoProgram
    ? { question, effect: messages.alsoProgramEffect(keptBy), ...ending }
    : {
        question,
        effect: messages.forgetEffect(keptBy),
        yes: messages.forget,
        busy: messages.forgetting,
      };
}

export function SignOutQuestion({ account, name, onClosed }: SignOutQuestionProps) {
  const { keptBy, programCanBeSignedOut } = account.keys;
  const question = useId();
  const effect = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const ticked = useSignal(false);
  const signOut = useIntent('account.signOut');
  const { busy } = signOut;
  const alsoProgram = ticked.value && keptBy !== null && programCanBeSignedOut;
  const words = wordsOf(account, name, alsoProgram);

  // On the answer that changes nothing, and in sight as a whole.
  useLayoutEffect(() => {
    cancel.current?.focus({ preventScroll: true });
    cancel.current?.closest('.question')?.scrollIntoView({ block: 'nearest' });
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
        {words.question}
      </p>
      {/* Read out again when the tick changes it. */}
      <p id={effect} aria-live="polite">
        {words.effect}
      </p>
      {keptBy !== null && programCanBeSignedOut && (
        <label class="tick">
          <input
            type="checkbox"
            class="tick-box"
            checked={ticked.value}
            disabled={busy}
            onChange={({ currentTarget }) => {
              ticked.value = currentTarget.checked;
            }}
          />
          <span>{messages.alsoProgram(keptBy)}</span>
        </label>
      )}
      <ProblemNote problems={[signOut.problem]} />
      <p class="unseen" role="status">
        {busy && words.busy}
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
            const order = { account: account.id, ...(alsoProgram && { alsoProgram }) };
            void signOut.send(order).then((done) => {
              if (done) onClosed();
            });
          }}
        >
          {busy ? words.busy : words.yes}
        </button>
      </div>
    </div>
  );
}
