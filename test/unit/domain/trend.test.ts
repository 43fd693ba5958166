// The small picture of a window's course: evenly spaced, with nothing made up.
import { expect, test } from 'vitest';
import type { Point } from '../../../main/domain/quota-window.ts';
import { trendOf } from '../../../main/domain/trend.ts';
import { noonMs } from '../../fakes/accounts.ts';

const hour = 3_600_000;
const fiveHours = 5 * hour;
const at = (hoursAgo: number, usedPercent: number, resetsInHours: number | null = null): Point => ({
  at: noonMs - hoursAgo * hour,
  usedPercent,
  resetsAt: resetsInHours === null ? null : noonMs + resetsInHours * hour,
});

test('spans a day, or the window where that is longer', () => {
  const day = trendOf([at(1, 5)], fiveHours, noonMs);
  const week = trendOf([at(1, 5)], 168 * hour, noonMs);
  expect([day?.stepMs, day?.from, week?.stepMs, week?.values.length]).toEqual([
    hour / 2,
    noonMs - 24 * hour,
    3.5 * hour,
    48,
  ]);
});

test('nothing is known before the first reading, and each value holds until the next', () => {
  const values = trendOf([at(2, 10), at(1, 30)], fiveHours, noonMs)?.values;
  expect([values?.slice(0, 43), values?.slice(43)]).toEqual([
    Array<null>(43).fill(null),
    [10, 10, 30, 30, 30],
  ]);
});

test('falls to nothing at its reset, and stays within its frame', () => {
  const values = trendOf([at(2, 130, -1), at(30, 5)].reverse(), fiveHours, noonMs)?.values;
  expect(values?.slice(42)).toEqual([5, 100, 100, 0, 0, 0]);
});

test.each([
  ['without a reading', []],
  ['with readings of long ago only', [at(30, 5)]],
  ['with readings of the future only', [at(-1, 5)]],
])('%s there is nothing to draw', (_name, points) => {
  expect(trendOf(points, fiveHours, noonMs)).toBeUndefined();
});
