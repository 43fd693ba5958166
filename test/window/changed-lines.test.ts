// Which lines of two versions of a text are marked as different.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLines, type MarkedLine } from '../../renderer/changed-lines.ts';

const same = (lines: readonly MarkedLine[]): readonly string[] =>
  lines.filter(({ changed }) => !changed).map(({ text }) => text);
const marked = (lines: readonly MarkedLine[]): readonly string[] =>
  lines.filter(({ changed }) => changed).map(({ text }) => text);

/** Few different lines, so that they repeat. */
const text = fc
  .array(fc.constantFrom('{', '}', '"a": 1,', ''), { maxLength: 6 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

test('what is not marked is the same in both, and what is marked neither begins nor ends alike', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = changedLines(before, after);
      const old = marked(lines.before);
      const fresh = marked(lines.after);
      const both = old.length > 0 && fresh.length > 0;
      expect({
        texts: [lines.before, lines.after].map((side) => side.map((line) => `${line.text}\n`).join('')),
        same: same(lines.before),
        alike: both && (old[0] === fresh[0] || old.at(-1) === fresh.at(-1)),
      }).toEqual({ texts: [before, after], same: same(lines.after), alike: false });
    }),
  );
});

test('a text without an end to its last line has the same lines as with one', () => {
  expect(changedLines('{\n}', '{\n}\n')).toEqual({
    before: [
      { text: '{', changed: false },
      { text: '}', changed: false },
    ],
    after: [
      { text: '{', changed: false },
      { text: '}', changed: false },
    ],
  });
});
