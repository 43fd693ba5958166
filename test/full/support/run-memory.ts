// Agents that run at once inside the world: what of ours stays with each of them.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usage } from '../../bench/processes.ts';
import { appFolder, gatehouse } from '../../e2e/support/app.ts';
import type { Outcome } from '../figure.ts';
import { childrenOf, command, endNow, isCommand, runWords, signedIn, startAgent } from './run-agents.ts';
import { rounded } from './statistics.ts';

const mostMegabytes = 5;
const settleMs = 3_000;
const lookEveryMs = 50;
const patienceMs = 30_000;
const controlAgents = 2;

const megabytes = (bytes: number): number => bytes / 1_048_576;

async function ownPssBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1024;
}

/** Of a process and what it has started, all but the command itself. */
async function oursIn(pid: number): Promise<number> {
  const children = await childrenOf(pid);
  const below = await Promise.all(children.map(oursIn));
  const own = (await isCommand(pid)) ? 0 : await ownPssBytes(pid);
  return below.reduce((sum, bytes) => sum + bytes, own);
}

async function runsCommand(pid: number): Promise<boolean> {
  if (await isCommand(pid)) return true;
  const children = await childrenOf(pid);
  return (await Promise.all(children.map(runsCommand))).includes(true);
}

async function agents(count: number, start: () => ReturnType<typeof startAgent>): Promise<Outcome> {
  const app = await signedIn();
  const appPid = app.pid ?? 0;
  await sleep(settleMs);
  const before = usage(appPid).pssBytes;
  const all = Array.from({ length: count }, start);
  const untilMs = performance.now() + patienceMs;
  while (!(await Promise.all(all.map(({ pid = 0 }) => runsCommand(pid)))).every(Boolean)) {
    if (performance.now() > untilMs) throw new Error('not every agent runs');
    await sleep(lookEveryMs);
  }
  await sleep(settleMs);
  const beside = await Promise.all(all.map(({ pid = 0 }) => oursIn(pid)));
  const grown = Math.max(0, usage(appPid).pssBytes - before);
  await Promise.all(all.map(endNow));
  await gatehouse(['quit']);
  await endNow(app);
  const most = megabytes(Math.max(...beside));
  const share = megabytes(grown) / count;
  return {
    met: most + share <= mostMegabytes,
    goal: `≤ ${mostMegabytes} MB of ours for each of ${count} agents at once`,
    actual: `${most.toFixed(2)} MB beside it, ${share.toFixed(2)} MB in the app`,
    counts: {
      agents: count,
      besideMaxMegabytes: rounded(most),
      appGrowthMegabytes: rounded(megabytes(grown)),
      perAgentMegabytes: rounded(most + share),
    },
  };
}

export const manyAgents = (count: number): Promise<Outcome> => agents(count, startAgent);

/** Without the launcher's shell the app stays above the command. */
export const withoutLauncher = (): Promise<Outcome> =>
  agents(controlAgents, () =>
    spawn(
      join(appFolder, 'gatehouse-app'),
      ['--ozone-platform=headless', '--disable-gpu', '--', ...runWords, ...command],
      { stdio: 'ignore' },
    ),
  );
