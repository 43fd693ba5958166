// Plans that change: which way, and what is remembered of the one before.
import { expect, test } from 'vitest';
import { isUnpaid, planAfter, planChange, type PlanName } from '../../../main/domain/plan.ts';

const order = ['free', 'pro', 'max'];
const max = (planDetail: string): PlanName => ({ plan: 'max', planDetail });

test.each<[string, PlanName, PlanName, ReturnType<typeof planChange>]>([
  ['the same', { plan: 'pro' }, { plan: 'pro' }, undefined],
  ['the same size', max('5x'), max('5x'), undefined],
  ['nothing paid any more', { plan: 'pro' }, { plan: 'free' }, 'ended'],
  ['less', { plan: 'max' }, { plan: 'pro' }, 'smaller'],
  ['a smaller size', max('20x'), max('5x'), 'smaller'],
  ['a larger size', max('5x'), max('20x'), 'larger'],
  ['a size that is not said any more', max('5x'), { plan: 'max' }, 'other'],
  ['more', { plan: 'free' }, { plan: 'pro' }, 'larger'],
  ['one that has no place in the order', { plan: 'pro' }, { plan: 'team' }, 'other'],
  ['from one that has no place in the order', { plan: 'team' }, { plan: 'pro' }, 'other'],
])('%s', (_name, before, after, change) => {
  expect(planChange(before, after, order)).toBe(change);
});

test.each([
  ['free', true],
  ['free_workspace', true],
  ['guest', true],
  ['freelance', false],
  ['plus', false],
  [undefined, false],
])('%s pays nothing: %s', (plan, unpaid) => {
  expect(isUnpaid(plan)).toBe(unpaid);
});

test('the plan before is remembered from the change on, and through the readings that follow', () => {
  const first = planAfter(undefined, max('20x'), 1);
  const second = planAfter(first, { plan: 'pro' }, 2);
  const third = planAfter(second, { plan: 'pro' }, 3);
  const before = { plan: 'max', planDetail: '20x', until: 2 };
  expect([first, second, third]).toEqual([
    { plan: 'max', planDetail: '20x', readAt: 1 },
    { plan: 'pro', readAt: 2, before },
    { plan: 'pro', readAt: 3, before },
  ]);
});
