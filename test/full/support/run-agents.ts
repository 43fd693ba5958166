// The packaged app inside the world with one ChatGPT sign-in, agents that are started through its launcher, and its service asked
// over the socket.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  appFolder,
  dataFolder,
  forgetCrashes,
  forgetEverything,
  gatehouseJson,
  home,
} from '../../e2e/support/app.ts';
import { resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import { openWire, type Wire } from './broker-wire.ts';
import type { BrokerPlace } from './lease-talk.ts';

const agentsAtOnce = 64;
const lookEveryMs = 50;
const patienceMs = 60_000;

/** Codex's own file holds the account, so no key has to be handed out. */
export const runWords = ['run', '--consumer', 'codex', '--provider', 'openai', '--'] as const;
/** It lives until it is killed, and does nothing. */
export const command = ['sleep', '600'] as const;

export async function startTray(): Promise<ChildProcess> {
  await forgetCrashes();
  const app = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  const untilMs = performance.now() + patienceMs;
  // Not by the command line, each try of which takes a core for a while.
  while (!(await serves())) {
    if (app.exitCode !== null) throw new Error(`the app ended with ${app.exitCode}`);
    if (performance.now() > untilMs) throw new Error('the app does not serve');
    await sleep(lookEveryMs);
  }
  return app;
}

/** A grant of the run before is not enough. */
export async function serves(): Promise<boolean> {
  try {
    using wire = await openService();
    return (await wire.ask('GET', '/v1/leases')).status === 200;
  } catch {
    return false;
  }
}

/** As on a new machine. */
export async function signedIn(): Promise<ChildProcess> {
  await resetSandbox();
  await forgetEverything();
  const configFolder = join(home, '.config/gatehouse');
  await mkdir(configFolder, { recursive: true });
  await writeFile(join(configFolder, 'preferences.json'), JSON.stringify({ agentsAtOnce }));
  await scenario({ browser: { persona: 'openai-pro-cleo' } });
  const app = await startTray();
  z.looseObject({ ok: z.literal(true) }).parse(
    await gatehouseJson(['auth', 'login', '--provider', 'openai']),
  );
  return app;
}

export async function endNow(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export async function servicePlace(): Promise<BrokerPlace> {
  const service: unknown = JSON.parse(await readFile(join(dataFolder, 'service.json'), 'utf8'));
  const { path } = z.looseObject({ path: z.string() }).parse(service);
  return { path, grant: (await readFile(join(dataFolder, 'machine-grant'), 'utf8')).trim() };
}

export async function openService(): Promise<Wire> {
  const { path, grant } = await servicePlace();
  return openWire(path, grant);
}

export function startAgent(): ChildProcess {
  return spawn('gatehouse', [...runWords, ...command], { stdio: 'ignore' });
}

export async function isCommand(pid: number): Promise<boolean> {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [program = '', ...rest] = words.split('\0');
  // It is started by its path.
  return [basename(program), ...rest.filter(Boolean)].join(' ') === command.join(' ');
}

/** The processes that this one has started itself and that still run. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}
