// What can be chosen about notices.
import { expect, test } from 'vitest';
import { areThresholds, isThresholdName } from '../../../main/domain/alert-policy.ts';

test.each<[readonly number[], boolean]>([
  [[], true],
  [[1, 100], true],
  [[50, 60, 70, 80, 90, 95], true],
  [[50, 60, 70, 80, 90, 95, 100], false],
  [[0], false],
  [[101], false],
  [[80.5], false],
  [[Number.NaN], false],
])('%j can be thresholds: %s', (percents, can) => {
  expect(areThresholds(percents)).toBe(can);
});

test.each([
  ['openai', true],
  ['claude/weekly-opus', true],
  ['claude/Some model: 7 days'.replaceAll(' ', '_'), true],
  ['', false],
  ['Claude', false],
  ['claude/', false],
  ['claude/a window', false],
  [`claude/${'x'.repeat(121)}`, false],
])('%j can name thresholds: %s', (name, can) => {
  expect(isThresholdName(name)).toBe(can);
});
