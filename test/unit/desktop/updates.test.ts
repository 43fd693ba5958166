// Updates are looked for once a day, fetched and put in place on the person's word alone, and never where the build has no address.
import { expect, test } from 'vitest';
import { createUpdates, type UpdateParts } from '../../../main/desktop/updates.ts';
import { Failure } from '../../../main/domain/failure.ts';
import type { Language } from '../../../main/domain/language.ts';
import type { Settings } from '../../../main/domain/settings.ts';
import type { Release, UpdateFacts, UpdateLook, Updates, UpdateWay } from '../../../main/domain/update.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { RecordingNotifier } from '../../fakes/notifier.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const facts: UpdateFacts = {
  address: 'https://updates.gatehouse.example/stable/',
  keys: ['key'],
  page: 'https://gatehouse.example/releases',
  since: 0,
};
const next: Release = { version: '0.2.0', files: [] };

interface House {
  readonly way?: UpdateWay;
  readonly facts?: UpdateFacts | null;
  readonly safeMode?: true;
  /** They cannot be read. */
  readonly broken?: true;
  /** When somebody looked last, and found nothing newer. */
  readonly lookedAt?: number;
  /** What outlives the app, for a start after this one. */
  readonly kept?: { look?: UpdateLook };
  readonly language?: Language;
  readonly agents?: number;
  /** What the person answers. */
  readonly yes?: boolean;
  readonly newest?: UpdateParts['newest'];
}

function house(given: House = {}) {
  const time = new FakeTime();
  const store = createStore({ ...initialState, safeMode: given.safeMode ?? false });
  const moves: Updates[] = [];
  store.subscribe(({ updates }) => moves.push(updates));
  const log = new RecordingLog();
  const notifier = new RecordingNotifier();
  const { lookedAt, kept = lookedAt === undefined ? {} : { look: { lookedAt, foundNone: true } } } = given;
  /** What happened, in order. */
  const done: unknown[] = [];
  /** How the fetching ends. */
  const fetching = Promise.withResolvers<undefined>();
  let onPercent = (_percent: number): void => undefined;
  let stopped: AbortSignal | undefined;
  let restart = async (): Promise<void> => undefined;
  const updates = createUpdates({
    store,
    clock: time,
    timer: time,
    localMinute: (at) => Math.floor((at % dayMs) / 60_000),
    language: () => given.language ?? 'en',
    ask: {
      ask: async (question) => {
        done.push(question);
        return given.yes ?? true;
      },
    },
    readFacts: async () => {
      if (given.broken === true) throw new Error('half of them');
      return {
        way: given.way ?? 'itself',
        facts: given.facts === null ? undefined : (given.facts ?? facts),
      };
    },
    newest:
      given.newest ??
      (async (_facts, way) => {
        done.push(`look as ${way}`);
        return next;
      }),
    installerFor: async (_facts, { version }) => ({
      fetch: async (percent, signal) => {
        done.push(`fetch ${version}`);
        onPercent = percent;
        stopped = signal;
        await fetching.promise;
      },
      restart: () => {
        done.push('restart');
        return restart();
      },
    }),
    notes: {
      load: async () => kept.look,
      save: async (look) => {
        if (look.lookedAt !== kept.look?.lookedAt) done.push(['note', look.lookedAt - time.nowMs()]);
        kept.look = look;
      },
    },
  });
  return {
    time,
    store,
    log,
    notifier,
    done,
    moves,
    fetching,
    updates,
    state: (): Updates => store.state().updates,
    percent: (value: number) => {
      onPercent(value);
    },
    isStopped: () => stopped?.aborted,
    restartFails: (code: Failure['code']) => {
      restart = () => Promise.reject(new Failure(code));
    },
    start: () =>
      updates.start({
        notifier,
        log,
        agents: () => given.agents ?? 0,
        show: () => {
          done.push('shown');
        },
      }),
  };
}

const on = { kind: 'on', way: 'itself', page: facts.page } as const;

test.each([
  ['itself', 'build'],
  ['by-hand', 'build'],
  ['package-manager', 'package-manager'],
] as const)('without an address, %s waits for nothing and says so', async (way, why) => {
  const { start, state, time, updates, done } = house({ way, facts: null });
  await start();
  expect([state(), time.pendingMs, await failureOf(updates.look()), done]).toEqual([
    { kind: 'off', why },
    [],
    { code: 'update/off', subject: 'Gatehouse' },
    [],
  ]);
});

test('facts that cannot be read are none', async () => {
  const { start, log, state, time } = house({ broken: true });
  await start();
  expect([log.warnings, state(), time.pendingMs]).toEqual([
    ['no facts about updates'],
    { kind: 'off', why: 'build' },
    [],
  ]);
});

test('it looks ten minutes after the first start, then once a day, and says each version once', async () => {
  const { start, time, done, notifier, state } = house();
  await start();
  const before = [time.pendingMs, done.length];
  await time.advance(10 * 60_000);
  const first = state();
  await time.advance(3 * dayMs);
  expect({ before, first, done, said: notifier.texts, pending: time.pendingMs }).toEqual({
    before: [[10 * 60_000], 0],
    first: { ...on, step: 'found', version: '0.2.0', lookedAt: time.nowMs() - 3 * dayMs },
    done: Array.from({ length: 4 }, () => [['note', 0], 'look as itself']).flat(),
    said: [
      {
        title: 'Gatehouse 0.2.0 is there',
        body: 'Nothing is fetched before you say so. Click here to see it.',
      },
    ],
    pending: [hourMs],
  });
});

test.each<[string, Partial<Settings>]>([
  ['are off', { notify: false }],
  // The fake clock starts at noon.
  ['wait for the end of quiet hours', { quietHours: { fromMinute: 11 * 60, toMinute: 15 * 60 } }],
])('while notices %s, a new version is not told; after that it is, once', async (_why, settings) => {
  const { start, time, store, notifier } = house();
  const usual = store.state().settings;
  store.dispatch({ type: 'settings.changed', settings: { ...usual, ...settings } });
  await start();
  await time.advance(2.9 * hourMs);
  const during = notifier.titles;
  if (settings.notify === false) store.dispatch({ type: 'settings.changed', settings: usual });
  await time.advance(1.1 * hourMs);
  const after = notifier.titles;
  await time.advance(dayMs);
  const told = ['Gatehouse 0.2.0 is there'];
  expect([during, after, notifier.titles]).toEqual([[], told, told]);
});

test('what somebody has found by asking is not told at the next hour', async () => {
  const { start, time, updates, notifier } = house({ lookedAt: new FakeTime().nowMs() - hourMs });
  await start();
  await updates.look();
  await time.advance(5 * hourMs);
  expect(notifier.titles).toEqual([]);
});

test('a night in which the computer sleeps counts: it looks within an hour after a day, and not before', async () => {
  const { start, time, done } = house({ lookedAt: new FakeTime().nowMs() - hourMs });
  await start();
  await time.advance(hourMs / 2);
  // For all that a timer knows, no time goes by.
  time.setClock(22 * hourMs);
  await time.advance(hourMs / 2 - 1);
  const before = [...done];
  time.setClock(hourMs);
  await time.advance(1);
  expect([before, done, time.pendingMs]).toEqual([[], [['note', 0], 'look as itself'], [hourMs]]);
});

test('a clock that is set back puts the next look off by minutes, not by as much', async () => {
  const { start, time, done } = house({ lookedAt: new FakeTime().nowMs() - hourMs });
  await start();
  time.setClock(-30 * dayMs);
  await time.advance(hourMs + 10 * 60_000);
  expect(done).toEqual([['note', 0], 'look as itself']);
});

test('a start soon after the last look does not look again before a day is over', async () => {
  const { start, time, done, state } = house({ lookedAt: new FakeTime().nowMs() - hourMs });
  await start();
  await time.advance(23 * hourMs - 1);
  expect([done, state()]).toEqual([[], { ...on, step: 'waiting', lookedAt: time.nowMs() - dayMs + 1 }]);
});

test.each<[string, UpdateParts['newest']]>([
  ['has found a newer version', () => Promise.resolve(next)],
  ['has failed', () => Promise.reject(new Failure('network/offline'))],
  ['the end of the app has cut off', () => Promise.withResolvers<undefined>().promise],
])(
  'a look that %s is not said to have found nothing after a restart, and is made again',
  async (_how, newest) => {
    const kept = {};
    const before = house({ kept, newest });
    await before.start();
    void before.updates.look();
    await settle();
    before.updates.stop();
    const { start, state, time } = house({ kept });
    await start();
    expect([state(), time.pendingMs]).toEqual([{ ...on, step: 'waiting' }, [10 * 60_000]]);
  },
);

test('a look that has found nothing newer is known after a restart, and is the one of the day', async () => {
  const kept = {};
  const before = house({ kept, newest: () => Promise.resolve(undefined) });
  await before.start();
  await before.updates.look();
  before.updates.stop();
  const { start, state, time, done } = house({ kept });
  await start();
  await time.advance(dayMs - 1);
  expect([state(), done]).toEqual([{ ...on, step: 'waiting', lookedAt: new FakeTime().nowMs() }, []]);
});

test('a version that was told is found again after a restart, and not told again', async () => {
  const kept = {};
  const before = house({ kept });
  await before.start();
  await before.time.advance(10 * 60_000);
  before.updates.stop();
  const { start, time, state, notifier } = house({ kept });
  await start();
  await time.advance(20 * 60_000);
  expect([before.notifier.titles, state(), notifier.titles]).toEqual([
    ['Gatehouse 0.2.0 is there'],
    expect.objectContaining({ step: 'found', version: '0.2.0' }),
    [],
  ]);
});

test('in safe mode it looks only when somebody asks', async () => {
  const { start, time, done, updates } = house({ safeMode: true });
  await start();
  await time.advance(3 * dayMs);
  const byItself = done.length;
  await updates.look();
  expect([byItself, done.length]).toEqual([0, 2]);
});

test('a day in safe mode is no look: it is made once the app has started normally', async () => {
  const { start, store, time, done, updates } = house({ safeMode: true });
  await start();
  await time.advance(dayMs - 1);
  const during = [...time.pendingMs];
  store.dispatch({ type: 'safe-mode.changed', on: false });
  await time.advance(10 * 60_000);
  const after = [...done];
  updates.stop();
  expect([during, after, time.pendingMs]).toEqual([[], [['note', 0], 'look as itself'], []]);
});

test('the end of the app in safe mode is the end of waiting for it', async () => {
  const { start, store, time, updates } = house({ safeMode: true });
  await start();
  updates.stop();
  store.dispatch({ type: 'safe-mode.changed', on: false });
  expect(time.pendingMs).toEqual([]);
});

test('a click on the notice shows where updates stand, in the language of the person', async () => {
  const { start, time, done, notifier } = house({ way: 'package-manager', language: 'de' });
  await start();
  await time.advance(dayMs);
  notifier.shown[0]?.onClick();
  expect([notifier.texts, done.at(-1)]).toEqual([
    [{ title: 'Gatehouse 0.2.0 ist da', body: 'Es kommt mit den Aktualisierungen deines Systems.' }],
    'shown',
  ]);
});

test('who asks gets a look at once, two get the same one, and no notice', async () => {
  const { start, updates, done, notifier, state } = house();
  await start();
  await Promise.all([updates.look(), updates.look()]);
  expect([done, notifier.texts, state()]).toEqual([
    [['note', 0], 'look as itself'],
    [],
    { ...on, step: 'found', version: '0.2.0', lookedAt: new FakeTime().nowMs() },
  ]);
});

test('a look that fails says why and counts as the look of the day', async () => {
  const { start, time, state, log } = house({
    newest: () => Promise.reject(new Failure('update/unsigned', { subject: 'updates.gatehouse.example' })),
  });
  await start();
  await time.advance(10 * 60_000);
  expect([state(), time.pendingMs, log.warnings]).toEqual([
    {
      ...on,
      step: 'waiting',
      lookedAt: time.nowMs(),
      failure: { code: 'update/unsigned', subject: 'updates.gatehouse.example' },
    },
    [hourMs],
    ['update failed'],
  ]);
});

test('what was found stays when the next look fails, and goes when it is not there any more', async () => {
  const answers: (() => Promise<Release | undefined>)[] = [
    () => Promise.resolve(next),
    () => Promise.reject(new Failure('network/offline')),
    () => Promise.resolve(undefined),
  ];
  const { start, updates, state } = house({
    newest: () => answers.shift()?.() ?? Promise.resolve(undefined),
  });
  await start();
  const lookedAt = new FakeTime().nowMs();
  const seen: Updates[] = [];
  for (let look = 0; look < 3; look += 1) {
    await updates.look();
    seen.push(state());
  }
  expect(seen).toEqual([
    { ...on, step: 'found', version: '0.2.0', lookedAt },
    { ...on, step: 'found', version: '0.2.0', lookedAt, failure: { code: 'network/offline' } },
    { ...on, step: 'waiting', lookedAt },
  ]);
});

test('a version is fetched on a word, says each percent once, and takes its place on another', async () => {
  const { start, updates, done, state, moves, percent, fetching } = house();
  await start();
  await updates.look();
  const fetched = updates.fetch();
  await settle();
  const before = moves.length;
  const steps = [0, 1, 1, 2].map((value) => {
    percent(value);
    return state();
  });
  const drawn = moves.length - before;
  await updates.look();
  fetching.resolve(undefined);
  await fetched;
  const ready = state();
  await updates.restart();
  const found = { ...on, version: '0.2.0', lookedAt: new FakeTime().nowMs() };
  expect({ steps, drawn, ready, done, last: state() }).toEqual({
    steps: [0, 1, 1, 2].map((value) => ({ ...found, step: 'downloading', percent: value })),
    drawn: 2,
    ready: { ...found, step: 'ready' },
    done: [['note', 0], 'look as itself', 'fetch 0.2.0', 'restart'],
    last: { ...found, step: 'restarting' },
  });
});

test('a version that does not arrive can be fetched again', async () => {
  const { start, updates, state, fetching } = house();
  await start();
  await updates.look();
  fetching.reject(new Failure('update/spoilt', { subject: 'gatehouse.AppImage' }));
  await updates.fetch();
  expect(state()).toEqual({
    ...on,
    step: 'found',
    version: '0.2.0',
    lookedAt: new FakeTime().nowMs(),
    failure: { code: 'update/spoilt', subject: 'gatehouse.AppImage' },
  });
});

test('what is given up while it is fetched is no failure, and can be fetched again', async () => {
  const { start, updates, done, log, state, fetching, isStopped } = house();
  await start();
  await updates.look();
  await updates.cancelFetch();
  const fetched = updates.fetch();
  await settle();
  const cancelled = updates.cancelFetch();
  const stopped = isStopped();
  const during = state();
  fetching.reject(new Failure('update/not-fetched'));
  await cancelled;
  const after = state();
  await fetched;
  await updates.fetch();
  const found = { ...on, version: '0.2.0', lookedAt: new FakeTime().nowMs() };
  expect({ stopped, during, after, warned: log.warnings.length, done: done.slice(2), last: state() }).toEqual(
    {
      stopped: true,
      during: { ...found, step: 'downloading', percent: 0 },
      after: { ...found, step: 'found' },
      warned: 1,
      done: ['fetch 0.2.0', 'fetch 0.2.0'],
      last: { ...found, step: 'found', failure: { code: 'update/not-fetched' } },
    },
  );
});

test.each(['package-manager', 'by-hand'] as const)('where %s installs, nothing is fetched', async (way) => {
  const { start, updates, done } = house({ way });
  await start();
  await updates.look();
  await updates.fetch();
  await updates.restart();
  expect(done).toEqual([['note', 0], `look as ${way}`]);
});

test.each([
  ['yes', true, 1, 'One agent is at work', ['restart']],
  ['no', false, 3, '3 agents are at work', []],
] as const)(
  'while agents are at work the person is asked, and %s decides',
  async (_word, yes, agents, words, then) => {
    const { start, updates, done, fetching } = house({ yes, agents });
    await start();
    await updates.look();
    fetching.resolve(undefined);
    await updates.fetch();
    const before = done.length;
    await updates.restart();
    expect(done.slice(before)).toEqual([
      {
        title: 'Restart Gatehouse to update it to 0.2.0?',
        detail: `${words} with keys from Gatehouse. They go on, but nothing is handed out or renewed for them until Gatehouse is back.`,
        confirm: 'Restart',
      },
      ...then,
    ]);
  },
);

test('a restart that cannot be says why, and can be tried again', async () => {
  const { start, updates, state, fetching, restartFails } = house();
  await start();
  await updates.look();
  fetching.resolve(undefined);
  await updates.fetch();
  restartFails('update/not-installed');
  await updates.restart();
  expect(state()).toEqual({
    ...on,
    step: 'ready',
    version: '0.2.0',
    lookedAt: new FakeTime().nowMs(),
    failure: { code: 'update/not-installed' },
  });
});

test('what was thrown away before the restart is fetched again, not restarted into', async () => {
  const { start, updates, done, state, fetching, restartFails } = house();
  await start();
  await updates.look();
  fetching.resolve(undefined);
  await updates.fetch();
  restartFails('update/spoilt');
  await updates.restart();
  const spoilt = state();
  await updates.restart();
  await updates.fetch();
  const found = { ...on, version: '0.2.0', lookedAt: new FakeTime().nowMs() };
  expect([spoilt, done.slice(2), state()]).toEqual([
    { ...found, step: 'found', failure: { code: 'update/spoilt' } },
    ['fetch 0.2.0', 'restart', 'fetch 0.2.0'],
    { ...found, step: 'ready' },
  ]);
});

test('two clicks on the restart are one question and one restart', async () => {
  const { start, updates, done, fetching } = house({ agents: 1 });
  await start();
  await updates.look();
  fetching.resolve(undefined);
  await updates.fetch();
  const before = done.length;
  await Promise.all([updates.restart(), updates.restart()]);
  expect(done.slice(before)).toEqual([
    expect.objectContaining({ title: 'Restart Gatehouse to update it to 0.2.0?' }),
    'restart',
  ]);
});

test('who says no to the restart is asked again at the next click', async () => {
  const { start, updates, done, fetching } = house({ agents: 1, yes: false });
  await start();
  await updates.look();
  fetching.resolve(undefined);
  await updates.fetch();
  const before = done.length;
  await updates.restart();
  await updates.restart();
  expect(done.length - before).toBe(2);
});

test('at the end of the app nothing is waited for any more, and what is fetched is given up', async () => {
  const { start, updates, time, isStopped } = house();
  await start();
  await updates.look();
  void updates.fetch();
  await settle();
  const before = [isStopped(), time.pendingMs.length];
  updates.stop();
  expect([before, isStopped(), time.pendingMs]).toEqual([[false, 1], true, []]);
});
