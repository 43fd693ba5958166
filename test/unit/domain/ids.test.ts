// Ids are checked where they come in.
import { expect, test } from 'vitest';
import { accountId, accountIdOf, consumerId, providerId } from '../../../main/domain/ids.ts';

test('well-formed ids come through unchanged', () => {
  expect([
    providerId('openai'),
    consumerId('every-code'),
    accountId('openai:user-1.acc_2'),
    accountIdOf(providerId('claude'), 'key-0a'),
  ]).toEqual(['openai', 'every-code', 'openai:user-1.acc_2', 'claude:key-0a']);
});

test.each(['', 'Openai', 'open ai', '1st', '-x', 'a'.repeat(33), 'open/ai', '../x', 'openai:x', '__proto__'])(
  '%j is neither a provider nor a consumer',
  (text) => {
    expect(() => providerId(text)).toThrow(RangeError);
    expect(() => consumerId(text)).toThrow(RangeError);
  },
);

test.each([
  '',
  'openai',
  'openai:',
  ':x',
  'openai::x',
  'openai:a b',
  'openai:a\nb',
  'Openai:x',
  `openai:${'x'.repeat(201)}`,
])('%j is not an account', (text) => {
  expect(() => accountId(text)).toThrow(RangeError);
});
