// What is left of an account for leases: the fullest window that is known decides, and nothing is made up.
import { expect, test } from 'vitest';
import { capacityOf, settledAt } from '../../../main/domain/lease-capacity.ts';
import type { AccountCapacity } from '../../../main/domain/lease.ts';
import type { KnownWindow } from '../../../main/domain/quota-window.ts';
import { knownWindow, noonMs as now } from '../../fakes/accounts.ts';
import { ada, hourMs, limits } from './lease-samples.ts';

const fiveHour = (changes: Partial<KnownWindow> = {}): KnownWindow =>
  knownWindow({ id: 'five-hour', usedPercent: 40, at: now - 10, resetsAt: now + hourMs, ...changes });
const weekly = (changes: Partial<KnownWindow> = {}): KnownWindow =>
  knownWindow({ id: 'weekly', usedPercent: 70, at: now - 20, resetsAt: now + 50 * hourMs, ...changes });
const counted = (left: number | null, used: number | null = null, limit: number | null = null): KnownWindow =>
  weekly({ amount: { unit: 'tokens', left, used, limit } });

type Expected = Omit<AccountCapacity, 'account' | 'limits'>;
const unknown: Expected = { kind: 'unknown', leftPercent: null, leftTokens: null, readAt: 0, resetsAt: null };
const ofWeekly: Expected = {
  kind: 'metered',
  leftPercent: 30,
  leftTokens: null,
  readAt: now - 20,
  resetsAt: now + 50 * hourMs,
};

test.each<[string, readonly KnownWindow[], Expected]>([
  ['nothing is known without windows', [], unknown],
  ['the fullest decides', [fiveHour(), weekly()], ofWeekly],
  [
    'one of which nothing is known hides none that is known',
    [fiveHour({ usedPercent: null }), weekly()],
    ofWeekly,
  ],
  ['nothing is known when nothing is known of any', [fiveHour({ usedPercent: null })], unknown],
  ['what was known before a reset says nothing', [weekly({ resetsAt: now })], unknown],
  [
    'what limits a part or nothing does not count',
    [weekly(), fiveHour({ scope: 'opus', usedPercent: 90 }), fiveHour({ beyondPlan: true, usedPercent: 95 })],
    ofWeekly,
  ],
  [
    'of windows that are alike the last reset and the older reading count',
    [
      fiveHour({ usedPercent: 100 }),
      weekly({ usedPercent: 104 }),
      weekly({ usedPercent: 100, resetsAt: now + 9 }),
    ],
    { ...ofWeekly, leftPercent: 0 },
  ],
  [
    'nobody knows when there is more when one of them does not say',
    [fiveHour({ usedPercent: 70, resetsAt: null }), weekly()],
    { ...ofWeekly, resetsAt: null },
  ],
  [
    'a status line alone takes no more than all but the reserve',
    [weekly({ usedPercent: 100, kind: 'status-line' })],
    { ...ofWeekly, leftPercent: 5 },
  ],
  ['tokens are counted beside percent', [counted(3000)], { ...ofWeekly, leftTokens: 3000 }],
  [
    'tokens left are the limit without what is used',
    [counted(null, 900, 1000)],
    { ...ofWeekly, leftTokens: 100 },
  ],
  ['tokens are never less than none', [counted(null, 1100, 1000)], { ...ofWeekly, leftTokens: 0 }],
  ['tokens without a limit are not known', [counted(null, 1100)], ofWeekly],
  [
    'the older of two readings counts where percent and tokens are of different ones',
    [counted(3000), fiveHour({ usedPercent: 80 })],
    { kind: 'metered', leftPercent: 20, leftTokens: 3000, readAt: now - 20, resetsAt: now + hourMs },
  ],
  [
    'tokens alone will do',
    [{ ...counted(3000), usedPercent: null }],
    { ...ofWeekly, leftPercent: null, leftTokens: 3000 },
  ],
])('%s', (_case, windows, expected) => {
  expect(capacityOf({ account: ada, isApiKey: false, windows }, limits, now)).toEqual({
    account: ada,
    limits,
    ...expected,
  });
});

test('what is billed by use, or has no limit by its provider’s own word, is not metered', () => {
  const unlimited = weekly({ usedPercent: null, unlimited: true });
  const kindOf = (isApiKey: boolean, windows: readonly KnownWindow[], own = limits): string =>
    capacityOf({ account: ada, isApiKey, windows }, own, now).kind;
  expect([
    kindOf(true, []),
    kindOf(false, [unlimited]),
    kindOf(false, [unlimited, fiveHour()]),
    kindOf(false, [unlimited, fiveHour({ usedPercent: null })]),
    // The person's own limit is one.
    kindOf(false, [unlimited], { ...limits, daily: { unit: 'percent', value: 20 } }),
  ]).toEqual(['unmetered', 'unmetered', 'metered', 'unknown', 'unknown']);
});

test('use is in every reading when it is in the oldest of those that are known', () => {
  const settled = [
    [fiveHour(), weekly()],
    [fiveHour(), weekly({ usedPercent: null })],
    [fiveHour(), weekly({ scope: 'opus' })],
    [fiveHour(), { ...counted(1), usedPercent: null }],
    [],
  ].map((windows) => settledAt({ windows }, now));
  expect(settled).toEqual([now - 20, now - 10, now - 10, now - 20, 0]);
});
