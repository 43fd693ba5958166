// What the view says of quotas: the outlook of a window, a plan that has changed, and where figures could come from.
import { describe, expect, test } from 'vitest';
import { consumerId } from '../../../main/domain/ids.ts';
import type { Forecast } from '../../../main/domain/forecast.ts';
import type { Language } from '../../../main/domain/language.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { figuresFrom, headroomView, subscriptionView, windowViews } from '../../../main/state/quota-view.ts';
import { initialState, type State, type StatusLineFacts } from '../../../main/state/state.ts';
import {
  claudeEntry,
  claudeId,
  knownWindow,
  noonMs,
  openaiEntry,
  openaiId,
  quotaOf,
  quotaWindow,
} from '../../fakes/accounts.ts';

const hour = 3_600_000;
const entry = openaiEntry();
const { account } = entry;
const resetsAt = noonMs + 4 * hour;

function foreseen(changes: Partial<Forecast> = {}): Forecast {
  return {
    madeAt: noonMs,
    percentPerHour: 20,
    percentPerWorkingHour: 20,
    exhaustsAt: { early: noonMs + 2 * hour, likely: noonMs + 3 * hour, late: null },
    runsOutBeforeReset: 0.9,
    ...changes,
  };
}

function stateOf(changes: Partial<State> = {}): State {
  const quota = quotaOf(entry, [quotaWindow({ usedPercent: 40, resetsAt })]);
  return {
    ...initialState,
    accounts: [account],
    readings: new Map([[account.id, { quota }]]),
    ...changes,
  };
}

const withForecast = (forecast: Forecast): Partial<State> => ({
  outlooks: new Map([[account.id, { forecasts: new Map([['length-18000', forecast]]), trends: new Map() }]]),
});

describe('a window', () => {
  const paceAt = (changes: Partial<State>, now = noonMs): unknown =>
    windowViews(account, stateOf(changes), now)[0]?.pace;

  test('that will run out says when, as long as the forecast is fresh', () => {
    const changes = withForecast(foreseen());
    expect([paceAt(changes), paceAt(changes, noonMs + 2 * hour)]).toEqual([
      { kind: 'runs-out', at: noonMs + 3 * hour },
      { kind: 'unknown' },
    ]);
  });

  test('whose reset is past is unknown, and its old reading is stale', () => {
    const [window] = windowViews(account, stateOf(), resetsAt);
    expect([window?.usedPercent, window?.level, window?.pace, window?.stale]).toEqual([
      null,
      'unknown',
      { kind: 'unknown' },
      true,
    ]);
  });

  test('without a limit is fine, though nothing is known of how much is used', () => {
    const window = knownWindow({ usedPercent: null, unlimited: true, resetsAt: null });
    const quota = { ...quotaOf(entry, []), windows: [window] };
    const [shown] = windowViews(account, stateOf({ readings: new Map([[account.id, { quota }]]) }), noonMs);
    expect([shown?.unlimited, shown?.usedPercent, shown?.level]).toEqual([true, null, 'ok']);
  });

  test('counts as low where the person wants to be told about this very window', () => {
    const settings = { ...defaultSettings, alertAtPercent: { 'openai/length-18000': [30, 90] } };
    expect(windowViews(account, stateOf({ settings }), noonMs)[0]?.level).toBe('low');
  });

  test('that a status line alone says to be used up is low, and its pace unknown', () => {
    const window = knownWindow({ usedPercent: 100, kind: 'status-line', resetsAt });
    const quota = { ...quotaOf(entry, []), windows: [window] };
    const [shown] = windowViews(account, stateOf({ readings: new Map([[account.id, { quota }]]) }), noonMs);
    expect([shown?.level, shown?.pace]).toEqual(['low', { kind: 'unknown' }]);
  });

  test('says what is counted in the words of the view', () => {
    const amount = { unit: 'currency', currency: 'USD', used: 12.4, limit: 50, left: null } as const;
    const window = knownWindow({ id: 'extra', amount, beyondPlan: true, scope: 'Opus' });
    const quota = { ...quotaOf(entry, []), windows: [window] };
    const [shown] = windowViews(account, stateOf({ readings: new Map([[account.id, { quota }]]) }), noonMs);
    expect([shown?.amount, shown?.beyondPlan, shown?.scope]).toEqual([amount, true, 'Opus']);
  });
});

test('a plan that has become smaller says what it was and since when, for a month', () => {
  const until = noonMs - 86_400_000;
  const plans = new Map([[account.id, { plan: 'plus', readAt: noonMs, before: { plan: 'pro', until } }]]);
  const told = (now: number): unknown => {
    const { tier, status, before, changedAt } = subscriptionView(
      account,
      stateOf({ plans }),
      ['free', 'plus', 'pro'],
      now,
    );
    return [tier, status, before, changedAt];
  };
  expect([told(noonMs), told(until + 30 * 86_400_000)]).toEqual([
    ['Plus', 'smaller', 'Pro', until],
    ['Plus', 'active', null, null],
  ]);
});

describe('where figures could come from', () => {
  const program = consumerId('claude-code');
  const delegated = { ...account, kind: 'delegated', provider: claudeId } as const;
  const line: StatusLineFacts = {
    consumer: program,
    label: 'Claude Code',
    path: '/settings.json',
    kind: 'on',
  };
  const owner = { id: program, label: 'Claude Code', hasStatusLine: true, usage: { polled: false } };
  const keys = new Map([[account.id, { owner: program, renewedAt: 1 }]]);

  test.each<[string, Partial<State>, typeof owner, ReturnType<typeof figuresFrom>]>([
    ['its status line could say it', {}, owner, 'status-line'],
    ['its status line says it already', { statusLines: [line] }, owner, null],
    ['it can only be asked', {}, { ...owner, hasStatusLine: false }, 'asking'],
    ['it is asked by itself', {}, { ...owner, usage: { polled: true } }, null],
    [
      'its key may be used',
      { settings: { ...defaultSettings, borrowKeys: { [claudeId]: true } } },
      owner,
      null,
    ],
  ])('when %s', (_name, changes, given, from) => {
    expect(figuresFrom(delegated, stateOf({ keys, ...changes }), { owners: [given] })).toBe(from);
  });

  test('its key is the only way to figures, where its vendor’s standing towards that is known', () => {
    const silent = { id: program, label: 'Claude Code', hasStatusLine: false };
    const from = (provider: { readonly borrowedKeyStanding?: string }, changes: Partial<State> = {}) =>
      figuresFrom(delegated, stateOf({ keys, ...changes }), { owners: [silent] }, provider);
    const standing = { borrowedKeyStanding: 'Common, but not confirmed.' };
    const isLent = { settings: { ...defaultSettings, borrowKeys: { [claudeId]: true } } };
    expect([from(standing), from(standing, isLent), from({})]).toEqual(['program-key', null, null]);
  });

  test('an account with keys of our own needs nothing', () => {
    expect(figuresFrom(account, stateOf(), { owners: [] })).toBeNull();
  });
});

test('a status line alone never means that no work is left', () => {
  const providers = [{ id: openaiId, label: 'OpenAI', methods: [], readQuota: () => undefined }];
  const window = knownWindow({ usedPercent: 100, kind: 'status-line', resetsAt });
  const quota = { ...quotaOf(entry, []), windows: [window] };
  const state = stateOf({ readings: new Map([[account.id, { quota }]]), ...withForecast(foreseen()) });
  expect(headroomView(state, providers, noonMs).hoursLeft).toBeGreaterThan(0);
});

test('a key with a balance alone is in no sum of hours, one with a limit is', () => {
  const key = claudeEntry();
  const providers = [{ id: claudeId, label: 'Claude', methods: [], readKeyQuota: () => undefined }];
  const counted = (usedPercent: number | null) => {
    const amount = { unit: 'currency', currency: 'USD', used: null, limit: null, left: 2.5 } as const;
    const quota = quotaOf(key, [quotaWindow({ usedPercent, amount })]);
    const readings = new Map([[key.account.id, { quota }]]);
    const { known, unknown } = headroomView(
      stateOf({ accounts: [key.account], readings }),
      providers,
      noonMs,
    );
    return known + unknown;
  };
  expect([counted(null), counted(40)]).toEqual([0, 1]);
});

test('what is left over all accounts names the account that is refilled next', () => {
  const providers = [{ id: openaiId, label: 'OpenAI', methods: [], readQuota: () => undefined }];
  const { known, unknown, hoursLeft, nextRefill } = headroomView(
    stateOf(withForecast(foreseen())),
    providers,
    noonMs,
  );
  expect([known, unknown, hoursLeft, nextRefill]).toEqual([
    1,
    0,
    3,
    { account: 'ada@example.test', provider: 'OpenAI', window: '5-hour', at: resetsAt, freesPercent: 40 },
  ]);
});

test('the quota that is refilled next has the name that it has on its meter', () => {
  const providers = [{ id: openaiId, label: 'OpenAI', methods: [], readQuota: () => undefined }];
  const weekly = quotaWindow({ label: 'Weekly', usedPercent: 40, resetsAt });
  const state = stateOf({ readings: new Map([[account.id, { quota: quotaOf(entry, [weekly]) }]]) });
  const named = (language?: Language) => [
    headroomView(state, providers, noonMs, language).nextRefill?.window,
    ...windowViews(account, state, noonMs, language).map(({ label }) => label),
  ];
  expect([named('de'), named('en'), named()]).toEqual([
    ['Woche', 'Woche'],
    ['Weekly', 'Weekly'],
    ['Weekly', 'Weekly'],
  ]);
});
