// When even use ends: from the line of the running period and those of the ones before, and how far a line is to be believed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point } from '../../../main/domain/quota-window.ts';
import { steadyUseOf, type SteadyUse } from '../../../main/domain/steady-use.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lengthMs = 5 * hour;
const now = Date.UTC(2026, 10, 24, 12);
const began = now - 2 * hour;

/** Readings of each five minutes in a period that began so many hours ago, until it is used up, over or now. */
function period(
  hoursAgo: number,
  used: (hours: number) => number,
  inWholePercent: (percent: number) => number = Math.round,
): readonly Point[] {
  const startsAt = now - hoursAgo * hour;
  return Array.from({ length: 61 }, (_empty, index): Point => {
    const hours = index / 12;
    return {
      at: startsAt + hours * hour,
      usedPercent: Math.min(100, inWholePercent(used(hours))),
      resetsAt: startsAt + lengthMs,
    };
  }).filter(({ at, resetsAt }) => at <= now && at < (resetsAt ?? 0));
}

const evenly = (hours: number): number => 24 * hours;
const inBursts = (hours: number): number => 20 * Math.floor(1.2 * hours);
const faster = (hours: number): number => 10 * hours ** 2;

function steady(...periods: readonly (readonly Point[])[]): SteadyUse | undefined {
  return steadyUseOf({ readings: periods.flat(), lengthMs, resetsAt: began + lengthMs });
}

/** The middle of it, and half of the width of the band that holds four of five, in minutes. */
function inMinutes(use: SteadyUse | undefined): readonly number[] {
  const [early = NaN, middle = NaN, late = NaN] = [0.1, 0.5, 0.9].map((share) => use?.lastsMs(share));
  return [middle, (late - early) / 2].map((ms) => Math.round(ms / minute));
}

test('an even period ends on its line, and a bent one has none to be trusted', () => {
  const bent = steady(period(2, inBursts));
  const even = steady(period(2, evenly));
  expect({ even: [even?.trust, inMinutes(even)[0]], bent: bent?.trust }).toEqual({ even: [1, 130], bent: 0 });
});

test('the periods before tell the slope while the running one has few whole percents', () => {
  const early = period(2, evenly).filter(({ at }) => at <= began + 10 * minute);
  const use = steadyUseOf({
    readings: [...[26, 20, 14, 8].flatMap((hoursAgo) => period(hoursAgo, evenly)), ...early],
    lengthMs,
    resetsAt: began + lengthMs,
  });
  // 4 % in ten minutes by themselves would be used up in 240 minutes exactly; a reading of 5 % would say 190.
  const [middle = 0, half = 0] = inMinutes(use);
  expect([use?.trust, Math.abs(middle - 240) <= 3, half > 0 && half < 20]).toEqual([1, true, true]);
});

test('where figures are cut off and not rounded, half a percent more is used than they say', () => {
  const periods = (inWholePercent: (percent: number) => number): readonly (readonly Point[])[] =>
    [26, 20, 14, 8, 2].map((hoursAgo) => period(hoursAgo, (hours) => 17.3 * hours, inWholePercent));
  // 34 % of 34.6: at 17.3 % per hour two minutes apart.
  const [cut = NaN] = inMinutes(steady(...periods(Math.floor)));
  const [rounded = NaN] = inMinutes(steady(...periods(Math.round)));
  expect([Math.abs(cut - 227) <= 1, Math.abs(rounded - 227) <= 3]).toEqual([true, true]);
});

test('the more the periods differ from each other, the wider the band', () => {
  const [narrow = 0, wide = 0] = [0, 6].map((apart) => {
    const before = [26, 20, 14, 8].map((hoursAgo, index) =>
      period(hoursAgo, (hours) => (24 + apart * (index % 2 === 0 ? 1 : -1)) * hours),
    );
    return inMinutes(steady(...before, period(2, evenly)))[1] ?? NaN;
  });
  expect(wide).toBeGreaterThan(2 * narrow);
});

test('who has stopped is not on the line any more, however even the use was', () => {
  const stopped = steady(
    ...[26, 20, 14, 8].map((hoursAgo) => period(hoursAgo, evenly)),
    period(2, (hours) => evenly(Math.min(hours, 1))),
  );
  expect(stopped?.trust).toBe(0);
});

const halfHour = period(2, evenly).filter(({ at }) => at <= began + 30 * minute);

test('a period that bends says nothing of the slope', () => {
  const [alone, beside] = [[], period(14, faster)].map((one) =>
    inMinutes(steady(one, period(8, evenly), halfHour)),
  );
  expect(beside).toEqual(alone);
});

test('a period that was read at one moment alone says nothing', () => {
  const atOnce = [20, 30, 40].map((usedPercent) => ({
    at: began - day,
    usedPercent,
    resetsAt: began - 22 * hour,
  }));
  expect(inMinutes(steady(atOnce, halfHour))).toEqual(inMinutes(steady(halfHour)));
});

test('only windows of hours pull towards the line what bends', () => {
  const readings = period(2, inBursts);
  const pulls = [lengthMs, 7 * day].map(
    (ms) => (steadyUseOf({ readings, lengthMs: ms, resetsAt: began + ms })?.pull ?? 0) > 0,
  );
  expect(pulls).toEqual([true, false]);
});

test.each<[string, readonly Point[]]>([
  ['without a reading', []],
  ['with too little use', period(2, (hours) => 4 * hours)],
  ['with too few readings', period(2, evenly).filter((_one, index) => index % 20 === 0)],
  [
    'with readings of one moment',
    [20, 30, 40].map((usedPercent) => ({ at: now, usedPercent, resetsAt: now + 3 * hour })),
  ],
])('%s there is no line', (_case, readings) => {
  expect(steady(readings)).toBeUndefined();
});

test('whatever the readings are, it is more likely over the later it gets, and never a time that is none', () => {
  const time = fc.oneof(fc.integer({ min: now - 3 * day, max: now }), fc.double({ noNaN: true }));
  const readings = fc.array(fc.record({ at: time, usedPercent: fc.double({ noNaN: true }), resetsAt: time }));
  const rising = fc.array(fc.nat({ max: 20 }), { minLength: 4, maxLength: 30 }).map((steps) =>
    steps.map((_step, index) => ({
      at: began + ((index + 1) * 2 * hour) / steps.length,
      usedPercent: steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0),
      resetsAt: began + lengthMs,
    })),
  );
  const length = fc.constantFrom(lengthMs, 0, -1, 1e300);
  fc.assert(
    fc.property(fc.oneof(readings, rising), length, (given, ms) => {
      const use = steadyUseOf({ readings: given, lengthMs: ms, resetsAt: began + lengthMs });
      if (use === undefined) return;
      const times = [0.1, 0.5, 0.9].map((share) => use.lastsMs(share));
      expect({
        times,
        wrong: [...times, use.trust].filter((value) => Number.isNaN(value) || value < 0),
        trust: use.trust <= 1,
      }).toEqual({ times: times.toSorted((left, right) => left - right), wrong: [], trust: true });
    }),
    { numRuns: 500 },
  );
});
