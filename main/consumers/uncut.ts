// A program that may be renewing its login is not cut off: a token that is spent without its successor being saved ends the login.
import { Failure } from '../domain/failure.ts';
import type { Timer } from '../ports.ts';

/** Less than lies between two questions for its quota, so that one that never answers is gone before the next. */
const longestMs = 120_000;

/**
 * The work, or the signal's reason while the work goes on. The program is stopped when the work is over, which it also is when
 * nothing has come of it for very long.
 */
export async function uncut<Value>(
  work: (limit: AbortSignal) => Promise<Value>,
  stop: () => Promise<void>,
  signal: AbortSignal,
  timer: Timer,
): Promise<Value> {
  const limit = new AbortController();
  const cancel = timer.after(longestMs, () => {
    limit.abort(new Failure('credential/owner-silent'));
  });
  const finished = work(limit.signal).finally(() => {
    cancel();
    return stop();
  });
  const left = new Promise<undefined>((resolve) => {
    const leave = (): void => {
      resolve(undefined);
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  const settled = await Promise.race([finished.then((value) => ({ value })), left]);
  if (settled !== undefined) return settled.value;
  // What it says after that is heard by nobody.
  finished.catch(() => undefined);
  signal.throwIfAborted();
  return finished;
}
