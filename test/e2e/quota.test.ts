// Quotas in the packaged app: windows of every shape, an answer in the provider's place, a command that is held back, and
// what is kept of it all.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { persona, resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

const usagePath = '/backend-api/wham/usage';
let app: RunningApp;

const accountShape = z.looseObject({
  label: z.string(),
  plan: z.nullable(z.string()),
  problem: z.nullable(z.looseObject({ code: z.string() })),
  source: z.nullable(z.string()),
  windows: z.array(z.looseObject({ label: z.string(), leftPercent: z.nullable(z.number()) })),
});

async function accountOf(id: string): Promise<z.infer<typeof accountShape>> {
  const { email } = await persona(id);
  const answer = z
    .looseObject({ accounts: z.array(accountShape) })
    .parse(await gatehouseJson(['auth', 'quota']));
  const found = answer.accounts.find(({ label }) => label === email);
  if (found === undefined) throw new Error(`${id} is not signed in`);
  return found;
}

async function serving(): Promise<string | null> {
  const { selection } = z
    .looseObject({ selection: z.looseObject({ provider: z.nullable(z.string()) }) })
    .parse(await gatehouseJson(['auth', 'status']));
  return selection.provider;
}

/** Signed in, with its first reading, which each account has for itself. */
async function signedIn(id: string, changes: object = {}): Promise<void> {
  await scenario({ browser: { persona: id }, ...changes });
  const answer = await gatehouseJson(['auth', 'login', '--provider', 'openai', '--method', 'chatgpt']);
  expect(answer).toMatchObject({ ok: true });
}

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  app = await startApp();
});

afterAll(() => app.quit());

test('every window that the provider sends is shown, under its own name where it has no other', async () => {
  const window = {
    used_percent: 30,
    limit_window_seconds: 86_400,
    reset_at: Math.floor(Date.now() / 1000) + 7_200,
  };
  const usage = {
    additional_rate_limits: [
      { limit_name: 'Deep review', metered_feature: 'review', rate_limit: { primary_window: window } },
    ],
    moon_phase_limit: { used_percent: 12, limit_window_seconds: null, reset_at: null },
  };
  await signedIn('openai-plus-ada', { personas: { 'openai-plus-ada': { usage } } });
  const { windows, source } = await accountOf('openai-plus-ada');
  expect([windows.map(({ label, leftPercent }) => [label, leftPercent]), source]).toEqual([
    expect.arrayContaining([
      ['5-hour', 58],
      ['Weekly', 95],
      [expect.stringContaining('Deep review'), 70],
      [expect.stringMatching(/moon phase/i), 88],
    ]),
    'OpenAI',
  ]);
});

test('a command is held back when less is left than it needs, and the words say of what', async () => {
  const enough = await gatehouse(['guard', '--min', '50%', '--provider', 'openai', '--window', '5-hour']);
  const tooLittle = await gatehouse(['guard', '--min', '60%', '--provider', 'openai', '--window', '5-hour']);
  const nobody = await gatehouse(['guard', '--min', '60%', '--provider', 'claude']);
  expect([enough.code, tooLittle.code, tooLittle.stderr, nobody.code]).toEqual([
    0,
    4,
    expect.stringMatching(/5-hour.*58\s?%|58\s?%.*5-hour/s),
    3,
  ]);
});

test('a network that answers in the provider’s place is named, and nobody is signed out by it', async () => {
  const page = {
    path: usagePath,
    status: 200,
    body: '<html>Welcome to Hotel Example</html>',
    headers: { 'content-type': 'text/html' },
  };
  await signedIn('openai-plus-ben', { faults: [page] });
  const { problem, windows } = await accountOf('openai-plus-ben');
  expect([problem?.code, windows, await serving()]).toEqual(['network/intercepted', [], 'openai']);
});

test('keys that only the quota’s address refuses are no end of the sign-in', async () => {
  const refused = { path: usagePath, status: 401, body: { detail: 'Unauthorized' } };
  await signedIn('openai-pro-cleo', { faults: [refused] });
  const { problem, plan } = await accountOf('openai-pro-cleo');
  // Its keys stand in Codex's file, so renewing them would be Codex's; that program is not on this desktop.
  expect([problem?.code, plan, await serving()]).toEqual(['credential/left-to-owner', 'Pro', 'openai']);
});

test('asking again and again asks the provider once, and the answer has the age of its reading', async () => {
  await signedIn('openai-pro-dan', { faults: [] });
  const before = (await seenRequests()).filter(({ path }) => path === usagePath).length;
  for (let time = 0; time < 3; time += 1)
    expect((await gatehouse(['auth', 'quota', '--now', '--provider', 'openai'])).code).toBe(0);
  const asked = (await seenRequests()).filter(({ path }) => path === usagePath);
  expect(asked.length - before).toBeLessThanOrEqual(0);
});

test('what is kept of readings is private, one file for each account, and holds no address of a person', async () => {
  const folder = join(dataFolder, 'quota-history');
  await expect
    .poll(async () => (await readdir(folder)).length, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(2);
  const files = await readdir(folder);
  const modes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).mode & 0o777));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  expect([new Set(modes), texts.join('').includes('@')]).toEqual([new Set([0o600]), false]);
});
