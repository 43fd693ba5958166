// What happens at the start with what is stored, and how a preference is kept.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { loadAccounts } from '../../../main/flows/load-accounts.ts';
import { preferProvider } from '../../../main/flows/prefer-provider.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, openaiEntry } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { MemoryVault } from '../../fakes/vault.ts';

test('stored accounts are shown and handed on', async () => {
  const store = createStore();
  const vault = new MemoryVault();
  await vault.save(openaiEntry());
  await vault.save(claudeEntry());
  const entries = await loadAccounts({ vault, store, log: new RecordingLog() });
  expect([entries, store.state().loaded, store.state().accounts, store.state().problems]).toEqual([
    [openaiEntry(), claudeEntry()],
    true,
    [openaiEntry().account, claudeEntry().account],
    new Map(),
  ]);
});

test('an account whose keys cannot be opened becomes a problem; the others are there', async () => {
  const store = createStore();
  const failure = new Failure('storage/key-store-changed', {
    subject: 'ada@example.test',
    detail: 'kwallet, now gnome',
  });
  const vault = new MemoryVault({ unopened: [{ account: openaiEntry().account.id, failure }] });
  await vault.save(claudeEntry());
  await loadAccounts({ vault, store, log: new RecordingLog() });
  expect([store.state().accounts, store.state().problems]).toEqual([
    [claudeEntry().account],
    new Map([[openaiEntry().account.id, failure.toValue()]]),
  ]);
});

test('a vault that cannot be read leaves the app usable and says why', async () => {
  const store = createStore();
  const log = new RecordingLog();
  const failure = new Failure('storage/key-store-silent', { subject: 'the stored sign-ins' });
  const entries = await loadAccounts({ vault: new MemoryVault({ failWith: failure }), store, log });
  expect([entries, store.state().loaded, store.state().problems, log.warnings]).toEqual([
    [],
    true,
    new Map([['vault', failure.toValue()]]),
    ['stored sign-ins not read'],
  ]);
});

test('the preferred provider is shown and kept', () => {
  const store = createStore();
  const preferences = new MemoryPreferences();
  preferProvider(claudeId, { store, preferences });
  expect([store.state().preferred, preferences.preferredProvider()]).toEqual([claudeId, claudeId]);
});
