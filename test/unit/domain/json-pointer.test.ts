// The way to one value in an answer: what it leads to, and where it leads nowhere.
import { expect, test } from 'vitest';
import { isJsonPointer, valueAt } from '../../../main/domain/json-pointer.ts';

const answer = { a: { 'b/c': [{ '~d': 1 }, 2] }, null: null };

test.each([
  ['/a/b~1c/0/~0d', 1],
  ['/a/b~1c/1', 2],
  ['/a/b~1c/01', undefined],
  ['/a/b~1c/length', undefined],
  ['/a/x/y', undefined],
  ['/null/x', undefined],
  ['/constructor', undefined],
  ['/__proto__', undefined],
])('%s leads to %j', (pointer, value) => {
  expect([isJsonPointer(pointer), valueAt(answer, pointer)]).toEqual([true, value]);
});

test.each(['', '/', 'a/b', '/a//b', '/~2', '/a/1/2/3/4/5/6/7/8', '/a\n', `/${'x'.repeat(61)}`])(
  '%j is none',
  (text) => {
    expect(isJsonPointer(text)).toBe(false);
  },
);
