// Aligned tables.
import { expect, test } from 'vitest';
import { tableText } from '../../../main/cli/table-text.ts';

test('columns are as wide as their widest cell, by letters, and the last one is left as it is', () => {
  expect(
    tableText(
      [
        ['a', 'two words', ''],
        ['👋🏽é', 'b', 'the rest of it, however long'],
      ],
      20,
    ),
  ).toEqual(['a    two words', '👋🏽é  b          the rest of it, however long']);
});

test('a long cell is cut with a mark, and no name begins a line of its own', () => {
  expect(
    tableText(
      [
        ['abcdefghij', 'x\ny'],
        ['a\r\nb', 'end'],
      ],
      5,
    ),
  ).toEqual(['abcd…  x y', 'a b    end']);
});

test('no rows make no lines', () => {
  expect(tableText([], 5)).toEqual([]);
});
