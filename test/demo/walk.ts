// The walk itself, inside the world: each step does what a person would do and checks what that person would see.
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { statusShape, type Status } from '../../main/broker/protocol.ts';
import {
  appFolder,
  dataFolder,
  gatehouse,
  home,
  startApp,
  storedVault,
  type RunningApp,
} from '../e2e/support/app.ts';
import { persona, scenario } from '../e2e/support/sandbox.ts';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import { notices, waitForNotice } from '../world/desktop/notifications.ts';
import { screenshot, windows, type ScreenWindow } from '../world/desktop/screen.ts';
import type { Result } from './result.ts';

const out = z.string().parse(process.env['WORLD_OUT']);
const person = 'openai-plus-ada';
const sharedFiles = [
  { path: join(home, '.codex/auth.json'), consumer: 'Codex' },
  { path: join(home, '.codex/claude_auth.json'), consumer: 'Every Code' },
  { path: join(home, '.codex/auth_config.json'), consumer: 'Every Code' },
  { path: join(dataFolder, 'auth.json'), consumer: 'Other tools' },
];

const second = 'openai-pro-dan';

function labelsOf({ providers }: Status): readonly string[] {
  return providers.flatMap(({ accounts }) => accounts.map(({ label }) => label));
}

const stay = process.argv.includes('--stay');
const steps: Result['steps'] = [];
const screenshots: string[] = [];

async function step<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const startedAt = performance.now();
  const ms = (): number => Math.round(performance.now() - startedAt);
  if (process.stderr.isTTY) process.stderr.write(`  … ${name}\r`);
  try {
    const value = await work();
    steps.push({ name, ok: true, ms: ms() });
    process.stderr.write(`  ✓ ${name}, ${(ms() / 1000).toFixed(1)} s\n`);
    return value;
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    steps.push({ name, ok: false, ms: ms(), error });
    process.stderr.write(`  ✗ ${name}: ${error}\n`);
    throw thrown;
  }
}

async function status(): Promise<Status> {
  const { stdout } = await gatehouse(['auth', 'status', '--json']);
  return statusShape.parse(JSON.parse(stdout));
}

async function ourWindow(): Promise<ScreenWindow> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = (await windows()).find(({ title }) => title === 'Gatehouse');
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('no window came up');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function picture(name: string, take: (file: string) => Promise<void>): Promise<void> {
  await take(join(out, name));
  screenshots.push(name);
}

async function walk(app: RunningApp): Promise<void> {
  const { email } = await persona(person);
  await step('sign in to OpenAI from the tray, through the browser', async () => {
    await app.tray.click(app.item, ['OpenAI', /Sign in with ChatGPT/]);
    await app.tray.waitForEntry(app.item, ['OpenAI', new RegExp(email)], () => true, { deadlineMs: 30_000 });
    await app.tray.waitForEntry(app.item, ['OpenAI', /Sign in with ChatGPT/]);
  });
  await step('a notice comes for the window above 80 %', () =>
    waitForNotice(({ summary }) => summary.includes('86% used')),
  );
  await step('sign in to Claude with a registered client, after agreeing to its terms', async () => {
    const words = ['auth', 'login', '--provider', 'claude', '--client-id', registeredClaudeClient, '--agree'];
    const { code, stderr } = await gatehouse(words);
    if (code !== 0) throw new Error(stderr);
  });
  await step('the window shows both cards with plan and windows', async () => {
    await gatehouse(['open']);
    const window = await ourWindow();
    // The window is mapped a moment before its page has been drawn.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await picture('window.png', (file) => screenshot(file, window));
  });
  await step('one click in the tray menu switches to OpenAI', async () => {
    await app.tray.click(app.item, [/^Prefer OpenAI/]);
    await app.tray.waitForEntry(app.item, [/^Prefer OpenAI/], ({ on }) => on);
    if ((await status()).preferred !== 'openai')
      throw new Error('the command line still shows another provider');
  });
  await picture('tray.png', (file) => app.tray.pictureOfTray(app.item, file));
  await step(
    'a second OpenAI account takes the place of the first, and one command puts the first back',
    async () => {
      await scenario({ browser: { byProvider: { openai: { persona: second } } } });
      const login = await gatehouse(['auth', 'login', '--provider', 'openai']);
      if (login.code !== 0) throw new Error(login.stderr);
      const back = await gatehouse(['auth', 'switch', '--provider', 'openai', '--account', email]);
      if (back.code !== 0) throw new Error(back.stderr);
    },
  );
  await step('signing out of the second account leaves the first where it is', async () => {
    const { email: other } = await persona(second);
    await app.tray.click(app.item, ['OpenAI', new RegExp(`^(✓ )?${other}`), /^Sign out of/]);
    const deadline = Date.now() + 10_000;
    while (labelsOf(await status()).includes(other)) {
      if (Date.now() > deadline) throw new Error('the second account is still there');
    }
    if (!labelsOf(await status()).includes(email)) throw new Error('the first account is gone');
  });
  // On somebody's own display the rest of the screen is theirs.
  if (!stay) await picture('screen.png', (file) => screenshot(file));
}

function filesNow(): Result['files'] {
  return sharedFiles.flatMap(({ path, consumer }) => {
    const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
    return mode === 0 ? [] : [{ path: path.replace(home, '~'), mode: `0${mode.toString(8)}`, consumer }];
  });
}

await scenario({ personas: { [person]: { windows: { fiveHour: { usedPercent: 86 } } } } });
const app = await step('the app starts and its tray icon appears', startApp).catch(() => undefined);
const walked =
  app !== undefined &&
  (await walk(app).then(
    () => true,
    () => false,
  ));
const seen = await status().catch(() => undefined);
const runtime = z
  .object({ electron: z.string() })
  .parse(JSON.parse(readFileSync(join(appFolder, 'resources/runtime.json'), 'utf8')));
const backends = new Set(
  await storedVault().then(
    ({ entries }) => Object.values(entries).map(({ backend }) => backend),
    () => [],
  ),
);
const backend = [...backends].join(', ');
const files = filesNow();
const result: Result = {
  ok:
    walked &&
    backend === 'gnome_libsecret' &&
    files.length === sharedFiles.length &&
    files.every(({ mode }) => mode === '0600'),
  electron: runtime.electron,
  backend,
  steps,
  signedIn: (seen?.providers ?? []).flatMap(({ id, accounts }) =>
    accounts.map(({ label, plan, windows: meters }) => ({
      provider: id,
      account: label,
      plan,
      windows: meters.map(({ label: name, usedPercent, resetsAt }) => ({
        label: name,
        usedPercent,
        resetsAt,
      })),
    })),
  ),
  files,
  notifications: notices().map(({ summary }) => summary),
  switchedTo: seen?.preferred ?? '',
  screenshots,
};
// Written first: whatever ends the rest, the outer program has something to say.
writeFileSync(join(out, 'result.json'), JSON.stringify(result, null, 2));
if (stay) {
  process.stderr.write('Gatehouse stays open with these sandbox accounts. Press Ctrl-C to end it.\n');
  await once(process, 'SIGINT');
}
await app?.quit();
