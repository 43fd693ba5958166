// One answer to "what do I have and how much of it is left"; what is not known stays out of it.
import { expect, test } from 'vitest';
import { subscriptionOf } from '../../../main/domain/subscription.ts';
import { knownWindow, noonMs } from '../../fakes/accounts.ts';

const weekly = knownWindow({ id: 'weekly', label: 'Weekly', usedPercent: 60, resetsAt: noonMs + 1 });

test('of nothing nothing is known', () => {
  expect(subscriptionOf(undefined, { windows: [] })).toEqual({
    status: 'unknown',
    usageLimit: null,
    usageCurrent: null,
    usageUnit: 'percent',
    resetsAt: null,
    features: [],
    concurrentLimit: null,
  });
});

test('the fullest window that limits everything speaks for it, not that of a model or what lies beyond the plan', () => {
  const windows = [
    knownWindow({ usedPercent: 10 }),
    weekly,
    knownWindow({ id: 'weekly-opus', label: 'Weekly (Opus)', scope: 'Opus', usedPercent: 100 }),
    knownWindow({ id: 'extra-usage', label: 'Extra usage', beyondPlan: true, usedPercent: 100 }),
  ];
  const before = { plan: 'max', planDetail: '20x', until: 5 };
  expect(
    subscriptionOf({ plan: 'pro', readAt: 6, before }, { windows, features: ['extra usage'] }, [
      'free',
      'pro',
      'max',
    ]),
  ).toEqual({
    tier: { plan: 'pro' },
    before,
    status: 'smaller',
    usageLimit: 100,
    usageCurrent: 60,
    usageUnit: 'percent',
    resetsAt: noonMs + 1,
    features: ['extra usage'],
    concurrentLimit: null,
  });
});

test('what the provider counts is told in its unit', () => {
  const amount = { unit: 'requests', used: 120, limit: 300, left: 180 } as const;
  const { usageLimit, usageCurrent, usageUnit } = subscriptionOf(undefined, {
    windows: [{ ...weekly, amount }],
  });
  expect([usageLimit, usageCurrent, usageUnit]).toEqual([300, 120, 'requests']);
});

test.each([
  ['pro', 'active'],
  ['free', 'unpaid'],
])('%s is %s', (plan, status) => {
  expect(subscriptionOf({ plan, readAt: 1 }, { windows: [] }).status).toBe(status);
});
