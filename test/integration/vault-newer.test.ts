// A vault.json that a newer Gatehouse has written, read by this one: what it allows is read, and nothing of it is rewritten.
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createVault } from '../../main/adapters/node/vault.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import { delegatedAccount } from '../../main/flows/sign-in-by-program.ts';
import type { Vault } from '../../main/ports.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, revealed, type OAuthEntry } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { parsed } from '../fakes/parsed.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry();
const claude = claudeEntry();
const box = new ToySecretBox();
const { id } = openai.account;

interface Sealing {
  /** Of the version that has sealed it. */
  readonly schema?: number;
  /** Beside the fields of the entry, of its account, among its keys and beside them. */
  readonly entry?: object;
  readonly account?: object;
  readonly keys?: object;
  readonly inside?: object;
}

/** An entry as some version seals it. */
async function sealed(of: OAuthEntry, { schema = 2, entry, account, keys, inside }: Sealing = {}) {
  const text = {
    boundTo: `${of.account.id}|schema ${String(schema)}`,
    ...inside,
    credential: {
      ...of.credential,
      accessToken: of.credential.accessToken.reveal(),
      refreshToken: of.credential.refreshToken.reveal(),
      idToken: of.credential.idToken?.reveal(),
      ...keys,
    },
  };
  const state = await box.state();
  if (state.kind !== 'ready') throw new Error('not ready');
  const { backend, keyId } = state;
  const blob = Buffer.from(await box.encrypt(JSON.stringify(text))).toString('base64');
  return { account: { ...of.account, ...account }, backend, keyId, blob, ...entry };
}

async function place(content?: object | string) {
  const folder = await temporaryFolder();
  const path = join(folder, 'vault.json');
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 4);
  if (content !== undefined) await writeFile(path, text, { mode: 0o600 });
  const start = (): Vault => createVault({ path, box, lock: passThroughLock });
  return { folder, path, start, vault: start() };
}

/** Everything that would write. */
const writing = (vault: Vault) => [
  () => vault.save(claude),
  () => vault.save(openai),
  () => vault.remove(id),
  () => vault.requireWritable(),
];

async function failures(vault: Vault) {
  const found = [];
  for (const write of writing(vault)) found.push(await failureOf(write));
  return found;
}

describe('a newer file that may be read from this schema', () => {
  const newer = async (of: OAuthEntry = openai) => ({
    schema: 4,
    readableFrom: 2,
    groups: [{ name: 'work', members: [of.account.id] }],
    entries: {
      [of.account.id]: await sealed(of, {
        schema: 4,
        entry: { tags: ['work'] },
        account: { colour: 'blue' },
        keys: { deviceId: 'canary_device' },
        inside: { writtenBy: 'a newer version' },
      }),
    },
  });

  test('shows its accounts, opens their keys, and says that nothing is changed', async () => {
    const { path, vault } = await place(await newer());
    const { accounts, unopened, damaged, readOnly } = await vault.load();
    const again = await vault.reload(id);
    expect([
      accounts.map(revealed),
      unopened,
      damaged,
      readOnly?.toValue(),
      again && revealed(again),
    ]).toEqual([[revealed(openai)], [], [], { code: 'storage/read-only', subject: path }, revealed(openai)]);
  });

  test('is not rewritten by anything, byte for byte, and no copy is made', async () => {
    const { folder, path, vault } = await place(await newer());
    const before = await contentOf(folder);
    box.stale = true;
    await vault.load();
    await vault.reload(id);
    box.stale = false;
    const readOnly = { code: 'storage/read-only', subject: path };
    expect([await failures(vault), await contentOf(folder)]).toEqual([
      [readOnly, readOnly, readOnly, readOnly],
      before,
    ]);
  });

  test('names the copy that the newer version has kept for this one, with its date', async () => {
    const { folder, path, vault } = await place(await newer());
    const copy = join(folder, 'vault.schema-2.json');
    await writeFile(copy, JSON.stringify({ schema: 2, entries: {} }));
    await utimes(copy, 1_700_000_000, 1_700_000_000);
    const detail = `its version of 2023-11-14T22:13:20.000Z is ${copy}`;
    const named = (await vault.load()).readOnly?.toValue();
    await writeFile(copy, '{');
    expect([named, (await vault.load()).readOnly?.toValue()]).toEqual([
      { code: 'storage/read-only', subject: path, detail },
      { code: 'storage/read-only', subject: path },
    ]);
  });

  test('is one like any other again when a file of this version stands there', async () => {
    const { path, vault } = await place(await newer());
    const newerOne = (await vault.load()).readOnly?.code;
    await writeFile(path, JSON.stringify({ schema: 2, entries: { [id]: await sealed(openai) } }));
    const now = await vault.load();
    await vault.save(claude);
    expect([
      newerOne,
      now.readOnly,
      now.accounts.map(revealed),
      (await vault.load()).accounts.length,
    ]).toEqual(['storage/read-only', undefined, [revealed(openai)], 2]);
  });

  test.each([20_261_130, 5_000_000_000, Number.MAX_SAFE_INTEGER])(
    'is read at once whatever its number: %d',
    async (schema) => {
      const bob = openaiEntry({ id: accountId('openai:bob') });
      const { vault } = await place({
        schema,
        readableFrom: 2,
        entries: {
          [id]: await sealed(openai, { schema }),
          [bob.account.id]: await sealed(bob, { schema: 0 }),
        },
      });
      const began = performance.now();
      const { accounts, unopened } = await vault.load();
      expect([
        accounts.map(revealed),
        unopened.map(({ failure }) => failure.code),
        performance.now() - began < 500,
      ]).toEqual([[revealed(openai)], ['storage/unreadable'], true]);
    },
  );

  test('keeps its entries bound to their account: one under another name does not open', async () => {
    const other = claudeEntry().account.id;
    const file = await newer();
    const { vault } = await place({ ...file, entries: { [other]: file.entries[id] } });
    const { accounts, unopened } = await vault.load();
    expect([accounts, unopened.map(({ failure }) => failure.code)]).toEqual([[], ['storage/unreadable']]);
  });
});

test.each<[string, object | string, string]>([
  ['a newer file that says nothing of older readers', { schema: 3, entries: {} }, 'storage/newer-schema'],
  [
    'a newer file that needs a newer reader',
    { schema: 5, readableFrom: 3, entries: {} },
    'storage/newer-schema',
  ],
  [
    'a file of this schema that needs a newer reader',
    { schema: 2, readableFrom: 3, entries: {} },
    'storage/newer-schema',
  ],
  ...([null, '9', 1.5, [2], {}] as const).map((readableFrom): [string, object, string] => [
    `a newer file that says to be readable from ${JSON.stringify(readableFrom)}`,
    { schema: 9, readableFrom, entries: {} },
    'storage/newer-schema',
  ]),
  [
    'a file of this schema that says something else of its readers',
    { schema: 2, readableFrom: '2', entries: {} },
    'storage/newer-schema',
  ],
  [
    'a newer file that is not what it says',
    { schema: 3, readableFrom: 2, entries: [] },
    'storage/unreadable',
  ],
  ['a schema that never was', { schema: 0, entries: {} }, 'storage/unreadable'],
  ['half a schema', { schema: 1.5, entries: {} }, 'storage/unreadable'],
  ['no schema', { entries: {} }, 'storage/unreadable'],
  ['of no bytes', '', 'storage/unreadable'],
  ['of zeros', '\0'.repeat(4_096), 'storage/unreadable'],
])('%s is not read and not rewritten', async (_name, content, code) => {
  const { folder, vault } = await place(content);
  const before = await contentOf(folder);
  const codes = [
    await failureOf(vault.load()),
    await failureOf(vault.reload(id)),
    ...(await failures(vault)),
  ];
  expect([new Set(codes.map((failure) => failure.code)), await contentOf(folder)]).toEqual([
    new Set([code]),
    before,
  ]);
});

test('a folder in the place of the file is left where it is', async () => {
  const { folder, path, vault } = await place({});
  await rm(path);
  await mkdir(path);
  const codes = [await failureOf(vault.load()), ...(await failures(vault))].map((failure) => failure.code);
  expect([new Set(codes), await readdir(folder), await readdir(path)]).toEqual([
    new Set(['storage/unreadable']),
    ['vault.json'],
    [],
  ]);
});

describe('in a file of this schema', () => {
  const entriesShape = z.object({
    schema: z.number(),
    entries: z.record(z.string(), z.record(z.string(), z.unknown())),
  });
  const stored = async (folder: string) =>
    entriesShape.loose().parse(parsed((await contentOf(folder))['vault.json'] ?? ''));

  const unknownKind = {
    account: { id: 'claude:team-1', provider: 'claude', label: 'The team', kind: 'company-token' },
    backend: 'toy',
    keyId: 'x',
    box: 'bm90IGZvciB5b3U=',
  };

  test('an entry of an unknown kind is from a newer version, not damaged, and stays as it is', async () => {
    const entries = { 'claude:team-1': unknownKind, [id]: await sealed(openai) };
    const { folder, path, vault } = await place({ schema: 2, entries });
    const { accounts, damaged } = await vault.load();
    await vault.save(claude);
    expect([
      accounts.map(revealed),
      damaged.map((failure) => failure.toValue()),
      (await stored(folder)).entries['claude:team-1'],
    ]).toEqual([
      [revealed(openai)],
      [{ code: 'storage/newer-schema', subject: `${path}, entry claude:team-1` }],
      unknownKind,
    ]);
  });

  test.each<[string, Sealing]>([
    ['an entry that says so', { entry: { readableFrom: 3 } }],
    ['keys of an unknown kind', { keys: { kind: 'company-token' } }],
    ['keys that say so', { inside: { readableFrom: 3 } }],
    ['an entry that says it in another way', { entry: { readableFrom: '3' } }],
    ['keys that say it in another way', { inside: { readableFrom: null } }],
  ])('%s is shown and not used, and stays as it is', async (_name, sealing) => {
    const entry = await sealed(openai, sealing);
    const { folder, vault } = await place({ schema: 2, entries: { [id]: entry } });
    const { accounts, unopened, damaged } = await vault.load();
    const reloaded = await failureOf(vault.reload(id));
    await vault.save(claude);
    expect([
      accounts,
      unopened.map(({ account, failure }) => [account.label, failure.toValue()]),
      damaged,
      reloaded.code,
      (await stored(folder)).entries[id],
    ]).toEqual([
      [],
      [[openai.account.label, { code: 'storage/newer-schema', subject: openai.account.label }]],
      [],
      'storage/newer-schema',
      entry,
    ]);
  });

  test('what is damaged is still damaged, and so is what was sealed for a newer file', async () => {
    const bob = openaiEntry({ id: accountId('openai:bob') });
    const carol = openaiEntry({ id: accountId('openai:carol') });

    const entries = {
      [id]: { ...(await sealed(openai)), blob: 'no base64 at all!' },
      'claude:x': { account: { ...unknownKind.account, id: 'claude:other' } },
      'claude:y': 7,
      [bob.account.id]: await sealed(bob, { keys: { accessToken: 7 } }),
      [carol.account.id]: await sealed(carol, { schema: 3 }),
    };
    const { vault } = await place({ schema: 2, entries });
    const { accounts, unopened, damaged } = await vault.load();
    const codes = [...damaged, ...unopened.map(({ failure }) => failure)].map((failure) => failure.code);
    expect([accounts, codes]).toEqual([[], Array.from({ length: 5 }, () => 'storage/unreadable')]);
  });

  test('unknown fields are kept wherever they stand, when the entry itself is written anew', async () => {
    const entry = await sealed(openai, {
      entry: { tags: ['work'] },
      account: { colour: 'blue' },
      keys: { deviceId: 'canary_device' },
    });
    const { folder, start, vault } = await place({ schema: 2, groups: ['work'], entries: { [id]: entry } });
    await vault.load();
    const renewed = openaiEntry({ plan: 'pro' }, { obtainedAt: noonMs + 1 });
    await vault.save(renewed, 'renewed');
    const file = await stored(folder);
    const { blob, account, tags } = file.entries[id] ?? {};
    const { text } = await box.decrypt(Buffer.from(String(blob), 'base64'));
    const { accounts } = await start().load();
    expect([file['groups'], tags, account, parsed(text), accounts.map(revealed)]).toEqual([
      ['work'],
      ['work'],
      expect.objectContaining({ colour: 'blue', plan: 'pro' }),
      expect.objectContaining({
        credential: expect.objectContaining({ deviceId: 'canary_device' }) as unknown,
      }),
      [revealed(renewed)],
    ]);
  });

  test('unknown fields of a login that its program keeps are kept too', async () => {
    const login = delegatedAccount(
      { provider: claudeId, subject: 'user-1', label: 'ada@example.test' },
      {
        origin: 'owner-sign-in',
        owner: consumerId('claude-code'),
        folder: '/home/ada/.claude',
        place: 'usual',
        obtainedAt: 1,
      },
    );
    const later = { ...login, credential: { ...login.credential, obtainedAt: 2 } };
    const entry = { account: login.account, open: { ...login.credential, shell: 'zsh' }, tags: ['work'] };
    const { folder, vault } = await place({ schema: 2, entries: { [login.account.id]: entry } });
    await vault.load();
    await vault.save(later);
    expect((await stored(folder)).entries[login.account.id]).toEqual({
      account: later.account,
      open: { ...later.credential, shell: 'zsh' },
      tags: ['work'],
    });
  });

  test.each<[string, (vault: Vault) => Promise<unknown>]>([
    ['after a sign-out', (vault) => vault.remove(id)],
    ['over the old ones', (vault) => vault.save(openai, 'new')],
  ])('what stood among the keys does not come back with a new sign-in %s', async (_name, before) => {
    const entry = await sealed(openai, { keys: { deviceId: 'canary_device' } });
    const { folder, vault } = await place({ schema: 2, entries: { [id]: entry } });
    await vault.load();
    const texts = [];
    for (const write of [before, () => vault.save(openai, 'renewed')]) {
      await write(vault);
      const entryNow = (await stored(folder)).entries[id];
      const bytes = Buffer.from(String(entryNow?.['blob']), 'base64');
      texts.push(entryNow !== undefined && (await box.decrypt(bytes)).text.includes('deviceId'));
    }
    expect(texts).toEqual([false, false]);
  });

  test('what stood among keys of another kind does not come to the new ones', async () => {
    const entry = await sealed(openai, { keys: { deviceId: 'canary_device' } });
    const { folder, vault } = await place({ schema: 2, entries: { [id]: entry } });
    await vault.load();
    await vault.save(
      { account: { ...openai.account, kind: 'api-key' }, credential: claude.credential },
      'renewed',
    );
    const { blob } = (await stored(folder)).entries[id] ?? {};
    const { text } = await box.decrypt(Buffer.from(String(blob), 'base64'));
    expect(text).not.toContain('deviceId');
  });
});
