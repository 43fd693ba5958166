// The packaged app inside the world: started and ended as a person would, and its command line.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Tray, type TrayItem } from '../../world/desktop/tray.ts';
import { findLeaks } from '../../world/leaks.ts';
import { canaries } from './sandbox.ts';

const run = promisify(execFile);
export const home = z.string().parse(process.env['HOME']);
export const dataFolder = join(z.string().parse(process.env['XDG_DATA_HOME']), 'gatehouse');
export const vaultFile = join(dataFolder, 'vault.json');

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const failedRun = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/** Runs `gatehouse …` to its end; `input` goes to its standard input. */
export async function gatehouse(words: readonly string[], input = ''): Promise<CommandResult> {
  const running = run('gatehouse', [...words], { timeout: 60_000 });
  running.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await running;
    return { code: 0, stdout, stderr };
  } catch (thrown) {
    return failedRun.parse(thrown);
  }
}

export async function gatehouseJson(words: readonly string[], input = ''): Promise<unknown> {
  const { stdout } = await gatehouse([...words, '--json'], input);
  return JSON.parse(stdout);
}

/** Where the packaged app is unpacked. */
export const appFolder = z.string().parse(process.env['WORLD_APP']);

export interface RunningApp {
  readonly tray: Tray;
  readonly item: TrayItem;
  /** Ends it through its own command line and waits until the process is gone. */
  quit(): Promise<void>;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** Waits until the command line is answered, but not for ever. */
export async function untilAnswered(): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await gatehouse(['auth', 'status'])).code === 5) {
    if (Date.now() > deadline) throw new Error('the app does not answer its command line');
  }
}

/** As if the crashes before had been long ago: many in a row, each soon after its start, lead to the safe mode. */
export async function forgetCrashes(): Promise<void> {
  await rm(join(dataFolder, 'run.json'), { force: true });
}

/** Starts the app and waits until its tray item is there and, a moment later, its command line is answered. */
export async function startApp(): Promise<RunningApp> {
  const child = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const tray = new Tray();
  const item = await tray.waitForItem(/gatehouse|chrome_status_icon/i, { deadlineMs: 15_000 });
  await untilAnswered();
  return {
    tray,
    item,
    async quit() {
      tray.close();
      await gatehouse(['quit']);
      await ended;
    },
    async kill() {
      tray.close();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * As on a machine where Gatehouse never ran: no vault, no preferences, no shared file, and no program that an earlier test put
 * where programs are found. What is taken away is searched for secrets first, for the world's own search at the end cannot see
 * it any more.
 */
export async function forgetEverything(): Promise<void> {
  const leaks = findLeaks(await canaries(), []).leaks.map(
    ({ channel, place, startsWith }) => `${channel} ${place}: ${startsWith}`,
  );
  if (leaks.length > 0) throw new Error(`a secret lies where none may be: ${leaks.join(', ')}`);
  const folders = [
    dataFolder,
    join(home, '.config/gatehouse'),
    join(home, '.codex'),
    join(home, '.claude'),
    join(home, 'bin'),
    join(home, '.local/share/opencode'),
    join(home, '.local/state/gatehouse'),
  ];
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}

const vaultShape = z.object({
  entries: z.record(z.string(), z.object({ backend: z.string(), blob: z.string() })),
});

/** The vault as it stands on disk. */
export async function storedVault(): Promise<z.infer<typeof vaultShape>> {
  return vaultShape.parse(JSON.parse(await readFile(vaultFile, 'utf8')));
}
