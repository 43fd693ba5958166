// Amounts and spans as people type and read them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  amountWords,
  leftWords,
  parseAmount,
  parseSpanMs,
  parseUsed,
} from '../../../main/cli/lease-amount.ts';

test('an amount is percent or tokens, and says which', () => {
  const texts = ['5%', ' 12.5 % ', '100%', '0%', '20000t', '20k tokens', '1.5Mt', '1 token'];
  expect(texts.map(parseAmount)).toEqual([
    { unit: 'percent', value: 5 },
    { unit: 'percent', value: 12.5 },
    { unit: 'percent', value: 100 },
    { unit: 'percent', value: 0 },
    { unit: 'tokens', value: 20_000 },
    { unit: 'tokens', value: 20_000 },
    { unit: 'tokens', value: 1_500_000 },
    { unit: 'tokens', value: 1 },
  ]);
});

test('what could be either, or is neither, is no amount', () => {
  const texts = [
    '5',
    '101%',
    '-1%',
    '5%%',
    '',
    '%',
    't',
    '1e3t',
    '9999999999999999t',
    '5 percent',
    'Infinityt',
  ];
  expect(texts.map(parseAmount)).toEqual(texts.map(() => undefined));
});

test('what was used may be a bare number, which counts in the unit of the lease', () => {
  expect(['3', '2.5', '3%', '3t', '-1', 'x', ''].map(parseUsed)).toEqual([
    3,
    2.5,
    { unit: 'percent', value: 3 },
    { unit: 'tokens', value: 3 },
    undefined,
    undefined,
    undefined,
  ]);
});

test('what is left is never said to be more than it is', () => {
  expect([4.96, 0.04, 12].map((value) => leftWords({ unit: 'percent', value }))).toEqual([
    '4.9%',
    '0%',
    '12%',
  ]);
});

test('whatever is typed, an amount is finite, not negative, and at most 100 of percent', () => {
  const digits = fc.oneof(fc.string(), fc.double().map(String), fc.nat().map(String));
  const endings = fc.constantFrom('%', 't', 'k tokens', ' Mt', '');
  fc.assert(
    fc.property(digits, endings, (number, ending) => {
      const amount = parseAmount(number + ending);
      if (amount === undefined) return true;
      const most = amount.unit === 'percent' ? 100 : 1e15;
      return amount.value >= 0 && amount.value <= most;
    }),
    { numRuns: 1_000 },
  );
});

test('amounts are written with their unit, rounded to a tenth', () => {
  expect([
    amountWords({ unit: 'percent', value: 100 / 3 }),
    amountWords({ unit: 'tokens', value: 20_000 }),
  ]).toEqual(['33.3%', '20,000 tokens']);
});

test('a span is a whole number with its unit', () => {
  expect(['90s', '30min', '5m', '2h', ' 3 d ', '2', 'h', '1.5h', '-2h', '2w'].map(parseSpanMs)).toEqual([
    90_000,
    1_800_000,
    300_000,
    7_200_000,
    259_200_000,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
