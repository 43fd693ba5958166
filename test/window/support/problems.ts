// Problems as the product says them, so that a picture in another language has its words there too.
import { describeFailure } from '../../../main/domain/failure-words.ts';
import type { FailureValue } from '../../../main/domain/failure.ts';
import type { Language, ProblemView } from '../../../preload/view.ts';

const failures = new WeakMap<ProblemView, FailureValue>();

export function problemOf(failure: FailureValue): ProblemView {
  const problem: ProblemView = { code: failure.code, ...describeFailure(failure) };
  failures.set(problem, failure);
  return problem;
}

/** @throws Error for one that was made up: nobody has its words in another language */
export function problemIn(language: Language, problem: ProblemView): ProblemView {
  const failure = failures.get(problem);
  if (failure === undefined) throw new Error(`made up, and in English alone: ${problem.what}`);
  return { code: failure.code, ...describeFailure(failure, language) };
}
