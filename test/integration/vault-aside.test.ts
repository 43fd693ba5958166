// What the vault sets aside: the blobs of keys that do not open now, few of them, and none of an account that is gone.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createVault } from '../../main/adapters/node/vault.ts';
import type { SecretBox, Vault } from '../../main/ports.ts';
import { claudeEntry, openaiEntry, revealed } from '../fakes/accounts.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const openai = openaiEntry();
const claude = claudeEntry();
const fileShape = z.object({
  entries: z.record(z.string(), z.object({ blob: z.string() })),
  aside: z.optional(z.array(z.looseObject({ entry: z.object({ backend: z.string(), blob: z.string() }) }))),
});
type File = z.output<typeof fileShape>;

function boxOf(backend: string): ToySecretBox {
  return new ToySecretBox({ backend, key: `key of ${backend}` });
}

async function place() {
  const folder = await temporaryFolder();
  const path = join(folder, 'vault.json');
  return {
    folder,
    path,
    /** A start of the app with this key store. */
    start: (box: SecretBox): Vault => createVault({ path, box, lock: passThroughLock }),
    read: async (): Promise<File> => fileShape.parse(JSON.parse(await readFile(path, 'utf8'))),
  };
}

/** The backends of what is set aside, oldest first. */
async function asideIn(read: () => Promise<File>): Promise<readonly string[]> {
  return ((await read()).aside ?? []).map(({ entry }) => entry.backend);
}

test('nothing is left of an account that is removed, in the file or in a copy, and another one’s stays', async () => {
  const { folder, start, read } = await place();
  const [first, second] = [boxOf('first'), boxOf('second')];
  for (const entry of [openai, claude]) await start(first).save(entry);
  const before = await read();
  for (const entry of [openai, claude]) await start(second).save(entry);
  await start(second).remove(openai.account.id);
  const text = Object.values(await contentOf(folder)).join('');
  expect([
    text.includes(openai.account.id),
    text.includes(before.entries[openai.account.id]?.blob ?? 'none'),
    (await read()).aside?.map(({ entry }) => entry.blob),
  ]).toEqual([false, false, [before.entries[claude.account.id]?.blob]]);
});

test('an account that stands only among what is set aside can be removed, also as older versions wrote it', async () => {
  const { path, start, read } = await place();
  await start(boxOf('first')).save(openai);
  const { entries } = await read();
  const entry = entries[openai.account.id];
  const raw: unknown = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(
    path,
    JSON.stringify({
      ...z.object({ entries: z.unknown() }).parse(raw),
      schema: 2,
      entries: {},
      aside: [{ setAsideAt: 'x', entry: { ...entry, account: openai.account } }],
    }),
  );
  await start(boxOf('second')).remove(openai.account.id);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ schema: 2, entries: {} });
});

test('keys that are open are sealed under another key twenty times over, and none is set aside', async () => {
  const { start, read, path } = await place();
  const boxes = [boxOf('first'), boxOf('second')] as const;
  let turn = 0;
  const chosen = (): SecretBox => boxes[turn % 2 === 0 ? 0 : 1];
  const vault = start({
    state: () => chosen().state(),
    encrypt: (text) => chosen().encrypt(text),
    decrypt: (bytes) => chosen().decrypt(bytes),
  });
  for (turn = 0; turn < 20; turn += 1) for (const entry of [openai, claude]) await vault.save(entry);
  const inOneRun = await asideIn(read);
  for (turn = 0; turn < 6; turn += 1) {
    const next = start(chosen());
    await next.load();
    turn += 1;
    await vault.load();
    turn -= 1;
  }
  turn = 1;
  const { accounts } = await createVault({ path, box: boxes[1], lock: passThroughLock }).load();
  expect([inOneRun, await asideIn(read), accounts.map(revealed)]).toEqual([
    [],
    [],
    [revealed(openai), revealed(claude)],
  ]);
});

test('of keys that did not open, each store’s newest is set aside, and four in all', async () => {
  const { start, read } = await place();
  for (const name of ['a', 'b', 'a', 'b', 'a']) await start(boxOf(name)).save(openai);
  const two = await asideIn(read);
  for (const name of ['c', 'd', 'e', 'f', 'g']) await start(boxOf(name)).save(openai);
  expect([two, await asideIn(read)]).toEqual([['b'], ['c', 'd', 'e', 'f']]);
});

test('what another process has saved meanwhile under another key was not opened here, and is set aside', async () => {
  const { start, read } = await place();
  const vault = start(boxOf('first'));
  await vault.save(openai);
  await start(boxOf('second')).save(openaiEntry({ plan: 'pro' }));
  await start(boxOf('second')).remove(claude.account.id);
  const third = start(boxOf('third'));
  await third.load();
  await third.save(openai);
  expect(await asideIn(read)).toEqual(['first', 'second']);
});
