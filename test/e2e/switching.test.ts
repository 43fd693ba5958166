// Switching in the packaged app: from the tray, the command line and the keyboard; all or nothing; taken back byte for byte;
// by itself when a quota is used up, and back when it has recovered.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rename, rm, symlink, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { waitForNotice } from '../world/desktop/notifications.ts';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import {
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { persona, resetSandbox, scenario } from './support/sandbox.ts';

const run = promisify(execFile);
const codexFolder = join(home, '.codex');
const codexAuth = join(codexFolder, 'auth.json');
const authConfig = join(codexFolder, 'auth_config.json');
const unifiedView = join(dataFolder, 'auth.json');
const configFolder = join(home, '.config/gatehouse');
const preferencesFile = join(configFolder, 'preferences.json');
const switchFile = join(dataFolder, 'switch.json');
const elsewhere = join(home, 'elsewhere');

let app: RunningApp | undefined;
let helper: ChildProcess | undefined;

beforeEach(async () => {
  await resetSandbox();
  await forgetEverything();
});

afterEach(async () => {
  helper?.kill('SIGKILL');
  helper = undefined;
  await quit();
  await chmod(elsewhere, 0o755).catch(() => undefined);
  await rm(elsewhere, { recursive: true, force: true });
});

async function start(): Promise<RunningApp> {
  app = await startApp();
  return app;
}

function currentApp(): RunningApp {
  if (app === undefined) throw new Error('no app runs');
  return app;
}

/** Whether somebody holds the lock of Codex's file. */
async function tryLock(): Promise<'free' | 'taken'> {
  return run('flock', ['--nonblock', join(codexFolder, 'auth.lock'), 'true']).then(
    () => 'free',
    () => 'taken',
  );
}

async function quit(): Promise<void> {
  const running = app;
  app = undefined;
  await running?.quit();
}

async function signIn(provider: 'claude' | 'openai', id: string): Promise<string> {
  await scenario({ browser: { byProvider: { [provider]: { persona: id } } } });
  const own = ['--method', 'registered-client', '--client-id', registeredClaudeClient, '--agree'];
  const words = ['auth', 'login', '--provider', provider, ...(provider === 'claude' ? own : [])];
  expect(await gatehouseJson(words)).toMatchObject({ ok: true });
  return (await persona(id)).email;
}

async function signInWithKey(): Promise<void> {
  const { apiKey } = await persona('claude-pro-ada');
  const words = ['auth', 'login', '--provider', 'claude', '--method', 'api-key', '--key-stdin'];
  expect(await gatehouseJson(words, `${apiKey}\n`)).toMatchObject({ ok: true });
}

/** Two OpenAI accounts, the second one in use. */
async function twoAccounts(): Promise<readonly [ada: string, eve: string]> {
  const ada = await signIn('openai', 'openai-plus-ada');
  return [ada, await signIn('openai', 'openai-business-eve')];
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

/** Every shared file with an account or a preference in it, to the byte. */
async function sharedFiles(): Promise<Readonly<Record<string, string | null>>> {
  const paths = [codexAuth, authConfig, join(codexFolder, 'claude_auth.json'), unifiedView];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await textOf(path)] as const)),
  );
}

const providerShape = z.looseObject({ account: z.string().nullable(), last_check: z.string().nullable() });
const unifiedShape = z.looseObject({
  preferred_provider: z.string().nullable(),
  selected_provider: z.string().nullable(),
  selected_because: z.string(),
  providers: z.looseObject({ claude: providerShape, openai: providerShape }),
});

async function unified(): Promise<z.infer<typeof unifiedShape>> {
  return unifiedShape.parse(JSON.parse(await readFile(unifiedView, 'utf8')));
}

const claimsShape = z.looseObject({ email: z.string() });

/** Whose tokens stand in Codex's file. */
async function personInCodex(): Promise<string> {
  const { tokens } = z
    .looseObject({ tokens: z.looseObject({ id_token: z.string() }) })
    .parse(JSON.parse(await readFile(codexAuth, 'utf8')));
  const [, payload = ''] = tokens.id_token.split('.');
  return claimsShape.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())).email;
}

/** Who is in use by every file and by the app's own word; several where they do not agree. */
async function personInUse(): Promise<readonly string[]> {
  const status = z
    .looseObject({
      providers: z.array(
        z.looseObject({
          id: z.string(),
          accounts: z.array(z.looseObject({ label: z.string(), active: z.boolean() })),
        }),
      ),
    })
    .parse(await gatehouseJson(['auth', 'status']));
  const active = status.providers
    .find(({ id }) => id === 'openai')
    ?.accounts.find((account) => account.active)?.label;
  const { providers } = await unified();
  return [...new Set([await personInCodex(), providers.openai.account ?? 'nobody', active ?? 'nobody'])];
}

const useIt = (email: string): (string | RegExp)[] => ['OpenAI', new RegExp(`^Use ${email}`)];

/** Until the first figures have come, which are a reason to write too. */
async function settled(provider: 'claude' | 'openai' = 'openai'): Promise<void> {
  await expect
    .poll(async () => (await unified()).providers[provider].last_check, { timeout: 20_000 })
    .not.toBeNull();
}

test('a click or a command puts the other account into every file, and an undo puts back every byte', async () => {
  const { tray, item } = await start();
  const [ada, eve] = await twoAccounts();
  await settled();
  expect(await personInUse()).toEqual([eve]);
  const before = await sharedFiles();

  await tray.click(item, useIt(ada));
  await tray.waitForEntry(item, useIt(ada), ({ on, enabled }) => on && enabled);
  expect(await personInUse()).toEqual([ada]);
  const after = await sharedFiles();

  const undone = await gatehouse(['auth', 'undo']);
  expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(`^Undone: OpenAI: ${ada}`)]);
  expect(await sharedFiles()).toEqual(before);

  expect(await gatehouse(['auth', 'switch', '--provider', 'openai', '--account', ada])).toMatchObject({
    code: 0,
    stdout: `Preferred provider: OpenAI (${ada})\n`,
  });
  expect(await sharedFiles()).toEqual(after);
  await tray.click(item, [/^Undo switch: OpenAI: /]);
  await tray.waitForEntry(item, useIt(eve), ({ on, enabled }) => on && enabled);
  expect([await sharedFiles(), await personInUse()]).toEqual([before, [eve]]);
});

test('one file that cannot be written, and nothing is switched; tray and command line name the file', async () => {
  const { tray, item } = await start();
  await signInWithKey();
  await signIn('openai', 'openai-plus-ada');
  await settled();
  // Its folder takes no new file.
  await mkdir(elsewhere);
  await rename(authConfig, join(elsewhere, 'auth_config.json'));
  await symlink(join(elsewhere, 'auth_config.json'), authConfig);
  await chmod(elsewhere, 0o555);
  const before = await sharedFiles();
  const preferred = (await unified()).preferred_provider;
  const [other, label] = preferred === 'claude' ? ['openai', 'OpenAI'] : ['claude', 'Claude'];

  // The click first: the commands leave the same entry.
  await tray.click(item, [new RegExp(`^Prefer ${label}`)]);
  await tray.waitForEntry(item, [/^⚠ .*auth_config\.json/]);
  const command = ['auth', 'switch', '--provider', other];
  const words = await gatehouse(command);
  expect([words.code, words.stdout, words.stderr]).toEqual([6, '', expect.stringContaining(authConfig)]);
  expect(await gatehouseJson(command)).toMatchObject({
    ok: false,
    error: { code: 'storage/write-failed', subject: authConfig },
  });
  expect(await sharedFiles()).toEqual(before);
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    preferred,
    switching: { running: null, undo: null, problem: { code: 'storage/write-failed' } },
  });

  await chmod(elsewhere, 0o755);
  expect((await gatehouse(command)).code).toBe(0);
  expect(await unified()).toMatchObject({ preferred_provider: other });
});

test(
  'a program that was started before keeps the account of before, and is named until it ends',
  leftToWhole,
  async () => {
    await start();
    const [ada, eve] = await twoAccounts();
    const program = join(home, 'codex');
    await copyFile('/bin/sleep', program);
    helper = spawn(program, ['600'], { stdio: 'ignore' });
    const line = new RegExp(`^codex, pid ${String(helper.pid)}, keeps ${eve}.* until it restarts$`, 'm');
    const switched = await gatehouse(['auth', 'switch', '--provider', 'openai', '--account', ada]);
    expect([switched.code, switched.stderr]).toEqual([0, expect.stringMatching(line)]);
    expect((await gatehouse(['auth', 'status'])).stdout).toMatch(line);
    helper.kill('SIGKILL');
    await expect
      .poll(async () => (await gatehouse(['auth', 'status'])).stdout, { timeout: 10_000 })
      .not.toContain('codex, pid');
  },
);

/** Whatever was begun: afterwards every file and the app's own word name one and the same account. */
async function wholeAfterRestart(...either: readonly string[]): Promise<void> {
  await start();
  await expect.poll(async () => (await personInUse()).length, { timeout: 10_000 }).toBe(1);
  expect(either).toContain((await personInUse())[0]);
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    switching: { running: null, problem: null },
  });
}

test(
  'killed while it waits for the lock of Codex, the next start has the account of before, to the byte',
  leftToWhole,
  async () => {
    const running = await start();
    const [ada, eve] = await twoAccounts();
    await settled();
    const before = await sharedFiles();
    helper = spawn('flock', [join(codexFolder, 'auth.lock'), 'sleep', '60'], { stdio: 'ignore' });
    await expect.poll(async () => (await tryLock()) === 'taken', { timeout: 5_000 }).toBe(true);
    await running.tray.click(running.item, useIt(ada));
    await running.tray.waitForEntry(running.item, [/^Switching to OpenAI: /]);
    await expect.poll(() => textOf(switchFile), { timeout: 5_000 }).not.toBeNull();
    app = undefined;
    await running.kill();
    helper.kill('SIGKILL');
    await wholeAfterRestart(eve);
    const { [unifiedView]: _told, ...keys } = await sharedFiles();
    expect(keys).toEqual(Object.fromEntries(Object.entries(before).filter(([path]) => path !== unifiedView)));
  },
);

test(
  'killed at the first byte that it writes, the next start has one account everywhere',
  leftToWhole,
  async () => {
    let running = await start();
    const [ada, eve] = await twoAccounts();
    for (let time = 0; time < 2; time += 1) {
      await settled();
      const next = (await personInUse()).includes(ada) ? eve : ada;
      const seen = new AbortController();
      const written = (async () => {
        for await (const { filename } of watch(codexFolder, { signal: seen.signal }))
          if (filename === 'auth.json') return;
      })();
      await running.tray.click(running.item, useIt(next));
      await written;
      seen.abort();
      app = undefined;
      await running.kill();
      await wholeAfterRestart(ada, eve);
      running = currentApp();
    }
  },
);

test('the shortcut prefers the next provider, whatever has the focus', async () => {
  await mkdir(configFolder, { recursive: true });
  await writeFile(preferencesFile, JSON.stringify({ switchShortcut: 'Control+Alt+G' }));
  await start();
  await signInWithKey();
  await signIn('openai', 'openai-plus-ada');
  const preferred = async (): Promise<unknown> =>
    z.looseObject({ preferred: z.string() }).parse(await gatehouseJson(['auth', 'status'])).preferred;
  const first = await preferred();
  await run('xdotool', ['key', 'ctrl+alt+g']);
  await expect.poll(preferred, { timeout: 10_000 }).not.toBe(first);
  await run('xdotool', ['key', 'ctrl+alt+g']);
  await expect.poll(preferred, { timeout: 10_000 }).toBe(first);
});

const quotaFile = join(dataFolder, 'quota.json');
const minuteMs = 60_000;
/** Long enough for a start. */
const soonMs = 6_000;

/** As if it were a while later: providers may be asked again in a moment, and the last switch is no news. */
async function aWhileLater(): Promise<void> {
  const quota = z
    .looseObject({ accounts: z.record(z.string(), z.looseObject({ requests: z.looseObject({}) })) })
    .parse(JSON.parse(await readFile(quotaFile, 'utf8')));
  const lastTry = Date.now() - 3 * minuteMs + soonMs;
  for (const note of Object.values(quota.accounts)) note.requests['tries'] = [lastTry];
  await writeFile(quotaFile, JSON.stringify(quota));
  const preferences = z
    .looseObject({ course: z.optional(z.looseObject({ switchedAt: z.optional(z.number()) })) })
    .parse(JSON.parse(await readFile(preferencesFile, 'utf8')));
  const { course } = preferences;
  if (course?.switchedAt === undefined) return;
  await writeFile(
    preferencesFile,
    JSON.stringify({ ...preferences, course: { ...course, switchedAt: course.switchedAt - 10 * minuteMs } }),
  );
}

const selectionShape = z.looseObject({
  preferred: z.string(),
  selection: z.looseObject({ provider: z.string().nullable(), phase: z.string() }),
});

/** Who is preferred, who serves and in which phase, by the app's own word and by the file for other tools. */
async function choice(): Promise<readonly unknown[]> {
  const { preferred, selection } = selectionShape.parse(await gatehouseJson(['auth', 'status']));
  const file = await unified();
  return [preferred, selection.provider, selection.phase, file.preferred_provider, file.selected_provider];
}

/** Has the quota read anew, as soon as the provider may be asked. */
async function readAnew(id: string, usedPercent: number): Promise<void> {
  const { email } = await persona(id);
  const accountShape = z.looseObject({
    label: z.string(),
    windows: z.array(z.looseObject({ label: z.string(), usedPercent: z.number().nullable() })),
  });
  await expect
    .poll(
      async () => {
        const { accounts } = z
          .looseObject({ accounts: z.array(accountShape) })
          .parse(await gatehouseJson(['auth', 'quota', '--now']));
        const windows = accounts.find(({ label }) => label === email)?.windows;
        return windows?.find(({ label }) => label === '5-hour')?.usedPercent;
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(usedPercent);
}

test(
  'what is used up is left with a word and followed by the files; recovered, it serves again, until that is undone',
  leftToWhole,
  async () => {
    const ivo = 'claude-pro-ivo';
    const use = async (usedPercent: number, resetsInSeconds: number): Promise<void> => {
      await scenario({ personas: { [ivo]: { windows: { fiveHour: { usedPercent, resetsInSeconds } } } } });
    };
    const since = Date.now();
    await start();
    await use(40, 1_800);
    await signIn('openai', 'openai-plus-ada');
    await signIn('claude', ivo);
    await settled('claude');
    expect((await gatehouse(['auth', 'switch', '--provider', 'claude'])).code).toBe(0);
    expect(await choice()).toEqual(['claude', 'claude', 'primary', 'claude', 'claude']);

    await quit();
    await aWhileLater();
    await use(100, 1_500);
    const { tray, item } = await start();
    await readAnew(ivo, 100);
    const notice = await waitForNotice(
      ({ summary, body, atMs }) => atMs >= since && `${summary}\n${body}`.includes('Switched to OpenAI'),
      { deadlineMs: 30_000 },
    );
    expect(`${notice.summary}\n${notice.body}`).toMatch(/In use: OpenAI.*, because Claude is used up/);
    expect(await choice()).toEqual(['claude', 'openai', 'fallback', 'claude', 'openai']);
    expect((await unified()).selected_because).toContain('because Claude is used up');
    expect((await gatehouse(['auth', 'status'])).stdout).toMatch(
      /^OpenAI stands in for Claude since \d\d:\d\d\. Waiting for 5-hour; back about (?:\w{3} )?\d\d:\d\d\.$/m,
    );
    await tray.waitForEntry(item, [/^In use: OpenAI.*because Claude is used up/]);

    await quit();
    await aWhileLater();
    await use(3, 18_000);
    await start();
    await readAnew(ivo, 3);
    await expect
      .poll(choice, { timeout: 30_000 })
      .toEqual(['claude', 'claude', 'primary', 'claude', 'claude']);
    const undone = await gatehouse(['auth', 'undo']);
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/^Undone: Claude: /)]);
    const [preferred, serves, , preferredInFile, servesInFile] = await choice();
    expect([preferredInFile, servesInFile]).toEqual([preferred, serves]);
  },
);
