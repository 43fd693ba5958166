// The file by which a Linux desktop starts the app: its words survive the quoting, and ours is told from others.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { autostartEntry, isEntryOn, isOurEntry } from '../../../main/domain/desktop-entry.ts';

/** As the Desktop Entry Specification reads the value of a key, and then the words of a command. */
function wordsOf(entry: string): string[] {
  const value =
    entry
      .split('\n')
      .find((line) => line.startsWith('Exec='))
      ?.slice('Exec='.length) ?? '';
  const named: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
  const text = value.replaceAll(/\\([sntr\\])/g, (_all, letter: string) => named[letter] ?? '');
  return [...text.matchAll(/"((?:[^"\\`$]|\\["`$\\])*)"(?: |$)/gs)].map(([, inside = '']) =>
    inside.replaceAll(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'),
  );
}

test('whatever the path is, the desktop reads the words that were meant', () => {
  const hard = fc.constantFrom(
    '"',
    '`',
    '$',
    '\\',
    '%',
    ' ',
    '\n',
    '\t',
    '\r',
    "'",
    ';',
    '#',
    '%f',
    'ä',
    '\\n',
  );
  const word = fc.array(fc.oneof(hard, fc.string({ maxLength: 3 })), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(
        word.map((parts) => parts.join('').replaceAll('\0', '')),
        { minLength: 1, maxLength: 4 },
      ),
      (words) => {
        const entry = autostartEntry(words);
        const lines = entry.split('\n').filter((line) => line.startsWith('Exec='));
        expect([wordsOf(entry), lines.length]).toEqual([words, 1]);
      },
    ),
  );
});

test('an entry is ours by its mark, and on unless the desktop has switched it off', () => {
  const entry = autostartEntry(['/opt/gatehouse/gatehouse-app', '--hidden']);
  const judged = (text: string): readonly boolean[] => [isOurEntry(text), isEntryOn(text)];
  expect([
    judged(entry),
    judged(entry.replaceAll('\n', '\r\n')),
    judged(`${entry}Hidden=true\n`),
    judged(entry.replace('enabled=true', 'enabled=false')),
    judged('[Desktop Entry]\nExec=gatehouse-app\n'),
  ]).toEqual([
    [true, true],
    [true, true],
    [true, false],
    [true, false],
    [false, true],
  ]);
});
