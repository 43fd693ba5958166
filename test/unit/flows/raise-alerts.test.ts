// Telling the person about their quota: once for each threshold, window and reset, across restarts.
import { describe, expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';
import { raiseAlerts } from '../../../main/flows/raise-alerts.ts';
import { initialState } from '../../../main/state/state.ts';
import { openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { RecordingNotifier } from '../../fakes/notifier.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';

const entry = openaiEntry();
const other = openaiEntry({ id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' });

describe('telling the person', () => {
  function alertsOf(
    preferences: MemoryPreferences,
    windows: readonly QuotaWindow[],
    from = entry,
    settings: Partial<Settings> = {},
  ) {
    const state = {
      ...initialState,
      accounts: [entry.account],
      settings: { ...defaultSettings, ...settings },
    };
    const notifier = new RecordingNotifier();
    const shown: string[] = [];
    const parts = {
      preferences,
      notifier,
      labelOf: () => 'OpenAI',
      show: (account: string) => shown.push(account),
    };
    raiseAlerts(sampleOf(from, windows), state, parts);
    return { notifier, shown };
  }

  test('names provider, window and account, and a click shows the card', () => {
    const { notifier, shown } = alertsOf(new MemoryPreferences(), [quotaWindow({ usedPercent: 82.9 })]);
    for (const { onClick } of notifier.shown) onClick();
    expect([notifier.texts, shown]).toEqual([
      [{ title: 'OpenAI: 5-hour quota 82% used', body: 'ada@example.test' }],
      [entry.account.id],
    ]);
  });

  test('a restart does not say the same thing twice', () => {
    const preferences = new MemoryPreferences();
    const full = [quotaWindow({ usedPercent: 95 })];
    expect(
      [alertsOf(preferences, full), alertsOf(preferences, full)].map(({ notifier }) => notifier.texts.length),
    ).toEqual([1, 0]);
  });

  test('what was said is remembered for many windows, not for ever', () => {
    const preferences = new MemoryPreferences();
    preferences.setSaidAlerts(Array.from({ length: 250 }, (_empty, index) => `old ${String(index)}`));
    alertsOf(preferences, [quotaWindow({ usedPercent: 95 })]);
    const said = preferences.saidAlerts();
    expect([said.length, said.at(-2), said.at(-1)?.startsWith(entry.account.id)]).toEqual([
      200,
      'old 249',
      true,
    ]);
  });

  test('a reading of an account that is not known is neither shown nor remembered as said', () => {
    const preferences = new MemoryPreferences();
    const full = [quotaWindow({ usedPercent: 95 })];
    const stranger = alertsOf(preferences, full, other);
    const said = preferences.saidAlerts();
    const known = alertsOf(preferences, full);
    expect([stranger.notifier.texts, said, known.notifier.texts.length]).toEqual([[], [], 1]);
  });

  test('nothing is shown or remembered for unknown figures', () => {
    const preferences = new MemoryPreferences();
    const { notifier } = alertsOf(preferences, [quotaWindow({ usedPercent: null })]);
    expect([notifier.texts, preferences.saidAlerts()]).toEqual([[], []]);
  });

  test('from the point that the person chose, and not at all when they chose so', () => {
    const texts = (usedPercent: number, settings: Partial<Settings>): number =>
      alertsOf(new MemoryPreferences(), [quotaWindow({ usedPercent })], entry, settings).notifier.texts
        .length;
    expect([
      texts(59, { notifyAtPercent: 60 }),
      texts(60, { notifyAtPercent: 60 }),
      texts(99, { notify: false }),
    ]).toEqual([0, 1, 0]);
  });
});
