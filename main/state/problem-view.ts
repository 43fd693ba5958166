// A failure in the words that a person reads. Pure.
import { describeFailure } from '../domain/failure-words.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { Language } from '../domain/language.ts';
import type { ProblemView } from '../../preload/view.ts';

/** Without a language, for a terminal. */
export function problemView(failure: FailureValue, language?: Language): ProblemView {
  return { code: failure.code, ...describeFailure(failure, language) };
}
