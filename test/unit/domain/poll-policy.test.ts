// When quota is read next: regular spacing, back-off after failures, the provider's wish within bounds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidePoll, type PollDecision, type PollInput } from '../../../main/domain/poll-policy.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 24, 12);

test.each<[string, Omit<PollInput, 'now'>, PollDecision]>([
  ['at once before the first reading', { failuresInRow: 0 }, { delayMs: 0, reason: 'first-reading' }],
  [
    'five minutes after a reading',
    { lastTryAt: now, failuresInRow: 0 },
    { delayMs: 5 * minute, reason: 'regular' },
  ],
  [
    'the rest of five minutes',
    { lastTryAt: now - 2 * minute, failuresInRow: 0 },
    { delayMs: 3 * minute, reason: 'regular' },
  ],
  [
    'at once when it is overdue',
    { lastTryAt: now - 9 * hour, failuresInRow: 0 },
    { delayMs: 0, reason: 'regular' },
  ],
  [
    'ten minutes after one failure',
    { lastTryAt: now, failuresInRow: 1 },
    { delayMs: 10 * minute, reason: 'backing-off' },
  ],
  [
    'twenty minutes after two',
    { lastTryAt: now, failuresInRow: 2 },
    { delayMs: 20 * minute, reason: 'backing-off' },
  ],
  [
    'six hours at most after many',
    { lastTryAt: now, failuresInRow: 40 },
    { delayMs: 6 * hour, reason: 'backing-off' },
  ],
  [
    'when the provider asks for it',
    { lastTryAt: now, failuresInRow: 1, retryAt: now + 36 * minute },
    { delayMs: 36 * minute, reason: 'provider-asked' },
  ],
  [
    'not before a minute, even if asked',
    { lastTryAt: now, failuresInRow: 1, retryAt: now },
    { delayMs: minute, reason: 'provider-asked' },
  ],
  [
    'not before a minute, for a date that is over',
    { lastTryAt: now, failuresInRow: 1, retryAt: now - hour },
    { delayMs: minute, reason: 'provider-asked' },
  ],
  [
    'after six hours at the latest, even if asked',
    { lastTryAt: now, failuresInRow: 1, retryAt: now + 9e10 },
    { delayMs: 6 * hour, reason: 'provider-asked' },
  ],
  [
    'the rest of what was asked',
    { lastTryAt: now - 10 * minute, failuresInRow: 1, retryAt: now + 20 * minute },
    { delayMs: 20 * minute, reason: 'provider-asked' },
  ],
])('reads %s', (_name, input, decision) => {
  expect(decidePoll({ now, ...input })).toEqual(decision);
});

test('the wait is between nothing and six hours, whatever the clocks say', () => {
  const time = fc.integer({ min: now - 100 * hour, max: now + 100 * hour });
  fc.assert(
    fc.property(
      time,
      time,
      fc.nat(2000),
      fc.option(fc.integer(), { nil: undefined }),
      (lastTryAt, retryBase, failuresInRow, extra) => {
        const { delayMs } = decidePoll({
          now,
          lastTryAt,
          failuresInRow,
          ...(extra !== undefined && { retryAt: retryBase + extra }),
        });
        expect(delayMs >= 0 && delayMs <= 6 * hour).toBe(true);
      },
    ),
  );
});
