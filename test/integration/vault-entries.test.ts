// Accounts that need no key store, key stores that keep nothing, blobs that are to be renewed, and one account read anew.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createVault } from '../../main/adapters/node/vault.ts';
import type { DelegatedAccount, SignedInAccount } from '../../main/domain/account.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import type { KeyStoreState, SecretBox, Vault } from '../../main/ports.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, revealed } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry({ organization: 'Example Works' });
const claude = claudeEntry();
const delegated: DelegatedAccount = {
  account: {
    id: accountId('claude:user-7'),
    provider: claudeId,
    label: 'grace@example.test',
    organization: 'Example Works',
    plan: 'max',
    kind: 'delegated',
  },
  credential: {
    kind: 'delegated',
    origin: 'owner-sign-in',
    destinations: [consumerId('claude-code')],
    obtainedAt: noonMs,
    owner: consumerId('claude-code'),
    folder: '/home/ada/.local/share/gatehouse/logins/claude-1',
    place: 'private',
  },
};
const { plan: _plan, organization: _organization, ...bareAccount } = delegated.account;
const bare: DelegatedAccount = {
  account: bareAccount,
  credential: { ...delegated.credential, place: 'usual', loginExpiresAt: noonMs + 86_400_000 },
};

function vaultAt(path: string, box: SecretBox): Vault {
  return createVault({ path, box, lock: passThroughLock });
}

async function open(box: SecretBox = new ToySecretBox()) {
  const folder = await temporaryFolder();
  const path = join(folder, 'vault.json');
  return { folder, path, box, vault: vaultAt(path, box) };
}

async function loaded(vault: Vault): Promise<readonly unknown[]> {
  return (await vault.load()).accounts.map(revealed);
}

const blobsShape = z.object({ entries: z.record(z.string(), z.object({ blob: z.optional(z.string()) })) });

async function blobOf(path: string, { account }: SignedInAccount): Promise<string | undefined> {
  return blobsShape.parse(JSON.parse(await readFile(path, 'utf8'))).entries[account.id]?.blob;
}

describe('an account whose login another program keeps', () => {
  test.each([
    ['with everything', delegated],
    ['with only what it must have', bare],
  ])('%s comes back with exactly what it had, and the key store is not asked', async (_name, entry) => {
    const box = new ToySecretBox();
    box.unusable = unusableStates[2];
    const { path, vault } = await open(box);
    const backend = await vault.save(entry);
    const { accounts, backends } = await vaultAt(path, box).load();
    expect([backend, accounts.map(revealed), [...backends], box.questions]).toStrictEqual([
      undefined,
      [revealed(entry)],
      [],
      0,
    ]);
  });

  test('opens beside others that cannot be opened, and can be removed', async () => {
    const box = new ToySecretBox();
    const { path, vault } = await open(box);
    await vault.save(openai);
    box.unusable = unusableStates[1];
    await vault.save(delegated);
    const { accounts, unopened } = await vault.load();
    await vault.remove(delegated.account.id);
    expect([
      accounts.map(revealed),
      unopened.map(({ account }) => account),
      (await readFile(path, 'utf8')).includes(delegated.account.id),
    ]).toEqual([[revealed(delegated)], [openai.account], false]);
  });

  test('takes the place of our own keys; those of another key are set aside', async () => {
    const { path, vault } = await open();
    const taken: DelegatedAccount = {
      ...delegated,
      account: { ...delegated.account, id: openai.account.id },
    };
    await vault.save(openai);
    await vault.save(taken);
    const own = await readFile(path, 'utf8');
    await vault.save(openai);
    const blob = await blobOf(path, openai);
    await vaultAt(path, new ToySecretBox({ backend: 'other' })).save(taken);
    const foreign = await readFile(path, 'utf8');
    expect([own.includes('blob'), await loaded(vault), foreign.includes(blob ?? 'none')]).toEqual([
      false,
      [revealed(taken)],
      true,
    ]);
  });

  test('is damaged under the name of another account', async () => {
    const { path, vault } = await open();
    await vault.save(delegated);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace(`"${delegated.account.id}": {`, '"claude:other": {'),
    );
    const { accounts, damaged } = await vault.load();
    expect([accounts, damaged.map(({ code }) => code)]).toEqual([[], ['storage/unreadable']]);
  });
});

describe('a key store that keeps nothing beyond this run', () => {
  const memory = new ToySecretBox({ backend: 'memory', durable: false });

  test('no byte is written for its accounts, and they are there until they are removed', async () => {
    const { folder, vault } = await open(memory);
    const backend = await vault.save(openai);
    const { accounts, backends } = await vault.load();
    const reloaded = await vault.reload(openai.account.id);
    await vault.remove(openai.account.id);
    expect([
      backend,
      accounts.map(revealed),
      [...backends],
      reloaded === undefined ? undefined : revealed(reloaded),
      await loaded(vault),
      await contentOf(folder),
    ]).toEqual(['memory', [revealed(openai)], [[openai.account.id, 'memory']], revealed(openai), [], {}]);
  });

  test('they stand beside the accounts of the file and in front of their own older keys', async () => {
    const { path, vault, box } = await open();
    for (const entry of [openai, delegated]) await vault.save(entry);
    const before = await readFile(path, 'utf8');
    const renewed = openaiEntry({ plan: 'pro' });
    const other = vaultAt(path, memory);
    for (const entry of [renewed, claude]) await other.save(entry);
    const { accounts, unopened } = await other.load();
    expect([
      accounts.map(revealed),
      unopened,
      await readFile(path, 'utf8'),
      await loaded(vaultAt(path, box)),
    ]).toEqual([
      [revealed(delegated), revealed(renewed), revealed(claude)],
      [],
      before,
      [revealed(openai), revealed(delegated)],
    ]);
  });

  test('saved again under one that keeps, they are in the file', async () => {
    let chosen: SecretBox = memory;
    const durable = new ToySecretBox();
    const box: SecretBox = {
      state: () => chosen.state(),
      encrypt: (text) => chosen.encrypt(text),
      decrypt: (bytes) => chosen.decrypt(bytes),
    };
    const { path, vault } = await open(box);
    await vault.save(openai);
    chosen = durable;
    await vault.save(openai);
    const { backends } = await vault.load();
    expect([[...backends], await loaded(vaultAt(path, durable))]).toEqual([
      [[openai.account.id, 'toy']],
      [revealed(openai)],
    ]);
  });
});

describe('a blob that the key store wants encrypted anew', () => {
  test('is replaced when it was read, and opens as before', async () => {
    const box = new ToySecretBox();
    const { path, vault } = await open(box);
    for (const entry of [openai, claude, delegated]) await vault.save(entry);
    const before = await blobOf(path, openai);
    box.stale = true;
    const first = await loaded(vault);
    box.stale = false;
    const text = await readFile(path, 'utf8');
    expect([first, before !== undefined && text.includes(before), await loaded(vaultAt(path, box))]).toEqual([
      [revealed(openai), revealed(claude), revealed(delegated)],
      false,
      [revealed(openai), revealed(claude), revealed(delegated)],
    ]);
  });

  test('stays when the new one cannot be written, and opens all the same', async () => {
    const box = new ToySecretBox();
    const { path, vault } = await open(box);
    await vault.save(openai);
    const before = await readFile(path, 'utf8');
    const failing = createVault({
      path,
      box,
      lock: { hold: () => Promise.reject(new Error('no lock')) },
    });
    box.stale = true;
    expect([await loaded(failing), await readFile(path, 'utf8')]).toEqual([[revealed(openai)], before]);
  });

  test('gives way to newer keys that another process has saved meanwhile', async () => {
    const box = new ToySecretBox();
    const { path, vault } = await open(box);
    await vault.save(openai);
    box.stale = true;
    const renewed = openaiEntry({ plan: 'pro' });
    const beaten = createVault({
      path,
      box,
      lock: {
        hold: async (_name, work) => {
          await vault.save(renewed);
          return work();
        },
      },
    });
    await beaten.load();
    expect(await loaded(vault)).toEqual([revealed(renewed)]);
  });
});

describe('one account read anew', () => {
  test('is what another process has saved, or undefined once it is removed', async () => {
    const { path, box, vault } = await open();
    const other = vaultAt(path, box);
    await vault.save(openai);
    const renewed = openaiEntry({ plan: 'pro' });
    await other.save(renewed);
    const found = await vault.reload(openai.account.id);
    await other.remove(openai.account.id);
    expect([
      found === undefined ? undefined : revealed(found),
      await vault.reload(openai.account.id),
    ]).toEqual([revealed(renewed), undefined]);
  });

  test.each(unusableStates)('$code: says why it cannot be opened', async (state) => {
    const box = new ToySecretBox();
    const { vault } = await open(box);
    await vault.save(openai);
    box.unusable = state;
    const { code, detail } = state;
    expect(await failureOf(vault.reload(openai.account.id))).toEqual({
      code,
      subject: openai.account.label,
      detail,
    });
  });

  test('is not called gone when the whole file is; one that is kept in memory needs none', async () => {
    const { path, box, vault } = await open();
    await vault.save(openai);
    await rename(path, `${path}.away`);
    const memory = vaultAt(path, new ToySecretBox({ backend: 'memory', durable: false }));
    await memory.save(openai);
    const kept = await memory.reload(openai.account.id);
    const gone = await failureOf(vault.reload(openai.account.id));
    await rename(`${path}.away`, path);
    await vaultAt(path, box).save(openai);
    const previous = join(path, '..', 'vault.previous.json');
    await rename(path, `${path}.away`);
    const withCopy = await failureOf(vault.reload(openai.account.id));
    expect([
      kept === undefined ? undefined : revealed(kept),
      gone,
      withCopy.detail?.startsWith('gone; its version of '),
      withCopy.detail?.endsWith(` is ${previous}`),
    ]).toEqual([revealed(openai), { code: 'storage/unreadable', subject: path, detail: 'gone' }, true, true]);
  });

  test('says that it is damaged', async () => {
    const { path, vault } = await open();
    await vault.save(openai);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"keyId"', '"keyID"'));
    expect((await failureOf(vault.reload(openai.account.id))).code).toBe('storage/unreadable');
  });
});

test('the backend of each account is told, also of those that do not open', async () => {
  const { path, vault } = await open();
  for (const entry of [openai, delegated]) await vault.save(entry);
  const other = vaultAt(path, new ToySecretBox({ backend: 'other' }));
  await other.save(claude);
  expect([...(await other.load()).backends]).toEqual([
    [openai.account.id, 'toy'],
    [claude.account.id, 'other'],
  ]);
});

test('nothing is kept that was encrypted while the key store was being exchanged', async () => {
  const [before, after] = [new ToySecretBox(), new ToySecretBox({ backend: 'other' })];
  let now: SecretBox = before;
  const box: SecretBox = {
    state: (): Promise<KeyStoreState> => now.state(),
    encrypt: (text) => {
      now = after;
      return now.encrypt(text);
    },
    decrypt: (bytes) => now.decrypt(bytes),
  };
  const { folder, vault } = await open(box);
  expect([await failureOf(vault.save(openai)), await contentOf(folder)]).toEqual([
    { code: 'storage/key-store-changed', subject: openai.account.label, detail: 'toy, now other' },
    {},
  ]);
});

test('a file that another program keeps changing is tried again, and then left to it', async () => {
  const { path, vault } = await open();
  await vault.save(openai);
  let meddling = 0;
  let times = 2;
  const box = new ToySecretBox();
  // The store is asked between reading and writing when it has to be said whose the older keys are.
  const meddler: SecretBox = {
    state: async () => {
      if (meddling < times) {
        meddling += 1;
        await writeFile(path, `${await readFile(path, 'utf8')} `);
      }
      return box.state();
    },
    encrypt: (text) => box.encrypt(text),
    decrypt: (bytes) => box.decrypt(bytes),
  };
  const beside = vaultAt(path, meddler);
  const taken: DelegatedAccount = { ...delegated, account: { ...delegated.account, id: openai.account.id } };
  await beside.save(taken);
  const kept = await loaded(vault);
  await vault.save(openai);
  [meddling, times] = [0, 99];
  expect([kept, (await failureOf(beside.save(taken))).code, meddling, await loaded(vault)]).toEqual([
    [revealed(taken)],
    'storage/conflict',
    4,
    [revealed(openai)],
  ]);
});
