// What protects the keys: chosen by the person, said in the state, and what is open is sealed anew.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createKeyStore } from '../../../main/flows/key-store.ts';
import type { KeyStoreState, PassphraseStore } from '../../../main/ports.ts';
import { createStore } from '../../../main/state/store.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
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
  let reloads = 0;
  const keyStore = createKeyStore({
    box: { state: async () => state },
    passphrase,
    book,
    reload: async () => {
      reloads += 1;
    },
    preferences,
    store,
    log: new RecordingLog(),
  });
  return { keyStore, store, preferences, vault, passphrase, reloads: () => reloads };
}

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
  await keyStore.enterPassphrase(new Secret('canary_passphrase'));
  passphrase.isOpen = false;
  const wrong = await failureOf(keyStore.enterPassphrase(new Secret('canary_other')));
  await keyStore.enterPassphrase(new Secret('canary_passphrase'));
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
  await keyStore.choose('memory');
  expect([preferences.settings().keyStore, vault.saved, reloads()]).toEqual(['memory', [], 1]);
});

test('going back to the system’s key store seals the open keys under it', async () => {
  const { keyStore, preferences, vault } = desk();
  await keyStore.choose('system');
  expect([preferences.settings().keyStore, vault.saved.length]).toEqual(['system', 1]);
});

test('keys that cannot be sealed anew do not keep the others from it', async () => {
  const { keyStore, vault, reloads } = desk();
  vault.failSavingWith = new Failure('storage/write-failed');
  await keyStore.choose('system');
  expect(reloads()).toBe(1);
});

test('after a forgotten passphrase the next one is the new one, and what is open is sealed under it', async () => {
  const { keyStore, store, vault, passphrase } = desk();
  await keyStore.enterPassphrase(new Secret('canary_passphrase'));
  passphrase.isOpen = false;
  await keyStore.startAnew();
  const between = store.state().keyStore.passphrase;
  await keyStore.enterPassphrase(new Secret('canary_other'));
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
    await failureOf(keyStore.choose('system')),
    await failureOf(keyStore.enterPassphrase(new Secret('canary_passphrase'))),
    await failureOf(keyStore.startAnew()),
  ].map(({ code }) => code);
  passphrase.known = 'canary_passphrase';
  await keyStore.enterPassphrase(new Secret('canary_passphrase'));
  expect([chosen, preferences.settings().keyStore, passphrase.isOpen, vault.saved]).toEqual([
    ['storage/read-only', 'storage/read-only', 'storage/read-only'],
    'passphrase',
    true,
    [],
  ]);
});
