// The guards that `npm run guards` takes out: each stands in the source once, its tests are there, and every row has one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Summary } from '../../scripts/test/projects.ts';
import { misplaced, without, type Guard } from '../../scripts/guards/guard.ts';
import { guards } from '../guards/list.ts';
import { rows, rowsWithout } from '../guards/rows.ts';
import { verdictOf } from '../../scripts/guards/verdict.ts';

const root = join(import.meta.dirname, '../..');

const planted: Guard = {
  row: 'CB-01',
  guard: 'planted',
  file: 'scripts/guards/guard.ts',
  from: 'export interface Guard',
  to: '',
  tests: ['test/rules/guards.test.ts'],
};

test('each stands in its file once, and something is taken out', () => {
  expect(misplaced(root, guards)).toEqual([]);
});

test('words that stand there twice, or not at all, are found, and so is a cut that changes nothing', () => {
  const twice = { ...planted, from: 'readonly ' };
  const nowhere = { ...planted, from: ['canary', 'words'].join(' ') };
  const same = { ...planted, to: planted.from };
  expect(
    misplaced(root, [planted, twice, nowhere, same]).map((line) => line.replace(/\d+ times/, 'n times')),
  ).toEqual([
    'scripts/guards/guard.ts: the words of CB-01 (planted) stand there n times: readonly ',
    'scripts/guards/guard.ts: the words of CB-01 (planted) stand there n times: canary words',
    'scripts/guards/guard.ts: CB-01 (planted) takes nothing out',
  ]);
});

test('what stands in its place is taken as it is', () => {
  expect(without('one two', { from: 'two', to: "$& $1 $'" })).toBe("one $& $1 $'");
});

test('the tests that have to miss them are there', () => {
  const named = new Set(guards.flatMap(({ tests }) => tests));
  expect([...named].filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('every row has a guard, or a reason why it has none', () => {
  const answered = new Set(guards.map(({ row }) => row));
  const listed = Object.keys(rows);
  expect({
    open: listed.filter((row) => !answered.has(row) && !(row in rowsWithout)),
    both: listed.filter((row) => answered.has(row) && row in rowsWithout),
    unknown: [...answered].filter((row) => !(row in rows)),
  }).toEqual({ open: [], both: [], unknown: [] });
});

test('no guard is listed twice, and each says in words of its own what it does', () => {
  const names = guards.map(({ row, guard }) => `${row} ${guard}`);
  expect([names.length - new Set(names).size, guards.length > 200]).toEqual([0, true]);
});

test('only a test that fails tells of a guard: not a file that cannot be loaded, a run without an end, or one without tests', () => {
  const summary = (changes: Partial<Summary>): Summary => ({
    passed: 3,
    failed: 0,
    failures: [],
    skipped: [],
    leftOut: {},
    fileMs: {},
    projects: {},
    ...changes,
  });
  const kinds = [
    verdictOf(summary({ failed: 1, failures: ['one'] }), false),
    verdictOf(summary({}), false),
    verdictOf(summary({ failed: 1 }), false),
    verdictOf(summary({ passed: 0, failed: 1, failures: ['one'] }), false),
    verdictOf(summary({ passed: 0 }), false),
    verdictOf(summary({ failed: 1, failures: ['one'] }), true),
    verdictOf(undefined, false),
  ].map(({ kind }) => kind);
  expect(kinds).toEqual(['caught', 'alive', 'broken', 'broken', 'broken', 'broken', 'broken']);
});
