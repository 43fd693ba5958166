// Reading quota, keeping it fresh and telling the person: over time, failures and restarts.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId } from '../../../main/domain/ids.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { createQuotaPolling } from '../../../main/flows/poll-quota.ts';
import { raiseAlerts } from '../../../main/flows/raise-alerts.ts';
import { readQuota } from '../../../main/flows/read-quota.ts';
import type { QuotaAnswer } from '../../../main/providers/description.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { RecordingNotifier } from '../../fakes/notifier.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { exampleProvider } from '../../fakes/provider.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const entry = openaiEntry();
const other = openaiEntry({ id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' });
const minute = 60_000;

/** A provider whose quota answers come one after the other; the last one stays. */
function reader(answers: readonly (QuotaAnswer | Failure | undefined)[], start = createStore()) {
  const time = new FakeTime();
  const log = new RecordingLog();
  const store = start;
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  const tries: number[] = [];
  const provider = exampleProvider([], {
    readQuota: async () => {
      const answer = answers[Math.min(tries.length, answers.length - 1)];
      tries.push(time.nowMs());
      if (answer instanceof Failure) throw answer;
      return answer;
    },
  });
  const read = (which: SignedInAccount): Promise<void> =>
    readQuota(which, { store, find: () => provider, toolsFor: () => ({ http: noHttp, clock: time, log }) });
  return { read, store, time, log, tries };
}

const good: QuotaAnswer = { windows: [quotaWindow()], source: 'a page', plan: 'pro' };
const offline = new Failure('network/offline', { subject: 'OpenAI' });

describe('reading quota', () => {
  test('puts the figures, their time and the plan into the state', async () => {
    const { read, store, time } = reader([good]);
    await read(entry);
    expect([store.state().readings, store.state().accounts]).toEqual([
      new Map([
        [
          entry.account.id,
          {
            sample: {
              account: entry.account.id,
              at: time.nowMs(),
              source: 'a page',
              windows: [quotaWindow()],
            },
          },
        ],
      ]),
      [{ ...entry.account, plan: 'pro' }],
    ]);
  });

  test('keeps the last good figures beside a failure, and drops the failure with the next good ones', async () => {
    const { read, store, time, log } = reader([good, offline, good]);
    await read(entry);
    const sample = sampleOf(entry, [quotaWindow()], time.nowMs());
    await time.advance(minute);
    await read(entry);
    const failed = store.state().readings.get(entry.account.id);
    await read(entry);
    expect([failed, store.state().readings.get(entry.account.id), log.warnings]).toEqual([
      { sample: { ...sample, source: 'a page' }, failure: offline.toValue() },
      { sample: { ...sample, source: 'a page', at: time.nowMs() } },
      ['quota not read'],
    ]);
  });

  test('leaves the state alone for an account without meters', async () => {
    const { read, store } = reader([undefined]);
    await read(entry);
    expect(store.state().readings).toEqual(new Map());
  });

  test('says nothing about a provider that has no meters at all', async () => {
    const store = createStore();
    const tools = { http: noHttp, clock: new FakeTime(), log: new RecordingLog() };
    await readQuota(claudeEntry(), { store, find: () => exampleProvider([]), toolsFor: () => tools });
    expect(store.state().readings).toEqual(new Map());
  });
});

describe('keeping quota fresh', () => {
  function poll(answers: readonly (QuotaAnswer | Failure | undefined)[]) {
    const given = reader(answers);
    const polling = createQuotaPolling({
      metered: () => true,
      store: given.store,
      clock: given.time,
      timer: given.time,
      read: given.read,
    });
    const startedAt = given.time.nowMs();
    return { ...given, polling, minutes: () => given.tries.map((at) => (at - startedAt) / minute) };
  }

  test('no timer runs without an account', () => {
    expect(poll([good]).time.pendingMs).toEqual([]);
  });

  test('an account without meters gets no timer and no reading, and does not stop those with meters', async () => {
    const seen: string[] = [];
    const time = new FakeTime();
    const polling = createQuotaPolling({
      metered: ({ account }) => account.id !== other.account.id,
      store: createStore(),
      clock: time,
      timer: time,
      read: async ({ account }) => void seen.push(account.label),
    });
    polling.follow(other);
    const timers = time.pendingMs;
    await polling.readNow(other.account.id);
    await time.advance(60 * minute);
    const readings = [...seen];
    polling.follow(entry);
    await time.advance(0);
    expect([timers, readings, seen]).toEqual([[], [], ['ada@example.test']]);
  });

  test('reads at once, then every five minutes', async () => {
    const { polling, time, minutes } = poll([good]);
    polling.follow(entry);
    await time.advance(16 * minute);
    expect([minutes(), time.pendingMs]).toEqual([[0, 5, 10, 15], [4 * minute]]);
  });

  test('backs off while it fails and comes back to five minutes', async () => {
    const { polling, time, minutes } = poll([offline, offline, offline, good]);
    polling.follow(entry);
    await time.advance(81 * minute);
    expect(minutes()).toEqual([0, 10, 30, 70, 75, 80]);
  });

  test('waits as long as the provider asks, at least one minute', async () => {
    const limited = (afterMs: number): Failure =>
      new Failure('provider/rate-limited', { retryAt: new FakeTime().nowMs() + afterMs });
    const { polling, time, minutes } = poll([limited(36 * minute), limited(0), good]);
    polling.follow(entry);
    await time.advance(43 * minute);
    expect(minutes()).toEqual([0, 36, 37, 42]);
  });

  test('reading on request counts as a try; the next one is five minutes later', async () => {
    const { polling, time, minutes } = poll([good]);
    polling.follow(entry);
    await time.advance(2 * minute);
    await polling.readNow(entry.account.id);
    await time.advance(6 * minute);
    expect([minutes(), time.pendingMs]).toEqual([[0, 2, 7], [4 * minute]]);
  });

  test('two requests at once leave one timer, not two', async () => {
    const { polling, time } = poll([good]);
    polling.follow(entry);
    await Promise.all([polling.readNow(entry.account.id), polling.readNow(entry.account.id)]);
    expect(time.pendingMs).toEqual([5 * minute]);
  });

  test('a request for an unknown account reads nothing', async () => {
    const { polling, tries } = poll([good]);
    await polling.readNow(other.account.id);
    expect(tries).toEqual([]);
  });

  test('a newer sign-in of the same account takes the place of the older', async () => {
    const seen: string[] = [];
    const time = new FakeTime();
    const polling = createQuotaPolling({
      metered: () => true,
      store: createStore(),
      clock: time,
      timer: time,
      read: async ({ account }) => void seen.push(account.label),
    });
    polling.follow(entry);
    await time.advance(0);
    polling.follow(openaiEntry({ label: 'new sign-in' }));
    await time.advance(6 * minute);
    expect([seen, time.pendingMs.length]).toEqual([['ada@example.test', 'new sign-in', 'new sign-in'], 1]);
  });

  test('follows several accounts and stops for all of them', async () => {
    const { polling, time, tries } = poll([good]);
    polling.follow(entry);
    polling.follow(other);
    await time.advance(0);
    polling.stop();
    await time.advance(60 * minute);
    expect([tries.length, time.pendingMs]).toEqual([2, []]);
  });

  test('an answer that comes in after the stop starts nothing new', async () => {
    const time = new FakeTime();
    const answer = Promise.withResolvers<undefined>();
    const polling = createQuotaPolling({
      metered: () => true,
      store: createStore(),
      clock: time,
      timer: time,
      read: () => answer.promise,
    });
    polling.follow(entry);
    await time.advance(0);
    polling.stop();
    answer.resolve(undefined);
    await settle();
    expect(time.pendingMs).toEqual([]);
  });
});

describe('telling the person', () => {
  const store = createStore();
  store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });

  function alertsOf(preferences: MemoryPreferences, windows: readonly QuotaWindow[], from = entry) {
    const notifier = new RecordingNotifier();
    const shown: string[] = [];
    const parts = {
      preferences,
      notifier,
      labelOf: () => 'OpenAI',
      show: (account: string) => shown.push(account),
    };
    raiseAlerts(sampleOf(from, windows), store.state(), parts);
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
});
