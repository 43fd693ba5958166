// Whether enough is left to begin.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guard, parsePercent, type GuardedWindow } from '../../../main/domain/guard.ts';

const fiveHour: GuardedWindow = {
  id: 'five-hour',
  label: '5-hour',
  scope: null,
  beyondPlan: false,
  leftPercent: 58,
};
const weekly = { ...fiveHour, id: 'weekly', label: 'Weekly', leftPercent: 20 };
const opus = { ...weekly, id: 'weekly-opus', label: 'Weekly (Opus)', scope: 'Opus', leftPercent: 1 };
const extra = { ...fiveHour, id: 'extra', label: 'Extra usage', beyondPlan: true, leftPercent: 0 };
const unread = { ...weekly, leftPercent: null };

describe('without a name', () => {
  test.each([
    ['just enough', 20, [fiveHour, weekly, opus, extra], { kind: 'enough', window: weekly, leftPercent: 20 }],
    ['a little less', 20.1, [fiveHour, weekly], { kind: 'too-little', window: weekly, leftPercent: 20 }],
    ['nothing known of one', 20, [fiveHour, unread], { kind: 'unknown', window: unread }],
    [
      'too little in one and nothing known of the other',
      60,
      [unread, fiveHour],
      { kind: 'too-little', window: fiveHour, leftPercent: 58 },
    ],
    ['no window', 0, [], { kind: 'unknown', window: undefined }],
    ['windows of a part alone', 0, [opus, extra], { kind: 'unknown', window: undefined }],
  ])('%s is told', (_name, min, windows, verdict) => {
    expect(guard(windows, min)).toEqual(verdict);
  });
});

describe('with the name of a window', () => {
  test.each([
    ['its id', 'weekly-opus', { kind: 'too-little', window: opus, leftPercent: 1 }],
    ['its label in other letters', ' WEEKLY (opus)', { kind: 'too-little', window: opus, leftPercent: 1 }],
    ['one beyond the plan', 'extra usage', { kind: 'too-little', window: extra, leftPercent: 0 }],
    ['half a name', 'week', { kind: 'no-such-window' }],
  ])('%s leads to it alone', (_name, name, verdict) => {
    expect(guard([fiveHour, weekly, opus, extra], 20, name)).toEqual(verdict);
  });
});

test.each([
  ['20%', 20],
  ['20', 20],
  [' 12.5 % ', 12.5],
  ['0', 0],
  ['100%', 100],
  ['100.1', undefined],
  ['-1', undefined],
  ['', undefined],
  ['%', undefined],
  ['1e1', undefined],
  ['0x10', undefined],
  ['20%%', undefined],
  ['NaN', undefined],
  ['twenty', undefined],
])('%j is %j percent', (text, percent) => {
  expect(parsePercent(text)).toBe(percent);
});

test('enough means that each window that counts has at least that much', () => {
  const window = fc.record({
    id: fc.string(),
    label: fc.string(),
    scope: fc.constantFrom(null, 'Opus'),
    beyondPlan: fc.boolean(),
    leftPercent: fc.option(fc.integer({ min: 0, max: 100 })),
  });
  fc.assert(
    fc.property(fc.array(window), fc.integer({ min: 0, max: 100 }), (windows, min) => {
      const counting = windows.filter(({ scope, beyondPlan }) => scope === null && !beyondPlan);
      const isEnough =
        counting.length > 0 &&
        counting.every(({ leftPercent }) => leftPercent !== null && leftPercent >= min);
      expect(guard(windows, min).kind === 'enough').toBe(isEnough);
    }),
  );
});
