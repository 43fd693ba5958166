// The copies that the vault keeps of its own file: the version before the last change, and what an older Gatehouse reads.
import { link, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createVault } from '../../main/adapters/node/vault.ts';
import type { FailureValue } from '../../main/domain/failure.ts';
import type { Vault } from '../../main/ports.ts';
import { claudeEntry, openaiEntry, revealed, type OAuthEntry } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry();
const claude = claudeEntry();
const box = new ToySecretBox();

interface Place {
  readonly folder: string;
  readonly path: string;
  readonly vault: Vault;
}

async function place(): Promise<Place> {
  const folder = await temporaryFolder();
  const path = join(folder, 'vault.json');
  return { folder, path, vault: createVault({ path, box, lock: passThroughLock }) };
}

/** A vault.json as version 1 has written it. */
async function versionOne({ account, credential }: OAuthEntry): Promise<string> {
  const inside = {
    boundTo: `${account.id}|schema 1`,
    credential: {
      ...credential,
      accessToken: credential.accessToken.reveal(),
      refreshToken: credential.refreshToken.reveal(),
      idToken: credential.idToken?.reveal(),
    },
  };
  const blob = Buffer.from(await box.encrypt(JSON.stringify(inside))).toString('base64');
  const state = await box.state();
  if (state.kind !== 'ready') throw new Error('not ready');
  const { backend, keyId } = state;
  return JSON.stringify({ schema: 1, entries: { [account.id]: { account, backend, keyId, blob } } });
}

describe('the version before', () => {
  test('stands beside the file after each change, private, byte for byte', async () => {
    const { folder, path, vault } = await place();
    await vault.save(openai);
    const first = await readFile(path, 'utf8');
    await vault.save(claude);
    const second = await readFile(path, 'utf8');
    const afterTwo = await contentOf(folder);
    await vault.save(openaiEntry({ plan: 'pro' }));
    expect([afterTwo, await contentOf(folder), await modeOf(join(folder, 'vault.previous.json'))]).toEqual([
      { 'vault.json': second, 'vault.previous.json': first },
      { 'vault.json': await readFile(path, 'utf8'), 'vault.previous.json': second },
      '600',
    ]);
  });

  test('holds nothing of an account whose keys were taken away', async () => {
    const { folder, vault } = await place();
    for (const entry of [openai, claude, claude]) await vault.save(entry);
    await vault.remove(openai.account.id);
    const copies = Object.values(await contentOf(folder));
    expect(
      copies.map((text) => [text.includes(openai.account.id), text.includes(claude.account.id)]),
    ).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  test('is no better where an older or a newer version has left it, and what is not understood stays', async () => {
    const { folder, path, vault } = await place();
    for (const entry of [openai, claude]) await vault.save(entry);
    const left = await readFile(path, 'utf8');
    const names = ['vault.schema-1.json', 'vault.schema-2.json', 'vault.schema-17.json'];
    for (const name of names) await writeFile(join(folder, name), left, { mode: 0o600 });
    await writeFile(join(folder, 'vault.schema-18.json'), '{');
    await vault.remove(openai.account.id);
    const { 'vault.schema-18.json': unknown, ...others } = await contentOf(folder);
    expect([
      unknown,
      Object.entries(others).map(([name, text]) => [
        name,
        text.includes(openai.account.id),
        text.includes(claude.account.id),
      ]),
    ]).toEqual([
      '{',
      [
        'vault.json',
        'vault.previous.json',
        'vault.schema-1.json',
        'vault.schema-17.json',
        'vault.schema-2.json',
      ].map((name) => [name, false, true]),
    ]);
  });

  test.each<[string, string, string]>([
    ['of no bytes', '', 'not JSON'],
    ['cut off', '{"schema":2,"entr', 'not JSON'],
    ['of zeros', '\0'.repeat(4_096), 'not JSON'],
    ['of another shape', '{"schema":2}', 'field entries'],
  ])('is named with its date when the file is %s, and nothing is rewritten', async (_name, text, detail) => {
    const { folder, path, vault } = await place();
    for (const entry of [openai, claude]) await vault.save(entry);
    const previous = join(folder, 'vault.previous.json');
    await utimes(previous, 1_700_000_000, 1_700_000_000);
    await writeFile(path, text);
    const before = await contentOf(folder);
    const failure: FailureValue = {
      code: 'storage/unreadable',
      subject: path,
      detail: `${detail}; its version of 2023-11-14T22:13:20.000Z is ${previous}`,
    };
    expect([
      await failureOf(vault.load()),
      await failureOf(vault.reload(openai.account.id)),
      await failureOf(vault.save(openai)),
      await failureOf(vault.remove(openai.account.id)),
      await contentOf(folder),
    ]).toEqual([failure, failure, failure, failure, before]);
  });

  test('is named when a folder has taken the place of the file', async () => {
    const { folder, path, vault } = await place();
    for (const entry of [openai, claude]) await vault.save(entry);
    await rm(path);
    await mkdir(path);
    const { code, detail } = await failureOf(vault.save(openai));
    expect([code, detail?.startsWith('EISDIR; its version of '), await readdir(folder)]).toEqual([
      'storage/unreadable',
      true,
      ['vault.json', 'vault.previous.json'],
    ]);
  });

  test('is not offered in the place of a file of a newer version', async () => {
    const { path, vault } = await place();
    for (const entry of [openai, claude]) await vault.save(entry);
    await writeFile(path, '{"schema":3}');
    expect(await failureOf(vault.load())).toEqual({ code: 'storage/newer-schema', subject: path });
  });

  test('is not offered when it is no vault either', async () => {
    const { folder, path, vault } = await place();
    await writeFile(join(folder, 'vault.previous.json'), '{');
    await writeFile(path, '');
    expect((await failureOf(vault.load())).detail).toBe('not JSON');
  });

  test('put back in the place of the file, opens', async () => {
    const { folder, path, vault } = await place();
    for (const entry of [openai, claude]) await vault.save(entry);
    await writeFile(path, await readFile(join(folder, 'vault.previous.json')));
    expect((await vault.load()).accounts.map(revealed)).toEqual([revealed(openai)]);
  });

  test('keeps being kept after a crash that left it as a second name of the file', async () => {
    const { folder, path, vault } = await place();
    await vault.save(openai);
    await link(path, join(folder, 'vault.previous.json'));
    const first = await readFile(path, 'utf8');
    await vault.save(claude);
    expect([await readFile(join(folder, 'vault.previous.json'), 'utf8'), (await stat(path)).nlink]).toEqual([
      first,
      1,
    ]);
  });
});

describe('a file of version 1', () => {
  test('opens without being changed', async () => {
    const { folder, path, vault } = await place();
    await writeFile(path, await versionOne(openai));
    const before = await contentOf(folder);
    const { accounts } = await vault.load();
    expect([accounts.map(revealed), await contentOf(folder)]).toEqual([[revealed(openai)], before]);
  });

  test('is kept for an older Gatehouse when this one first writes, and only then', async () => {
    const { folder, path, vault } = await place();
    const older = await versionOne(openai);
    await writeFile(path, older, { mode: 0o600 });
    await vault.save(claude);
    await vault.save(claude);
    const content = await contentOf(folder);
    expect([
      content['vault.schema-1.json'],
      Object.keys(content).sort(),
      JSON.parse(content['vault.json'] ?? '') as unknown,
      (await vault.load()).accounts.map(revealed),
    ]).toEqual([
      older,
      ['vault.json', 'vault.previous.json', 'vault.schema-1.json'],
      expect.objectContaining({ schema: 2 }),
      [revealed(openai), revealed(claude)],
    ]);
  });

  test('is not kept with the keys of an account that is taken away', async () => {
    const { folder, path, vault } = await place();
    await writeFile(path, await versionOne(openai), { mode: 0o600 });
    await vault.remove(openai.account.id);
    const copies = await contentOf(folder);
    expect([
      Object.keys(copies).sort(),
      Object.values(copies).join('').includes(openai.account.id),
      JSON.parse(copies['vault.json'] ?? '') as unknown,
    ]).toEqual([
      ['vault.json', 'vault.previous.json', 'vault.schema-1.json'],
      false,
      { schema: 2, entries: {} },
    ]);
  });
});
