// How the words for failures are written down: a file for a few families, with each language in it.
import type { FailureCode } from './failure.ts';

/** What happened, to what, and what to do next. */
export interface FailureWords {
  readonly what: string;
  readonly next: string;
}

/** The words for every code of these families, made from what it happened to. */
export type FailureWordsOf<Family extends string> = Readonly<
  Record<Extract<FailureCode, Family | `${Family}/${string}`>, (subject: string) => FailureWords>
>;
