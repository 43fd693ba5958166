// What changed between two texts, for people.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from '../../../main/cli/text-diff.ts';

test.each<[string, string, string, string[]]>([
  ['nothing', 'a\nb\n', 'a\nb\n', []],
  ['a line', 'a\nb\nc\n', 'a\nx\nc\n', ['  a', '- b', '+ x', '  c']],
  ['a line that came', 'a\n', 'a\nb\n', ['  a', '+ b']],
  ['a line that went', 'a\nb\n', 'b\n', ['- a', '  b']],
  ['everything', '', 'a\n', ['+ a']],
  ['the end of the last line alone', 'a', 'a\n', []],
  [
    'far apart',
    '1\n2\n3\n4\n5\n6\n7\n',
    'x\n2\n3\n4\n5\n6\ny\n',
    ['- 1', '+ x', '  2', '  3', '  5', '  6', '- 7', '+ y'],
  ],
])('shows %s', (_name, before, after, rows) => {
  expect(diffLines(before, after)).toEqual(rows);
});

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

test('what went and what stayed make the old text, what came and what stayed the new one', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const rows = diffLines(before.join('\n'), after.join('\n'));
      const count = (marks: string, line: string): number =>
        rows.filter((row) => marks.includes(row.charAt(0)) && row.slice(2) === line).length;
      for (const line of ['a', 'b', 'c', 'd']) {
        const change = (of: readonly string[]): number => of.filter((each) => each === line).length;
        expect(count('+', line) - count('-', line)).toBe(change(after) - change(before));
      }
    }),
  );
});

test('texts without end are not compared line by line', () => {
  const long = 'x\n'.repeat(1_001);
  expect([diffLines(long, long), diffLines(long, 'y').length]).toEqual([[], 1_002]);
});
