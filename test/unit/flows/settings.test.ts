// What the person chooses: checked, kept, and then in the state; consent to a method's terms; which account is in use.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { defaultSettings, type Consent, type Settings } from '../../../main/domain/settings.ts';
import { changeSettings } from '../../../main/flows/change-settings.ts';
import { clientFor } from '../../../main/flows/consent.ts';
import { sharedFacts } from '../../../main/flows/shared-facts.ts';
import { initialState, type Event } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  quotaOf,
} from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { browserMethod, exampleId, registeredMethod } from '../../fakes/provider.ts';
import { FakeTime } from '../../fakes/time.ts';

const { account } = openaiEntry();

function desk(before: Partial<Settings> = {}) {
  const preferences = new MemoryPreferences(before);
  const store = createStore({ ...initialState, accounts: [account], settings: preferences.settings() });
  const events: Event[] = [];
  store.subscribe((_state, event) => events.push(event));
  return { preferences, store, events };
}

const thresholdsDetail =
  'alertAtPercent must be lists of at most 6 whole numbers from 1 to 100, by provider or provider/window';
const quietDetail = 'quietHours must be from and to a minute of the day, 0 to 1439';

const dailyDetail =
  'dailyLimits must be whole numbers, percent from 1 to 100 or tokens from 1, for at most 100 accounts';
const daily = (unit: 'percent' | 'tokens', value: number) => ({
  dailyLimits: { [account.id]: { unit, value } },
});

/** One for each of so many accounts, none of them the one of the tests. */
function manyLimits(count: number): Settings['dailyLimits'] {
  const accounts = Array.from({ length: count }, (_each, index) => `openai:other-${String(index)}`);
  return Object.fromEntries(accounts.map((each) => [each, { unit: 'percent', value: 1 }]));
}

const rulesDetail = 'folderRules must name different absolute folders, none of them the root, at most 100';
const rule = (folder: string) => ({ folder, account: account.id });

describe('changing settings', () => {
  test('keeps them and puts them into the state', () => {
    const { preferences, store, events } = desk();
    changeSettings({ reservePercent: 10, notify: false }, { preferences, store });
    const settings = { ...defaultSettings, reservePercent: 10, notify: false };
    expect([preferences.settings(), store.state().settings, events]).toEqual([
      settings,
      settings,
      [{ type: 'settings.changed', settings }],
    ]);
  });

  test('to the usual thresholds again takes the person’s own away', () => {
    const { preferences, store } = desk({ alertAtPercent: { claude: [50], 'claude/weekly': [30] } });
    changeSettings({ alertAtPercent: { claude: null } }, { preferences, store });
    expect(store.state().settings.alertAtPercent).toEqual({ 'claude/weekly': [30] });
  });

  test('takes a daily limit away, and leaves that of another account', () => {
    const limit = { unit: 'percent', value: 30 } as const;
    const other = claudeEntry().account.id;
    const { preferences, store } = desk({ dailyLimits: { [account.id]: limit, [other]: limit } });
    changeSettings({ dailyLimits: { [account.id]: null } }, { preferences, store });
    expect(store.state().settings.dailyLimits).toEqual({ [other]: limit });
  });

  test('takes no more daily limits than there is room for, those of before included', async () => {
    const { preferences, store } = desk({ dailyLimits: manyLimits(99) });
    changeSettings(daily('percent', 1), { preferences, store });
    const full = store.state().settings.dailyLimits;
    const failure = await failureOf(() => {
      const one = { [claudeEntry().account.id]: { unit: 'percent', value: 1 } as const };
      changeSettings({ dailyLimits: one }, { preferences, store });
    });
    expect([Object.keys(full).length, failure, store.state().settings.dailyLimits]).toEqual([
      100,
      { code: 'broker/bad-request', detail: dailyDetail },
      full,
    ]);
  });

  test('of what is kept by name leaves the names that are not mentioned', () => {
    const consent: Consent = { clientId: 'a', version: 1, at: 1 };
    const { preferences, store } = desk({
      activeAccounts: { [claudeId]: claudeEntry().account.id },
      fallBackFrom: { [claudeId]: false },
      alertAtPercent: { claude: [50], 'claude/weekly': [] },
      borrowKeys: { [claudeId]: true },
      ...daily('percent', 30),
      sharedFiles: { one: false },
      consents: { 'claude/own-client': consent },
    });
    changeSettings(
      {
        activeAccounts: { [openaiId]: account.id },
        fallBackFrom: { [openaiId]: true },
        alertAtPercent: { claude: [60], openai: [90, 100] },
        borrowKeys: { [openaiId]: false },
        dailyLimits: { [claudeEntry().account.id]: { unit: 'tokens', value: 5000 } },
        sharedFiles: { two: true },
        consents: { 'example/own-client': consent },
      },
      { preferences, store },
    );
    expect(store.state().settings).toEqual({
      ...defaultSettings,
      activeAccounts: { [claudeId]: claudeEntry().account.id, [openaiId]: account.id },
      fallBackFrom: { [claudeId]: false, [openaiId]: true },
      alertAtPercent: { claude: [60], 'claude/weekly': [], openai: [90, 100] },
      borrowKeys: { [claudeId]: true, [openaiId]: false },
      dailyLimits: {
        [account.id]: { unit: 'percent', value: 30 },
        [claudeEntry().account.id]: { unit: 'tokens', value: 5000 },
      },
      sharedFiles: { one: false, two: true },
      consents: { 'claude/own-client': consent, 'example/own-client': consent },
    });
  });

  test.each<[Partial<Settings>, string]>([
    [{ reservePercent: -1 }, 'reservePercent must be a whole number from 0 to 50'],
    [{ reservePercent: 51 }, 'reservePercent must be a whole number from 0 to 50'],
    [{ notifyAtPercent: 0 }, 'notifyAtPercent must be a whole number from 1 to 100'],
    [{ notifyAtPercent: 80.5 }, 'notifyAtPercent must be a whole number from 1 to 100'],
    [{ quotaEveryMinutes: 2 }, 'quotaEveryMinutes must be a whole number from 3 to 240'],
    [{ quotaEveryMinutes: Number.NaN }, 'quotaEveryMinutes must be a whole number from 3 to 240'],
    [{ planEveryMinutes: 1441 }, 'planEveryMinutes must be a whole number from 15 to 1440'],
    [{ agentsAtOnce: 0 }, 'agentsAtOnce must be a whole number from 1 to 64'],
    [{ agentsAtOnce: 65 }, 'agentsAtOnce must be a whole number from 1 to 64'],
    [{ leastLeasePercent: 51 }, 'leastLeasePercent must be a whole number from 1 to 50'],
    [daily('percent', 101), dailyDetail],
    [daily('percent', 0), dailyDetail],
    [daily('tokens', 0), dailyDetail],
    [daily('tokens', 1.5), dailyDetail],
    [daily('tokens', Number.POSITIVE_INFINITY), dailyDetail],
    [{ alertAtPercent: { claude: [0] } }, thresholdsDetail],
    [{ alertAtPercent: { claude: [1, 2, 3, 4, 5, 6, 7] } }, thresholdsDetail],
    [{ alertAtPercent: { 'No provider': [80] } }, thresholdsDetail],
    [{ quietHours: { fromMinute: 0, toMinute: 1440 } }, quietDetail],
    [{ quietHours: { fromMinute: -1, toMinute: 60 } }, quietDetail],
    [{ folderRules: [rule('work')] }, rulesDetail],
    [{ folderRules: [rule('/')] }, rulesDetail],
    [{ folderRules: [rule('/home/ada/work/')] }, rulesDetail],
    [{ folderRules: [rule('/home/ada/../grace')] }, rulesDetail],
    [{ folderRules: [rule('/home/ada/a\tb')] }, rulesDetail],
    [{ folderRules: [rule('/home/ada'), rule('/home/ada')] }, rulesDetail],
  ])('%j is refused, and nothing changes', async (changes, detail) => {
    const { preferences, store, events } = desk();
    const failure = await failureOf(() => {
      changeSettings({ notify: false, ...changes }, { preferences, store });
    });
    expect([failure, preferences.settings(), events]).toEqual([
      { code: 'broker/bad-request', detail },
      defaultSettings,
      [],
    ]);
  });

  test.each<Partial<Settings>>([
    { reservePercent: 0 },
    { reservePercent: 50 },
    { notifyAtPercent: 1 },
    { notifyAtPercent: 100 },
    { quotaEveryMinutes: 3 },
    { planEveryMinutes: 1440 },
    { agentsAtOnce: 1 },
    { agentsAtOnce: 64 },
    { leastLeasePercent: 50 },
    { lockWithScreen: true },
    daily('percent', 100),
    daily('tokens', 5_000_000),
    { alertAtPercent: { claude: [], 'openai/five-hour': [1, 2, 3, 4, 5, 100] } },
    { mutedAlerts: ['forecast', 'reset'] },
    { quietHours: { fromMinute: 1439, toMinute: 0 } },
    { quietHours: null },
    { alertSound: true },
    { borrowKeys: { [openaiId]: true } },
    { otherAccounts: { [openaiId]: false } },
    { folderRules: [rule('/home/ada/work'), rule('/home/ada/a..b'), rule(String.raw`C:\Users\ada`)] },
    { switchShortcut: 'Control+Alt+G' },
  ])('%j is within the limits', (changes) => {
    const { preferences, store } = desk();
    changeSettings(changes, { preferences, store });
    expect(store.state().settings).toEqual({ ...defaultSettings, ...changes });
  });

  test('that cannot be kept is said, and the state stays', async () => {
    const { preferences, store, events } = desk();
    const full = { code: 'storage/write-failed', subject: 'preferences.json', detail: 'ENOSPC' } as const;
    preferences.failWith = new Failure(full.code, full);
    const failure = await failureOf(() => {
      changeSettings({ notify: false }, { preferences, store });
    });
    expect([failure, events]).toEqual([full, []]);
  });
});

describe('a method that needs a client of the person’s own', () => {
  const provider = { id: exampleId, label: 'Example' };
  const method = registeredMethod(async () => openaiEntry());
  const key = 'example/own-client';
  const needed = { code: 'sign-in/consent-needed', subject: 'Example' };

  function ask(
    given: string | undefined,
    recorded?: Consent,
    which = method,
  ): { run: () => string | undefined; records: unknown[] } {
    const records: unknown[] = [];
    const run = () =>
      clientFor(provider, which, given, {
        consents: () => (recorded === undefined ? {} : { [key]: recorded }),
        record: (consents) => records.push(consents),
        clock: new FakeTime(noonMs),
      });
    return { run, records };
  }

  test('runs with the client that the person agrees to use, and the yes is recorded', () => {
    const { run, records } = ask('client-abc');
    expect([run(), records]).toEqual([
      'client-abc',
      [{ [key]: { clientId: 'client-abc', version: 2, at: noonMs } }],
    ]);
  });

  test('runs again with what was agreed to, as long as the words are the same', async () => {
    const same = ask(undefined, { clientId: 'client-abc', version: 2, at: 1 });
    const older = ask(undefined, { clientId: 'client-abc', version: 1, at: 1 });
    expect([same.run(), await failureOf(older.run), same.records]).toEqual(['client-abc', needed, []]);
  });

  test('does not run without a yes, or with what is no client id', async () => {
    const bad = ask('Client ABC');
    expect([await failureOf(ask(undefined).run), await failureOf(bad.run), bad.records]).toEqual([
      needed,
      { ...needed, detail: 'that is not a client id of your own, which looks like client-…' },
      [],
    ]);
  });

  test('does not run when the yes cannot be recorded', async () => {
    const full = new Failure('storage/write-failed', { subject: 'the preferences' });
    const run = () =>
      clientFor(provider, method, 'client-abc', {
        consents: () => ({}),
        record: () => {
          throw full;
        },
        clock: new FakeTime(noonMs),
      });
    expect(await failureOf(run)).toEqual(full.toValue());
  });

  test('is no matter of the other methods', async () => {
    const plain = browserMethod(async () => openaiEntry());
    expect([
      ask(undefined, undefined, plain).run(),
      await failureOf(ask('client-abc', undefined, plain).run),
    ]).toEqual([
      undefined,
      { code: 'broker/bad-request', subject: 'Example', detail: 'it takes no client id' },
    ]);
  });
});

test('the facts for shared files are those of the accounts in use', () => {
  const providers = [
    { id: claudeId, label: 'Claude' },
    { id: openaiId, label: 'OpenAI' },
  ];
  const quota = quotaOf(openaiEntry(), [quotaWindow()]);
  const state = { ...initialState, accounts: [account], readings: new Map([[account.id, { quota }]]) };
  expect(sharedFacts(state, providers, noonMs)).toEqual({
    providers: [{ id: claudeId }, { id: openaiId, account, quota }],
    logins: new Map(),
    folderRules: [],
    preferred: openaiId,
    selected: openaiId,
    reason: 'In use: OpenAI.',
    mayFallBack: false,
    notify: true,
  });
  const hidden = { ...state.settings, hiddenProviders: [claudeId, openaiId] };
  expect(sharedFacts({ ...state, settings: hidden }, providers, noonMs).providers).toEqual([
    { id: claudeId, isUnused: true },
    { id: openaiId, account, quota },
  ]);
});
