// What is believed of an account's quota, and when it has recovered.
import { describe, expect, test } from 'vitest';
import { evidenceOf, shortWindows, unrecovered } from '../../../main/domain/exhaustion.ts';
import type { KnownWindow } from '../../../main/domain/quota-window.ts';
import type { AccountFacts } from '../../../main/domain/selection-facts.ts';
import { knownWindow, noonMs } from '../../fakes/accounts.ts';

const full = knownWindow({ usedPercent: 100 });
const past = (ms: number): KnownWindow => knownWindow({ usedPercent: null, resetsAt: noonMs - ms });
const doubted = { at: noonMs, usedPercent: 3 };

test.each<[string, readonly KnownWindow[], AccountFacts['lastAnswer'], readonly [string, string, number]]>([
  ['nothing read', [], undefined, ['unknown', 'no-reading', 0]],
  [
    'a window without a figure',
    [knownWindow({ usedPercent: null })],
    undefined,
    ['unknown', 'no-reading', 0],
  ],
  ['no limit', [knownWindow({ usedPercent: null, unlimited: true })], undefined, ['fine', 'enough-left', 0]],
  ['enough left', [knownWindow()], undefined, ['fine', 'enough-left', 0]],
  ['exactly the reserve left', [knownWindow({ usedPercent: 95 })], undefined, ['fine', 'enough-left', 0]],
  ['less than the reserve', [knownWindow({ usedPercent: 96 })], undefined, ['low', 'below-reserve', 1]],
  ['measured at the limit', [full], undefined, ['exhausted', 'at-limit', 1]],
  [
    'over the limit, by a screen',
    [{ ...full, usedPercent: 140, kind: 'screen' }],
    undefined,
    ['exhausted', 'at-limit', 1],
  ],
  [
    'a status line alone',
    [{ ...full, kind: 'status-line' }],
    undefined,
    ['suspected', 'status-line-alone', 0],
  ],
  ['a reading in doubt', [{ ...full, doubted }], undefined, ['suspected', 'doubted', 0]],
  ['asked too often', [knownWindow()], 'refused', ['suspected', 'refused', 0]],
  ['no answer in time', [], 'none', ['suspected', 'no-answer', 0]],
  ['a refusal beside a measurement', [full], 'refused', ['exhausted', 'at-limit', 1]],
  [
    'the limit of one model',
    [{ ...full, scope: 'Opus' }, knownWindow()],
    undefined,
    ['fine', 'enough-left', 0],
  ],
  ['the limit of one model alone', [{ ...full, scope: 'Opus' }], undefined, ['unknown', 'no-reading', 0]],
  [
    'what may be spent beyond the plan',
    [{ ...full, beyondPlan: true }],
    undefined,
    ['unknown', 'no-reading', 0],
  ],
  [
    'a rumour of one window and a measurement of another',
    [{ ...full, kind: 'status-line' }, knownWindow({ id: 'weekly', usedPercent: 97 })],
    undefined,
    ['low', 'below-reserve', 1],
  ],
])('%s', (_name, windows, lastAnswer, expected) => {
  const account = { windows, ...(lastAnswer !== undefined && { lastAnswer }) };
  const { level, reason } = evidenceOf(account, 5);
  expect([level, reason, shortWindows(account, 5).length]).toEqual(expected);
});

describe('a window that was used up has recovered', () => {
  test.each<[string, readonly KnownWindow[], boolean]>([
    ['not while it is', [full], false],
    ['not with a little more than the reserve', [knownWindow({ usedPercent: 86 })], false],
    ['with ten points more than the reserve', [knownWindow({ usedPercent: 85 })], true],
    ['not by a fall that is in doubt', [knownWindow({ usedPercent: 100, doubted })], false],
    ['not when its reset is just past', [past(299_999)], false],
    ['when its reset is surely past', [past(300_000)], true],
    ['not when it is only unknown', [knownWindow({ usedPercent: null, resetsAt: noonMs + 1 })], false],
    [
      'when it is unknown and no reset lies ahead',
      [knownWindow({ usedPercent: null, resetsAt: null })],
      true,
    ],
    [
      'when it has no limit any more',
      [knownWindow({ usedPercent: null, unlimited: true, resetsAt: noonMs + 1 })],
      true,
    ],
    ['when it is gone', [knownWindow({ id: 'another' })], true],
    ['not while nothing is known of the account', [], false],
  ])('%s', (_name, windows, expected) => {
    const left = unrecovered({ windows }, ['length-18000'], { reservePercent: 5, now: noonMs });
    expect(left).toEqual(expected ? [] : ['length-18000']);
  });
});
