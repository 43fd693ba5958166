// The vault while the person has chosen memory: what stands in the file stays usable under the store that has sealed it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createChosenSecretBox } from '../../main/adapters/node/chosen-secret-box.ts';
import { createVault } from '../../main/adapters/node/vault.ts';
import type { KeyStoreChoice } from '../../main/domain/settings.ts';
import { claudeEntry, openaiEntry, revealed } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry();
const renewed = openaiEntry({ plan: 'pro' });
const claude = claudeEntry();

async function memoryChosen() {
  const path = join(await temporaryFolder(), 'vault.json');
  const system = new ToySecretBox();
  const other = new ToySecretBox({ backend: 'passphrase', key: 'of the passphrase' });
  let choice: KeyStoreChoice = 'system';
  const start = (lasting = [other, system]) => {
    const box = createChosenSecretBox({ system, passphrase: { box: () => other }, choice: () => choice });
    return createVault({ path, box, lasting, lock: passThroughLock });
  };
  const vault = start();
  await vault.save(openai);
  choice = 'memory';
  return {
    path,
    system,
    vault,
    start,
    choose: (next: KeyStoreChoice) => {
      choice = next;
    },
    text: () => readFile(path, 'utf8'),
  };
}

test('what is stored opens, its renewals go where it was, and new accounts go nowhere', async () => {
  const { vault, start, choose, text } = await memoryChosen();
  const opened = await vault.load();
  const before = await text();
  const backends = [await vault.save(renewed), await vault.save(claude)];
  const now = await vault.load();
  const reloaded = await vault.reload(openai.account.id);
  const after = await text();
  choose('system');
  expect([
    opened.accounts.map(revealed),
    backends,
    now.accounts.map(revealed),
    [...now.backends],
    reloaded === undefined ? undefined : revealed(reloaded),
    [before === after, after.includes(claude.account.id), after.includes('aside')],
    (await start().load()).accounts.map(revealed),
  ]).toEqual([
    [revealed(openai)],
    ['toy', 'memory'],
    [revealed(renewed), revealed(claude)],
    [
      [openai.account.id, 'toy'],
      [claude.account.id, 'memory'],
    ],
    revealed(renewed),
    [false, false, false],
    [revealed(renewed)],
  ]);
});

test.each(unusableStates)('$code: renewals are kept in memory, and what is on disk stays', async (state) => {
  const { system, vault, text } = await memoryChosen();
  await vault.load();
  const before = await text();
  system.unusable = state;
  const backend = await vault.save(renewed);
  const { accounts, unopened } = await vault.load();
  const during = await text();
  system.unusable = undefined;
  const later = await vault.save(renewed);
  expect([
    backend,
    accounts.map(revealed),
    unopened,
    during === before,
    later,
    during === (await text()),
  ]).toEqual(['memory', [revealed(renewed)], [], true, 'toy', false]);
});

test('a stored account whose store cannot be used is named with both, and not overwritten', async () => {
  const { system, start, text } = await memoryChosen();
  const before = await text();
  system.unusable = unusableStates[0];
  const { unopened } = await start().load();
  expect([
    unopened.map(({ failure }) => failure.toValue()),
    await failureOf(start().reload(openai.account.id)),
    (await text()) === before,
  ]).toEqual([
    [{ code: 'storage/key-store-changed', subject: openai.account.label, detail: 'toy, now memory' }],
    { code: 'storage/key-store-changed', subject: openai.account.label, detail: 'toy, now memory' },
    true,
  ]);
});

test('each key store is asked once for all accounts, and no other than the chosen one while that keeps keys', async () => {
  const { system, vault, start, choose } = await memoryChosen();
  choose('system');
  await vault.save(claude);
  choose('memory');
  system.questions = 0;
  await start().load();
  const inMemory = system.questions;
  choose('passphrase');
  system.questions = 0;
  await start().load();
  expect([inMemory, system.questions]).toEqual([1, 0]);
});

test('a blob that its store wants encrypted anew is, by that store', async () => {
  const { system, vault, text } = await memoryChosen();
  const before = await text();
  system.stale = true;
  await vault.load();
  system.stale = false;
  expect([(await text()) === before, (await vault.load()).accounts.map(revealed)]).toEqual([
    false,
    [revealed(openai)],
  ]);
});

test.each([
  ['is damaged', '{', 'storage/unreadable'],
  ['is for a newer version alone', '{"schema":9,"entries":{}}', 'storage/newer-schema'],
])(
  'where the file %s, there is room for new keys in memory, and in no file',
  async (_name, content, code) => {
    const { path, vault, choose } = await memoryChosen();
    await writeFile(path, content);
    await vault.requireRoom();
    const backend = await vault.save(claude);
    const { code: writable } = await failureOf(vault.requireWritable());
    choose('system');
    expect([backend, writable, (await failureOf(vault.requireRoom())).code]).toEqual(['memory', code, code]);
  },
);

test('where the file can only be read there is no room: it may hold keys of the same account', async () => {
  const { path, vault, text } = await memoryChosen();
  await writeFile(path, (await text()).replace('"schema": 2', '"schema": 3, "readableFrom": 2'));
  expect((await failureOf(vault.requireRoom())).code).toBe('storage/read-only');
});
