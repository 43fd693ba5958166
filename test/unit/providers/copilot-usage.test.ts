// What GitHub says about a Copilot subscription becomes windows; what it does not say stays unknown.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { windowsOf } from '../../../main/providers/copilot/usage-windows.ts';
import { noonMs } from '../../fakes/accounts.ts';

const resetsAt = Date.UTC(2026, 11, 1);
const snapshot = {
  entitlement: 300,
  remaining: 240,
  percent_remaining: 80,
  unlimited: false,
  overage_count: 0,
  overage_permitted: false,
  quota_id: 'premium_interactions',
};
const premium = (changes: object): object => ({
  quota_reset_date: '2026-12-01',
  quota_snapshots: { premium_interactions: { ...snapshot, ...changes } },
});
const shown: QuotaWindow = {
  id: 'premium-requests',
  label: 'Premium requests',
  usedPercent: 20,
  amount: { unit: 'requests', used: null, limit: 300, left: 240 },
  lengthMs: null,
  resetsAt,
};
const { amount: _amount, ...bare } = shown;
const shownChat: QuotaWindow = {
  id: 'chat',
  label: 'Chat',
  scope: 'Chat',
  usedPercent: 90,
  amount: { unit: 'requests', used: null, limit: 50, left: 5 },
  lengthMs: null,
  resetsAt,
};

test.each<[string, object, readonly QuotaWindow[]]>([
  ['the premium requests', premium({}), [shown]],
  ['figures as text', premium({ entitlement: '300', remaining: '240', percent_remaining: '80' }), [shown]],
  ['no percentage', premium({ percent_remaining: null }), [shown]],
  [
    'a percentage alone',
    premium({ entitlement: null, remaining: null }),
    [{ ...shown, amount: { unit: 'requests', used: null, limit: null, left: null } }],
  ],
  [
    'nothing left',
    premium({ remaining: 0, percent_remaining: 0 }),
    [{ ...shown, usedPercent: 100, amount: { unit: 'requests', used: null, limit: 300, left: 0 } }],
  ],
  [
    'more used than there is',
    premium({ remaining: -1, percent_remaining: -0.25 }),
    [{ ...shown, usedPercent: 100.25, amount: { unit: 'requests', used: null, limit: 300, left: 0 } }],
  ],
  [
    'more used than there is, as text',
    premium({ remaining: '-150', percent_remaining: '-50' }),
    [{ ...shown, usedPercent: 150, amount: { unit: 'requests', used: null, limit: 300, left: 0 } }],
  ],
  [
    'more used than anybody can use',
    premium({ remaining: -6000, percent_remaining: -2000 }),
    [{ ...shown, usedPercent: 100, amount: { unit: 'requests', used: null, limit: 300, left: 0 } }],
  ],
  [
    'no limit by −1',
    premium({ entitlement: -1, remaining: -1, percent_remaining: null }),
    [{ ...shown, usedPercent: null, amount: { unit: 'requests', used: null, limit: null, left: null } }],
  ],
  [
    'the placeholder of a seat',
    premium({ entitlement: 0, remaining: 0, percent_remaining: 100 }),
    [{ ...bare, usedPercent: null }],
  ],
  [
    'more left than there is',
    premium({ remaining: 400, percent_remaining: 133 }),
    [
      {
        ...shown,
        usedPercent: null,
        amount: { unit: 'requests', used: null, limit: 300, left: 400 },
      },
    ],
  ],
  [
    'no end',
    premium({ unlimited: true, entitlement: 0, remaining: 0, percent_remaining: 100 }),
    [{ ...bare, unlimited: true, usedPercent: null, resetsAt: null }],
  ],
  [
    'what goes beyond the plan',
    premium({ overage_permitted: true, overage_count: 12 }),
    [
      shown,
      {
        id: 'premium-requests-overage',
        label: 'Premium requests beyond the plan',
        beyondPlan: true,
        usedPercent: null,
        amount: { unit: 'requests', used: 12, limit: null, left: null },
        lengthMs: null,
        resetsAt,
      },
    ],
  ],
  [
    'credits in place of requests',
    { ...premium({ credits_used: 60 }), token_based_billing: true },
    [{ ...shown, amount: { unit: 'credits', used: 60, limit: 300, left: 240 } }],
  ],
  [
    'credits used that are rounded',
    { ...premium({ credits_used: 60.4 }), token_based_billing: true },
    [{ ...shown, amount: { unit: 'credits', used: 60.4, limit: 300, left: 240 } }],
  ],
  [
    'more credits used than there are',
    { ...premium({ remaining: -60, percent_remaining: -20, credits_used: 360 }), token_based_billing: true },
    [{ ...shown, usedPercent: 120, amount: { unit: 'credits', used: 360, limit: 300, left: 0 } }],
  ],
  [
    'fewer credits used than are gone',
    { ...premium({ credits_used: 0 }), token_based_billing: true },
    [{ ...shown, amount: { unit: 'credits', used: null, limit: 300, left: 240 } }],
  ],
  [
    'more credits used than are gone',
    { ...premium({ credits_used: 90 }), token_based_billing: true },
    [{ ...shown, amount: { unit: 'credits', used: null, limit: 300, left: 240 } }],
  ],
  ['credits used where requests are counted', premium({ credits_used: 60 }), [shown]],
  [
    'a time of the reset beside its day',
    { ...premium({}), quota_reset_date_utc: '2026-12-01T00:00:00.000Z' },
    [shown],
  ],
  ['no reset', { quota_snapshots: { premium_interactions: snapshot } }, [{ ...shown, resetsAt: null }]],
  [
    'the figures of a free plan',
    {
      monthly_quotas: { chat: 50, completions: 2000 },
      limited_user_quotas: { chat: '5', completions: null },
      limited_user_reset_date: '2026-12-01',
    },
    [
      shownChat,
      {
        ...shownChat,
        id: 'completions',
        label: 'Completions',
        scope: 'Completions',
        usedPercent: null,
        amount: { unit: 'requests', used: null, limit: 2000, left: null },
      },
    ],
  ],
  [
    'what a free plan fills in',
    {
      quota_reset_date: '2026-12-01',
      quota_snapshots: { chat: { entitlement: 0, remaining: 0, percent_remaining: 100 } },
      monthly_quotas: { chat: 50 },
      limited_user_quotas: { chat: 5 },
    },
    [shownChat],
  ],
  [
    'an unknown kind',
    { quota_snapshots: { night_shift: { percent_remaining: 80 } } },
    [
      {
        ...shown,
        id: 'night-shift',
        label: 'Night shift',
        scope: 'Night shift',
        amount: { unit: 'requests', used: null, limit: null, left: null },
        resetsAt: null,
      },
    ],
  ],
  ['nothing', { copilot_plan: 'free' }, []],
  ['what is no snapshot', { quota_snapshots: { chat: null, completions: 7, list: [] } }, []],
])('%s', (_name, answer, windows) => {
  expect(windowsOf({ ...answer }, noonMs)).toEqual(windows);
});

test('whatever the answer holds, it is read without a crash', () => {
  const part = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue());
  const answer = fc.record({
    quota_snapshots: part,
    monthly_quotas: part,
    limited_user_quotas: part,
    quota_reset_date: fc.jsonValue(),
  });
  fc.assert(
    fc.property(answer, (given) => {
      const ids = windowsOf(given, noonMs).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
