// The main path of the product in the packaged app: real tray, key store, browser, files and notices.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { browserProfile } from '../world/desktop/browser.ts';
import { findSecrets } from '../world/desktop/secrets.ts';
import { actOn, waitForNotice } from '../world/desktop/notifications.ts';
import { worldFolder } from '../world/plan.ts';
import { windows } from '../world/desktop/screen.ts';
import {
  appFolder,
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  storedVault,
  type RunningApp,
} from './support/app.ts';
import { canaries, persona, resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

/** What Codex 0.169 writes itself (protocols §1.7), strictly. */
const codexFile = z.strictObject({
  auth_mode: z.literal('chatgpt'),
  OPENAI_API_KEY: z.null(),
  tokens: z.strictObject({
    id_token: z.jwt(),
    access_token: z.jwt(),
    refresh_token: z.string().includes('canary_'),
    oauth_provenance: z.strictObject({
      issuer: z.literal('https://auth.openai.com'),
      client_id: z.string().startsWith('app_'),
    }),
    account_id: z.uuid(),
  }),
  last_refresh: z.iso.datetime(),
});

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await scenario({ personas: { 'openai-plus-ada': { windows: { fiveHour: { usedPercent: 86 } } } } });
  app = await startApp();
});

afterAll(async () => {
  await app.quit();
});

function labels(account: string, plan: string): RegExp {
  return new RegExp(`${account.replaceAll('.', '\\.')} · ${plan}`);
}

test('a click in the tray signs in to OpenAI through the browser and shows the account with its plan', async () => {
  await app.tray.click(app.item, ['OpenAI', /Sign in with ChatGPT/]);
  const { email } = await persona('openai-plus-ada');
  const entry = await app.tray.waitForEntry(app.item, ['OpenAI', labels(email, 'Plus')], () => true, {
    deadlineMs: 30_000,
  });
  expect(entry.label).toBe(`${email} · Plus`);
  // While it runs, the menu offers to cancel it; afterwards to sign in again.
  await app.tray.waitForEntry(app.item, ['OpenAI', /Sign in with ChatGPT/]);
});

test('the tokens are in the vault, encrypted by the key store, and nowhere in the clear', async () => {
  const { entries } = await storedVault();
  expect(Object.values(entries).map(({ backend }) => backend)).toEqual(['gnome_libsecret']);
  expect(
    Object.values(entries).every(
      ({ blob }) => Buffer.from(blob, 'base64').subarray(0, 3).toString() === 'v11',
    ),
  ).toBe(true);
});

test('the Codex file is the exact shape that Codex writes, readable by nobody else', async () => {
  const path = join(home, '.codex/auth.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(codexFile.safeParse(JSON.parse(await readFile(path, 'utf8'))).error).toBeUndefined();
});

test('a window above 80 % makes one notice, and a click on it opens the window', async () => {
  const notice = await waitForNotice(({ summary }) => summary.includes('86%'));
  const { email } = await persona('openai-plus-ada');
  expect([notice.summary, notice.body]).toEqual([
    'OpenAI: 5-hour quota 86% used',
    expect.stringMatching(new RegExp(`^${email} .*resets in `)),
  ]);
  await actOn(notice);
  await expect
    .poll(windows, { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ title: 'Gatehouse' }));
});

test('a Claude API key from standard input is checked, stored and written for Every Code', async () => {
  const { apiKey } = await persona('claude-pro-ada');
  const answer = await gatehouseJson(['auth', 'login', '--provider', 'claude', '--key-stdin'], `${apiKey}\n`);
  expect(answer).toMatchObject({ ok: true, provider: 'claude', account: { plan: 'API key', problem: null } });
  const path = join(home, '.codex/claude_auth.json');
  const file = z
    .strictObject({
      ANTHROPIC_API_KEY: z.literal(apiKey),
      preferred_mode: z.literal('ApiKey'),
      last_refresh: z.iso.datetime(),
    })
    .safeParse(JSON.parse(await readFile(path, 'utf8')));
  expect(file.error).toBeUndefined();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('one click in the open menu switches the preferred provider, and the command line sees it', async () => {
  await app.tray.click(app.item, [/^Prefer Claude/]);
  await app.tray.waitForEntry(app.item, [/^Prefer Claude/], ({ on }) => on);
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({ preferred: 'claude' });
  expect(await gatehouseJson(['auth', 'switch', '--provider', 'openai'])).toMatchObject({
    schema: 1,
    ok: true,
    preferred: 'openai',
    account: (await persona('openai-plus-ada')).email,
    selection: { provider: 'openai', fallenBack: false },
  });
  await app.tray.waitForEntry(app.item, [/^Prefer OpenAI/], ({ on }) => on);
});

test('everything is still there after a restart, without signing in again', async () => {
  await app.quit();
  app = await startApp();
  const before = (await seenRequests()).length;
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    preferred: 'openai',
    providers: [
      { id: 'claude', accounts: [{ plan: 'API key' }] },
      { id: 'openai', accounts: [{ plan: 'Plus' }] },
    ],
  });
  const later = (await seenRequests()).slice(before);
  expect(later.filter(({ path }) => path.startsWith('/oauth'))).toEqual([]);
});

/** The exit code of a start beside the app that runs. */
async function startAgain(...words: readonly string[]): Promise<number | null> {
  const second = spawn(join(appFolder, 'gatehouse-app'), words, { stdio: 'ignore' });
  await once(second, 'exit', { signal: AbortSignal.timeout(5_000) });
  return second.exitCode;
}

const ownWindows = async (): Promise<readonly string[]> =>
  (await windows()).map(({ title }) => title).filter((title) => title === 'Gatehouse');

test('a second start by the desktop, as of two autostart entries, or by a command, ends at once and brings up no window', async () => {
  const codes = [await startAgain('--hidden'), await startAgain('--for-command')];
  // As long as the one that runs would take to show one.
  await sleep(1_000);
  expect([codes, await ownWindows()]).toEqual([[0, 0], []]);
});

test('a command that finds the app still starting waits for it and brings up no window', async () => {
  // As it is for the moment between the start and the first answer.
  const serviceFile = join(dataFolder, 'service.json');
  await rename(serviceFile, `${serviceFile}.later`);
  const asked = gatehouse(['auth', 'switch', '--provider', 'openai', '--json']);
  await sleep(1_000);
  await rename(`${serviceFile}.later`, serviceFile);
  const { code, stderr } = await asked;
  await sleep(1_000);
  expect([code, stderr, await ownWindows()]).toEqual([0, 'Starting Gatehouse…\n', []]);
});

test('a second start of the program ends at once and brings up the window of the first', async () => {
  expect(await startAgain()).toBe(0);
  await expect.poll(ownWindows, { timeout: 10_000 }).toEqual(['Gatehouse']);
});

test('no secret stands in a log, an argument, an environment or a notice', async () => {
  const secrets = await canaries();
  const escaped = secrets.map((secret) => secret.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  const report = findSecrets(new RegExp(escaped.join('|')), {
    folders: [worldFolder],
    processes: true,
    // The two shared files are meant to hold them; the browser and the sandbox are not ours.
    except: [
      join(home, '.codex'),
      browserProfile,
      join(worldFolder, 'sandbox'),
      join(worldFolder, 'browser'),
    ],
  });
  expect(secrets.length).toBeGreaterThan(3);
  expect(report.filesRead).toBeGreaterThan(10);
  expect(report.processesRead).toBeGreaterThan(3);
  expect(report.leaks).toEqual([]);
});

test('every request of ours was one that the providers document', async () => {
  const ours = (await seenRequests()).filter(({ via }) => via === 'app');
  expect(ours.length).toBeGreaterThan(4);
  expect(
    ours.flatMap(({ host, path, deviation }) =>
      deviation === undefined ? [] : [`${host}${path}: ${deviation}`],
    ),
  ).toEqual([]);
});

test('an app that a command starts keeps nothing busy that the command was called in', async () => {
  const pidOf = async (): Promise<number> =>
    z.object({ pid: z.number() }).parse(JSON.parse(await readFile(join(dataFolder, 'service.json'), 'utf8')))
      .pid;
  const before = await pidOf();
  await gatehouse(['quit']);
  await expect.poll(() => stat(`/proc/${before}`).catch(() => 'gone'), { timeout: 10_000 }).toBe('gone');
  const { code } = await gatehouse(['auth', 'switch', '--provider', 'openai', '--json']);
  expect([code, await readlink(`/proc/${await pidOf()}/cwd`)]).toEqual([0, home]);
});
