// Back to an older version: a vault that a newer Gatehouse has written is read and served by the packaged app, and no byte of it
// changes; with the copy of before in its place everything is as usual.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { persona, resetSandbox } from './support/sandbox.ts';

const data = join(home, '.local/share/gatehouse');
const file = join(data, 'vault.json');
const copy = join(data, 'vault.schema-2.json');

let app: RunningApp;
let newer = '';

const statusShape = z.object({
  providers: z.array(z.object({ accounts: z.array(z.object({ label: z.string(), problem: z.unknown() })) })),
  problems: z.array(z.object({ code: z.string(), next: z.string() })),
});
const status = async () => {
  const { providers, problems } = statusShape.parse(await gatehouseJson(['auth', 'status']));
  return { accounts: providers.flatMap(({ accounts }) => accounts), problems };
};

async function login(): Promise<{ code: number; stderr: string }> {
  const { apiKey } = await persona('claude-pro-ada');
  return gatehouse(['auth', 'login', '--provider', 'claude', '--key-stdin'], apiKey);
}

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  app = await startApp();
  await login();
  await app.quit();
  const text = await readFile(file, 'utf8');
  const content = z.looseObject({ schema: z.literal(2) }).parse(JSON.parse(text));
  newer = JSON.stringify({ ...content, schema: 9, readableFrom: 2, colours: ['blue'] });
  await writeFile(copy, text, { mode: 0o600 });
  await writeFile(file, newer);
  app = await startApp();
});

afterAll(() => app.quit());

test('its account is there and works, and what to do is said', async () => {
  const { accounts, problems } = await status();
  expect([accounts.map(({ problem }) => problem), problems]).toEqual([
    [null],
    [{ code: 'storage/read-only', next: expect.stringContaining('Update Gatehouse') as unknown }],
  ]);
});

test('nobody can sign in or out, and no byte has changed', async () => {
  const [signIn, signOut] = [await login(), await gatehouse(['auth', 'logout', '--provider', 'claude'])];
  expect([signIn.code, signOut.code, (await status()).accounts.length, await readFile(file, 'utf8')]).toEqual(
    [6, 6, 1, newer],
  );
});

test('Doctor names the file and the copy of before', async () => {
  const { stdout } = await gatehouse(['doctor']);
  const words = stdout.replaceAll(/\s+/g, ' ');
  expect([words.includes('was written by a newer Gatehouse'), words.includes(copy)]).toEqual([true, true]);
});

test('with the copy in its place everything is as usual', async () => {
  await app.quit();
  await writeFile(file, await readFile(copy));
  app = await startApp();
  const { accounts, problems } = await status();
  expect([accounts.length, problems, (await login()).code]).toEqual([1, [], 0]);
});
