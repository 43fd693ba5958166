// The course of a window as a line: what was read, its resets, and open where nobody looked.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pastCourse, type PastCourse } from '../../../main/domain/past-course.ts';
import type { Point } from '../../../main/domain/quota-window.ts';
import { noonMs } from '../../fakes/accounts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const from = noonMs - day;

/** @param hours before noon */
const read = (hours: number, usedPercent: number, resetsHours: number | null = null): Point => ({
  at: noonMs - hours * hour,
  usedPercent,
  resetsAt: resetsHours === null ? null : noonMs - resetsHours * hour,
});

/** Hours before noon and what stands there, a millisecond after a whole hour as `+`. */
function drawn({ at, used, resets }: PastCourse): unknown {
  const hours = (moment: number): string => {
    const ms = noonMs - moment;
    const whole = Math.round(ms / (hour / 4)) / 4;
    return `${whole}${'-'.repeat(Math.max(0, ms - whole * hour))}${'+'.repeat(Math.max(0, whole * hour - ms))}`;
  };
  return { line: at.map((moment, index) => [hours(moment), used[index]]), resets: resets.map(hours) };
}

const course = (...points: readonly Point[]): unknown => drawn(pastCourse(points, from, noonMs));

describe('without a reset', () => {
  test('it is what was read, and stays so up to now', () => {
    expect(course(read(2, 10), read(1, 30))).toEqual({
      line: [
        ['2', 10],
        ['1', 30],
        ['0', 30],
      ],
      resets: [],
    });
  });

  test('it begins with what stood before, where somebody was looking', () => {
    expect([course(read(25, 10), read(23, 30)), course(read(28, 10), read(23, 30))]).toEqual([
      {
        line: [
          ['24', 10],
          ['23', 30],
        ],
        resets: [],
      },
      { line: [['23', 30]], resets: [] },
    ]);
  });

  test('it is open where nobody looked for more than two and a half hours', () => {
    expect(course(read(9, 10), read(6.5, 20), read(3.75, 40), read(3, 41))).toEqual({
      line: [
        ['9', 10],
        ['6.5', 20],
        ['6.5+', null],
        ['3.75', 40],
        ['3', 41],
      ],
      resets: [],
    });
  });

  test.each<[string, Point, Point]>([
    ['less by rounding', read(2, 31), read(1, 30)],
    ['less, corrected before the same end', read(2, 50, -3), read(1, 30, -3.1)],
    ['the same end, although it is past by seconds', read(2, 50, 1.1), read(1, 50, 1)],
    ['an end that moves with the clock while nothing is used', read(2, 0, 1.5), read(1, 7, -4)],
  ])('%s is none', (_name, before, after) => {
    expect(pastCourse([before, after], from, noonMs).resets).toEqual([]);
  });
});

describe('a reset', () => {
  test('that was foretold: what it came to holds until then, and it begins at nothing', () => {
    expect(course(read(3, 80, 2), read(1, 10, -3))).toEqual({
      line: [
        ['3', 80],
        ['2', 80],
        ['2+', 0],
        ['1', 10],
        ['0', 10],
      ],
      resets: ['2'],
    });
  });

  test.each<[string, Point, Point]>([
    ['without an end', read(2, 80), read(1, 5)],
    ['before its end', read(2, 80, -10), read(1, 5, -100)],
    ['just when it is read', read(2, 80, 1), read(1, 5, -4)],
  ])('%s is where it was noticed', (_name, before, after) => {
    expect(course(before, after)).toEqual({
      line: [
        ['2', 80],
        ['1-', 80],
        ['1', 5],
        ['0', 5],
      ],
      resets: ['1'],
    });
  });

  test('that nobody watched is marked, and open on both sides', () => {
    expect(course(read(12, 80, 8), read(1, 5, -4))).toEqual({
      line: [
        ['12', 80],
        ['12+', null],
        ['8+', 0],
        ['8++', null],
        ['1', 5],
        ['0', 5],
      ],
      resets: ['8'],
    });
  });

  test('after the last reading: nobody knows from then on', () => {
    expect(course(read(2, 80, 1))).toEqual({
      line: [
        ['2', 80],
        ['1', 80],
        ['1+', 0],
      ],
      resets: ['1'],
    });
  });

  test('before the time that is shown begins it', () => {
    expect(course(read(25, 80, 24.5), read(23, 5), read(21, 9))).toEqual({
      line: [
        ['24', 0],
        ['23', 5],
        ['21', 9],
      ],
      resets: [],
    });
  });
});

test.each<[string, readonly Point[]]>([
  ['without readings', []],
  ['with one before that time only', [read(24.5, 10)]],
  ['with one of the future only', [read(-1, 10)]],
])('%s there is nothing', (_name, points) => {
  expect(pastCourse(points, from, noonMs)).toEqual({ at: [], used: [], resets: [] });
});

test('readings out of order and at one moment: the order of time, and the last word', () => {
  expect(course(read(1, 30), read(2, 10), read(2, 12))).toEqual({
    line: [
      ['2', 12],
      ['1', 30],
      ['0', 30],
    ],
    resets: [],
  });
});

describe('of 90 days with a reading a minute', () => {
  const days = 90 * day;
  const points = Array.from({ length: 90 * 24 * 60 }, (_, index): Point => {
    const at = noonMs - days + index * minute;
    const period = Math.floor(index / 300);
    return { at, usedPercent: (index % 300) / 4, resetsAt: noonMs - days + (period + 1) * 300 * minute };
  });
  const shown = pastCourse(points, noonMs - days, noonMs);

  test('no more is kept than a picture can show', () => {
    expect(shown.at.length).toBeLessThan(4_000);
  });

  test('all resets and the height of each period stay, without a gap', () => {
    expect([
      shown.resets.length,
      shown.used.filter((used) => used === 74.75).length >= 432,
      shown.used.includes(null),
    ]).toEqual([432, true, false]);
  });
});

describe('of any readings', () => {
  const moment = fc.integer({ min: -30 * 60, max: 120 });
  const anyPoint = fc.record({
    at: moment.map((minutes) => noonMs + minutes * minute),
    usedPercent: fc.integer({ min: 0, max: 130 }),
    resetsAt: fc.option(fc.integer({ min: -30 * 60, max: 600 }).map((minutes) => noonMs + minutes * minute)),
  });
  /** Within a few milliseconds of each other as well: that is where moments could fall together. */
  const closePoint = fc.record({
    at: fc.integer({ min: -12, max: 2 }).map((ms) => noonMs + ms),
    usedPercent: fc.integer({ min: 0, max: 100 }),
    resetsAt: fc.option(fc.integer({ min: -12, max: 4 }).map((ms) => noonMs + ms)),
  });
  const any = fc.oneof(
    fc.record({ points: fc.array(anyPoint, { maxLength: 40 }), from: fc.constant(from) }),
    fc.record({ points: fc.array(closePoint, { maxLength: 8 }), from: fc.constant(noonMs - 8) }),
  );

  test('moments ascend within the time, one value each', () => {
    fc.assert(
      fc.property(any, ({ points, from: begin }) => {
        const { at, used, resets } = pastCourse(points, begin, noonMs);
        const ascends = (list: readonly number[]): boolean =>
          list.every((each, index) => each > (list[index - 1] ?? begin - 1) && each <= noonMs);
        expect([ascends(at), ascends(resets), used.length]).toEqual([true, true, at.length]);
      }),
    );
  });

  test('nothing is made up: each value was read, or is 0 right after a reset', () => {
    fc.assert(
      fc.property(any, ({ points, from: begin }) => {
        const { at, used, resets } = pastCourse(points, begin, noonMs);
        const read = new Set(points.map(({ usedPercent }) => usedPercent));
        const known = at.flatMap((moment, index) => {
          const value = used[index] ?? null;
          return value === null ? [] : [{ moment, value }];
        });
        const madeUp = known.filter(
          ({ moment, value }) =>
            !read.has(value) && !(value === 0 && (moment === begin || resets.includes(moment - 1))),
        );
        expect(madeUp).toEqual([]);
      }),
    );
  });

  test('each value that is carried on stood in the reading before', () => {
    fc.assert(
      fc.property(any, ({ points, from: begin }) => {
        const { at, used, resets } = pastCourse(points, begin, noonMs);
        const readAt = Map.groupBy(points, (point) => point.at);
        const carried = at.flatMap((moment, index) => {
          const value = used[index] ?? null;
          const isReading = readAt.get(moment)?.some(({ usedPercent }) => usedPercent === value) === true;
          if (value === null || isReading || resets.includes(moment - 1) || index === 0) return [];
          return [[value, used[index - 1] ?? null]];
        });
        expect(carried.filter(([value, before]) => value !== before)).toEqual([]);
      }),
    );
  });
});
