// What is to be loaded late is found where something loads it at once.
import { expect, test } from 'vitest';
import { loadedTooEarly } from '../../../scripts/build/late-chunks.ts';

const heavy = 'const code = "HEAVY_MARK";';
const later = 'Promise.resolve().then(()=>require("./heavy-1.cjs"))';

test.each([
  ['a chunk that loads it when it is asked to', later, []],
  [
    'a chunk that loads it at once',
    'const t=require("./heavy-1.cjs")',
    ['index.cjs loads heavy-1.cjs at once'],
  ],
  ['a chunk that does both', `${later};require("./heavy-1.cjs")`, ['index.cjs loads heavy-1.cjs at once']],
])('%s', (_name, index, problems) => {
  const chunks = new Map([
    ['index.cjs', index],
    ['heavy-1.cjs', heavy],
    ['heavy-2.cjs', `require("./heavy-1.cjs");${heavy}`],
  ]);
  expect(loadedTooEarly(chunks, 'HEAVY_MARK')).toEqual(problems);
});

test('where it is nowhere to be found, that is said rather than nothing', () => {
  expect(loadedTooEarly(new Map([['index.cjs', '']]), 'HEAVY_MARK')).toEqual(['no chunk holds HEAVY_MARK']);
});
