// When a failed refresh is tried again: soon without a network, later and later otherwise, never before the provider allows.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureCodes, type FailureCode } from '../../../main/domain/failure.ts';
import { nextTryAt } from '../../../main/domain/retry-policy.ts';
import { noonMs } from '../../fakes/accounts.ts';

const second = 1_000;
const minute = 60 * second;
const at = (
  code: FailureCode,
  inRow: number,
  { random = 0, retryAt }: { random?: number; retryAt?: number } = {},
): number =>
  nextTryAt({
    now: noonMs,
    code,
    inRow,
    random,
    ...(retryAt !== undefined && { retryAt }),
  }) - noonMs;

test('without a network every ten seconds for a while, then seldom enough to be within half a minute of its return', () => {
  const pauses = [1, 30, 31, 1_000].map((inRow) =>
    [0, 1].map((random) => at('network/offline', inRow, { random })),
  );
  expect(pauses).toEqual([
    [10 * second, 15 * second],
    [10 * second, 15 * second],
    [20 * second, 30 * second],
    [20 * second, 30 * second],
  ]);
});

test('with something in the way to the provider one minute, then longer, five minutes at most', () => {
  expect([1, 2, 3, 4, 99].map((inRow) => at('network/intercepted', inRow) / minute)).toEqual([1, 2, 4, 5, 5]);
});

test('after a fault one minute, then twice as long each time, an hour at most', () => {
  expect([1, 2, 3, 6, 7, 99].map((inRow) => at('provider/unavailable', inRow) / minute)).toEqual([
    1, 2, 4, 32, 60, 60,
  ]);
});

test('never before the provider wants to be asked again', () => {
  expect(at('provider/unavailable', 1, { retryAt: noonMs + 90 * minute })).toBe(90 * minute);
});

test('a provider that asks for years is asked again after six hours', () => {
  expect(at('provider/rate-limited', 1, { retryAt: noonMs + 1e12 })).toBe(6 * 60 * minute);
});

test('always later than now, and spread by half at most', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...failureCodes),
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (code, inRow, random) => {
        const pauseMs = nextTryAt({ now: noonMs, code, inRow, random }) - noonMs;
        expect(pauseMs >= 10 * second && pauseMs <= 90 * minute).toBe(true);
      },
    ),
  );
});

test('those who fail together come back one after the other, by half a pause at most', () => {
  const pauses = (['network/offline', 'provider/unavailable'] as const).map((code) =>
    [0, 0.5, 1].map((random) => nextTryAt({ now: noonMs, code, inRow: 1, random }) - noonMs),
  );
  expect(pauses).toEqual([
    [10 * second, 12.5 * second, 15 * second],
    [60 * second, 75 * second, 90 * second],
  ]);
});
