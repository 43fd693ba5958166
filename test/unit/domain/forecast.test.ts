// When a window is used up: from habits and the last hours, whatever readings look like, and nothing while little is known.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecast, type Forecast, type ForecastInput } from '../../../main/domain/forecast.ts';
import type { Point } from '../../../main/domain/quota-window.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const length = 5 * hour;
const now = Date.UTC(2026, 10, 24, 12);

/** Readings of each five minutes from then until now, of a period that began then. */
function readings(beganAt: number, used: (at: number) => number, until = now): readonly Point[] {
  const count = Math.floor((until - beganAt) / (5 * minute)) + 1;
  return Array.from({ length: count }, (_empty, index) => {
    const at = beganAt + index * 5 * minute;
    return { at, usedPercent: Math.round(used(at)), resetsAt: beganAt + length };
  });
}

/** Thirty percent per hour since two hours ago: forty are left, for eighty minutes. */
const began = now - 2 * hour;
const steady = readings(began, (at) => (30 * (at - began)) / hour);
const steadyWindow = { usedPercent: 60, lengthMs: length, resetsAt: began + length };

function made(points: readonly Point[], window: Partial<ForecastInput['window']> = {}): Forecast | undefined {
  return forecast({ window: { ...steadyWindow, ...window }, points, now });
}

/** Minutes from now. */
function inMinutes(result: Forecast | undefined): readonly (number | null | undefined)[] {
  const { early, likely, late } = result?.exhaustsAt ?? {};
  return [early, likely, late].map((at) => (at == null ? at : Math.round((at - now) / minute)));
}

/** Every day from nine to five at 15 % per hour, in periods from nine and from two; the last day until now. */
function workDays(days: number, endsAt: number): readonly Point[] {
  const midnight = Math.floor(endsAt / day) * day;
  return Array.from({ length: days }, (_empty, index) => midnight - (days - 1 - index) * day).flatMap(
    (start) =>
      Array.from({ length: 288 }, (_empty, index): Point => {
        const at = start + index * 5 * minute;
        const clock = (at - start) / hour;
        const since = clock < 14 ? 9 : 14;
        const runs = clock > 9 && clock <= 19;
        return {
          at,
          usedPercent: runs ? Math.round(15 * (Math.min(clock, 17) - since)) : 0,
          resetsAt: runs ? start + (since + 5) * hour : null,
        };
      }).filter(({ at }) => at <= endsAt),
  );
}

function ofWorkDay(endsAt: number, usedPercent: number, days = 14): Forecast | undefined {
  const points = workDays(days, endsAt);
  const resetsAt = points.at(-1)?.resetsAt ?? null;
  return forecast({ window: { usedPercent, lengthMs: length, resetsAt }, points, now: endsAt });
}

describe('what it says', () => {
  test('steady use ends when the rest is used at its rate', () => {
    const result = made(steady);
    const [early, likely, late] = inMinutes(result);
    expect({
      around: Math.abs((likely ?? 0) - 80) <= 10,
      order: [early, likely, late].toSorted((left, right) => (left ?? Infinity) - (right ?? Infinity)),
      rates: [result?.percentPerHour, result?.percentPerWorkingHour].map(
        (rate) => Math.abs((rate ?? 0) - 30) < 1,
      ),
      sure: (result?.runsOutBeforeReset ?? 0) > 0.9,
    }).toEqual({ around: true, order: [early, likely, late], rates: [true, true], sure: true });
  });

  test('it has a band, and a wide one where periods were used each in its own way', () => {
    const uneven = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].flatMap((ago) => {
      const start = began - ago * 6 * hour;
      const everyMs = (20 + ((ago * 7) % 20)) * minute;
      return readings(
        start,
        (at) => 12 * Math.floor((at - start) / everyMs),
        Math.min(now, start + length - 1),
      );
    });
    const [narrow, wide] = [steady, uneven].map((points) => {
      const { early, late } = made(points)?.exhaustsAt ?? {};
      return ((late ?? began + length) - (early ?? began + length)) / minute;
    });
    expect([(narrow ?? 0) > 1, (narrow ?? 0) < 15, (wide ?? 0) > 20]).toEqual([true, true, true]);
  });

  test('who used it evenly before is not taken to be faster for the first reading of a new period', () => {
    const newStart = now - 10 * minute;
    const points = [4, 3, 2, 1, 0].flatMap((ago) => {
      const start = newStart - ago * 6 * hour;
      const evenly = (at: number): number => Math.min(100, (25 * (at - start)) / hour);
      return readings(start, evenly, Math.min(now, start + length - 1));
    });
    // Five percent in ten minutes by themselves say 190 minutes.
    const [early, likely] = inMinutes(made(points, { usedPercent: 5, resetsAt: newStart + length }));
    expect({ early: (early ?? 0) > 215, likely: Math.abs((likely ?? 0) - 228) <= 5 }).toEqual({
      early: true,
      likely: true,
    });
  });

  test('what usually happens at this hour counts: an evening is quiet, an afternoon is not', () => {
    const evening = ofWorkDay(Date.UTC(2026, 10, 24, 16, 45), 41);
    const afternoon = ofWorkDay(Date.UTC(2026, 10, 24, 11), 70);
    expect({
      evening: (evening?.runsOutBeforeReset ?? 1) < 0.1,
      afternoon: (afternoon?.runsOutBeforeReset ?? 0) > 0.9,
    }).toEqual({ evening: true, afternoon: true });
  });

  test('after a rest the hour of the day tells whether work begins or is over', () => {
    const chances = [9, 23].map((clock) => {
      const endsAt = Date.UTC(2026, 10, 24, clock);
      const window = { usedPercent: 50, lengthMs: length, resetsAt: endsAt + 4 * hour };
      const points = workDays(14, endsAt).filter(({ at }) => at <= endsAt);
      return (forecast({ window, points, now: endsAt })?.runsOutBeforeReset ?? 0.5) > 0.5;
    });
    expect(chances).toEqual([true, false]);
  });

  test('a rest is a rate of nothing; the rate of work stays', () => {
    const night = ofWorkDay(Date.UTC(2026, 10, 24, 23), 0);
    expect([night?.percentPerHour, Math.round(night?.percentPerWorkingHour ?? 0)]).toEqual([0, 15]);
  });

  test('what was never used may be used one day', () => {
    const points = readings(began, () => 0);
    expect(made(points, { usedPercent: 0 })).toEqual({
      madeAt: now,
      percentPerHour: 0,
      percentPerWorkingHour: null,
      exhaustsAt: { early: null, likely: null, late: null },
      runsOutBeforeReset: null,
    });
  });

  test.each([100, 130])('with %s % used it is used up now', (usedPercent) => {
    const result = made(steady, { usedPercent });
    expect([inMinutes(result), result?.runsOutBeforeReset]).toEqual([[0, 0, 0], 1]);
  });

  test('without a reset there is a time, but no chance of being before it', () => {
    const points = steady.map((point) => ({ ...point, resetsAt: null }));
    const result = made(points, { resetsAt: null });
    const [, likely] = inMinutes(result);
    expect([result?.runsOutBeforeReset, Math.abs((likely ?? 0) - 80) <= 10]).toEqual([null, true]);
  });
});

describe('what it says nothing about', () => {
  test.each<[string, readonly Point[], Partial<ForecastInput['window']>]>([
    ['no reading', [], {}],
    ['one reading', steady.slice(-1), {}],
    ['three readings', steady.slice(-3), {}],
    ['many readings of ten minutes', readings(now - 10 * minute, () => 5).flatMap((one) => [one, one]), {}],
    ['readings of the future only', steady.map((one) => ({ ...one, at: one.at + day })), {}],
    ['a reset that is over', steady, { resetsAt: now }],
    ['a use that is no number', steady, { usedPercent: Number.NaN }],
    ['a use without end', steady, { usedPercent: Infinity }],
  ])('%s', (_case, points, window) => {
    expect(made(points, window)).toBeUndefined();
  });
});

describe('readings as they come', () => {
  const plain = made(steady);

  test.each<[string, readonly Point[]]>([
    ['in another order', steady.toReversed()],
    ['twice', steady.flatMap((one) => [one, one])],
    [
      'with resets that wander by seconds',
      steady.map((one, index) => ({ ...one, resetsAt: (one.resetsAt ?? 0) + ((index * 7919) % 5000) })),
    ],
    [
      'with some that are no numbers',
      [
        ...steady,
        { at: Number.NaN, usedPercent: 1, resetsAt: null },
        { at: now, usedPercent: -Infinity, resetsAt: null },
        { at: now, usedPercent: 3, resetsAt: Number.NaN },
      ],
    ],
    [
      'with some from before the clock was set back',
      [...steady, { at: now + hour, usedPercent: 90, resetsAt: began + length }],
    ],
  ])('%s they say the same', (_case, points) => {
    expect(made(points)).toEqual(plain);
  });

  test('a false zero, a leap that is taken back, a hole of an hour and a lost reading move it by little', () => {
    const changed = [
      steady.map((one, index) => (index === 12 ? { ...one, usedPercent: 0 } : one)),
      steady.map((one, index) => (index === 9 ? { ...one, usedPercent: 99 } : one)),
      steady.filter((_one, index) => index < 6 || index > 15),
      steady.slice(0, -1),
    ].map((points) => inMinutes(made(points))[1] ?? 0);
    expect(changed.filter((likely) => Math.abs(likely - 80) > 15)).toEqual([]);
  });

  const number = fc.oneof(
    fc.constantFrom(0, -1, 100, 130, Number.NaN, Infinity, -Infinity),
    fc.integer({ min: 0, max: 100 }),
    fc.double(),
  );
  const time = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: now - 20 * day, max: now + hour }) },
    { weight: 1, arbitrary: number },
  );
  const reset = fc.oneof(time, fc.constant(null), fc.integer({ min: now, max: now + 7 * day }));
  const input: fc.Arbitrary<ForecastInput> = fc.record({
    window: fc.record({
      usedPercent: number,
      lengthMs: fc.constantFrom(null, length, 7 * day, 0, Number.NaN),
      resetsAt: reset,
    }),
    points: fc.array(fc.record({ at: time, usedPercent: number, resetsAt: reset }), { maxLength: 60 }),
    now: fc.oneof({ weight: 20, arbitrary: fc.constant(now) }, { weight: 1, arbitrary: number }),
  });

  test('whatever they are, nothing is thrown, and times are in order and not in the past', () => {
    fc.assert(
      fc.property(input, (any) => {
        const result = forecast(any);
        if (result === undefined) return;
        const { exhaustsAt, runsOutBeforeReset, percentPerHour, percentPerWorkingHour } = result;
        const times = [any.now, exhaustsAt.early, exhaustsAt.likely, exhaustsAt.late].map(
          (at) => at ?? Infinity,
        );
        const figures = [runsOutBeforeReset ?? 0, percentPerHour ?? 0, percentPerWorkingHour ?? 0];
        expect({
          order: times.toSorted((left, right) => left - right),
          wrong: [...times, ...figures].filter((value) => Number.isNaN(value) || value < 0),
          chance: (runsOutBeforeReset ?? 0) <= 1,
          again: forecast(any),
        }).toEqual({ order: times, wrong: [], chance: true, again: result });
      }),
    );
  });
});
