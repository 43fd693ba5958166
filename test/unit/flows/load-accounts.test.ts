// What happens at the start with what is stored, and again when something could not be opened.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import type { AccountId } from '../../../main/domain/ids.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createAccountLoader } from '../../../main/flows/load-accounts.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

function loaderOf(vault: MemoryVault, failingAt?: number, isForgotten = (_id: AccountId): boolean => false) {
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
    isForgotten,
    opened: (entry) => {
      opened.push(entry);
      order.push(`opened ${entry.account.label}`);
    },
    afterwards: async () => {
      order.push('afterwards');
      if (order.filter((each) => each === 'afterwards').length === failingAt)
        throw new Failure('selection/unfinished');
    },
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

test('who signs out while the vault is being read stays signed out, whether the keys could be opened or not', async () => {
  const failure = new Failure('storage/key-store-locked', { subject: 'ada@example.test' });
  const vault = new MemoryVault({ unopened: [{ account: openaiEntry().account, failure }] });
  await vault.save(claudeEntry());
  const book = createAccountBook(vault);
  const { store, opened, loader } = loaderOf(vault, undefined, (id) => book.isForgotten(id));
  const found = await vault.load();
  const unlocked = Promise.withResolvers<undefined>();
  vault.load = () => unlocked.promise.then(() => found);
  const loading = loader.load();
  for (const { account } of [openaiEntry(), claudeEntry()]) await book.forget(account.id);
  unlocked.resolve(undefined);
  await loading;
  const gone = [store.state().accounts, store.state().readings, [...opened]];
  await book.keep(claudeEntry());
  vault.load = async () => ({ ...found, unopened: [] });
  await loader.load();
  expect([gone, opened]).toEqual([[[], new Map(), []], [claudeEntry()]]);
});

test('a vault that cannot be read leaves the app usable and says why', async () => {
  const failure = new Failure('storage/unreadable', { subject: 'vault.json' });
  const { store, log, opened, loader } = loaderOf(new MemoryVault({ failWith: failure }));
  await loader.load();
  expect([opened, store.state().loaded, store.state().problems, log.warnings]).toEqual([
    [],
    true,
    new Map([['vault', failure.toValue()]]),
    ['stored sign-ins not whole'],
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

describe('what is said of a damaged entry', () => {
  const [one, other] = ['one entry', 'another entry'].map(
    (subject) => new Failure('storage/unreadable', { subject }),
  );

  async function damaged() {
    const vault = new MemoryVault();
    await vault.save(openaiEntry());
    vault.damaged = [one, other].filter((failure) => failure !== undefined);
    const parts = loaderOf(vault);
    await parts.loader.load();
    const events: string[] = [];
    parts.store.subscribe((_state, { type }) => events.push(type));
    return { ...parts, vault, events, problems: () => [...parts.store.state().problems.keys()] };
  }

  test('goes with the next look once the entry is whole again, and its account is usable', async () => {
    const { vault, loader, opened, problems } = await damaged();
    vault.damaged = vault.damaged.slice(1);
    await vault.save(claudeEntry());
    await loader.retry();
    expect([problems(), opened]).toEqual([['another entry'], [openaiEntry(), claudeEntry()]]);
  });

  test('is not said again, and nothing else happens, as long as it is damaged', async () => {
    const { loader, log, order, events, problems } = await damaged();
    await loader.retry();
    expect([problems(), events, log.warnings, order.filter((each) => each === 'afterwards')]).toEqual([
      ['one entry', 'another entry'],
      [],
      ['stored sign-ins not whole', 'stored sign-ins not whole'],
      ['afterwards'],
    ]);
  });

  test('goes by itself after each of several sign-ins, also while the one before is being looked at', async () => {
    const { vault, store, problems } = await damaged();
    vault.damaged = vault.damaged.slice(1);
    store.dispatch({ type: 'account.signed-in', account: openaiEntry().account });
    await Promise.resolve();
    vault.damaged = [];
    store.dispatch({ type: 'account.signed-in', account: claudeEntry().account });
    await settle();
    expect(problems()).toEqual([]);
  });

  test('stands while the vault cannot be read, and that goes with the next look that can', async () => {
    const { vault, loader, problems } = await damaged();
    vault.failWith = new Failure('storage/unreadable', { subject: 'vault.json' });
    await loader.retry();
    const unread = problems();
    vault.failWith = undefined;
    await loader.retry();
    expect([unread, problems()]).toEqual([
      ['one entry', 'another entry', 'vault'],
      ['one entry', 'another entry'],
    ]);
  });
});

test('a vault that is whole and cannot be read later is read again on request', async () => {
  const vault = new MemoryVault();
  const { store, loader } = loaderOf(vault);
  await loader.load();
  vault.failWith = new Failure('storage/unreadable', { subject: 'vault.json' });
  await loader.load();
  vault.failWith = undefined;
  await loader.retry();
  expect(store.state().problems).toEqual(new Map());
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
  const { store, order, loader } = loaderOf(vault);
  await loader.load();
  const newer = store.state().problems;
  vault.readOnly = undefined;
  await loader.retry();
  // What had to wait until something could be changed follows once more.
  expect([newer, order, store.state().problems]).toEqual([
    new Map([['vault', failure.toValue()]]),
    ['opened ada@example.test', 'afterwards', 'afterwards'],
    new Map(),
  ]);
});

test('what follows is done again when it has failed, and until then it is said', async () => {
  const failure = new Failure('storage/key-store-locked', { subject: 'ada@example.test' });
  const vault = new MemoryVault({ unopened: [{ account: openaiEntry().account, failure }] });
  const { store, order, loader } = loaderOf(vault, 2);
  const problems = (): readonly string[] => [...store.state().problems.values()].map(({ code }) => code);
  await loader.load();
  vault.unopened = [];
  await vault.save(openaiEntry());
  await loader.retry();
  const failed = problems();
  await loader.retry();
  await loader.retry();
  expect([failed, problems(), order.filter((each) => each === 'afterwards').length]).toEqual([
    ['selection/unfinished'],
    [],
    3,
  ]);
});
