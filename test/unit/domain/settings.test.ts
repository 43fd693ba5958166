// At what use the person is told: the more exact choice counts, then the wider one, then what is usual.
import { expect, test } from 'vitest';
import { thresholdsFor } from '../../../main/domain/settings.ts';
import { claudeId } from '../../fakes/accounts.ts';

test.each([
  ['as usual', {}, 'weekly', [80, 95, 100]],
  ['as chosen for the provider', { claude: [50] }, 'weekly', [50]],
  ['as chosen for the window', { claude: [50], 'claude/weekly': [90, 30] }, 'weekly', [30, 90]],
  ['not as chosen for another window', { 'claude/weekly': [30] }, 'five-hour', [80, 95, 100]],
  ['never', { 'claude/weekly': [] }, 'weekly', []],
])('%s', (_name, alertAtPercent, window, percents) => {
  expect(thresholdsFor({ notifyAtPercent: 80, alertAtPercent }, claudeId, window)).toEqual(percents);
});

test('the first one that the person moved may be one of the others', () => {
  expect(thresholdsFor({ notifyAtPercent: 95, alertAtPercent: {} }, claudeId, 'weekly')).toEqual([95, 100]);
});
