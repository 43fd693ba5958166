// The hours in which notices wait, also when they span midnight.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areQuietHours, quietUntil } from '../../../main/domain/quiet-hours.ts';
import { minutesOfDay } from '../../../main/domain/time-of-day.ts';

const night = { fromMinute: 22 * 60, toMinute: 7 * 60 };
const noon = { fromMinute: 12 * 60, toMinute: 13 * 60 };
const minuteMs = 60_000;
const localMinute = (at: number): number => Math.floor(at / minuteMs) % minutesOfDay;

test('when they end is known before and after midnight, and is now outside of them', () => {
  const left = (hours: typeof night | null, clock: readonly [number, number]): number => {
    const now = (clock[0] * 60 + clock[1]) * minuteMs;
    return (quietUntil(hours, now, localMinute) - now) / minuteMs;
  };
  expect([
    left(night, [21, 59]),
    left(night, [22, 0]),
    left(night, [0, 0]),
    left(night, [6, 59]),
    left(night, [7, 0]),
    left(noon, [12, 30]),
    left(noon, [13, 0]),
    left(null, [3, 0]),
  ]).toEqual([0, 540, 420, 1, 0, 30, 0, 0]);
});

test('in the night in which the clock goes forward they end by the clock, not an hour after it', () => {
  const forwardAt = Date.UTC(2027, 2, 28, 1);
  const inBerlin = (at: number): number => localMinute(at + (at < forwardAt ? 60 : 120) * minuteMs);
  expect(quietUntil(night, Date.UTC(2027, 2, 27, 22), inBerlin)).toBe(Date.UTC(2027, 2, 28, 5));
});

test('hours that end where they begin are none', () => {
  const now = 60 * minuteMs;
  expect(quietUntil({ fromMinute: 60, toMinute: 60 }, now, localMinute)).toBe(now);
});

test('when they are over it is not quiet, and a minute before it is', () => {
  const minute = fc.nat(minutesOfDay - 1);
  fc.assert(
    fc.property(minute, minute, minute, (fromMinute, toMinute, now) => {
      const end = (at: number): number => quietUntil({ fromMinute, toMinute }, at, localMinute);
      const until = end(now * minuteMs);
      return end(until) === until && (until === now * minuteMs || end(until - minuteMs) === until);
    }),
  );
});

test.each([
  [{ fromMinute: 0, toMinute: 1439 }, true],
  [{ fromMinute: -1, toMinute: 0 }, false],
  [{ fromMinute: 0, toMinute: 1440 }, false],
  [{ fromMinute: 0.5, toMinute: 1 }, false],
  [{ fromMinute: Number.NaN, toMinute: 1 }, false],
])('%j can be quiet hours: %s', (hours, can) => {
  expect(areQuietHours(hours)).toBe(can);
});
