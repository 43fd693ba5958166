// The one thing to press that helps against a problem. Main says which it is.
import type { FixView, ProblemView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { goTo, passphraseAsked, showPage, view } from '../state.ts';
import { ProblemNote } from './problem-note.tsx';

export interface FixButtonProps {
  readonly fix: FixView | null;
  /** The account, or the provider, that it helps. */
  readonly name: string;
  /** Instead of the usual words for a sign-in. */
  readonly signInWords?: { readonly label: string; readonly name: string };
  /** Null while a sign-in is running already. */
  readonly onSignIn: ((method: string, workspace?: string) => void) | null;
  /** Null where there is nothing to read. */
  readonly onReadAgain: (() => void) | null;
  /** Whether what was pressed is under way. */
  readonly busy: boolean;
}

export function FixButton({ fix, name, signInWords, onSignIn, onReadAgain, busy }: FixButtonProps) {
  const choose = useIntent('keyStore.choose');
  const isBusy = busy || choose.busy;
  if (fix === null || (fix.kind === 'sign-in' && onSignIn === null)) return null;

  const press = (button: HTMLElement): void => {
    switch (fix.kind) {
      case 'sign-in':
        onSignIn?.(fix.method, fix.workspace);
        break;
      case 'read-again':
        onReadAgain?.();
        break;
      case 'unlock':
        void choose.send({ kind: 'system' });
        break;
      case 'enter-passphrase':
        askForPassphrase(button);
        break;
      case 'doctor':
        goTo('doctor', button);
    }
  };

  const words = fix.kind === 'sign-in' ? signInWords : undefined;
  return (
    <div class="fix">
      <ProblemNote problems={[choose.problem]} />
      <button
        type="button"
        class="button button-main button-small"
        aria-label={words?.name ?? messages.fixFor(fix.kind, name)}
        aria-disabled={isBusy}
        aria-busy={isBusy}
        onClick={({ currentTarget }) => {
          if (!isBusy) press(currentTarget);
        }}
      >
        {words?.label ?? messages.fix(fix.kind)}
      </button>
    </div>
  );
}

/** In the banner above, where there is one; else in the settings. */
function askForPassphrase(button: HTMLElement): void {
  const problem: ProblemView | null = view.peek()?.keyStore.problem ?? null;
  if (problem === null) showPage({ name: 'settings', place: 'protection' }, button);
  else passphraseAsked.value += 1;
}
