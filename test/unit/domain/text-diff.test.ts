// What stayed, went and came between two texts: enough to make either from the other, with the rest folded.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffRows, foldedRows, textLines, type DiffRow } from '../../../main/domain/text-diff.ts';

const line = fc.constantFrom('a', 'b', 'c', '', '}');
const lines = (most: number) => fc.array(line, { maxLength: most });
const textOf = (...parts: readonly (readonly string[])[]): string =>
  parts
    .flat()
    .map((each) => `${each}\n`)
    .join('');
/** Two texts that begin and end alike, as two versions of a file do; often one of them has only lost or gained lines. */
const versions = fc
  .tuple(lines(5), lines(3), lines(3), lines(5))
  .map(([head, old, fresh, tail]): [string, string] => [textOf(head, old, tail), textOf(head, fresh, tail)]);

const without = (rows: readonly DiffRow[], left: DiffRow['kind']): readonly string[] =>
  rows.filter(({ kind }) => kind !== left).map((row) => row.text);

test('applied to the old text it gives the new one, and backwards the old one', () => {
  fc.assert(
    fc.property(versions, ([before, after]) => {
      const rows = diffRows(before, after);
      expect([without(rows, 'new'), without(rows, 'old')]).toEqual([textLines(before), textLines(after)]);
    }),
  );
});

test('folding loses no line, folds no change, and never folds twice in a row', () => {
  fc.assert(
    fc.property(versions, ([before, after]) => {
      const rows = diffRows(before, after);
      const folded = foldedRows(rows);
      const opened = folded.flatMap((row): readonly DiffRow[] =>
        row.kind === 'folded' ? row.texts.map((each) => ({ kind: 'same', text: each })) : [row],
      );
      const isTwice = folded.some(
        (row, index) => row.kind === 'folded' && folded[index - 1]?.kind === 'folded',
      );
      expect([opened, isTwice]).toEqual([rows, false]);
    }),
  );
});

test('two lines stay in sight before and after a change, and those between are folded', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n';
  expect(foldedRows(diffRows(before, before.replace('1', 'x')))).toEqual([
    { kind: 'old', text: '1' },
    { kind: 'new', text: 'x' },
    { kind: 'same', text: '2' },
    { kind: 'same', text: '3' },
    { kind: 'folded', texts: ['4', '5', '6', '7', '8'] },
  ]);
  expect(foldedRows(diffRows(before, before.replace('8', 'x')))).toEqual([
    { kind: 'folded', texts: ['1', '2', '3', '4', '5'] },
    { kind: 'same', text: '6' },
    { kind: 'same', text: '7' },
    { kind: 'old', text: '8' },
    { kind: 'new', text: 'x' },
  ]);
});

test('of texts that are too long to compare, what both begin and end with still stays', () => {
  const middle = (word: string): string => `${word}\n`.repeat(1_001);
  const rows = diffRows(`{\n${middle('a')}}\n`, `{\n${middle('b')}}\n`);
  expect([rows.length, rows[0], rows.at(-1), without(rows, 'new').length]).toEqual([
    2_004,
    { kind: 'same', text: '{' },
    { kind: 'same', text: '}' },
    1_003,
  ]);
});
