// Catches the Failure of something that must fail.
import { Failure, type FailureValue } from '../../main/domain/failure.ts';

/** The failure as a value. Fails the test when nothing was thrown, or something else. */
export async function failureOf(run: Promise<unknown> | (() => unknown)): Promise<FailureValue> {
  return (await thrownFailure(run)).toValue();
}

export async function thrownFailure(run: Promise<unknown> | (() => unknown)): Promise<Failure> {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw new Error('failed, but not with a Failure', { cause: thrown });
  }
  throw new Error('nothing was thrown');
}
