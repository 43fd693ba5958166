// JSON with one value to a line: readable, and still exactly what it was.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { laidOutJson } from '../../../main/domain/json-layout.ts';

test('any JSON is laid out as with two spaces, however it was written', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, 4), (json, spaces) => {
      const value: unknown = JSON.parse(json);
      expect(laidOutJson(JSON.stringify(value, null, spaces))).toBe(`${JSON.stringify(value, null, 2)}\n`);
    }),
  );
});

test('numbers and marks in a text stay as they are written', () => {
  expect(laidOutJson('{"a":1.50,"b":[],"c":{ },"d":"x: {1, \\"2\\"}","e":12345678901234567890}')).toBe(
    '{\n  "a": 1.50,\n  "b": [],\n  "c": {},\n  "d": "x: {1, \\"2\\"}",\n  "e": 12345678901234567890\n}\n',
  );
});

test.each(['', '{"a":', 'key = "value"\n', '[too large to keep: 300 KiB]'])(
  '%j is no JSON and stays',
  (text) => {
    expect(laidOutJson(text)).toBe(text);
  },
);
