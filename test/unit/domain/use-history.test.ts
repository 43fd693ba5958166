// What was used and when, from readings that leave most of it out.
import { expect, test } from 'vitest';
import type { Point } from '../../../main/domain/quota-window.ts';
import { readingsUntil, useHistoryOf } from '../../../main/domain/use-history.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 24, 12);
const resetsAt = now + hour;

/** Readings by minutes before now. */
function told(...readings: readonly (readonly [number, number, (number | null)?])[]): readonly Point[] {
  return readings.map(([ago, usedPercent, reset = resetsAt]) => ({
    at: now - ago * minute,
    usedPercent,
    resetsAt: reset,
  }));
}

/** Per bin of five minutes up to now: what was used, or `?` where nobody knows. */
function bins(readings: readonly Point[], lengthMs: number | null = 5 * hour): readonly (number | '?')[] {
  const { used, known } = useHistoryOf(readings, { lengthMs, binMs: 5 * minute, endsAt: now });
  return Array.from(used, (percent, bin) => (known[bin] === 1 ? Math.round(percent * 10) / 10 : '?'));
}

test.each<[string, readonly (number | '?')[], readonly (number | '?')[]]>([
  ['what was used between two readings', bins(told([10, 1], [5, 4], [0, 9])), [3, 5]],
  ['slow use is spread over the time without a reading', bins(told([15, 1], [0, 2])), [0.3, 0.3, 0.3]],
  ['what came at once came at the end', bins(told([15, 1], [0, 7])), [0, 0, 6]],
  ['after the reset a window begins anew', bins(told([10, 60, now - 5 * minute], [0, 4])), ['?', 4]],
  [
    'a window begins with its first use',
    bins(told([15, 0, null], [0, 1, now + 4 * hour + 55 * minute])),
    [0, 0, 1],
  ],
  ['no one uses what is used up', bins(told([15, 100], [10, 100], [5, 100], [0, 100])), ['?', '?', '?']],
  [
    'a falling figure without a reset is not use',
    bins(told([20, 39], [15, 40], [10, 30], [5, 40], [0, 41])),
    [0, 0, 1, 1],
  ],
  [
    'a fall begins anew where no reset is told',
    bins(told([10, 40, null], [5, 3, null], [0, 4, null])),
    [3, 1],
  ],
  ['a reset that is left out once', bins(told([10, 40], [5, 41, null], [0, 42])), [1, 1]],
])('%s', (_case, actual, expected) => {
  expect(actual).toEqual(expected);
});

test('nothing is known of a hole of more than an hour and a quarter', () => {
  expect(bins(told([85, 5], [5, 30], [0, 31])).filter((percent) => percent !== '?')).toEqual([1]);
});

test('of the readings those count that are numbers, of the last 90 days, and not of the future', () => {
  const good = told([20, 1], [10, 2, null]);
  const bad = [...told([-1, 3], [90 * 24 * 60, 4], [Number.NaN, 5], [1, Infinity], [1, 6, Number.NaN])];
  expect(readingsUntil([...bad, ...good.toReversed()], now)).toEqual(good);
});

test('older readings are one per hour, and what was used is spread over it', () => {
  const readings = told([9 * 24 * 60 + 60, 10], [9 * 24 * 60, 70]);
  const { used } = useHistoryOf(readings, { lengthMs: null, binMs: 5 * minute, endsAt: now });
  expect([used.length, Math.round(used[0] ?? 0), Math.round(used[11] ?? 0)]).toEqual([
    (9 * day + hour) / (5 * minute),
    5,
    5,
  ]);
});
