// Which chunks every start loads at once, and scripts in ASCII.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inAscii } from '../../../scripts/build/ascii.ts';
import { firstChunks } from '../../../scripts/build/first-chunks.ts';

const chunks = new Map([
  [
    'index.cjs',
    'const a=require("./chunks/base-1.cjs");start=()=>Promise.resolve().then(()=>require("./chunks/tray-2.cjs"))',
  ],
  ['base-1.cjs', 'const b=require("./words-3.cjs");exports.base=base'],
  [
    'tray-2.cjs',
    'const c=require(`./base-1.cjs`),d=require("node:fs"),e=require("./twin-4.cjs");exports.runTray=runTray',
  ],
  ['twin-4.cjs', "const f=require('./tray-2.cjs');()=>require('./late-5.cjs')"],
  ['words-3.cjs', ''],
  ['late-5.cjs', 'exports.late=late'],
]);

test.for([
  { starts: ['index.cjs'], first: ['base-1.cjs', 'index.cjs', 'words-3.cjs'] },
  { starts: ['runTray'], first: ['base-1.cjs', 'tray-2.cjs', 'twin-4.cjs', 'words-3.cjs'] },
  { starts: ['late', 'words-3.cjs'], first: ['late-5.cjs', 'words-3.cjs'] },
])('from $starts on these are loaded at once: $first', ({ starts, first }) => {
  expect(firstChunks(chunks, starts)).toEqual(first);
});

test('a start that no chunk has is named', () => {
  expect(() => firstChunks(chunks, ['runTray', 'gone'])).toThrow('no chunk is or exports gone');
});

test('a text is the same whether or not its script is in ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const script = inAscii(JSON.stringify(text));
      expect([JSON.parse(script), /^[\0-\x7f]*$/.test(script)]).toEqual([text, true]);
    }),
  );
});

test('what would mean something else in ASCII is refused', () => {
  expect(() => inAscii('x=String.raw`grün`')).toThrow('a raw template holds a character beyond ASCII');
  expect(inAscii('x=String.raw`a`+`grün`')).toBe(String.raw`x=String.raw` + '`a`+`gr\\u00fcn`');
});
