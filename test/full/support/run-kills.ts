// `gatehouse run` inside the world, killed at any moment: the launcher's shell, the app that prepares, or the command itself.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatehouse } from '../../e2e/support/app.ts';
import type { Outcome } from '../figure.ts';
import type { Wire } from './broker-wire.ts';
import { listLeases } from './lease-wire.ts';
import { createRandom } from './random.ts';
import { childrenOf, endNow, isCommand, openService, signedIn, startAgent } from './run-agents.ts';
import { percentile, rounded, tally } from './statistics.ts';

const livingAgents = 3;
/** The command runs by then. */
const longestDelayMs = 1_200;
const longestMs = 1_000;
const patienceMs = 3_000;
const lookEveryMs = 20;
const startMs = 60_000;

const phases = ['the shell, before the command', 'the app that prepares', 'the command'] as const;
type Phase = (typeof phases)[number];

async function pidsWithLease(wire: Wire): Promise<readonly (number | null)[]> {
  return (await listLeases(wire)).leases.map(({ pid }) => pid);
}

/** How long until it has no lease any more; `patienceMs` when it keeps it. */
async function untilFree(wire: Wire, pid: number): Promise<number> {
  const sinceMs = performance.now();
  while (performance.now() - sinceMs < patienceMs) {
    if (!(await pidsWithLease(wire)).includes(pid)) return performance.now() - sinceMs;
    await sleep(lookEveryMs);
  }
  return patienceMs;
}

async function untilRuns(child: ChildProcess): Promise<number> {
  const pid = child.pid ?? 0;
  const untilMs = performance.now() + startMs;
  while (!(await isCommand(pid))) {
    if (performance.now() > untilMs) throw new Error('the agent does not start');
    if (child.exitCode !== null) throw new Error(`the agent ended with ${child.exitCode}`);
    await sleep(lookEveryMs);
  }
  return pid;
}

/** Whether it was still there to be killed. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Kills what is there, and answers what that was; everything of it is gone afterwards. */
async function killOnce(wire: Wire, delayMs: number, wantsApp: boolean) {
  const agent = startAgent();
  const pid = agent.pid ?? 0;
  await sleep(delayMs);
  const [app] = await childrenOf(pid);
  const isRunning = await isCommand(pid);
  let phase: Phase = isRunning ? phases[2] : phases[0];
  let lost = 0;
  const ended = once(agent, 'exit');
  if (wantsApp && app !== undefined && !isRunning && killed(app)) {
    phase = phases[1];
    // The shell goes by what the app has said: it ends, or it has become the command already.
    await Promise.race([ended, sleep(longestMs)]);
    if ((await isCommand(pid)) && !(await pidsWithLease(wire)).includes(pid)) lost += 1;
  }
  await endNow(agent);
  return { pid, phase, lost, freeMs: await untilFree(wire, pid) };
}

export async function killedRuns(count: number, seed: number, say: (line: string) => void): Promise<Outcome> {
  const random = createRandom(seed);
  const app = await signedIn();
  using wire = await openService();
  const living = Array.from({ length: livingAgents }, startAgent);
  const livingPids = await Promise.all(living.map(untilRuns));
  const seen: Awaited<ReturnType<typeof killOnce>>[] = [];
  let lost = 0;
  for (let index = 0; index < count; index += 1) {
    seen.push(await killOnce(wire, random.between(0, longestDelayMs), index % 2 === 0));
    const now = await pidsWithLease(wire);
    lost += livingPids.filter((pid) => !now.includes(pid)).length;
    if (seen.length % 25 === 0) say(`${seen.length} of ${count} kills`);
  }
  // What an app that went on alone has asked for late.
  await sleep(patienceMs);
  const late = (await pidsWithLease(wire)).filter((pid) => !livingPids.some((each) => each === pid)).length;
  await Promise.all(living.map(endNow));
  await gatehouse(['quit']);
  await endNow(app);
  return outcomeOf(
    seen.map(({ freeMs }) => freeMs),
    late,
    lost + seen.reduce((sum, each) => sum + each.lost, 0),
    tally(
      phases,
      seen.map(({ phase }) => phase),
    ),
  );
}

function outcomeOf(
  freeMs: readonly number[],
  late: number,
  lost: number,
  histogram?: Readonly<Record<string, number>>,
): Outcome {
  const kept = freeMs.filter((ms) => ms > longestMs).length + late;
  return {
    met: kept === 0 && lost === 0,
    goal: `0 leases outlive their process by > ${longestMs} ms, 0 living agents lose theirs, in ${freeMs.length} kills`,
    actual: `${kept} outlive it, ${lost} lost; slowest ${Math.round(percentile(freeMs, 1))} ms`,
    counts: {
      kills: freeMs.length,
      kept,
      lost,
      freeP50Ms: rounded(percentile(freeMs, 0.5)),
      freeMaxMs: rounded(percentile(freeMs, 1)),
    },
    ...(histogram !== undefined && { histogram }),
  };
}

/** A program that takes a lease for itself which does not go by its process. */
export async function withoutProcess(): Promise<Outcome> {
  const app = await signedIn();
  using wire = await openService();
  const words = ['lease', 'create', '--consumer', 'codex', '--provider', 'openai', '--heartbeat'];
  const client = spawn('gatehouse', words, { stdio: 'ignore' });
  await once(client, 'exit');
  const sinceMs = performance.now();
  while ((await listLeases(wire)).leases.length > 0 && performance.now() - sinceMs < patienceMs)
    await sleep(lookEveryMs);
  const freeMs = performance.now() - sinceMs;
  await gatehouse(['quit']);
  await endNow(app);
  return outcomeOf([freeMs], 0, 0);
}
