// The flows joined as the app joins them: what a start in safe mode leaves alone, and what "Start normally" waits for.
import { expect, test } from 'vitest';
import { composeFlows } from '../../main/compose-flows.ts';
import { consumers, managedFiles } from '../../main/consumers/list.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import { consumerId } from '../../main/domain/ids.ts';
import { Failure } from '../../main/domain/failure.ts';
import { delegatedAccount } from '../../main/flows/sign-in-by-program.ts';
import type { FlowParts } from '../../main/compose-flows.ts';
import type { ProviderDescription } from '../../main/providers/description.ts';
import { createStore } from '../../main/state/store.ts';
import { claudeId, noonMs, quotaWindow, revealed, sampleOf } from '../fakes/accounts.ts';
import { silentBrowser } from '../fakes/browser.ts';
import { noHttp } from '../fakes/http.ts';
import { MemoryJournal } from '../fakes/journal.ts';
import { endingIn, renewal } from '../fakes/keys-at-work.ts';
import { MemoryLock } from '../fakes/lock.ts';
import { RecordingLog } from '../fakes/log.ts';
import { FakeLoopback } from '../fakes/loopback.ts';
import { adaAtProgram } from '../fakes/owner.ts';
import { MemoryPreferences } from '../fakes/preferences.ts';
import { exampleProvider } from '../fakes/provider.ts';
import { MemoryQuotaHistory } from '../fakes/quota-history.ts';
import { MemoryNotes } from '../fakes/quota-notes.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { MemoryFiles } from '../fakes/shared-files.ts';
import { MemorySwitchJournal } from '../fakes/switch-journal.ts';
import { FakeTime, settle } from '../fakes/time.ts';
import { MemoryVault } from '../fakes/vault.ts';

const places = { home: '/home/ada', data: '/data', environment: {} };
const unasked = (): never => {
  throw new Error('not asked here');
};

/** A login that Claude Code keeps: it is started to say whose it is. */
const kept = delegatedAccount(
  { ...adaAtProgram, provider: claudeId },
  {
    origin: 'owner-sign-in',
    owner: consumerId('claude-code'),
    folder: '/data/logins/claude-code/1',
    place: 'private',
    obtainedAt: noonMs,
  },
);

/** @param recovering until then the start is at what an earlier one has left */
async function inSafeMode(
  recovering: Promise<void> = Promise.resolve(),
  entry: SignedInAccount = kept,
  refresh?: ProviderDescription['refresh'],
) {
  const store = createStore();
  store.dispatch({ type: 'safe-mode.changed', on: true });
  const time = new FakeTime(noonMs);
  const log = new RecordingLog();
  const disk = new MemoryFiles({});
  const vault = new MemoryVault();
  await vault.save(entry);
  const journal = new MemorySwitchJournal();
  const provider = { ...exampleProvider([], { ...(refresh && { refresh }) }), id: claudeId };
  const started: string[] = [];
  const heard: ((what: 'woken') => void)[] = [];
  const run: FlowParts['programs']['run'] = async ({ words }) => {
    started.push(words.join(' '));
    throw new Failure('credential/owner-silent');
  };
  const flows = composeFlows({
    store,
    clock: time,
    timer: time,
    log,
    providers: [provider],
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: time, log }),
    consumers,
    managed: managedFiles(places),
    places,
    preferences: new MemoryPreferences({}),
    vault,
    secretBox: new ToySecretBox(),
    passphrase: { state: async () => 'none', create: unasked, unlock: unasked, setAside: unasked },
    ask: { ask: unasked },
    askLanguage: () => 'en',
    journal: new MemoryJournal(),
    switchJournal: {
      load: async () => {
        await recovering;
        return journal.load();
      },
      save: (record) => journal.save(record),
      clear: () => journal.clear(),
    },
    processes: { running: async () => [] },
    prepareLogin: async () => undefined,
    lock: new MemoryLock(),
    programs: { find: async (name) => `/usr/bin/${name}`, run, talk: unasked },
    folders: {
      make: unasked,
      keep: unasked,
      retire: unasked,
      discard: unasked,
      sweep: async () => undefined,
      kept: async () => [],
    },
    browser: silentBrowser,
    loopback: new FakeLoopback(),
    textFiles: disk,
    writer: disk,
    history: { note: async () => undefined, versions: async () => [], count: async () => 0 },
    redacted: (text) => text,
    watch: disk,
    notes: new MemoryNotes(),
    quotaHistory: new MemoryQuotaHistory(),
    presence: {
      attention: () => 'away',
      online: () => true,
      onChange: (changed) => heard.push(changed),
    },
    fingerprint: (text) => text,
    random: () => 0,
  });
  const start = flows.start();
  await settle();
  return {
    store,
    start,
    started,
    flows,
    vault,
    time,
    wake: () => {
      for (const changed of heard) changed('woken');
    },
    startNormally: async () => {
      store.dispatch({ type: 'safe-mode.changed', on: false });
      await settle();
    },
  };
}

test('no program is started for a login that it keeps, whatever happens by itself, until the person goes on', async () => {
  const { store, start, started, wake, startNormally } = await inSafeMode();
  await start;
  wake();
  // As the line of its status says it, again and again.
  store.dispatch({ type: 'quota.read', sample: sampleOf(kept, [quotaWindow()], noonMs) });
  await settle();
  const before = [...started];
  await startNormally();
  expect([before, started]).toEqual([[], ['auth status --json']]);
});

test('going on waits until what an earlier start has left is repaired', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { store, started, startNormally } = await inSafeMode(promise);
  await startNormally();
  const shown = store.state().accounts.length;
  const before = [...started];
  resolve(undefined);
  await settle();
  expect([shown, before, started]).toEqual([1, [], ['auth status --json']]);
});

test('keys that could not be renewed because the key store was closed are renewed once it is seen open', async () => {
  const due = endingIn(0);
  const { start, flows, vault, time, startNormally } = await inSafeMode(undefined, due, async (old) =>
    renewal(old, 1, noonMs),
  );
  await start;
  vault.failWith = new Failure('storage/key-store-locked');
  await startNormally();
  await time.advance(40 * 60_000);
  vault.failWith = undefined;
  const before = vault.stored.map(revealed);
  await flows.keyStore.look();
  await settle();
  await time.advance(0);
  expect([before, vault.stored.map(revealed)]).toEqual([
    [revealed(due)],
    [revealed(renewal(due, 1, noonMs))],
  ]);
});
