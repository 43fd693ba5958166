// The two apps under measurement, Gatehouse and the bare one, started up to their tray item and ended.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { appFolder, gatehouse } from '../e2e/support/app.ts';
import type { Tray } from '../world/desktop/tray.ts';

export interface App {
  readonly binary: string;
  readonly environment: Readonly<Record<string, string>>;
}

export const ours: App = { binary: join(appFolder, 'gatehouse-app'), environment: {} };

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly toTrayMs: number;
}

export async function start({ binary, environment }: App, tray: Tray): Promise<Started> {
  const before = new Set((await tray.items()).map(({ service }) => service));
  const startedAt = performance.now();
  const child = spawn(binary, [], { stdio: 'ignore', env: { ...process.env, ...environment } });
  await tray.waitForNewItem(before, { deadlineMs: 20_000 });
  const toTrayMs = performance.now() - startedAt;
  return { child, pid: z.number().parse(child.pid), toTrayMs };
}

export async function stop({ child }: Started): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Ends ours as a person does. A killed one leaves its grant, which the next one's first caller may still present. */
export async function quit({ child }: Started): Promise<void> {
  const ended = once(child, 'exit');
  await gatehouse(['quit']);
  await ended;
}
