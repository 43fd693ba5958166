// Several processes on one vault, and processes that are killed while they write it.
import { readFile, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createVault } from '../../main/adapters/node/vault.ts';
import { openaiEntry } from '../fakes/accounts.ts';
import { runChild, startChild } from '../fakes/child.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const box = new ToySecretBox();

test('processes that save at the same time lose no entry of each other', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'vault.json');
  const names = ['a', 'b', 'c', 'd'];
  const ended = await Promise.all(
    names.map((name) => runChild('vault-writer', { arguments: [path, join(folder, 'locks'), name, '10'] })),
  );
  const { accounts } = await createVault({ path, box, lock: passThroughLock }).load();
  expect([
    ended.map(({ code, err }) => [code, err]),
    accounts.map(({ account }) => account.id).sort(),
  ]).toEqual([
    names.map(() => [0, '']),
    names.flatMap((name) => Array.from({ length: 10 }, (_none, turn) => `openai:${name}-${String(turn)}`)),
  ]);
});

/** Resolves when something with such a name has come to be in the folder. */
async function appeared(folder: string, name: RegExp): Promise<void> {
  const watching = new AbortController();
  try {
    for await (const { filename } of watch(folder, { signal: watching.signal }))
      if (filename !== null && name.test(filename)) return;
  } finally {
    watching.abort();
  }
}

test.each([
  ['the copy for the way back is made', /^vault\.previous\.json$/],
  ['the copy for an older Gatehouse is made', /^vault\.schema-1\.json$/],
  ['the new file is written beside it', /\.tmp$/],
  ['the new file takes its place', /^vault\.json$/],
])('killed while %s, version 1 is whole in the file or beside the new one', async (_moment, name) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'vault.json');
  const copy = join(folder, 'vault.schema-1.json');
  // Large, so that there is time to kill.
  const aside = [{ padding: 'x'.repeat(4_000_000) }];
  const older = JSON.stringify({ schema: 1, entries: {}, aside });
  await writeFile(path, older, { mode: 0o600 });
  const moment = appeared(folder, name);
  const child = startChild('vault-writer', { arguments: [path, await temporaryFolder(), 'a', '0'] });
  await Promise.race([moment, child.ended]);
  child.process.kill('SIGKILL');
  const { signal } = await child.ended;
  const isOlder = (await readFile(path, 'utf8')) === older;
  const kept = await readFile(isOlder ? path : copy, 'utf8');
  const next = createVault({ path, box, lock: passThroughLock });
  await next.save(openaiEntry());
  const { accounts, damaged } = await next.load();
  expect([
    signal,
    kept === older,
    (await readFile(copy, 'utf8')) === older,
    accounts.some(({ account }) => account.id === openaiEntry().account.id),
    damaged,
  ]).toEqual(['SIGKILL', true, true, true, []]);
});
