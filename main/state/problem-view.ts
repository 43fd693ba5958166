// A failure in the words that a person reads. Pure.
import { describeFailure } from '../domain/failure-words.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { ProblemView } from '../../preload/view.ts';

export function problemView(failure: FailureValue): ProblemView {
  return { code: failure.code, ...describeFailure(failure) };
}
