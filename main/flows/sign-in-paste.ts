// Where a waiting sign-in takes its answer by hand: the address that the browser on another computer ended at, or the code
// that a page of the provider's shows.
import { Failure } from '../domain/failure.ts';
import { judgePasted, type PasteExpectation } from '../domain/pasted-answer.ts';
import type { Secret } from '../domain/secret.ts';
import type { CallbackAnswer } from '../ports.ts';

export type PasteVerdict = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly reason: string };

export interface PasteSlot {
  /** The first acceptable answer. Rejects with the signal's reason when it aborts. */
  answer(expected: PasteExpectation, signal: AbortSignal): Promise<CallbackAnswer>;
  /** A wrong answer is refused and forgotten. Undefined when nothing waits for one. */
  hand(pasted: Secret): PasteVerdict | undefined;
}

interface Waiting {
  readonly expected: PasteExpectation;
  readonly take: (answer: CallbackAnswer) => void;
}

export function createPasteSlot(): PasteSlot {
  let waiting: Waiting | undefined;
  return {
    answer: (expected, signal) =>
      new Promise((resolve, reject) => {
        waiting = { expected, take: resolve };
        const abort = (): void => {
          waiting = undefined;
          reject(signal.reason instanceof Error ? signal.reason : new Failure('sign-in/cancelled'));
        };
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort);
      }),
    hand(pasted) {
      if (waiting === undefined) return undefined;
      const { expected, take } = waiting;
      const verdict = judgePasted(pasted.reveal(), expected);
      if (verdict.kind === 'refused') return { kind: 'refused', reason: verdict.reason };
      // One answer only, as at the listener (reliability CB-08).
      waiting = undefined;
      // Nobody's browser waits for a page.
      take({ verdict, conclude: () => undefined });
      return { kind: 'taken' };
    },
  };
}
