// What a quota counts, as people read it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountText } from '../../../main/cli/amount-text.ts';
import type { ShownWindow } from '../../../main/cli/amount-text.ts';

type Amount = NonNullable<ShownWindow['amount']>;
const none: Amount = { unit: 'requests', currency: null, used: null, limit: null, left: null };

test.each<[Partial<Amount>, string | undefined]>([
  [{ used: 120, limit: 300, left: 180 }, '120 of 300 requests used'],
  [{ unit: 'tokens', used: 1_234_567 }, '1,234,567 tokens used'],
  [{ unit: 'credits', left: 12.345 }, '12.35 credits left'],
  [{ left: 180, limit: 300 }, '180 of 300 requests left'],
  [{ limit: 300 }, 'limit 300 requests'],
  [{}, undefined],
  [{ unit: 'currency', currency: 'USD', used: 3.2, limit: 50 }, '$3.20 of $50.00 used'],
  [{ unit: 'currency', currency: 'JPY', left: 300 }, '¥300 left'],
  [{ unit: 'currency', currency: null, used: 3.2 }, '3.2 used'],
  [{ unit: 'currency', currency: 'no such thing', used: 3.2 }, '3.2 used'],
])('%j reads well', (changes, text) => {
  expect(amountText({ amount: { ...none, ...changes } })).toBe(text);
});

test('a window that counts percent alone has no amount', () => {
  expect(amountText({ amount: null })).toBeUndefined();
});

test('whatever a provider calls its currency, it is written', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ noNaN: true }), (currency, used) => {
      expect(amountText({ amount: { ...none, unit: 'currency', currency, used } })).toMatch(/ used$/);
    }),
  );
});
