// A secret stays out of everything that prints, serialises or copies it.
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';

const text = 'canary_secret_value';
const secret = new Secret(text);

test('a secret is revealed only when asked', () => {
  expect(secret.reveal()).toBe(text);
});

test.each<[string, () => string]>([
  ['String()', () => String(secret)],
  ['a template', () => `key ${secret.toString()}`],
  ['concatenation', () => ['key:', secret].join(' ')],
  ['JSON', () => JSON.stringify({ secret, list: [secret] })],
  ['util.inspect', () => inspect(secret, { showHidden: true, depth: 9 })],
  ['util.inspect inside an object', () => inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
  ['a structured clone', () => inspect(structuredClone({ secret }), { showHidden: true, depth: 9 })],
  ['its own keys', () => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)])],
  [
    'an error that has it as its cause',
    () => inspect(new Failure('internal', { cause: secret }), { showHidden: true, depth: 9 }),
  ],
])('%s does not show a secret', (_way, print) => {
  expect(print()).not.toContain('canary');
});

test('a structured clone of a secret is an empty object', () => {
  expect(structuredClone({ secret })).toEqual({ secret: {} });
});

test('a secret prints as [secret]', () => {
  expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
    '[secret]',
    '"[secret]"',
    '[secret]',
  ]);
});

test('a test that compares secrets tells those apart that hold something else', () => {
  const same = [{ token: new Secret(text) }];
  expect([{ token: secret }]).toEqual(same);
  expect([{ token: new Secret('canary_other') }]).not.toEqual(same);
});
