// Which readings of a window are kept: what says nothing new is left out, what is old becomes sparse.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../main/domain/quota-window.ts';
import { newPoints, pointOf, thinned } from '../../../main/domain/quota-points.ts';
import { noonMs, quotaWindow } from '../../fakes/accounts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function point(minutes: number, usedPercent: number, resetsAt: number | null = noonMs + 5 * hourMs): Point {
  return { at: noonMs + minutes * minuteMs, usedPercent, resetsAt };
}

test('a point is what a window says, to the second and to a thousandth', () => {
  const known = { at: noonMs + 1_999, kind: 'api', source: 'OpenAI' } as const;
  const windows = [
    { ...quotaWindow({ usedPercent: 12.345_678, resetsAt: noonMs + 1_600 }), ...known },
    { ...quotaWindow({ usedPercent: 0, resetsAt: null }), ...known },
    { ...quotaWindow({ usedPercent: null }), ...known },
    { ...quotaWindow({ usedPercent: Number.NaN }), ...known },
  ];
  expect(windows.map(pointOf)).toEqual([
    { at: noonMs + 1_000, usedPercent: 12.346, resetsAt: noonMs + 2_000 },
    { at: noonMs + 1_000, usedPercent: 0, resetsAt: null },
    undefined,
    undefined,
  ]);
});

describe('after a reading of 40 %', () => {
  const before = point(0, 40);
  test.each<[string, Point, boolean]>([
    ['the same after five minutes', point(5, 40), false],
    ['the same, its reset some seconds later', point(5, 40, noonMs + 5 * hourMs + 40_000), false],
    ['the same, its reset moved', point(5, 40, noonMs + 6 * hourMs), true],
    ['the same, its reset no longer known', point(5, 40, null), true],
    ['the same after an hour', point(60, 40), true],
    ['more after five minutes', point(5, 41), true],
    ['more after half a minute', point(0.5, 41), false],
    ['less after half a minute', point(0.5, 3), true],
    ['what was heard before', point(0, 41), false],
    ['something older', point(-5, 39), false],
  ])('%s is kept or left out', (_name, next, isKept) => {
    const fresh = newPoints(new Map([['weekly', before]]), new Map([['weekly', next]]), noonMs + hourMs);
    expect(fresh).toEqual(new Map(isKept ? [['weekly', next]] : []));
  });
});

test('a window that nothing was taken from says nothing new when its reset moves with the clock', () => {
  const last = new Map([['weekly', point(0, 0, noonMs + 5 * hourMs)]]);
  const next = point(30, 0, noonMs + 5.5 * hourMs);
  expect(newPoints(last, new Map([['weekly', next]]), next.at)).toEqual(new Map());
});

test('when the hour of one window is over all of them are kept, so that they share a line again', () => {
  const last = new Map([
    ['weekly', point(0, 40)],
    ['five-hour', point(20, 7)],
  ]);
  const reading = new Map([
    ['weekly', point(60, 40)],
    ['five-hour', point(60, 7)],
  ]);
  expect(newPoints(last, reading, noonMs + hourMs)).toEqual(reading);
});

test('after the clock was set back the first reading is kept, whatever was noted in the future', () => {
  const next = new Map([['weekly', point(0, 40)]]);
  expect(newPoints(new Map([['weekly', point(600, 40)]]), next, noonMs)).toEqual(next);
});

describe('of older readings', () => {
  const old = -20 * 24 * 60;
  test('an hour keeps its last one, and those on both sides of a reset', () => {
    const hour = [10, 20, 3, 4, 25].map((used, index) => point(old + index * 10, used, null));
    const nextHour = [26, 27].map((used, index) => point(old + 60 + index * 10, used, null));
    const kept = thinned([...hour, ...nextHour], noonMs);
    expect(kept.map(({ usedPercent }) => usedPercent)).toEqual([20, 3, 25, 27]);
  });

  test('a reset is also one whose time has come, though more was used after it than before', () => {
    const resetsAt = noonMs + old * minuteMs + 15 * minuteMs;
    const hour = [
      point(old, 1, resetsAt),
      point(old + 10, 2, resetsAt),
      point(old + 20, 5, resetsAt + 5 * hourMs),
      point(old + 30, 6, resetsAt + 5 * hourMs),
      point(old + 40, 7, resetsAt + 5 * hourMs),
    ];
    expect(thinned(hour, noonMs).map(({ usedPercent }) => usedPercent)).toEqual([2, 5, 7]);
  });

  test('the last eight days stay as they are, and what is older than 90 days goes', () => {
    const recent = [point(-8 * 24 * 60, 1), point(-8 * 24 * 60 + 5, 2), point(0, 3), point(90, 4)];
    const gone = point(-90 * 24 * 60 - 1, 5);
    const oldest = point(-90 * 24 * 60, 6);
    expect(thinned([gone, oldest, ...recent], noonMs)).toEqual([oldest, ...recent]);
  });
});

test('whatever the readings: in order, none made up, at most three an hour, its last one among them, the recent ones whole', () => {
  const readings = fc
    .array(
      fc.record({
        minutes: fc.integer({ min: -95 * 24 * 60, max: 60 }),
        used: fc.integer({ min: 0, max: 110 }),
        resets: fc.option(fc.integer({ min: -95 * 24, max: 24 })),
      }),
      { maxLength: 60 },
    )
    .map((all) =>
      all
        .map(({ minutes, used, resets }) =>
          // Close together, so that hours are shared.
          point(Math.trunc(minutes / 500) * 500 + (minutes % 60), used, resets && noonMs + resets * hourMs),
        )
        .sort((left, right) => left.at - right.at),
    );
  fc.assert(
    fc.property(readings, (points) => {
      const kept = thinned(points, noonMs);
      const hourOf = ({ at }: Point): number => Math.floor(at / hourMs);
      const old = kept.filter(({ at }) => at < noonMs - 8 * dayMs - hourMs);
      const counts = [...Map.groupBy(old, hourOf).values()].map(({ length }) => length);
      const lasts = [...Map.groupBy(points, hourOf).values()].map((hour) => hour.at(-1));
      expect({
        inOrder: kept
          .map((each) => points.indexOf(each))
          .every((index, nth, all) => index > (all[nth - 1] ?? -1)),
        mostPerHour: Math.max(0, ...counts) <= 3,
        lastOnes: lasts.every(
          (last) => last === undefined || last.at < noonMs - 90 * dayMs || kept.includes(last),
        ),
        recent: points.filter(({ at }) => at >= noonMs - 8 * dayMs).every((each) => kept.includes(each)),
      }).toEqual({ inOrder: true, mostPerHour: true, lastOnes: true, recent: true });
    }),
  );
});
