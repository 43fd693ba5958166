// What notices say, alone and together, and what programs are told of the same.
import { expect, test } from 'vitest';
import { hookEventOf } from '../../../main/domain/alert-events.ts';
import type { Alert } from '../../../main/domain/alert-policy.ts';
import { noticeText } from '../../../main/domain/alert-words.ts';
import { knownWindow, noonMs, openaiEntry } from '../../fakes/accounts.ts';

const { account } = openaiEntry();
const hour = 3_600_000;
const window = knownWindow({
  id: 'five-hour',
  label: '5-hour',
  usedPercent: 86.9,
  resetsAt: noonMs + 2 * hour + 600_000,
});
const note = { account: account.id, about: 'x', mark: 'x', period: null, isWaiting: true };
const base = { account: account.id, note };

const threshold = (thresholdPercent: number): Alert => ({
  ...base,
  kind: 'threshold',
  window,
  thresholdPercent,
});
const forecast: Alert = { ...base, kind: 'forecast', window, usedUpAt: noonMs + 40 * 60_000 };
const reset: Alert = { ...base, kind: 'reset', window };
const switched: Alert = { ...base, kind: 'switched', reason: 'In use: OpenAI.' };
const ending = (endsAt: number): Alert => ({ ...base, kind: 'sign-in-ends', days: 3, endsAt });

const everyKind: readonly Alert[] = [
  threshold(80),
  threshold(100),
  forecast,
  { ...base, kind: 'reset-soon', window, resetsAt: noonMs + 299_000 },
  reset,
  ending(noonMs + 60 * hour),
  ending(noonMs + hour),
  ending(noonMs),
  { ...base, kind: 'refresh-failing', failure: { code: 'credential/rejected', subject: account.label } },
  switched,
  { ...base, kind: 'plan-changed', change: 'ended', before: { plan: 'plus' }, after: { plan: 'free' } },
  { ...base, kind: 'plan-changed', change: 'smaller', before: { plan: 'pro' }, after: { plan: 'plus' } },
];

const text = (...alerts: readonly Alert[]) =>
  noticeText(alerts, () => ({ provider: 'OpenAI', account: account.label }), noonMs);

test('each says what, of which provider and account, and how long still', () => {
  const failing = text(...everyKind.slice(8, 9));
  expect(everyKind.map((alert) => [text(alert).title, text(alert).body])).toEqual([
    ['OpenAI: 5-hour quota 86% used', 'ada@example.test · resets in 2 h 10 min'],
    ['OpenAI: 5-hour quota used up', 'ada@example.test · resets in 2 h 10 min'],
    ['OpenAI: 5-hour quota runs out in about 40 min', 'ada@example.test · resets in 2 h 10 min'],
    ['OpenAI: 5-hour quota resets in 5 min', 'ada@example.test'],
    ['OpenAI: 5-hour quota has been reset', 'ada@example.test'],
    ['OpenAI: sign-in ends in 3 days', 'ada@example.test'],
    ['OpenAI: sign-in ends within a day', 'ada@example.test'],
    ['OpenAI: sign-in has ended', 'ada@example.test'],
    ['OpenAI: the sign-in does not work', failing.body],
    ['Switched to OpenAI', 'In use: OpenAI.'],
    ['OpenAI: the paid plan has ended', 'ada@example.test'],
    ['OpenAI: the plan has become smaller', 'ada@example.test'],
  ]);
});

test('what cannot be told about the reset is left out', () => {
  const open: Alert = {
    ...base,
    kind: 'threshold',
    thresholdPercent: 80,
    window: { ...window, usedPercent: 80, resetsAt: null },
  };
  expect(text(open)).toEqual({ title: 'OpenAI: 5-hour quota 80% used', body: 'ada@example.test' });
});

test('several are one notice with a line for each, and no more than can be read', () => {
  expect([
    text(threshold(80), forecast),
    text(threshold(100), threshold(100)).title,
    text(reset, reset, reset).title,
    text(threshold(95), threshold(95), threshold(95), threshold(95), switched),
  ]).toEqual([
    {
      title: '2 quotas are running low',
      body:
        'OpenAI: 5-hour quota 86% used (ada@example.test)\n' +
        'OpenAI: 5-hour quota runs out in about 40 min (ada@example.test)',
    },
    '2 quotas are used up',
    '3 quotas have been reset',
    {
      title: '5 things to know about your subscriptions',
      body: `${'OpenAI: 5-hour quota 86% used (ada@example.test)\n'.repeat(3)}and 2 more`,
    },
  ]);
});

test('programs are told of five of them, with what is known', () => {
  const told = {
    schema: 1,
    at: noonMs,
    provider: account.provider,
    account: account.id,
    label: account.label,
  };
  const { id, label, usedPercent, resetsAt } = window;
  const shown = { id, label, usedPercent, resetsAt };
  expect(everyKind.map((alert) => hookEventOf(alert, account, noonMs))).toEqual([
    { ...told, event: 'quota_low', window: shown },
    { ...told, event: 'quota_exhausted', window: shown },
    undefined,
    undefined,
    { ...told, event: 'quota_reset', window: shown },
    { ...told, event: 'login_expiring', endsAt: noonMs + 60 * hour },
    { ...told, event: 'login_expiring', endsAt: noonMs + hour },
    { ...told, event: 'login_expiring', endsAt: noonMs },
    undefined,
    { ...told, event: 'switched', reason: 'In use: OpenAI.' },
    undefined,
    undefined,
  ]);
});
