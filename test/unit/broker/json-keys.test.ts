// Keys that a JSON parser would swallow.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasClearKeys } from '../../../main/broker/json-keys.ts';

test.each([
  ['a key twice', '{"a":1,"a":2}'],
  ['a key twice with something between', '{"a":{"b":[{"c":1}]},"b":2,"a":3}'],
  ['a key twice, once in other letters', String.raw`{"a":1,"\u0061":2}`],
  ['a key twice further in', '[{"x":{"a":1 , "a" :2}}]'],
  ['a key twice behind a string that ends in a backslash', String.raw`{"a":"\\","b":1,"b":2}`],
  ['a prototype', '{"__proto__":{"a":1}}'],
  ['a prototype in other letters', String.raw`{"__proto\u005f_":1}`],
  ['a prototype further in', '{"a":[{"__proto__":null}]}'],
])('%s is seen', (_name, text) => {
  expect(hasClearKeys(text)).toBe(false);
});

test.each([
  ['the same key in two objects', '[{"a":1},{"a":{"a":2}}]'],
  ['the same text as a value', '{"a":"a","b":"a","c":["a","a"]}'],
  ['what looks like a key in a string', String.raw`{"a":"{\"b\":1,\"b\":2}"}`],
  ['a prototype as a value', '{"a":"__proto__"}'],
  ['no object at all', '"a"'],
])('%s is fine', (_name, text) => {
  expect(hasClearKeys(text)).toBe(true);
});

test('whatever JSON writes has clear keys, and a key more is seen wherever it stands', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (value, key) => {
      fc.pre(key !== '__proto__');
      const text = JSON.stringify({ ...value, [key]: null });
      const twice = `${text.slice(0, -1)},${JSON.stringify(key)}:0}`;
      const isProto = text.includes('"__proto__"');
      expect([isProto || hasClearKeys(text), hasClearKeys(twice)]).toEqual([true, false]);
    }),
  );
});
