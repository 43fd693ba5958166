// What stands in an answer becomes a number or a time, or stays unknown.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countOf,
  leftOf,
  lengthOf,
  percentLeft,
  percentOf,
  percentUsed,
  percentWithLeft,
  percentWithShareLeft,
  timeOf,
} from '../../../main/providers/figures.ts';
import { noonMs } from '../../fakes/accounts.ts';

const nothing: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  NaN,
  Infinity,
  -Infinity,
  '',
  ' ',
  '-',
  '--1',
  '+1',
  '1e3',
  '0x10',
  '1,000',
  '87 %',
  'NaN',
  [],
  [1],
  {},
  { valueOf: 1 },
];

test.each(nothing.map((value) => [value]))('%j is no figure of any kind', (value) => {
  expect([
    countOf(value),
    leftOf(value),
    percentOf(value),
    percentWithLeft(value),
    percentWithShareLeft(value),
    lengthOf(value, 1000),
    timeOf(value, noonMs),
  ]).toEqual([null, null, null, null, null, null, null]);
});

test.each<[unknown, number]>([
  [-1, 101],
  [-0.25, 100.25],
  ['-1', 101],
  ['-0.25', 100.25],
])('%j is a figure of what is left alone: nothing', (value, percent) => {
  expect([
    leftOf(value),
    percentWithLeft(value),
    countOf(value),
    percentOf(value),
    percentWithShareLeft(value),
    lengthOf(value, 1000),
    timeOf(value, noonMs),
  ]).toEqual([0, percent, null, null, null, null, null]);
});

test.each<[unknown, number | null]>([
  [12.5, 12.5],
  ['12.50', 12.5],
  [0, 0],
  [-0, 0],
  ['-0.00', 0],
  [2 ** 53, null],
  [-(2 ** 53), null],
])('what is left, %j, is %j', (value, left) => {
  expect(leftOf(value)).toBe(left);
});

test.each<[unknown, number | null]>([
  [0, 0],
  [-0, 0],
  ['0', 0],
  [87.5, 87.5],
  ['87.5', 87.5],
  ['25000', 25_000],
  [2 ** 53 - 1, 2 ** 53 - 1],
  [2 ** 53, null],
  ['9'.repeat(400), null],
])('the quantity %j is %j', (value, count) => {
  expect(countOf(value)).toBe(count);
});

test.each<[unknown, number | null]>([
  [0.4, 0.4],
  [130, 130],
  ['130', 130],
  [1000, 1000],
  [1001, null],
])('the percentage %j is %j', (value, percent) => {
  expect(percentOf(value)).toBe(percent);
});

test.each<[string, number | null, number | null]>([
  ['all of 100 left', percentWithLeft(100), 0],
  ['nothing of 100 left', percentWithLeft('0'), 100],
  ['more than 100 left', percentWithLeft(101), null],
  ['nine times 100 more used than there is', percentWithLeft(-900), 1000],
  ['more missing than anybody can use', percentWithLeft(-901), null],
  ['all of 1 left', percentWithShareLeft(1), 0],
  ['a quarter of 1 left', percentWithShareLeft('0.25'), 75],
  ['a percentage where a share should be', percentWithShareLeft(25), null],
  ['a part used', percentUsed(30, 120), 25],
  ['a part used of nothing', percentUsed(30, 0), null],
  ['nothing used of nothing', percentUsed(0, 0), null],
  ['an unknown part', percentUsed(null, 120), null],
  ['a part of an unknown limit', percentUsed(30, null), null],
  ['a part left', percentLeft(90, 120), 25],
  ['more left than there is', percentLeft(121, 120), null],
])('%s', (_name, percent, expected) => {
  expect(percent).toBe(expected);
});

test.each<[unknown, number, number | null]>([
  [18_000, 1000, 18_000_000],
  ['300', 60_000, 18_000_000],
  [0, 1000, null],
  [0.5, 1000, null],
  [401 * 86_400, 1000, null],
])('a length of %j units of %i ms is %j', (value, unitMs, lengthMs) => {
  expect(lengthOf(value, unitMs)).toBe(lengthMs);
});

test.each<[string, unknown, number | null]>([
  ['seconds', noonMs / 1000, noonMs],
  ['seconds as text', String(noonMs / 1000), noonMs],
  ['seconds with parts', noonMs / 1000 + 0.282, noonMs + 282],
  ['milliseconds', noonMs, noonMs],
  ['microseconds', noonMs * 1000, null],
  ['text with microseconds and an offset', '2026-11-24T14:00:00.282668+02:00', noonMs + 282],
  ['text in UTC', '2026-11-24T12:00:00Z', noonMs],
  ['a day', '2026-12-01', Date.UTC(2026, 11, 1)],
  ['text without an offset, another time on another computer', '2026-11-24T12:00:00', null],
  ['a day that does not exist', '2026-02-30T12:00:00Z', null],
  ['what only some parsers take for a time', 'Nov 24, 2026 12:00', null],
  ['a year alone', '2026', null],
  ['a time that has passed', '2026-11-24T11:00:00Z', noonMs - 3_600_000],
  ['the first time that counts', '2020-01-01T00:00:00Z', Date.UTC(2020, 0)],
  ['a time before it', '2019-12-31T23:59:59Z', null],
  ['a time more than two years ahead', '2028-12-24T12:00:00Z', null],
])('%s', (_name, value, at) => {
  expect(timeOf(value, noonMs)).toBe(at);
});

test('a time is the same in seconds, in milliseconds and as text', () => {
  const second = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: noonMs / 1000 + 2 * 365 * 86_400 });
  fc.assert(
    fc.property(second, (at) => {
      const text = new Date(at * 1000).toISOString();
      expect([timeOf(at, noonMs), timeOf(at * 1000, noonMs), timeOf(text, noonMs)]).toEqual([
        at * 1000,
        at * 1000,
        at * 1000,
      ]);
    }),
  );
});
