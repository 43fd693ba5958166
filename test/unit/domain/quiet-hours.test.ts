// The hours in which notices wait, also when they span midnight.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areQuietHours, minutesOfDay, quietMinutesLeft } from '../../../main/domain/quiet-hours.ts';

const night = { fromMinute: 22 * 60, toMinute: 7 * 60 };
const noon = { fromMinute: 12 * 60, toMinute: 13 * 60 };

test('how long they still last is known before and after midnight, and is nothing outside of them', () => {
  const left = (hours: typeof night | null, clock: readonly [number, number]): number =>
    quietMinutesLeft(hours, clock[0] * 60 + clock[1]);
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

test('hours that end where they begin are none', () => {
  expect(quietMinutesLeft({ fromMinute: 60, toMinute: 60 }, 60)).toBe(0);
});

test('when they are over after the minutes that were left, and not before', () => {
  const minute = fc.nat(minutesOfDay - 1);
  fc.assert(
    fc.property(minute, minute, minute, (fromMinute, toMinute, now) => {
      const hours = { fromMinute, toMinute };
      const left = quietMinutesLeft(hours, now);
      const at = (later: number): number => quietMinutesLeft(hours, (now + later) % minutesOfDay);
      return at(left) === 0 && (left === 0 || at(left - 1) === 1);
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
