// What protects the keys: chosen by the person, said in the state, and what is open is sealed anew.
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createKeyStore } from '../../../main/flows/key-store.ts';
import type { KeyStoreState, PassphraseStore } from '../../../main/ports.ts';
import { createStore } from '../../../main/state/store.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { FakePerson } from '../../fakes/ask-person.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const ready: KeyStoreState = { kind: 'ready', backend: 'toy', keyId: 'a', durable: true };
const missing: KeyStoreState = { kind: 'unusable', code: 'storage/key-store-missing', detail: 'none here' };
const entry = openaiEntry();

class FakePassphrase implements PassphraseStore {
  known: string | undefined;
  isOpen = false;

  async state(): Promise<'none' | 'locked' | 'open'> {
    if (this.known === undefined) return 'none';
    return this.isOpen ? 'open' : 'locked';
  }

  async create(passphrase: Secret): Promise<void> {
    this.known = passphrase.reveal();
    this.isOpen = true;
  }

  async unlock(passphrase: Secret): Promise<void> {
    if (passphrase.reveal() !== this.known) throw new Failure('storage/passphrase-wrong');
    this.isOpen = true;
  }

  async setAside(): Promise<void> {
    this.known = undefined;
    this.isOpen = false;
  }
}

function desk(state: KeyStoreState = ready) {
  const store = createStore();
  const preferences = new MemoryPreferences();
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  book.opened(entry);
  const passphrase = new FakePassphrase();
  const person = new FakePerson();
  const vaultRead = { isWhole: true };
  let reloads = 0;
  const keyStore = createKeyStore({
    box: { state: async () => state },
    passphrase,
    book,
    reload: async () => {
      reloads += 1;
    },
    isWhole: () => vaultRead.isWhole,
    preferences,
    store,
    ask: person,
    language: () => 'en',
    log: new RecordingLog(),
  });
  const decisions: string[] = [];
  store.subscribe((_state, event) => {
    if (event.type === 'key-store.decided') decisions.push(`${event.decision} by ${event.by}`);
  });
  const reloaded = (): number => reloads;
  return { keyStore, store, preferences, vault, vaultRead, passphrase, person, decisions, reloads: reloaded };
}

/** The same, with an account signed in. */
function deskInUse(state: KeyStoreState = ready) {
  const made = desk(state);
  made.store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
  return made;
}

const secret = new Secret('canary_passphrase');
const byPerson = { by: 'person' } as const;
const byProgram = { by: 'cli' } as const;
const notConfirmed = { code: 'broker/not-confirmed', detail: 'what protects the keys stays as it is' };

test('a key store that cannot be used is said in the state, with the reason', async () => {
  const { keyStore, store } = desk(missing);
  await keyStore.look();
  expect(store.state().keyStore).toEqual({
    passphrase: 'none',
    failure: { code: 'storage/key-store-missing', subject: 'your accounts', detail: 'none here' },
  });
});

test('the first passphrase is chosen, later ones have to be it, and the open keys are sealed under it', async () => {
  const { keyStore, store, preferences, vault, passphrase, reloads } = desk();
  await keyStore.enterPassphrase(new Secret('canary_passphrase'), byPerson);
  passphrase.isOpen = false;
  const wrong = await failureOf(keyStore.enterPassphrase(new Secret('canary_other'), byPerson));
  await keyStore.enterPassphrase(new Secret('canary_passphrase'), byPerson);
  expect([
    wrong,
    preferences.settings().keyStore,
    vault.saved.map(({ account }) => account.id),
    reloads(),
    store.state().keyStore,
  ]).toEqual([
    { code: 'storage/passphrase-wrong' },
    'passphrase',
    [entry.account.id, entry.account.id],
    2,
    { passphrase: 'open', backend: 'toy' },
  ]);
});

test('memory alone is for what comes from now on: nothing that is stored is sealed anew', async () => {
  const { keyStore, preferences, vault, reloads } = desk();
  await keyStore.choose('memory', byPerson);
  expect([preferences.settings().keyStore, vault.saved, reloads()]).toEqual(['memory', [], 1]);
});

test('going back to the system’s key store seals the open keys under it', async () => {
  const { keyStore, preferences, vault } = desk();
  await keyStore.choose('system', byPerson);
  expect([preferences.settings().keyStore, vault.saved.length]).toEqual(['system', 1]);
});

test('keys that cannot be sealed anew do not keep the others from it', async () => {
  const { keyStore, vault, reloads } = desk();
  vault.failSavingWith = new Failure('storage/write-failed');
  await keyStore.choose('system', byPerson);
  expect(reloads()).toBe(1);
});

test('after a forgotten passphrase the next one is the new one, and what is open is sealed under it', async () => {
  const { keyStore, store, vault, passphrase } = desk();
  await keyStore.enterPassphrase(new Secret('canary_passphrase'), byPerson);
  passphrase.isOpen = false;
  await keyStore.startAnew(byPerson);
  const between = store.state().keyStore.passphrase;
  await keyStore.enterPassphrase(new Secret('canary_other'), byPerson);
  expect([between, passphrase.known, store.state().keyStore.passphrase, vault.saved.length]).toEqual([
    'none',
    'canary_other',
    'open',
    2,
  ]);
});

test('where a newer version has written the vault, no other key store is chosen that could not open it', async () => {
  const { keyStore, preferences, vault, passphrase } = desk();
  vault.readOnly = new Failure('storage/read-only', { subject: 'vault.json' });
  const chosen = [
    await failureOf(keyStore.choose('system', byPerson)),
    await failureOf(keyStore.enterPassphrase(new Secret('canary_passphrase'), byPerson)),
    await failureOf(keyStore.startAnew(byPerson)),
  ].map(({ code }) => code);
  passphrase.known = 'canary_passphrase';
  await keyStore.enterPassphrase(new Secret('canary_passphrase'), byPerson);
  expect([chosen, preferences.settings().keyStore, passphrase.isOpen, vault.saved]).toEqual([
    ['storage/read-only', 'storage/read-only', 'storage/read-only'],
    'passphrase',
    true,
    [],
  ]);
});

describe('a program', () => {
  const byPassphrase = 'Protect the keys by a passphrase?';

  test('that makes up a passphrase changes nothing without a yes, and proves nothing by it', async () => {
    const { keyStore, preferences, vault, passphrase, person, decisions } = deskInUse();
    person.says = false;
    expect([
      await failureOf(keyStore.enterPassphrase(secret, byProgram)),
      await failureOf(keyStore.prove(secret)),
      person.titles,
      [passphrase.known, preferences.settings().keyStore, vault.saved, decisions],
    ]).toEqual([
      notConfirmed,
      { code: 'broker/not-confirmed', detail: 'no passphrase protects the keys here' },
      [byPassphrase],
      [undefined, 'system', [], []],
    ]);
  });

  test('with a yes sets it, which is written down, and the right one needs no yes later', async () => {
    const { keyStore, preferences, passphrase, person, decisions } = deskInUse();
    await keyStore.enterPassphrase(secret, byProgram);
    passphrase.isOpen = false;
    await keyStore.enterPassphrase(secret, byProgram);
    expect([person.titles, preferences.settings().keyStore, decisions]).toEqual([
      [byPassphrase],
      'passphrase',
      ['new passphrase by cli'],
    ]);
  });

  test('needs a yes for one that protected the keys once, and without it leaves that as it was', async () => {
    const { keyStore, preferences, passphrase, person, decisions } = deskInUse();
    await keyStore.enterPassphrase(secret, byPerson);
    await keyStore.choose('system', byPerson);
    passphrase.isOpen = false;
    person.says = false;
    const refused = await failureOf(keyStore.enterPassphrase(secret, byProgram));
    const between = [
      passphrase.isOpen,
      preferences.settings().keyStore,
      await failureOf(keyStore.prove(secret)),
    ];
    person.says = true;
    await keyStore.enterPassphrase(secret, byProgram);
    expect([refused, between, person.titles, preferences.settings().keyStore, decisions.slice(2)]).toEqual([
      notConfirmed,
      [false, 'system', { code: 'broker/not-confirmed', detail: 'no passphrase protects the keys here' }],
      [byPassphrase, byPassphrase],
      'passphrase',
      ['passphrase by cli'],
    ]);
  });

  test.each<[string, KeyStoreState, readonly Account[] | undefined, boolean]>([
    ['no key store and no account', missing, [], false],
    ['no account, and memory that keeps none', { ...ready, backend: 'memory', durable: false }, [], false],
    ['a key store that works', ready, [], true],
    ['an account whose keys nothing opens now', missing, [entry.account], true],
    ['accounts that were not read yet', missing, undefined, true],
  ])('where there is %s', async (_name, state, accounts, isAsked) => {
    const { keyStore, store, person } = desk(state);
    if (accounts !== undefined) store.dispatch({ type: 'accounts.loaded', accounts });
    await keyStore.enterPassphrase(secret, byProgram);
    expect(person.titles).toEqual(isAsked ? [byPassphrase] : []);
  });

  test('asks where the accounts cannot be read, which is not to have none', async () => {
    const { keyStore, store, person, vaultRead } = desk(missing);
    vaultRead.isWhole = false;
    store.dispatch({ type: 'accounts.loaded', accounts: [] });
    await keyStore.enterPassphrase(secret, byProgram);
    expect(person.titles).toEqual([byPassphrase]);
  });

  test('asks before it puts another passphrase in the place of one that is closed, with no account too', async () => {
    const { keyStore, store, passphrase, person } = desk(missing);
    store.dispatch({ type: 'accounts.loaded', accounts: [] });
    await keyStore.enterPassphrase(secret, byPerson);
    passphrase.isOpen = false;
    person.says = false;
    const refused = [
      await failureOf(keyStore.startAnew(byProgram, new Secret('canary_other'))),
      await failureOf(keyStore.choose('memory', byProgram)),
    ];
    expect([refused, passphrase.known, person.titles]).toEqual([
      [notConfirmed, notConfirmed],
      'canary_passphrase',
      ['Give up the passphrase of the keys?', 'Keep the keys in memory alone?'],
    ]);
  });

  test('neither gives up the passphrase nor chooses another key store without a yes', async () => {
    const { keyStore, preferences, passphrase, person, decisions } = deskInUse();
    await keyStore.enterPassphrase(secret, byPerson);
    person.says = false;
    expect([
      await failureOf(keyStore.startAnew(byProgram, new Secret('canary_other'))),
      await failureOf(keyStore.choose('system', byProgram)),
      await failureOf(keyStore.choose('memory', byProgram)),
      person.titles,
      [passphrase.known, preferences.settings().keyStore, decisions],
    ]).toEqual([
      notConfirmed,
      notConfirmed,
      notConfirmed,
      [
        'Give up the passphrase of the keys?',
        'Protect the keys by the key store of the system?',
        'Keep the keys in memory alone?',
      ],
      ['canary_passphrase', 'passphrase', ['new passphrase by person']],
    ]);
  });

  test('gives up the passphrase for the next one with one yes', async () => {
    const { keyStore, passphrase, person, decisions } = deskInUse();
    await keyStore.enterPassphrase(secret, byPerson);
    await keyStore.startAnew(byProgram, new Secret('canary_other'));
    expect([passphrase.known, person.titles.length, decisions.slice(1)]).toEqual([
      'canary_other',
      1,
      ['passphrase given up by cli', 'new passphrase by cli'],
    ]);
  });

  test('that chooses what is chosen already asks nobody', async () => {
    const { keyStore, person, decisions } = deskInUse();
    await keyStore.choose('system', byProgram);
    expect([person.titles, decisions]).toEqual([[], []]);
  });

  test('that has gone by then is not served by a yes', async () => {
    const { keyStore, passphrase, person } = deskInUse();
    const gone = new AbortController();
    person.meanwhile = () => {
      gone.abort(new Failure('broker/cancelled'));
    };
    const order = keyStore.enterPassphrase(secret, { ...byProgram, signal: gone.signal });
    expect([await failureOf(order), passphrase.known]).toEqual([{ code: 'broker/cancelled' }, undefined]);
  });
});

test('the person is known by the passphrase that protects the keys, and by none that did once', async () => {
  const { keyStore } = deskInUse();
  await keyStore.enterPassphrase(secret, byPerson);
  const wrong = await failureOf(keyStore.prove(new Secret('canary_other')));
  await keyStore.prove(secret);
  await keyStore.choose('system', byPerson);
  expect([wrong, await failureOf(keyStore.prove(secret))]).toEqual([
    { code: 'storage/passphrase-wrong' },
    { code: 'broker/not-confirmed', detail: 'no passphrase protects the keys here' },
  ]);
});

test('the passphrase that proves the person and was closed opens what it protects', async () => {
  const { keyStore, store, passphrase, reloads } = deskInUse();
  await keyStore.enterPassphrase(secret, byPerson);
  passphrase.isOpen = false;
  await keyStore.look();
  const before = [reloads(), store.state().keyStore.passphrase];
  await keyStore.prove(secret);
  await keyStore.prove(secret);
  expect([before, reloads(), store.state().keyStore.passphrase]).toEqual([[1, 'locked'], 2, 'open']);
});

test('where the next passphrase cannot be made, it is said that there is none', async () => {
  const { keyStore, store, passphrase } = desk();
  await keyStore.enterPassphrase(secret, byPerson);
  passphrase.create = () => Promise.reject(new Failure('storage/write-failed'));
  const failed = await failureOf(keyStore.startAnew(byPerson, new Secret('canary_other')));
  expect([failed, store.state().keyStore.passphrase]).toEqual([{ code: 'storage/write-failed' }, 'none']);
});
