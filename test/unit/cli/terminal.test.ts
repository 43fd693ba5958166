// What the command line makes of the terminal it runs in.
import { expect, test } from 'vitest';
import { showsUnicode, wrapped } from '../../../main/cli/terminal.ts';

test.each<[string, number, string, string[]]>([
  ['a text that fits', 20, '', ['a text that fits']],
  ['one two three', 7, '', ['one two', 'three']],
  ['one two three', 8, '> ', ['> one', '> two', '> three']],
  ['a word-without-an-end here', 8, '', ['a', 'word-without-an-end', 'here']],
  ['two\nlines', 80, '  ', ['  two', '  lines']],
  ['', 80, '', ['']],
])('%j wraps at %i behind %j', (text, width, indent, rows) => {
  expect(wrapped(text, width, indent)).toEqual(rows);
});

test.each<[boolean, NodeJS.ProcessEnv, boolean]>([
  [true, { LANG: 'en_GB.UTF-8' }, true],
  [true, { LANG: 'de_DE.utf8' }, true],
  [true, { LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, false],
  [true, { LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, true],
  [true, {}, false],
  [false, { LANG: 'en_GB.UTF-8' }, false],
])('on a terminal: %s, with %o, Unicode is shown: %s', (toTerminal, environment, shown) => {
  expect(showsUnicode(environment, toTerminal)).toBe(shown);
});
