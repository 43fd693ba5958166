// How the command line says the values of settings.
import { expect, test } from 'vitest';
import type { ShownSettingValue } from '../../../main/broker/protocol/settings-file.ts';
import { settingValueText } from '../../../main/cli/verbs/settings-words.ts';

const rows: readonly (readonly [string, ShownSettingValue])[] = [
  ['on', { kind: 'switch', on: true }],
  ['off', { kind: 'switch', on: false }],
  ['20', { kind: 'number', value: 20 }],
  ['soonest-reset', { kind: 'id', id: 'soonest-reset' }],
  ['as usual', { kind: 'percents', percents: null }],
  ['none', { kind: 'percents', percents: [] }],
  ['50, 90 %', { kind: 'percents', percents: [50, 90] }],
  ['none', { kind: 'limit', limit: null }],
  ['30 %', { kind: 'limit', limit: { unit: 'percent', value: 30 } }],
  ['5000 tokens', { kind: 'limit', limit: { unit: 'tokens', value: 5000 } }],
  ['none', { kind: 'hours', hours: null }],
  ['22:00 to 08:05', { kind: 'hours', hours: { fromMinute: 1320, toMinute: 485 } }],
  ['none', { kind: 'kinds', kinds: [] }],
  ['reset, switched', { kind: 'kinds', kinds: ['reset', 'switched'] }],
  ['Claude, OpenAI', { kind: 'names', names: ['Claude', 'OpenAI'] }],
];

test.each(rows)('%s is said of %j', (text, value) => {
  expect(settingValueText(value)).toBe(text);
});
