// When clocks on the wall will show a time of the day: also across the nights in which they are changed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minutesOfDay, nextAtMinute } from '../../../main/domain/time-of-day.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Clocks that are ahead of UTC by so many hours, from `changesAt` on by others. */
function clocks(hours: number, changesAt = Infinity, hoursThen = hours) {
  return (at: number): number => {
    const local = at + (at < changesAt ? hours : hoursThen) * hourMs;
    return Math.floor(local / minuteMs) % minutesOfDay;
  };
}

const clock = (hour: number, minute = 0): number => hour * 60 + minute;
/** In Berlin: at 02:00 it becomes 03:00, and at 03:00 it becomes 02:00. */
const forwardAt = Date.UTC(2027, 2, 28, 1);
const backAt = Date.UTC(2026, 9, 25, 1);
const spring = clocks(1, forwardAt, 2);
const autumn = clocks(2, backAt, 1);

test.each<[string, number, number, (at: number) => number, number]>([
  ['later on the same day', clock(14), Date.UTC(2026, 10, 24, 12), clocks(1), Date.UTC(2026, 10, 24, 13)],
  ['on the next day', clock(13), Date.UTC(2026, 10, 24, 12), clocks(1), Date.UTC(2026, 10, 25, 12)],
  [
    'at a whole minute',
    clock(13, 1),
    Date.UTC(2026, 10, 24, 12, 0, 59, 9),
    clocks(1),
    Date.UTC(2026, 10, 24, 12, 1),
  ],
  ['after the clock went forward', clock(8), Date.UTC(2027, 2, 27, 22), spring, Date.UTC(2027, 2, 28, 6)],
  [
    'before the clock goes forward',
    clock(1, 59),
    Date.UTC(2027, 2, 27, 22),
    spring,
    Date.UTC(2027, 2, 28, 0, 59),
  ],
  [
    'that is passed over: as long after midnight as ever',
    clock(2, 30),
    Date.UTC(2027, 2, 27, 22),
    spring,
    Date.UTC(2027, 2, 28, 1, 30),
  ],
  ['after the clock went back', clock(8), Date.UTC(2026, 9, 24, 21), autumn, Date.UTC(2026, 9, 25, 7)],
  [
    'that comes twice: the first',
    clock(2, 30),
    Date.UTC(2026, 9, 24, 21),
    autumn,
    Date.UTC(2026, 9, 25, 0, 30),
  ],
  [
    'that comes twice: the second',
    clock(2, 30),
    Date.UTC(2026, 9, 25, 1, 10),
    autumn,
    Date.UTC(2026, 9, 25, 1, 30),
  ],
])('finds a time %s', (_name, minute, now, localMinute, expected) => {
  expect(new Date(nextAtMinute(minute, now, localMinute))).toEqual(new Date(expected));
});

test('it is ahead and within a day, where no clock is changed', () => {
  const minute = fc.nat(minutesOfDay - 1);
  fc.assert(
    fc.property(
      minute,
      fc.nat(3 * 24 * hourMs),
      fc.integer({ min: -11, max: 14 }),
      (wanted, later, hours) => {
        const now = Date.UTC(2026, 10, 24) + later;
        const at = nextAtMinute(wanted, now, clocks(hours));
        return at > now && at <= now + 24 * hourMs && clocks(hours)(at) === wanted;
      },
    ),
  );
});
