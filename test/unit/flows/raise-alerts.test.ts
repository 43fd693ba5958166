// Telling the person: once, together what belongs together, not in quiet hours, and with a way out.
import { describe, expect, test } from 'vitest';
import type { Forecast } from '../../../main/domain/forecast.ts';
import type { HookEvent } from '../../../main/domain/hook-event.ts';
import { accountId } from '../../../main/domain/ids.ts';
import type { Language } from '../../../main/domain/language.ts';
import type { QuotaWindow, SourceKind } from '../../../main/domain/quota-window.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';
import { createAlerts } from '../../../main/flows/raise-alerts.ts';
import { initialState, type Event } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  sampleOf,
} from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { RecordingNotifier } from '../../fakes/notifier.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { FakeTime } from '../../fakes/time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const ada = openaiEntry();
const grace = openaiEntry({ id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' });
const claude = claudeEntry({ plan: 'pro', kind: 'oauth', label: 'ada@claude.test' });

interface Desk {
  readonly preferences?: MemoryPreferences;
  readonly settings?: Partial<Settings>;
  readonly time?: FakeTime;
  readonly language?: Language;
}

/** One run of the app with three accounts; Ada's is in use. */
function open({
  preferences = new MemoryPreferences(),
  settings = {},
  time = new FakeTime(noonMs),
  language = 'en',
}: Desk = {}) {
  const store = createStore({
    ...initialState,
    loaded: true,
    accounts: [ada.account, grace.account, claude.account],
    settings: { ...defaultSettings, preferredProvider: openaiId, ...settings },
  });
  const notifier = new RecordingNotifier();
  const log = new RecordingLog();
  const told: HookEvent[] = [];
  const done: string[] = [];
  const alerts = createAlerts({
    store,
    language: () => language,
    clock: time,
    timer: time,
    preferences,
    notifier,
    providers: [
      { id: claudeId, label: 'Claude' },
      { id: openaiId, label: 'OpenAI', plans: ['plus', 'pro'] },
    ],
    show: (account) => done.push(`show ${account}`),
    switchTo: (wish) => done.push('account' in wish ? `use ${wish.account}` : `prefer ${wish.prefer}`),
    tell: (event) => told.push(event),
    log,
    localMinute: (at) => Math.floor((at % day) / minute),
  });
  alerts.start();
  return {
    alerts,
    store,
    preferences,
    notifier,
    log,
    told,
    done,
    time,
    read(windows: readonly QuotaWindow[], from: typeof ada | typeof claude = ada, kind: SourceKind = 'api') {
      store.dispatch({ type: 'quota.read', sample: { ...sampleOf(from, windows, time.nowMs()), kind } });
    },
    async readAndTell(windows: readonly QuotaWindow[], from: typeof ada | typeof claude = ada) {
      this.read(windows, from);
      await time.advance(2_000);
    },
  };
}

function five(usedPercent: number, resetsAt = noonMs + 4 * hour): QuotaWindow {
  return quotaWindow({ id: 'five-hour', label: '5-hour', usedPercent, resetsAt });
}

describe('a notice', () => {
  test('names provider, window, account and reset, and a click shows the card', async () => {
    const desk = open();
    await desk.readAndTell([five(82.9)]);
    desk.notifier.shown[0]?.onClick();
    expect([desk.notifier.texts, desk.notifier.shown[0]?.sound, desk.done]).toEqual([
      [{ title: 'OpenAI: 5-hour quota 82% used', body: 'ada@example.test · resets in 4 h' }],
      false,
      [`show ${ada.account.id}`],
    ]);
  });

  test('is in the language of the person, with its buttons', async () => {
    const desk = open({ language: 'de' });
    await desk.readAndTell([five(82.9)]);
    expect([desk.notifier.texts, desk.notifier.shown[0]?.actions.map(({ label }) => label)]).toEqual([
      [
        {
          title: 'OpenAI: Kontingent „5 Stunden“ zu 82\u00A0% genutzt',
          body: 'ada@example.test · erneuert sich in 4 Std.',
        },
      ],
      ['Später'],
    ]);
  });

  test('is not held up by a clock that is set back before it comes', async () => {
    const desk = open();
    desk.read([five(82)]);
    desk.time.setClock(-8 * hour);
    await desk.time.advance(4_000);
    expect(desk.notifier.shown.length).toBe(1);
  });

  test('comes once, whatever happens meanwhile, and not again after a restart', async () => {
    const first = open();
    for (const used of [79, 81, 79, 82, 96, 83, 97]) await first.readAndTell([five(used)]);
    first.alerts.stop();
    const second = open({ preferences: first.preferences, time: first.time });
    await second.readAndTell([five(97)]);
    expect([first.notifier.titles, second.notifier.titles]).toEqual([
      ['OpenAI: 5-hour quota 81% used', 'OpenAI: 5-hour quota 96% used'],
      [],
    ]);
  });

  test('of what was crossed while the app did not run comes with the first reading', async () => {
    const first = open();
    await first.readAndTell([five(50)]);
    first.alerts.stop();
    const second = open({ preferences: first.preferences, time: first.time });
    const sample = sampleOf(ada, [five(50)]);
    const quota = { ...sample, windows: sample.windows.map((window) => ({ ...window, ...sample })) };
    second.store.dispatch({ type: 'quota.remembered', account: ada.account.id, quota });
    await second.time.advance(minute);
    const before = second.notifier.titles;
    await second.readAndTell([five(97)]);
    expect([before, second.notifier.titles]).toEqual([[], ['OpenAI: 5-hour quota 97% used']]);
  });

  test('of a reset that happened while the app did not run is not given', async () => {
    const first = open();
    await first.readAndTell([five(96)]);
    first.alerts.stop();
    const second = open({ preferences: first.preferences, time: first.time });
    const resetsAt = noonMs + 9 * 60 * minute;
    await second.readAndTell([five(3, resetsAt)]);
    await second.readAndTell([five(4, resetsAt)]);
    expect(second.notifier.titles).toEqual([]);
  });

  test('that was due when the app ended comes after the restart', async () => {
    const first = open();
    first.read([five(85)]);
    first.alerts.stop();
    const second = open({ preferences: first.preferences, time: first.time });
    await second.readAndTell([five(86)]);
    expect([first.notifier.titles, second.notifier.titles]).toEqual([[], ['OpenAI: 5-hour quota 86% used']]);
  });

  test('is one for all that arises within two seconds, and there are buttons for it', async () => {
    const desk = open();
    desk.read([five(85), quotaWindow({ id: 'weekly', label: 'Weekly', usedPercent: 96 })]);
    await desk.time.advance(1_500);
    desk.read([five(99)], grace);
    await desk.time.advance(2_000);
    expect([desk.notifier.texts, desk.notifier.shown[0]?.actions.map(({ label }) => label)]).toEqual([
      [
        {
          title: '3 quotas are running low',
          body:
            'OpenAI: 5-hour quota 85% used (ada@example.test)\n' +
            'OpenAI: weekly quota 96% used (ada@example.test)\n' +
            'OpenAI: 5-hour quota 99% used (grace@example.test)',
        },
      ],
      ['Snooze'],
    ]);
  });

  test('makes a sound only when the person wants one', async () => {
    const desk = open({ settings: { alertSound: true } });
    await desk.readAndTell([five(85)]);
    expect(desk.notifier.shown.map(({ sound }) => sound)).toEqual([true]);
  });

  test('is kept to this run when it cannot be written down, and spoils nothing', async () => {
    const desk = open();
    desk.preferences.failWith = new Error('EROFS');
    for (const used of [85, 86, 87]) await desk.readAndTell([five(used)]);
    expect([
      desk.notifier.titles,
      desk.store.state().readings.get(ada.account.id)?.quota?.windows[0]?.usedPercent,
      new Set(desk.log.warnings),
    ]).toEqual([['OpenAI: 5-hour quota 85% used'], 87, new Set(['what was said not kept'])]);
  });

  test('of an account that has signed out is forgotten', async () => {
    const desk = open();
    await desk.readAndTell([five(85)]);
    desk.store.dispatch({ type: 'account.signed-out', account: ada.account.id });
    expect(desk.preferences.saidAlerts()).toEqual([]);
  });
});

describe('what the person does not want to hear', () => {
  test.each<[string, Partial<Settings>]>([
    ['anything', { notify: false }],
    ['this kind', { mutedAlerts: ['threshold'] }],
  ])('%s: programs are told all the same, and it counts as said afterwards', async (_name, settings) => {
    const desk = open({ settings });
    await desk.readAndTell([five(85)]);
    desk.store.dispatch({
      type: 'settings.changed',
      settings: { ...defaultSettings, preferredProvider: openaiId },
    });
    await desk.readAndTell([five(86)]);
    await desk.readAndTell([five(96)]);
    expect([desk.notifier.titles, desk.told.map(({ event }) => event)]).toEqual([
      ['OpenAI: 5-hour quota 96% used'],
      ['quota_low', 'quota_low'],
    ]);
  });

  test('snoozed: nothing of this account until its window is reset, also after a restart', async () => {
    const first = open();
    await first.readAndTell([five(85)]);
    first.notifier.press('Snooze');
    await first.readAndTell([five(96)]);
    first.alerts.stop();
    const second = open({ preferences: first.preferences, time: first.time });
    await second.readAndTell([five(100)]);
    await second.readAndTell([five(90)], grace);
    await second.time.advance(4 * hour);
    await second.readAndTell([five(2, noonMs + 9 * hour)]);
    expect([first.notifier.titles, second.notifier.titles]).toEqual([
      ['OpenAI: 5-hour quota 85% used'],
      [
        'OpenAI: 5-hour quota 90% used',
        'OpenAI: 5-hour quota resets in 5 min',
        'OpenAI: 5-hour quota has been reset',
      ],
    ]);
  });

  test('snoozed is the quota: the end of the sign-in is told all the same', async () => {
    const desk = open();
    await desk.readAndTell([five(82)]);
    desk.notifier.press('Snooze');
    const keys = { renewedAt: noonMs, signInEndsAt: desk.time.nowMs() + 12 * hour };
    desk.store.dispatch({ type: 'account.keys', account: ada.account.id, keys });
    await desk.readAndTell([five(97)]);
    expect(desk.notifier.titles).toEqual([
      'OpenAI: 5-hour quota 82% used',
      'OpenAI: sign-in ends within a day',
    ]);
  });

  test('snoozed: a window that is reset in many days is quiet for a day', async () => {
    const desk = open();
    await desk.readAndTell([five(85, noonMs + 5 * day)]);
    desk.notifier.press('Snooze');
    expect(desk.preferences.snoozes()).toEqual({ [ada.account.id]: desk.time.nowMs() + day });
  });

  test('snoozed too late: what is told of the window after its reset is told all the same', async () => {
    const desk = open();
    await desk.readAndTell([five(85, noonMs + hour)]);
    const [old] = desk.notifier.shown;
    await desk.time.advance(2 * hour);
    await desk.readAndTell([five(2, noonMs + 6 * hour)]);
    old?.actions.at(-1)?.run();
    await desk.readAndTell([five(86, noonMs + 6 * hour)]);
    expect([desk.preferences.snoozes(), desk.notifier.titles]).toEqual([
      {},
      [
        'OpenAI: 5-hour quota 85% used',
        'OpenAI: 5-hour quota resets in 5 min',
        'OpenAI: 5-hour quota has been reset',
        'OpenAI: 5-hour quota 86% used',
      ],
    ]);
  });
});

describe('in quiet hours', () => {
  const quietHours = { fromMinute: 12 * 60, toMinute: 14 * 60 };

  test('nothing is shown, programs are told, and at their end there is one notice of what still holds', async () => {
    const desk = open({ settings: { quietHours } });
    await desk.readAndTell([five(85)]);
    await desk.readAndTell([
      five(100),
      quotaWindow({ id: 'weekly', label: 'Weekly', usedPercent: 81, resetsAt: noonMs + 3 * day }),
    ]);
    await desk.readAndTell([five(90, noonMs + hour)], grace);
    await desk.time.advance(hour);
    await desk.readAndTell([five(3, noonMs + 6 * hour)], grace);
    const during = desk.notifier.titles;
    await desk.time.advance(hour);
    expect([during, desk.notifier.texts, desk.told.map(({ event }) => event)]).toEqual([
      [],
      [
        {
          title: '2 quotas are running low',
          body:
            'OpenAI: 5-hour quota used up (ada@example.test)\n' +
            'OpenAI: weekly quota 81% used (ada@example.test)',
        },
      ],
      ['quota_low', 'quota_exhausted', 'quota_low', 'quota_low', 'quota_reset'],
    ]);
  });

  test('what waits survives a restart', async () => {
    const first = open({ settings: { quietHours } });
    await first.readAndTell([five(85)]);
    first.alerts.stop();
    const second = open({ preferences: first.preferences, time: first.time, settings: { quietHours } });
    await second.readAndTell([five(85)]);
    await second.time.advance(2 * hour);
    expect([second.notifier.titles, second.told]).toEqual([['OpenAI: 5-hour quota 85% used'], []]);
  });

  test('that the person ends, what waited is told', async () => {
    const desk = open({ settings: { quietHours } });
    await desk.readAndTell([five(85)]);
    desk.store.dispatch({
      type: 'settings.changed',
      settings: { ...defaultSettings, preferredProvider: openaiId },
    });
    expect(desk.notifier.titles).toEqual(['OpenAI: 5-hour quota 85% used']);
  });
});

describe('the timer', () => {
  test('there is one to the next reset of a window that is low, and none when there is nothing to wait for', async () => {
    const desk = open();
    await desk.readAndTell([five(20)]);
    const idle = desk.time.pendingMs;
    await desk.readAndTell([five(85)]);
    const waiting = desk.time.pendingMs;
    desk.alerts.stop();
    expect([idle, waiting, desk.time.pendingMs]).toEqual([[], [4 * hour - 5 * minute - 4_000], []]);
  });

  test('says five minutes before that a low window is reset soon', async () => {
    const desk = open();
    await desk.readAndTell([five(85)]);
    await desk.time.advance(4 * hour);
    expect(desk.notifier.titles).toEqual([
      'OpenAI: 5-hour quota 85% used',
      'OpenAI: 5-hour quota resets in 5 min',
    ]);
  });

  test('says that a sign-in ends without anything else happening', async () => {
    const desk = open();
    const keys = { renewedAt: noonMs, signInEndsAt: noonMs + 8 * day };
    desk.store.dispatch({ type: 'account.keys', account: ada.account.id, keys });
    await desk.time.advance(9 * day);
    expect([desk.notifier.titles, desk.told.map(({ event }) => event)]).toEqual([
      [
        'OpenAI: sign-in ends in 7 days',
        'OpenAI: sign-in ends in 3 days',
        'OpenAI: sign-in ends within a day',
      ],
      ['login_expiring', 'login_expiring', 'login_expiring'],
    ]);
  });
});

describe('a forecast', () => {
  const runsOut: Forecast = {
    madeAt: noonMs,
    percentPerHour: 30,
    percentPerWorkingHour: 30,
    exhaustsAt: { early: null, likely: noonMs + 2 * hour, late: null },
    runsOutBeforeReset: 0.9,
  };
  const made: Event = {
    type: 'forecast.made',
    account: ada.account.id,
    outlook: { forecasts: new Map([['five-hour', runsOut]]), trends: new Map() },
  };

  test('is said when it follows a second reading, and that it was is remembered', async () => {
    const desk = open();
    const steps: (readonly string[])[] = [];
    for (const used of [50, 55, 60]) {
      await desk.readAndTell([five(used)]);
      desk.store.dispatch(made);
      await desk.time.advance(2_000);
      steps.push(desk.notifier.titles);
    }
    expect(steps.map((titles) => titles.length)).toEqual([0, 1, 1]);
  });
});

describe('who serves', () => {
  test('is said when it changes by itself, with the reason, and not by what the person does', async () => {
    const desk = open({ settings: { preferredProvider: claudeId } });
    await desk.readAndTell([five(20)], claude);
    await desk.readAndTell([five(97)], claude);
    const changes = { ...defaultSettings, preferredProvider: openaiId };
    desk.store.dispatch({ type: 'settings.changed', settings: changes });
    desk.store.dispatch({ type: 'settings.changed', settings: { ...changes, preferredProvider: claudeId } });
    await desk.time.advance(2_000);
    expect([desk.notifier.texts, desk.told.map(({ event, reason }) => [event, reason])]).toEqual([
      [
        {
          title: '2 things to know about your subscriptions',
          body: 'Switched to OpenAI. In use: OpenAI (quota unknown), because Claude is used up.\nClaude: 5-hour quota 97% used (ada@claude.test)',
        },
      ],
      [
        ['switched', 'In use: OpenAI (quota unknown), because Claude is used up.'],
        ['quota_low', undefined],
      ],
    ]);
  });

  test('is said in the language of the person, and to programs in English', async () => {
    const settings = { preferredProvider: claudeId, mutedAlerts: ['threshold'] } as const;
    const desk = open({ language: 'de', settings });
    await desk.readAndTell([five(20)], claude);
    await desk.readAndTell([five(97)], claude);
    expect([desk.notifier.texts, desk.told.map(({ reason }) => reason)]).toEqual([
      [
        {
          title: 'Zu OpenAI gewechselt',
          body: 'In Gebrauch: OpenAI (Kontingent unbekannt), weil Claude aufgebraucht ist.',
        },
      ],
      ['In use: OpenAI (quota unknown), because Claude is used up.', undefined],
    ]);
  });

  test('is no news when it was not known before', async () => {
    const desk = open({ settings: { preferredProvider: claudeId, mutedAlerts: ['threshold'] } });
    await desk.readAndTell([five(97)], claude);
    expect([desk.notifier.titles, desk.told.map(({ event }) => event)]).toEqual([[], ['quota_low']]);
  });
});

describe('keys that fail', () => {
  test('are said once the failure lasts, and again after they have worked', async () => {
    const desk = open();
    const failed: Event = {
      type: 'quota.failed',
      account: ada.account.id,
      failure: { code: 'credential/owner-changed', subject: 'Codex' },
    };
    const counts: number[] = [];
    for (const event of [failed, failed, failed]) {
      desk.store.dispatch(event);
      await desk.time.advance(2_000);
      counts.push(desk.notifier.titles.length);
    }
    await desk.readAndTell([five(20)]);
    for (const event of [failed, failed]) desk.store.dispatch(event);
    await desk.time.advance(2_000);
    expect([counts, desk.notifier.titles]).toEqual([
      [0, 1, 1],
      ['OpenAI: the sign-in does not work', 'OpenAI: the sign-in does not work'],
    ]);
  });
});

describe('keys that their program keeps', () => {
  test.each(['credential/owner-silent', 'credential/left-to-owner'] as const)(
    '%s is no news, however long it lasts',
    async (code) => {
      const desk = open();
      for (let time = 0; time < 3; time += 1) {
        desk.store.dispatch({ type: 'quota.failed', account: ada.account.id, failure: { code } });
        await desk.time.advance(2_000);
      }
      expect(desk.notifier.titles).toEqual([]);
    },
  );
});

describe('switching from the notice', () => {
  test('is offered to the one with the most left, and done by a click', async () => {
    const desk = open();
    await desk.readAndTell([five(30)], grace);
    await desk.readAndTell([five(60)], claude);
    await desk.readAndTell([five(85)]);
    const labels = desk.notifier.shown.map(({ actions }) => actions.map(({ label }) => label));
    desk.notifier.press('Switch to grace@example.test');
    expect([labels, desk.done]).toEqual([
      [['Switch to grace@example.test', 'Snooze']],
      [`use ${grace.account.id}`],
    ]);
  });

  test('may be to another provider', async () => {
    const desk = open();
    await desk.readAndTell([five(10)], claude);
    await desk.readAndTell([five(85)]);
    desk.notifier.press('Switch to Claude');
    expect(desk.done).toEqual(['prefer claude']);
  });

  test('is not offered to the provider that has taken over already', async () => {
    const desk = open({ settings: { preferredProvider: claudeId, mutedAlerts: ['switched'] } });
    await desk.readAndTell([five(10)]);
    await desk.readAndTell([five(20)], claude);
    await desk.readAndTell([five(100)], claude);
    expect(desk.notifier.shown.at(-1)?.actions.map(({ label }) => label)).toEqual(['Snooze']);
  });

  test('is not offered to one that is unknown, or has no more left, or from one that is not in use', async () => {
    const unknown = open();
    await unknown.readAndTell([five(85)]);
    const lower = open();
    await lower.readAndTell([five(90)], claude);
    await lower.readAndTell([five(85)]);
    const idle = open();
    await idle.readAndTell([five(10)], claude);
    await idle.readAndTell([five(85)], grace);
    expect(
      [unknown, lower, idle].map(({ notifier }) => notifier.shown.at(-1)?.actions.map(({ label }) => label)),
    ).toEqual([['Snooze'], ['Snooze'], ['Snooze']]);
  });
});
