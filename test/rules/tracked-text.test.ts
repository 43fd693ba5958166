// The scanner finds each shape that it knows, and lets the made-up ones of the tests pass.
import { expect, test } from 'vitest';
import { findingsIn, shapes } from '../../scripts/check/tracked-text.ts';

const letters = 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7dEf0hIj';

/** Put together here, so that this file does not itself hold what it plants. */
const plants: Readonly<Record<string, string>> = {
  'anthropic-key': ['sk', 'ant', 'api03', letters].join('-'),
  'openai-key': ['sk', 'proj', letters].join('-'),
  'github-token': ['gho', letters.slice(0, 36)].join('_'),
  'google-key': `AIza${letters.slice(0, 35)}`,
  'npm-token': ['npm', letters.slice(0, 36)].join('_'),
  'json-web-token': ['eyJhbGciOiJSUzI1', 'eyJzdWIiOiJ4eHh4', letters].join('.'),
  'private-key': ['-----BEGIN RSA', 'PRIVATE', `KEY-----\n${letters}`].join(' '),
  'machine-path': ['', 'home', 'somebody', 'project'].join('/'),
  'registry-host': ['https://registry', 'npmjs', 'org/zod'].join('.'),
};

test('every shape has a planted example', () => {
  expect(Object.keys(plants).sort()).toEqual(shapes.map(({ name }) => name).sort());
});

test.each(Object.entries(plants))('finds %s and says where', (shape, text) => {
  const found = findingsIn('planted.txt', `first line\nvalue: "${text}"\n`);
  expect(found.map(({ line, shape: name }) => ({ line, name }))).toEqual([{ line: 2, name: shape }]);
});

test('lets canaries pass', () => {
  expect(findingsIn('planted.txt', `${['sk', 'ant', 'canary_', letters].join('-')}\n`)).toEqual([]);
});
