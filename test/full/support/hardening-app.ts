// One start of the packaged app inside a world, followed until it serves, ends, or has had time enough.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appFolder } from '../../e2e/support/app.ts';
import { serves } from './run-agents.ts';

/** What counts as started at once (reliability LC-01). */
export const startGoalMs = 3_000;
const lookEveryMs = 20;
const patienceMs = 15_000;

export interface Surroundings {
  /** Behind the program. */
  readonly words?: readonly string[];
  /** On top of the world's; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
}

export interface AppStart {
  readonly process: ChildProcess;
  /** From the start of the process until its service answers; undefined where it never did. */
  readonly readyMs: number | undefined;
  /** How it has ended by itself; undefined while it runs. */
  readonly end: { readonly code: number | null; readonly afterMs: number } | undefined;
  /** What it has said on standard error until then. */
  readonly said: string;
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

export function spawnApp({ words = [], environment = {}, folder }: Surroundings = {}) {
  return spawn(join(appFolder, 'gatehouse-app'), [...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
    ...(folder !== undefined && { cwd: folder }),
  });
}

export async function startApp(surroundings: Surroundings = {}): Promise<AppStart> {
  const beganMs = performance.now();
  const child = spawnApp(surroundings);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let endedMs = Number.NaN;
  child.once('exit', () => (endedMs = performance.now()));
  let readyMs: number | undefined;
  while (isRunning(child) && readyMs === undefined && performance.now() - beganMs < patienceMs) {
    if (await serves()) readyMs = Math.round(performance.now() - beganMs);
    else await sleep(lookEveryMs);
  }
  const end = isRunning(child) ? undefined : { code: child.exitCode, afterMs: Math.round(endedMs - beganMs) };
  return { process: child, readyMs, end, said };
}

/** As nobody can keep it from ending. */
export async function endNow(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** As the session ends it; answers after how many milliseconds it was gone, and its exit code. */
export async function endAsAsked(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly tookMs: number }> {
  if (!isRunning(child)) return { code: child.exitCode, tookMs: 0 };
  const beganMs = performance.now();
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return { code: child.exitCode, tookMs: Math.round(performance.now() - beganMs) };
}

export const startVerdicts = ['ready in time', 'says why in time', 'late', 'silent', 'crashed'] as const;
export type StartVerdict = (typeof startVerdicts)[number];

/** Words of ours, or Chromium's own about what is missing. */
const reason = /^gatehouse: |Missing X server|Failed to connect to Wayland|cannot open display/im;

/** Whether a start went as it has to: ready within the time, or ended with a code that is no success, and a reason. */
export function judgeStart({ readyMs, end, said }: AppStart): StartVerdict {
  if (readyMs !== undefined) return readyMs <= startGoalMs ? 'ready in time' : 'late';
  if (end === undefined) return 'late';
  if (end.code === null) return 'crashed';
  if (end.code === 0 || !reason.test(said)) return 'silent';
  return end.afterMs <= startGoalMs ? 'says why in time' : 'late';
}
