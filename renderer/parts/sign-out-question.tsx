// The question before an account goes: what is lost with it, and whether the program that keeps the login loses it too.
import { useSignal } from '@preact/signals';
import type { AccountView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { Question } from './question.tsx';

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
  const ticked = useSignal(false);
  const signOut = useIntent('account.signOut');
  const { busy } = signOut;
  const alsoProgram = ticked.value && keptBy !== null && programCanBeSignedOut;
  const words = wordsOf(account, name, alsoProgram);
  const carryOut = (): void => {
    const order = { account: account.id, ...(alsoProgram && { alsoProgram }) };
    void signOut.send(order).then((done) => {
      if (done) onClosed();
    });
  };

  return (
    <Question
      question={words.question}
      effect={words.effect}
      // The tick changes it.
      effectChanges
      yes={words.yes}
      busyWords={words.busy}
      busy={busy}
      problem={signOut.problem}
      onYes={carryOut}
      onCancel={onClosed}
    >
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
    </Question>
  );
}
