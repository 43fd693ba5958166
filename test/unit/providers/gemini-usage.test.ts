// The buckets of Gemini Code Assist become windows; what they do not say stays unknown.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { windowsOf } from '../../../main/providers/gemini/usage-windows.ts';
import { noonMs } from '../../fakes/accounts.ts';

const bucket = {
  modelId: 'gemini-3-pro',
  tokenType: 'REQUESTS',
  remainingFraction: 0.75,
  remainingAmount: '750',
  resetTime: '2026-11-25T00:00:00Z',
};
const shown: QuotaWindow = {
  id: 'gemini-3-pro-requests',
  label: 'gemini-3-pro (Requests)',
  scope: 'gemini-3-pro',
  usedPercent: 25,
  amount: { unit: 'requests', used: null, limit: null, left: 750 },
  lengthMs: null,
  resetsAt: Date.UTC(2026, 10, 25),
};
const { amount: _amount, ...bare } = shown;

test.each<[string, unknown, readonly QuotaWindow[]]>([
  ['one bucket', [bucket], [shown]],
  [
    'one for each model and kind',
    [bucket, { ...bucket, tokenType: 'INPUT_TOKENS' }, { ...bucket, modelId: 'gemini-3-flash' }],
    [
      shown,
      {
        ...shown,
        id: 'gemini-3-pro-input-tokens',
        label: 'gemini-3-pro (Input tokens)',
        amount: { unit: 'tokens', used: null, limit: null, left: 750 },
      },
      {
        ...shown,
        id: 'gemini-3-flash-requests',
        label: 'gemini-3-flash (Requests)',
        scope: 'gemini-3-flash',
      },
    ],
  ],
  [
    'a percentage in place of a share',
    [{ ...bucket, remainingFraction: 75 }],
    [{ ...shown, usedPercent: null }],
  ],
  ['no share', [{ ...bucket, remainingFraction: null }], [{ ...shown, usedPercent: null }]],
  ['nothing left', [{ ...bucket, remainingFraction: 0 }], [{ ...shown, usedPercent: 100 }]],
  ['no amount', [{ ...bucket, remainingAmount: 'much' }], [bare]],
  ['no kind', [{ ...bucket, tokenType: null }], [{ ...bare, id: 'gemini-3-pro', label: 'gemini-3-pro' }]],
  ['what is no bucket', [null, 7, 'x', [], {}], []],
  ['a list that is none', { 0: bucket }, []],
])('%s', (_name, buckets, windows) => {
  expect(windowsOf({ buckets }, noonMs)).toEqual(windows);
});

test('whatever the buckets hold, they are read without a crash, each there once', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('REQUESTS', 0.5, 'gemini-3-pro', '750'));
  const given = fc.array(
    fc.record({ modelId: value, tokenType: value, remainingFraction: value, resetTime: value }),
  );
  fc.assert(
    fc.property(fc.oneof(given, fc.jsonValue()), (buckets) => {
      const ids = windowsOf({ buckets }, noonMs).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
