// Sends one kind of intent for a part of the window and remembers whether it is under way and what went wrong.
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import type { CallAnswer, CallInput, CallName, Outcome } from '../preload/contract.ts';
import type { ProblemView } from '../preload/view.ts';
import { ask } from './bridge.ts';
import { view } from './state.ts';

export interface Intent<Name extends CallName> {
  readonly busy: boolean;
  readonly problem: ProblemView | null;
  /** Answers whether main carried it out. The input is passed on and not kept: it may be a key. */
  send(input: CallInput<Name>): Promise<boolean>;
  /** The same, for what main answers with. */
  request(input: CallInput<Name>): Promise<Outcome<CallAnswer<Name>>>;
  /** What went wrong is not so any more. */
  forget(): void;
}

export function useIntent<Name extends CallName>(name: Name): Intent<Name> {
  const underWay = useSignal(0);
  const problem = useSignal<ProblemView | null>(null);
  const request = async (input: CallInput<Name>): Promise<Outcome<CallAnswer<Name>>> => {
    underWay.value += 1;
    problem.value = null;
    const outcome = await ask(name, input);
    underWay.value -= 1;
    if (!outcome.ok) problem.value = outcome.problem;
    return outcome;
  };
  return {
    // Getters, so that a part is drawn again only for what it reads.
    get busy() {
      return underWay.value > 0;
    },
    get problem() {
      return problem.value;
    },
    async send(input) {
      return (await request(input)).ok;
    },
    request,
    forget() {
      problem.value = null;
    },
  };
}

/**
 * For an intent of which the view tells the outcome too: its own problem is over when that tells something else.
 * @param told the problem that the view tells
 * @param news what else changes there with a new outcome; always as many
 */
export function useToldIntent<Name extends CallName>(
  name: Name,
  told: ProblemView | null,
  news: readonly unknown[],
): Intent<Name> {
  const intent = useIntent(name);
  useLayoutEffect(() => {
    if (intent.problem?.what !== told?.what) intent.forget();
  }, [told?.what, ...news]);
  return intent;
}

/** For a switch: a problem of its own is over when another one begins or ends, whoever asked for that. */
export function useSwitchIntent<Name extends 'account.use' | 'provider.prefer' | 'switch.undo'>(
  name: Name,
): Intent<Name> {
  const { running, problem = null, undo } = view.value?.switching ?? {};
  return useToldIntent(name, problem, [running?.to, undo?.at]);
}
