// The vault on a real disk with a toy key store: what comes back, what stays closed, and what is never touched.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createVault } from '../../main/adapters/node/vault.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import { accountId } from '../../main/domain/ids.ts';
import type { FailureValue } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import type { SecretBox, Vault } from '../../main/ports.ts';
import { claudeEntry, noonMs, openaiEntry, revealed } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { ToySecretBox, unusableStates, type ToyStore } from '../fakes/secret-box.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry();
const claude = claudeEntry();
const second = openaiEntry({
  id: accountId('openai:user-2.acc-2'),
  label: 'grace@example.test',
  workspaceId: 'acc-2',
});

/** A sign-in that has nothing of what a provider may leave out. */
const withoutOptional = ((): SignedInAccount => {
  const { workspaceId: _id, plan: _plan, ...account } = openai.account;
  const { expiresAt: _never, idToken: _none, ...credential } = openai.credential;
  return { account, credential };
})();

const fileShape = z.looseObject({
  schema: z.number(),
  entries: z.record(z.string(), z.looseObject({ account: z.looseObject({}), blob: z.string() })),
});
type File = z.output<typeof fileShape>;

function vaultAt(path: string, box: SecretBox): Vault {
  return createVault({ path, box, lock: passThroughLock });
}

async function open({
  box = new ToySecretBox(),
  entries = [],
}: { box?: SecretBox; entries?: readonly SignedInAccount[] } = {}) {
  const path = join(await temporaryFolder(), 'data', 'vault.json');
  const vault = vaultAt(path, box);
  for (const entry of entries) await vault.save(entry);
  return { path, vault, box };
}

async function readFileOf(path: string): Promise<File> {
  return fileShape.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** Changes the stored file as a hand or a fault of the disk would. */
async function tamper(path: string, change: (file: File) => void): Promise<void> {
  const file = await readFileOf(path);
  change(file);
  await writeFile(path, JSON.stringify(file));
}

function entryOf(file: File, { account }: SignedInAccount): File['entries'][string] {
  const entry = file.entries[account.id];
  if (entry === undefined) throw new Error('not in the vault');
  return entry;
}

/** What loads: accounts with their secrets in the open, and why the others did not open. */
async function loaded(
  vault: Vault,
): Promise<{ accounts: unknown[]; unopened: { account: string; failure: FailureValue }[] }> {
  const { accounts, unopened } = await vault.load();
  return {
    accounts: accounts.map(revealed),
    unopened: unopened.map(({ account, failure }) => ({ account: account.id, failure: failure.toValue() })),
  };
}

describe('what is saved', () => {
  test('comes back whole in another run', async () => {
    const { path, box } = await open({ entries: [openai, claude] });
    expect(await loaded(vaultAt(path, box))).toEqual({
      accounts: [revealed(openai), revealed(claude)],
      unopened: [],
    });
  });

  test.each<[string, SignedInAccount]>([
    ['a sign-in that says only what it must', withoutOptional],
    [
      'a sign-in that says everything',
      openaiEntry(
        { planDetail: '20x' },
        { refreshTokenExpiresAt: noonMs + 86_400_000, scopes: ['user:profile', 'user:inference'] },
      ),
    ],
    ['a sign-in that was granted nothing', openaiEntry({}, { scopes: [] })],
    ['an API key', claude],
    ['an API key that says whose it is', claudeEntry({}, { issuer: 'https://acme.ghe.com/login/oauth' })],
  ])('%s comes back with exactly what it had', async (_name, entry) => {
    const { path, box } = await open({ entries: [entry] });
    const { accounts } = await vaultAt(path, box).load();
    // Strictly: a key that was absent is absent, not undefined.
    expect(accounts.map(revealed)).toStrictEqual([revealed(entry)]);
  });

  test('holds no secret in the open, in a private file and folder', async () => {
    const { path } = await open({ entries: [openai, claude] });
    const text = await readFile(path, 'utf8');
    const unpacked = Object.values((await readFileOf(path)).entries)
      .map(({ blob }) => atob(blob))
      .join();
    const modes = await Promise.all(
      [path, join(path, '..')].map(async (place) => ((await stat(place)).mode & 0o777).toString(8)),
    );
    expect([(text + unpacked).includes('canary'), modes, await readdir(join(path, '..'))]).toEqual([
      false,
      ['600', '700'],
      ['vault.json', 'vault.previous.json'],
    ]);
  });

  test('takes the place of an older sign-in of the same account only', async () => {
    const { vault } = await open({ entries: [openai, claude] });
    const renewed = openaiEntry({ plan: 'pro' });
    await vault.save(renewed);
    expect(await loaded(vault)).toEqual({ accounts: [revealed(renewed), revealed(claude)], unopened: [] });
  });

  test('survives when two sign-ins are saved at once', async () => {
    const { vault } = await open();
    await Promise.all([vault.save(openai), vault.save(claude), vault.save(second)]);
    expect((await loaded(vault)).accounts).toEqual([revealed(openai), revealed(claude), revealed(second)]);
  });

  test('can be larger than any token of today', async () => {
    const large = claudeEntry({}, { key: new Secret('canary_'.padEnd(300_000, 'x')) });
    const { vault } = await open({ entries: [large] });
    expect((await loaded(vault)).accounts).toEqual([revealed(large)]);
  });
});

describe('what is removed', () => {
  test('is gone from the file, durable and alone; the others stay byte for byte', async () => {
    const { path, vault, box } = await open({ entries: [openai, claude, second] });
    const before = await readFileOf(path);
    await vault.remove(openai.account.id);
    const { [openai.account.id]: _gone, ...rest } = before.entries;
    expect([await readFileOf(path), (await loaded(vaultAt(path, box))).accounts]).toEqual([
      { schema: 2, entries: rest },
      [revealed(claude), revealed(second)],
    ]);
  });

  test('can be the last one, and then nothing is left of it', async () => {
    const { path, vault } = await open({ entries: [openai] });
    await vault.remove(openai.account.id);
    expect([await readFile(path, 'utf8'), await readdir(join(path, '..'))]).toEqual([
      '{\n  "schema": 2,\n  "entries": {}\n}\n',
      ['vault.json', 'vault.previous.json'],
    ]);
  });

  test('can be an account that is not there, and then the file is not touched', async () => {
    const { path, vault } = await open({ entries: [openai] });
    const before = await stat(path, { bigint: true });
    await vault.remove(claude.account.id);
    const after = await stat(path, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test('makes no file where there was none', async () => {
    const { path, vault } = await open();
    await vault.remove(openai.account.id);
    expect(await readdir(join(path, '..', '..'))).toEqual([]);
  });

  test.each(unusableStates)('$code: goes all the same, for it needs no key', async (state) => {
    const box = new ToySecretBox();
    const { path, vault } = await open({ box, entries: [openai, claude] });
    box.unusable = state;
    await vault.remove(openai.account.id);
    box.unusable = undefined;
    expect((await loaded(vaultAt(path, box))).accounts).toEqual([revealed(claude)]);
  });

  test('keeps to its turn among sign-ins that are saved at once', async () => {
    const { vault } = await open({ entries: [openai] });
    await Promise.all([
      vault.save(claude),
      vault.remove(openai.account.id),
      vault.save(second),
      vault.remove(claude.account.id),
    ]);
    expect((await loaded(vault)).accounts).toEqual([revealed(second)]);
  });

  test('can be damaged', async () => {
    const { path, vault } = await open({ entries: [openai, claude] });
    await tamper(path, (file) => {
      Object.assign(entryOf(file, openai).account, { id: 'no id' });
    });
    await vault.remove(openai.account.id);
    const { accounts, damaged } = await vault.load();
    expect([accounts.map(revealed), damaged]).toEqual([[revealed(claude)], []]);
  });
});

test('a file of the version before, which knew fewer fields, still opens', async () => {
  const { path, box } = await open();
  const { account } = withoutOptional;
  const { accessToken, refreshToken, idToken, ...plain } = openai.credential;
  const credential = {
    ...plain,
    accessToken: accessToken.reveal(),
    refreshToken: refreshToken.reveal(),
    idToken: idToken?.reveal(),
  };
  const sealed = await box.encrypt(JSON.stringify({ boundTo: `${account.id}|schema 1`, credential }));
  const state = await box.state();
  if (state.kind !== 'ready') throw new Error('not ready');
  const { backend, keyId } = state;
  const blob = Buffer.from(sealed).toString('base64');
  await mkdir(join(path, '..'), { mode: 0o700 });
  await writeFile(
    path,
    JSON.stringify({ schema: 1, entries: { [account.id]: { account, backend, keyId, blob } } }),
  );
  expect(await loaded(vaultAt(path, box))).toStrictEqual({
    accounts: [revealed({ account, credential: openai.credential })],
    unopened: [],
  });
});

test('before the first sign-in there is nothing to load, and the key store is not asked', async () => {
  const box = new ToySecretBox();
  box.unusable = unusableStates[2];
  const { vault } = await open({ box });
  expect(await loaded(vault)).toEqual({ accounts: [], unopened: [] });
});

describe('what was tampered with', () => {
  const damaged: FailureValue = { code: 'storage/unreadable', subject: 'the stored keys' };
  const wrongPlace: FailureValue = {
    code: 'storage/unreadable',
    subject: openai.account.label,
    detail: 'the stored keys are damaged',
  };

  test('each flipped byte of a blob closes that account and no other', async () => {
    const { path, vault } = await open({ entries: [openai, claude] });
    const { blob } = entryOf(await readFileOf(path), openai);
    const whole = Uint8Array.from(atob(blob), (letter) => letter.charCodeAt(0));
    const outcomes = new Set<string>();
    for (let place = 0; place < whole.length; place += 7) {
      const flipped = Uint8Array.from(whole, (byte, index) => (index === place ? byte ^ 1 : byte));
      await tamper(path, (file) => {
        entryOf(file, openai).blob = Buffer.from(flipped).toString('base64');
      });
      outcomes.add(JSON.stringify(await loaded(vault)));
    }
    expect([...outcomes].map((text): unknown => JSON.parse(text))).toEqual([
      { accounts: [revealed(claude)], unopened: [{ account: openai.account.id, failure: damaged }] },
    ]);
  });

  test('a blob cut short, empty or of random bytes closes that account and no other', async () => {
    const { path, vault } = await open({ entries: [openai, claude] });
    for (const blob of ['', 'AAAA', btoa('x'.repeat(200))]) {
      await tamper(path, (file) => {
        entryOf(file, openai).blob = blob;
      });
      expect(await loaded(vault)).toEqual({
        accounts: [revealed(claude)],
        unopened: [{ account: openai.account.id, failure: damaged }],
      });
    }
  });

  test('blobs that changed places open neither account', async () => {
    const { path, vault } = await open({ entries: [openai, second] });
    await tamper(path, (file) => {
      const [one, two] = [entryOf(file, openai), entryOf(file, second)];
      [one.blob, two.blob] = [two.blob, one.blob];
    });
    expect(await loaded(vault)).toEqual({
      accounts: [],
      unopened: [
        { account: openai.account.id, failure: wrongPlace },
        { account: second.account.id, failure: { ...wrongPlace, subject: second.account.label } },
      ],
    });
  });

  test('account names that changed places open neither account', async () => {
    const { path, vault } = await open({ entries: [openai, second] });
    await tamper(path, (file) => {
      const [one, two] = [entryOf(file, openai), entryOf(file, second)];
      [one.account, two.account] = [two.account, one.account];
    });
    expect((await loaded(vault)).accounts).toEqual([]);
  });
});

describe('a key store that is not the same any more', () => {
  test.each<[string, ToyStore, string]>([
    ['another one', { backend: 'other' }, 'toy, now other'],
    ['the same with another key', { key: 'second key' }, 'toy has another key now'],
  ])(
    '%s: nothing is opened or overwritten, and all is there when the first one is back',
    async (_name, changed, detail) => {
      const { path, box } = await open({ entries: [openai, claude] });
      const before = await readFile(path, 'utf8');
      const other = new ToySecretBox(changed);
      const failure = (subject: string): FailureValue => ({
        code: 'storage/key-store-changed',
        subject,
        detail,
      });
      expect(await loaded(vaultAt(path, other))).toEqual({
        accounts: [],
        unopened: [openai, claude].map(({ account }) => ({
          account: account.id,
          failure: failure(account.label),
        })),
      });
      expect([
        other.decryptions,
        await readFile(path, 'utf8'),
        (await loaded(vaultAt(path, box))).accounts,
      ]).toEqual([0, before, [revealed(openai), revealed(claude)]]);
    },
  );

  test('a new sign-in in the new store leaves the accounts of the old one as they are', async () => {
    const { path, box } = await open({ entries: [openai] });
    await vaultAt(path, new ToySecretBox({ backend: 'other' })).save(claude);
    expect((await loaded(vaultAt(path, box))).accounts).toEqual([revealed(openai)]);
  });

  test('signing in again in the new store sets the old blob aside, where nothing deletes it', async () => {
    const { path } = await open({ entries: [openai] });
    const before = entryOf(await readFileOf(path), openai);
    await vaultAt(path, new ToySecretBox({ backend: 'other' })).save(openai);
    const { aside } = z
      .object({ aside: z.array(z.object({ setAsideAt: z.iso.datetime(), entry: z.unknown() })) })
      .parse(JSON.parse(await readFile(path, 'utf8')));
    expect(aside.map(({ entry }) => entry)).toEqual([before]);
  });

  test.each(unusableStates)(
    '$code: the accounts are named, none opens or is saved, and the file stays',
    async (state) => {
      const box = new ToySecretBox();
      const { path, vault } = await open({ box, entries: [openai] });
      const before = await readFile(path, 'utf8');
      box.unusable = state;
      const failure = (subject: string): FailureValue => ({
        code: state.code,
        subject,
        detail: state.detail,
      });
      expect([
        await loaded(vault),
        await failureOf(vault.save(claude)),
        await readFile(path, 'utf8'),
      ]).toEqual([
        { accounts: [], unopened: [{ account: openai.account.id, failure: failure(openai.account.label) }] },
        failure(claude.account.label),
        before,
      ]);
    },
  );
});

test('an entry that is damaged takes no other down, is named, and stays when something is saved', async () => {
  const { path, vault } = await open({ entries: [openai, claude] });
  await tamper(path, (file) => {
    Object.assign(entryOf(file, openai).account, { id: 'no id' });
  });
  const spoiled: unknown = entryOf(await readFileOf(path), openai);
  const { accounts, damaged } = await vault.load();
  await vault.save(second);
  expect([
    accounts.map(({ account }) => account.id),
    damaged.map(({ code }) => code),
    entryOf(await readFileOf(path), openai),
  ]).toEqual([[claude.account.id], ['storage/unreadable'], spoiled]);
});

describe('a file that is not understood', () => {
  test.each<[string, string, FailureValue['code'], string | undefined]>([
    ['of a newer version', '{"schema":3,"entries":[],"new":true}', 'storage/newer-schema', undefined],
    ['not JSON', '{"schema":1,', 'storage/unreadable', 'not JSON'],
    ['empty', '', 'storage/unreadable', 'not JSON'],
    ['of another shape', '{"schema":1}', 'storage/unreadable', 'field entries'],
    ['of an older shape', '{"accounts":[]}', 'storage/unreadable', 'field schema'],
  ])('%s: is left untouched by loading, saving and removing', async (_name, text, code, detail) => {
    const { path, vault } = await open({ entries: [openai] });
    await writeFile(path, text);
    const failure = { code, subject: path, ...(detail !== undefined && { detail }) };
    expect([
      await failureOf(vault.load()),
      await failureOf(vault.save(claude)),
      await failureOf(vault.remove(openai.account.id)),
      await readFile(path, 'utf8'),
    ]).toEqual([failure, failure, failure, text]);
  });
});
