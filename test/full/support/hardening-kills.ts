// The packaged app inside the world, killed and started again, with the locks that a killed one leaves, or others.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { dataFolder, forgetEverything, home } from '../../e2e/support/app.ts';
import { resetSandbox } from '../../e2e/support/sandbox.ts';
import type { Outcome } from '../figure.ts';
import { endNow, judgeStart, spawnApp, startApp, startGoalMs, startVerdicts } from './hardening-app.ts';
import { createRandom, type Random } from './random.ts';
import { percentile, tally } from './statistics.ts';

const locks = join(dataFolder, 'locks');
const chromiumLock = join(home, '.config/gatehouse/SingletonLock');
/** No system hands out so high a number. */
const deadPid = 4_194_303;
const longestRestMs = 200;
const longestStartMs = 900;
const controlStarts = 1;

/** What stands where locks stand when the app is started. */
const plantedLocks = ['as the killed one left them', 'dead pid', 'reused pid', 'other host'] as const;
type PlantedLock = (typeof plantedLocks)[number];

const ownerShape = z.looseObject({
  pid: z.number(),
  bootId: z.string(),
  machine: z.string(),
  host: z.string(),
});

/** Every lock of ours gets another owner, of whom everything else stays as it was. */
async function changeOwners(changes: Readonly<Record<string, string | number>>): Promise<void> {
  for (const name of await readdir(locks).catch((): string[] => [])) {
    const path = join(locks, name);
    const text = await readFile(path, 'utf8').catch(() => '');
    if (!text.startsWith('{')) continue;
    const owner = ownerShape.parse(JSON.parse(text));
    await writeFile(path, JSON.stringify({ ...owner, ...changes }));
  }
}

/** @param stranger a process that has nothing to do with the app */
async function plant(kind: PlantedLock, stranger: ChildProcess): Promise<void> {
  if (kind === 'as the killed one left them') return;
  const { pid } = z.object({ pid: z.number() }).parse(stranger);
  const [host, owner] =
    kind === 'other host' ? ['elsewhere', 4_711] : [hostname(), kind === 'dead pid' ? deadPid : pid];
  await changeOwners(
    kind === 'other host'
      ? { bootId: 'another boot', machine: 'another machine', host, pid: owner }
      : { pid: owner },
  );
  await rm(chromiumLock, { force: true });
  await symlink(`${host}-${String(owner)}`, chromiumLock);
}

async function judged(
  seen: readonly { readonly planted: PlantedLock; readonly start: Awaited<ReturnType<typeof startApp>> }[],
): Promise<Outcome> {
  const verdicts = seen.map(({ start }) => judgeStart(start));
  const bad = verdicts.filter((verdict) => verdict !== 'ready in time' && verdict !== 'says why in time');
  const times = seen.flatMap(({ start: { readyMs } }) => readyMs ?? []);
  return {
    met: bad.length === 0,
    goal: `${String(seen.length)} of ${String(seen.length)} starts after a kill ready within ${String(startGoalMs)} ms, or ended with the reason; 0 in silence`,
    actual: `${String(seen.length - bad.length)} of ${String(seen.length)}; ${String(verdicts.filter((each) => each === 'silent').length)} in silence; slowest ready after ${String(Math.max(0, ...times))} ms`,
    counts: {
      starts: seen.length,
      bad: bad.length,
      ...tally(
        plantedLocks,
        seen.map(({ planted }) => planted),
      ),
      ...(times.length > 0 && { readyP50Ms: percentile(times, 0.5), readyMaxMs: Math.max(...times) }),
    },
    histogram: tally(startVerdicts, verdicts),
  };
}

/** Killed somewhere on its way up, in every second cycle. */
async function killOnTheWay(random: Random): Promise<void> {
  const child = spawnApp();
  child.stderr.resume();
  await sleep(random.between(0, longestStartMs));
  await endNow(child);
}

export async function killStart(count: number, seed: number, say: (line: string) => void): Promise<Outcome> {
  await resetSandbox();
  await forgetEverything();
  const random = createRandom(seed);
  const stranger = spawn('sleep', ['100000'], { stdio: 'ignore' });
  const seen: { planted: PlantedLock; start: Awaited<ReturnType<typeof startApp>> }[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index % 2 === 1) await killOnTheWay(random);
    const planted = plantedLocks[index % plantedLocks.length] ?? 'dead pid';
    // The first has nothing to find.
    if (index > 0) await plant(planted, stranger);
    const start = await startApp();
    await sleep(random.between(0, longestRestMs));
    await endNow(start.process);
    seen.push({ planted, start });
    if (seen.length % 10 === 0) say(`${String(seen.length)} of ${String(count)} starts`);
  }
  stranger.kill();
  return judged(seen);
}

/** The one before is not dead at all: it stands still, so nobody may take its place and nobody answers. */
export async function besideOneThatStandsStill(): Promise<Outcome> {
  await forgetEverything();
  const first = await startApp();
  first.process.kill('SIGSTOP');
  const seen: { planted: PlantedLock; start: Awaited<ReturnType<typeof startApp>> }[] = [];
  for (let index = 0; index < controlStarts; index += 1) {
    const start = await startApp();
    seen.push({ planted: 'as the killed one left them', start });
    await endNow(start.process);
  }
  await endNow(first.process);
  return judged(seen);
}
