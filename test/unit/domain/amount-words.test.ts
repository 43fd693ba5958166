// What a quota counts, as people read it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountWords, type Counted } from '../../../main/domain/amount-words.ts';

const none: Counted = { unit: 'requests', currency: null, used: null, limit: null, left: null };

test.each<[Partial<Counted>, string | undefined]>([
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
  expect(amountWords('en', { ...none, ...changes })).toBe(text);
});

test('the same is said in German', () => {
  const amounts: readonly Partial<Counted>[] = [
    { used: 120, limit: 300 },
    { unit: 'currency', currency: 'EUR', left: 12.3 },
    { limit: 2000 },
  ];
  expect(amounts.map((changes) => amountWords('de', { ...none, ...changes }))).toEqual([
    '120 von 300 Anfragen genutzt',
    '12,30\u00A0€ übrig',
    'Limit 2.000 Anfragen',
  ]);
});

test('whatever a provider calls its currency, it is written', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ noNaN: true }), (currency, used) => {
      expect(amountWords('en', { ...none, unit: 'currency', currency, used })).toMatch(/ used$/);
    }),
  );
});
