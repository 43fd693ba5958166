// When quota is read next: spacing by attention, the reset, the provider's wish within bounds, and a budget.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countingRoom,
  decidePoll,
  isRoomFor,
  mayReadNow,
  noRequests,
  withoutFuture,
  withRoom,
  withTry,
  type PollDecision,
  type PollInput,
  type RequestRecord,
} from '../../../main/domain/poll-policy.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 24, 12);
const limits = { spacingMs: 3 * minute, perHour: 20 };

/** Five minutes chosen, nobody looks, nothing near, no reset known. */
function decide(changes: Partial<PollInput>): PollDecision {
  return decidePoll({
    now,
    record: noRequests,
    siblings: [],
    everyMs: 5 * minute,
    limits,
    attention: 'hidden',
    nearLimit: false,
    doubted: false,
    unchangedInRow: 0,
    random: 0,
    nextResetAt: null,
    ...changes,
  });
}

/** Tried this many minutes ago. */
function tried(minutesAgo: readonly number[], changes: Partial<RequestRecord> = {}): RequestRecord {
  return { tries: minutesAgo.map((ago) => now - ago * minute), failuresInRow: 0, ...changes };
}

const justNow = tried([0]);
/** The whole hour's budget, three minutes apart, the last one now. */
const spentBudget = tried(Array.from({ length: 20 }, (_empty, index) => 57 - 3 * index));

test.each<[string, Partial<PollInput>, PollDecision]>([
  ['at once before the first reading', {}, { delayMs: 0, reason: 'first-reading' }],
  ['five minutes after a reading', { record: justNow }, { delayMs: 5 * minute, reason: 'regular' }],
  ['the rest of five minutes', { record: tried([2]) }, { delayMs: 3 * minute, reason: 'regular' }],
  ['at once when it is overdue', { record: tried([9 * 60]) }, { delayMs: 0, reason: 'regular' }],
  [
    'sooner while somebody looks',
    { record: justNow, attention: 'visible' },
    { delayMs: 3 * minute, reason: 'regular' },
  ],
  [
    'later while nobody is there',
    { record: justNow, attention: 'away' },
    { delayMs: 15 * minute, reason: 'regular' },
  ],
  [
    'twice as often near a limit',
    { record: justNow, everyMs: 20 * minute, nearLimit: true },
    { delayMs: 10 * minute, reason: 'near-limit' },
  ],
  [
    'near a limit no sooner than the provider allows',
    { record: justNow, nearLimit: true, attention: 'visible' },
    { delayMs: 3 * minute, reason: 'near-limit' },
  ],
  [
    'sooner when a figure has fallen for no reason',
    { record: justNow, doubted: true },
    { delayMs: 3 * minute, reason: 'doubted' },
  ],
  [
    'more seldom when six readings have brought nothing new',
    { record: justNow, unchangedInRow: 6 },
    { delayMs: 10 * minute, reason: 'unchanged' },
  ],
  [
    'still more seldom when twelve have',
    { record: justNow, unchangedInRow: 12 },
    { delayMs: 15 * minute, reason: 'unchanged' },
  ],
  [
    'as often as ever for somebody who looks',
    { record: justNow, unchangedInRow: 12, attention: 'visible' },
    { delayMs: 3 * minute, reason: 'regular' },
  ],
  [
    'later after a failure for some than for others',
    { record: tried([0], { failuresInRow: 1 }), random: 1 },
    { delayMs: 12.5 * minute, reason: 'backing-off' },
  ],
  [
    'for the first time only when another account of the same person was not asked about just before',
    { siblings: [tried([1])] },
    { delayMs: 2 * minute, reason: 'budget-spent' },
  ],
  [
    'later when the budget was spent for another account of the same person',
    { record: tried([5]), siblings: [spentBudget] },
    { delayMs: 6 * minute, reason: 'budget-spent' },
  ],
  [
    'not while the provider wants to be left alone about another account of the same person',
    { record: tried([5]), siblings: [tried([1], { retryAt: now + 9 * minute })] },
    { delayMs: 9 * minute, reason: 'budget-spent' },
  ],
  [
    'as seldom as the person chose',
    { record: justNow, everyMs: 4 * hour, attention: 'away' },
    { delayMs: 12 * hour, reason: 'regular' },
  ],
  [
    'a little after a reset that comes first',
    { record: justNow, nextResetAt: now + 4 * minute },
    { delayMs: 4 * minute + 15_000, reason: 'reset' },
  ],
  [
    'regularly when the reset comes later',
    { record: justNow, nextResetAt: now + 5 * minute },
    { delayMs: 5 * minute, reason: 'regular' },
  ],
  [
    'a reset no sooner than the provider allows',
    { record: justNow, nextResetAt: now + minute },
    { delayMs: 3 * minute, reason: 'reset' },
  ],
  [
    'a reset that has just been missed at once',
    { record: tried([4]), nextResetAt: now - minute },
    { delayMs: 0, reason: 'reset' },
  ],
  [
    'regularly when the reset was before the last reading',
    { record: tried([1]), nextResetAt: now - 2 * minute },
    { delayMs: 4 * minute, reason: 'regular' },
  ],
  [
    'ten minutes after one failure',
    { record: tried([0], { failuresInRow: 1 }) },
    { delayMs: 10 * minute, reason: 'backing-off' },
  ],
  [
    'twenty minutes after two',
    { record: tried([0], { failuresInRow: 2 }), nextResetAt: now + minute },
    { delayMs: 20 * minute, reason: 'backing-off' },
  ],
  [
    'a quarter of an hour at most after many for somebody who looks',
    { record: tried([0], { failuresInRow: 9 }), attention: 'visible' },
    { delayMs: 15 * minute, reason: 'backing-off' },
  ],
  [
    'as seldom near a limit as anywhere while nothing is used',
    { record: justNow, nearLimit: true, unchangedInRow: 12 },
    { delayMs: 15 * minute, reason: 'unchanged' },
  ],
  [
    'an hour at most after many',
    { record: tried([0], { failuresInRow: 5000 }) },
    { delayMs: hour, reason: 'backing-off' },
  ],
  [
    'no sooner than the person chose after many',
    { record: tried([0], { failuresInRow: 5000 }), everyMs: 4 * hour },
    { delayMs: 4 * hour, reason: 'backing-off' },
  ],
  [
    'when the provider asks for it',
    { record: tried([0], { failuresInRow: 1, retryAt: now + 36 * minute }) },
    { delayMs: 36 * minute, reason: 'provider-asked' },
  ],
  [
    'not before a minute, even if asked',
    { record: tried([0], { failuresInRow: 1, retryAt: now }), limits: { spacingMs: 0, perHour: 20 } },
    { delayMs: minute, reason: 'provider-asked' },
  ],
  [
    'not before a minute, for a date that is over',
    { record: tried([0], { failuresInRow: 1, retryAt: now - hour }), limits: { spacingMs: 0, perHour: 20 } },
    { delayMs: minute, reason: 'provider-asked' },
  ],
  [
    'later and later where the provider asks for no wait and refuses again',
    { record: tried([0], { failuresInRow: 3, retryAt: now }) },
    { delayMs: 40 * minute, reason: 'backing-off' },
  ],
  [
    'not before the spacing, even if asked',
    { record: tried([0], { failuresInRow: 1, retryAt: now + minute }) },
    { delayMs: 3 * minute, reason: 'provider-asked' },
  ],
  [
    'after six hours at the latest, even if asked',
    { record: tried([0], { failuresInRow: 1, retryAt: now + 9e10 }) },
    { delayMs: 6 * hour, reason: 'provider-asked' },
  ],
  [
    'the rest of what was asked',
    { record: tried([10], { failuresInRow: 1, retryAt: now + 20 * minute }) },
    { delayMs: 20 * minute, reason: 'provider-asked' },
  ],
  [
    'when the hour has room again',
    { record: tried([59, 58, 57, 3]), limits: { spacingMs: minute, perHour: 4 }, attention: 'visible' },
    { delayMs: minute, reason: 'budget-spent' },
  ],
  [
    'after a burst by other hands when the hour has room again',
    { record: tried(Array.from({ length: 20 }, () => 10)) },
    { delayMs: 50 * minute, reason: 'budget-spent' },
  ],
  [
    'the budget exactly used in an hour without waiting longer',
    { record: spentBudget, attention: 'visible' },
    { delayMs: 3 * minute, reason: 'regular' },
  ],
  [
    'from now when the clock was set back',
    { record: withoutFuture(tried([-9 * 60]), now) },
    { delayMs: 5 * minute, reason: 'regular' },
  ],
  [
    'what the provider asked for from now when the clock was set back',
    { record: withoutFuture(tried([-540], { failuresInRow: 1, retryAt: now + 545 * minute }), now) },
    { delayMs: 5 * minute, reason: 'provider-asked' },
  ],
])('reads %s', (_name, changes, decision) => {
  expect(decide(changes)).toEqual(decision);
});

test.each<[string, RequestRecord, boolean]>([
  ['nothing was asked yet', noRequests, true],
  ['it was asked three minutes ago', tried([3]), true],
  ['it was asked less than three minutes ago', tried([2.9]), false],
  ['the budget of the hour is spent', tried(Array.from({ length: 20 }, () => 10)), false],
  ['the provider wants to be left alone', tried([10], { failuresInRow: 1, retryAt: now + minute }), false],
  ['what the provider asked for is over', tried([10], { failuresInRow: 1, retryAt: now - minute }), true],
  ['it failed without a wish of the provider', tried([4], { failuresInRow: 9 }), true],
])('a person who asks now, when %s', (_name, record, allowed) => {
  expect(mayReadNow({ now, record, siblings: [], limits })).toBe(allowed);
});

test('a try is noted ahead for as long as there is room, and not by a clock that was set back behind the note', () => {
  const { ahead } = withRoom(noRequests, now, 60);
  const one = { ...ahead, tries: 1 };
  expect([
    isRoomFor(one, now),
    isRoomFor(one, ahead.until),
    isRoomFor(one, ahead.until + 1),
    isRoomFor(one, now - 1),
    isRoomFor({ ...ahead, tries: 0 }, now),
  ]).toEqual([true, true, false, false, false]);
});

test('there is room for a quarter of what an hour allows, and for six at most', () => {
  expect([60, 24, 20, 12, 3].map((perHour) => withRoom(noRequests, now, perHour).ahead.tries)).toEqual([
    6, 6, 5, 3, 0,
  ]);
});

test('no note counts for more than that', () => {
  const noted = { ...noRequests, ahead: { tries: 1e9, until: now } };
  expect(countingRoom(noted, now).tries).toHaveLength(6);
});

test('what was noted ahead counts as made at the latest moment that is possible', () => {
  const noted = withRoom({ tries: [now], failuresInRow: 1 }, now, 60);
  const { until } = noted.ahead;
  expect([now + minute, until + minute].map((at) => countingRoom(noted, at))).toEqual([
    { tries: [now, ...Array<number>(6).fill(now + minute)], failuresInRow: 1 },
    { tries: [now, ...Array<number>(6).fill(until)], failuresInRow: 1 },
  ]);
});

test('a record keeps the tries of the last hour', () => {
  expect(withTry(tried([61, 60, 59, 5], { failuresInRow: 2, retryAt: now }), now)).toEqual(
    tried([59, 5, 0], { failuresInRow: 2, retryAt: now }),
  );
});

test('by a clock that was set back the last try counts as made now, and what goes with it moves along', () => {
  const early = tried([50, 5, -50, -60], { failuresInRow: 1, retryAt: now + 96 * minute });
  expect(withoutFuture(early, now)).toEqual(
    tried([50, 10, 5, 0], { failuresInRow: 1, retryAt: now + 36 * minute }),
  );
});

describe('whatever happens', () => {
  test('a clock that is set back costs no more than the spacing, however far it is', () => {
    const minutesAgo = fc.array(fc.integer({ min: -50_000, max: 100 }), { maxLength: 20 });
    fc.assert(
      fc.property(minutesAgo, fc.nat(hour), (tries, laterMs) => {
        const kept = withoutFuture(tried(tries.toSorted((left, right) => right - left)), now);
        const roomy = { ...limits, perHour: 21 };
        expect([
          kept.tries.every((at) => at <= now),
          withoutFuture(kept, now + laterMs) === kept,
          mayReadNow({ now: now + 3 * minute, record: kept, siblings: [], limits: roomy }),
        ]).toEqual([true, true, true]);
      }),
    );
  });

  const input = fc.record({
    tries: fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 30 }),
    failuresInRow: fc.nat(2000),
    retryInMinutes: fc.option(fc.integer({ min: -10_000, max: 10_000 }), { nil: undefined }),
    everyMinutes: fc.integer({ min: 3, max: 240 }),
    attention: fc.constantFrom('visible', 'hidden', 'away'),
    nearLimit: fc.boolean(),
    resetInMinutes: fc.option(fc.integer({ min: -600, max: 600 }), { nil: null }),
    perHour: fc.integer({ min: 1, max: 60 }),
  });

  test('the wait is never below zero, never below the spacing since the last try, and always ends', () => {
    fc.assert(
      fc.property(input, ({ tries, retryInMinutes, everyMinutes, resetInMinutes, perHour, ...given }) => {
        const sorted = tries.toSorted((left, right) => right - left);
        const { delayMs } = decide({
          record: withoutFuture(
            tried(sorted, {
              failuresInRow: given.failuresInRow,
              ...(retryInMinutes !== undefined && { retryAt: now + retryInMinutes * minute }),
            }),
            now,
          ),
          everyMs: everyMinutes * minute,
          attention: given.attention,
          nearLimit: given.nearLimit,
          nextResetAt: resetInMinutes === null ? null : now + resetInMinutes * minute,
          limits: { spacingMs: 3 * minute, perHour },
        });
        const lastAgo = Math.max(0, sorted.at(-1) ?? Infinity);
        expect(delayMs).toBeGreaterThanOrEqual(Math.max(0, (3 - lastAgo) * minute));
        expect(delayMs).toBeLessThanOrEqual(12 * hour);
      }),
    );
  });

  test('in a day of polling and of impatient people no hour has more tries than the provider allows', () => {
    const step = fc.record({
      fails: fc.boolean(),
      retryInMinutes: fc.option(fc.integer({ min: -5, max: 120 }), { nil: undefined }),
      attention: fc.constantFrom<PollInput['attention'][]>('visible', 'hidden', 'away'),
      nearLimit: fc.boolean(),
      resetInMinutes: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
      /** A person asks after this long, and again, before the timer is due. */
      askedAfterMs: fc.array(fc.nat(10 * minute), { maxLength: 3 }),
    });
    const small = fc.record({
      spacingMs: fc.integer({ min: 0, max: 4 * minute }),
      perHour: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 40 }), small, (steps, given) => {
        let at = now;
        let record = noRequests;
        const made: number[] = [];
        const read = (fails: boolean, retryAt?: number): void => {
          made.push(at);
          const { tries } = withTry(record, at);
          record = {
            tries,
            failuresInRow: fails ? record.failuresInRow + 1 : 0,
            ...(fails && retryAt !== undefined && { retryAt }),
          };
        };
        for (const each of steps) {
          for (const ms of each.askedAfterMs) {
            at += ms;
            if (mayReadNow({ now: at, record, siblings: [], limits: given })) read(each.fails);
          }
          const resetAt = each.resetInMinutes === null ? null : at + each.resetInMinutes * minute;
          at += decide({ ...each, now: at, record, limits: given, nextResetAt: resetAt }).delayMs;
          read(each.fails, each.retryInMinutes === undefined ? undefined : at + each.retryInMinutes * minute);
          if (at > now + 24 * hour) break;
        }
        const inOneHour = made.map(
          (start) => made.filter((each) => each >= start && each < start + hour).length,
        );
        const gaps = made.slice(1).map((each, index) => each - (made[index] ?? 0));
        expect(Math.max(...inOneHour)).toBeLessThanOrEqual(given.perHour);
        expect(Math.min(...gaps, Infinity)).toBeGreaterThanOrEqual(given.spacingMs);
      }),
    );
  });
});
