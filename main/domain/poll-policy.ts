// When to read an account's quota next, and why. Pure; the caller brings the time.

export interface PollInput {
  readonly now: number;
  /** Unix milliseconds of the last try, successful or not; absent before the first. */
  readonly lastTryAt?: number;
  readonly failuresInRow: number;
  /** What the provider asked for with its last refusal, as Unix milliseconds. */
  readonly retryAt?: number;
}

export interface PollDecision {
  readonly delayMs: number;
  readonly reason: 'first-reading' | 'regular' | 'provider-asked' | 'backing-off';
}

const pollEveryMs = 5 * 60_000;
const longestMs = 6 * 3_600_000;
const floorAfterRefusalMs = 60_000;

/** Regular spacing, doubled per failure in a row; a provider's Retry-After wins within one minute and six hours. A clock set back does not stretch it. */
export function decidePoll({ now, lastTryAt, failuresInRow, retryAt }: PollInput): PollDecision {
  if (lastTryAt === undefined) return { delayMs: 0, reason: 'first-reading' };
  if (retryAt !== undefined) {
    const waitMs = Math.min(Math.max(retryAt - lastTryAt, floorAfterRefusalMs), longestMs);
    return { delayMs: Math.min(Math.max(0, lastTryAt + waitMs - now), waitMs), reason: 'provider-asked' };
  }
  const spacingMs = Math.min(pollEveryMs * 2 ** failuresInRow, longestMs);
  return {
    delayMs: Math.min(Math.max(0, lastTryAt + spacingMs - now), spacingMs),
    reason: failuresInRow === 0 ? 'regular' : 'backing-off',
  };
}
