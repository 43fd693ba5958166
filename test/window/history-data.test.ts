// The columns of a chart: the readings, and where there are too many periods the highest of each day.
import { expect, test } from 'vitest';
import { chartData, readingAt } from '../../renderer/history-data.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2026, 8, 1);

/** Periods of five hours, each used evenly up to a figure that grows from day to day. */
function course(days: number) {
  const count = Math.floor((days * day) / (5 * hour));
  const resets = Array.from({ length: count }, (_, index) => begin + (index + 1) * 5 * hour);
  const peakOf = (at: number): number => 10 + Math.floor((at - begin) / day);
  return {
    at: resets.flatMap((reset) => [reset, reset + 1]),
    used: resets.flatMap((reset) => [peakOf(reset), 0]),
    resets,
    forecast: null,
  };
}

test('a few periods are drawn as they were', () => {
  const few = course(7);
  const [at, used] = chartData(few);
  expect([at, used]).toEqual([few.at, few.used]);
});

test('of many periods the highest of each day is drawn, and nothing of a day without a reading', () => {
  const many = course(90);
  const isQuiet = (at: number): boolean => at > begin + 30 * day && at <= begin + 32.5 * day;
  const kept = many.at
    .map((at, index) => ({ at, used: many.used[index] ?? 0 }))
    .filter(({ at }) => !isQuiet(at));
  const data = { ...many, at: kept.map(({ at }) => at), used: kept.map(({ used }) => used) };
  const [at, used] = chartData(data);
  const steps = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
  expect([new Set(steps), at.length, used.filter((value) => value === null).length]).toEqual([
    new Set([day]),
    90,
    2,
  ]);
  expect(used.every((value, index) => value === null || Math.abs(value - 10 - index) <= 1)).toBe(true);
  expect(readingAt(data, 0)).toEqual({ kind: 'highest', at: at[0], usedPercent: used[0] });
});

test('the highest of today stands where the forecast begins', () => {
  const many = course(90);
  const now = many.at.at(-1) ?? 0;
  const forecast = { at: [now, now + day], low: [0, 0], likely: [0, 20], high: [0, 40] };
  const [at, used, high] = chartData({ ...many, forecast });
  const place = at.indexOf(now);
  expect([used[place], high[place], at.at(-1), used.at(-1)]).toEqual([100, 0, now + day, null]);
});
