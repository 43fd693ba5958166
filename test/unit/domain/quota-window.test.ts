// Windows are named by their length; what is unknown is never the worst.
import { expect, test } from 'vitest';
import {
  isUnlimited,
  windowLabel,
  worstWindow,
  type QuotaWindow,
} from '../../../main/domain/quota-window.ts';
import { knownWindow, quotaWindow } from '../../fakes/accounts.ts';

const hour = 3_600_000;

test.each([
  [null, 'Usage'],
  [60_000, '1-hour'],
  [hour, '1-hour'],
  [5 * hour, '5-hour'],
  [24 * hour, '24-hour'],
  [72 * hour, '3-day'],
  [168 * hour, 'Weekly'],
  [30 * 24 * hour, '30-day'],
])('a window of %s ms is called %s', (lengthMs, label) => {
  expect(windowLabel(lengthMs)).toBe(label);
});

test('the fullest window is the worst; unknown ones do not count', () => {
  const windows = [null, 12, null, 97, 40].map((usedPercent, index) =>
    quotaWindow({ id: String(index), usedPercent }),
  );
  const none: readonly QuotaWindow[] = [];
  const worst = [windows, windows.slice(0, 1), none].map((each) => worstWindow(each)?.id);
  expect(worst).toEqual(['3', undefined, undefined]);
});

test('nothing used is still a known figure', () => {
  expect(
    worstWindow([quotaWindow({ usedPercent: null }), quotaWindow({ id: 'zero', usedPercent: 0 })])?.id,
  ).toBe('zero');
});

test('an account is unlimited when each window that limits it has no limit', () => {
  const limited = knownWindow();
  const endless = knownWindow({ id: 'endless', usedPercent: null, unlimited: true });
  const [model, extra] = [knownWindow({ scope: 'Opus' }), knownWindow({ beyondPlan: true })];
  const unlimited = [[endless, model, extra], [endless, limited], [{ ...endless, scope: 'Opus' }], []].map(
    (windows) => isUnlimited({ windows }),
  );
  expect(unlimited).toEqual([true, false, false, false]);
});

test('what limits everything comes before what limits a model, and what lies beyond the plan limits nothing', () => {
  const model = quotaWindow({ id: 'model', usedPercent: 100, scope: 'Opus' });
  const extra = quotaWindow({ id: 'extra', usedPercent: 100, beyondPlan: true });
  const whole = quotaWindow({ id: 'whole', usedPercent: 10 });
  const worst = [[model, whole, extra], [model, extra], [extra]].map((each) => worstWindow(each)?.id);
  expect(worst).toEqual(['whole', 'model', undefined]);
});
