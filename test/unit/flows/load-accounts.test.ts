// What happens at the start with what is stored, and again when something could not be opened.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { createAccountLoader } from '../../../main/flows/load-accounts.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

function loaderOf(vault: MemoryVault) {
  const store = createStore();
  const log = new RecordingLog();
  const time = new FakeTime();
  const opened: SignedInAccount[] = [];
  const order: string[] = [];
  const loader = createAccountLoader({
    vault,
    store,
    timer: time,
    log,
    opened: (entry) => {
      opened.push(entry);
      order.push(`opened ${entry.account.label}`);
    },
    afterwards: async () => void order.push('afterwards'),
  });
  return { store, log, time, opened, order, loader };
}

test('stored accounts are shown and handed on', async () => {
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  await vault.save(claudeEntry());
  const { store, opened, order, loader } = loaderOf(vault);
  await loader.load();
  expect([order, opened, store.state().loaded, store.state().accounts, store.state().problems]).toEqual([
    ['opened ada@example.test', 'opened API key …wxyz', 'afterwards'],
    [openaiEntry(), claudeEntry()],
    true,
    [openaiEntry().account, claudeEntry().account],
    new Map(),
  ]);
});

test('an account whose keys cannot be opened is shown with the reason, and usable once they can', async () => {
  const failure = new Failure('storage/key-store-locked', { subject: 'ada@example.test' });
  const vault = new MemoryVault({ unopened: [{ account: openaiEntry().account, failure }] });
  const { store, opened, loader } = loaderOf(vault);
  await loader.load();
  const locked = [store.state().accounts, store.state().readings, [...opened]];
  vault.unopened = [];
  await vault.save(openaiEntry());
  await loader.retry();
  expect([locked, store.state().accounts, store.state().readings, opened]).toEqual([
    [[openaiEntry().account], new Map([[openaiEntry().account.id, { failure: failure.toValue() }]]), []],
    [openaiEntry().account],
    new Map(),
    [openaiEntry()],
  ]);
});

test('nothing is read again when everything could be opened', async () => {
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  const { opened, loader } = loaderOf(vault);
  await loader.load();
  await loader.retry();
  expect(opened).toEqual([openaiEntry()]);
});

test('who signs in while the vault is being read stays signed in', async () => {
  const { store, loader } = loaderOf(new MemoryVault());
  const loading = loader.load();
  store.dispatch({ type: 'account.signed-in', account: claudeEntry().account });
  await loading;
  expect(store.state().accounts).toEqual([claudeEntry().account]);
});

test('a vault that cannot be read leaves the app usable and says why', async () => {
  const failure = new Failure('storage/unreadable', { subject: 'vault.json' });
  const { store, log, opened, loader } = loaderOf(new MemoryVault({ failWith: failure }));
  await loader.load();
  expect([opened, store.state().loaded, store.state().problems, log.warnings]).toEqual([
    [],
    true,
    new Map([['vault', failure.toValue()]]),
    ['stored sign-ins not read'],
  ]);
});

test('damaged entries are problems by their name, and do not keep the others from being opened', async () => {
  const failure = new Failure('storage/unreadable', { subject: 'one entry' });
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  vault.damaged = [failure];
  const { store, opened, loader } = loaderOf(vault);
  await loader.load();
  expect([opened, store.state().problems]).toEqual([
    [openaiEntry()],
    new Map([['one entry', failure.toValue()]]),
  ]);
});

test('a vault that could not be read is read again on request, and its problem goes away', async () => {
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  vault.failWith = new Failure('storage/key-store-locked');
  const { store, opened, loader } = loaderOf(vault);
  await loader.load();
  vault.failWith = undefined;
  await loader.retry();
  expect([opened, store.state().problems]).toEqual([[openaiEntry()], new Map()]);
});

test('two who ask at once read once', async () => {
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  const { opened, loader } = loaderOf(vault);
  await Promise.all([loader.load(), loader.retry()]);
  expect(opened).toEqual([openaiEntry()]);
});

test('reading again does not forget what is wrong with accounts that were open all along', async () => {
  const locked = new Failure('storage/key-store-locked', { subject: 'ada@example.test' });
  const vault = new MemoryVault({ unopened: [{ account: openaiEntry().account, failure: locked }] });
  await vault.save(claudeEntry());
  const { store, loader } = loaderOf(vault);
  await loader.load();
  const { id } = claudeEntry().account;
  const failure = { code: 'credential/rejected', subject: 'Claude' } as const;
  store.dispatch({ type: 'quota.failed', account: id, failure });
  await loader.retry();
  expect(store.state().readings.get(id)).toEqual({ failure });
});

describe('who asks for what needs the accounts', () => {
  test('waits until they have been read and what follows is done', async () => {
    const { loader, order, time } = loaderOf(new MemoryVault());
    await Promise.all([loader.ready(), loader.ready()]);
    expect([order, time.pendingMs]).toEqual([['afterwards'], []]);
  });

  test('hears why they could not be read, and the second try works', async () => {
    const vault = new MemoryVault();
    const failure = new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
    vault.load = () => Promise.reject(failure);
    const { loader } = loaderOf(vault);
    const first = await failureOf(loader.ready());
    vault.load = () => MemoryVault.prototype.load.call(vault);
    await loader.ready();
    expect(first).toEqual(failure.toValue());
  });

  test('waits no longer than ten seconds for a key store that says nothing', async () => {
    const vault = new MemoryVault();
    vault.load = () => new Promise(() => undefined);
    const { loader, time } = loaderOf(vault);
    const failed = failureOf(loader.ready());
    await time.advance(10_000);
    expect((await failed).code).toBe('storage/key-store-silent');
  });
});

test('a vault of a newer version serves its accounts, says that it is only read, and is looked at again', async () => {
  const failure = new Failure('storage/read-only', { subject: 'vault.json' });
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  vault.readOnly = failure;
  const { store, opened, loader } = loaderOf(vault);
  await loader.load();
  const newer = [opened.length, store.state().problems];
  vault.readOnly = undefined;
  await loader.retry();
  expect([newer, opened.length, store.state().problems]).toEqual([
    [1, new Map([['vault', failure.toValue()]])],
    1,
    new Map(),
  ]);
});
