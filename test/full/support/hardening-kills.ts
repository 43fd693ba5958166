// The packaged app inside the world, killed and started again, with the locks that a killed one leaves, or others.
import { spawn } from 'node:child_process';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { dataFolder, forgetCrashes, forgetEverything, gatehouseJson, home } from '../../e2e/support/app.ts';
import { resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import type { Outcome } from '../figure.ts';
import {
  endNow,
  judgeStart,
  spawnApp,
  startApp,
  startGoalMs,
  startVerdicts,
  type AppStart,
} from './hardening-app.ts';
import { createRandom, type Random } from './random.ts';
import { percentile, tally } from './statistics.ts';

const locks = join(dataFolder, 'locks');
const chromiumLock = join(home, '.config/gatehouse/SingletonLock');
/** No system hands out so high a number. */
const deadPid = 4_194_303;
const otherHost = 'elsewhere';
const persona = 'openai-plus-ada';
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
type Owner = z.output<typeof ownerShape>;

/** Our locks as they stand there, by name. */
async function standingLocks(): Promise<ReadonlyMap<string, Owner>> {
  const found = new Map<string, Owner>();
  for (const name of await readdir(locks)) {
    const text = await readFile(join(locks, name), 'utf8').catch(() => '');
    if (text.startsWith('{')) found.set(name, ownerShape.parse(JSON.parse(text)));
  }
  return found;
}

/** @param stranger a process that has nothing to do with the app */
function changesFor(kind: PlantedLock, stranger: number): Readonly<Record<string, string | number>> {
  if (kind === 'other host')
    return { bootId: 'another boot', machine: 'another machine', host: otherHost, pid: 4_711 };
  return { pid: kind === 'dead pid' ? deadPid : stranger };
}

/**
 * Puts other owners into our locks, and another one into Chromium's. Answers how many of ours stand there with an owner that
 * was put there.
 * @param genuine locks that a killed one of this computer has left
 */
async function plant(
  kind: PlantedLock,
  stranger: number,
  genuine: ReadonlyMap<string, Owner>,
): Promise<number> {
  // Held elsewhere, they would stay as they are for ever; there they have let go of them.
  for (const [name, { host }] of await standingLocks()) if (host === otherHost) await rm(join(locks, name));
  if (kind === 'as the killed one left them') return 0;
  const changes = changesFor(kind, stranger);
  for (const [name, owner] of genuine)
    await writeFile(join(locks, name), JSON.stringify({ ...owner, ...changes }));
  const host = kind === 'other host' ? otherHost : hostname();
  await rm(chromiumLock, { force: true });
  await symlink(`${host}-${String(changes['pid'])}`, chromiumLock);
  return genuine.size;
}

interface Seen {
  readonly planted: PlantedLock;
  /** How many of our locks were given another owner. */
  readonly forged: number;
  readonly start: AppStart;
}

function judged(seen: readonly Seen[]): Outcome {
  const verdicts = seen.map(({ start }) => judgeStart(start));
  const bad = verdicts.filter((verdict) => verdict !== 'ready in time' && verdict !== 'says why in time');
  const times = seen.flatMap(({ start: { readyMs } }) => readyMs ?? []);
  // A start that finds only what it would have left itself says nothing about the locks of others.
  const withoutLock = seen.filter(
    ({ planted, forged }) => planted !== 'as the killed one left them' && forged === 0,
  ).length;
  return {
    met: bad.length === 0 && withoutLock === 0,
    goal: `${String(seen.length)} of ${String(seen.length)} starts after a kill ready within ${String(startGoalMs)} ms, or ended with the reason; 0 in silence; none without the locks that it was to find`,
    actual: `${String(seen.length - bad.length)} of ${String(seen.length)}; ${String(verdicts.filter((each) => each === 'silent').length)} in silence; ${String(withoutLock)} without those locks; slowest ready after ${String(Math.max(0, ...times))} ms`,
    counts: {
      starts: seen.length,
      bad: bad.length,
      forgedLocks: seen.reduce((sum, { forged }) => sum + forged, 0),
      withoutLock,
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
  await forgetCrashes();
  const child = spawnApp();
  child.stderr.resume();
  await sleep(random.between(0, longestStartMs));
  await endNow(child);
}

/** Signed in, so that it polls, renews and holds locks for that; killed outright. Answers the locks that it leaves. */
async function signInAndKill(): Promise<ReadonlyMap<string, Owner>> {
  await scenario({ browser: { persona } });
  const { process: app, readyMs, said } = await startApp();
  if (readyMs === undefined) throw new Error(`the app did not start: ${said}`);
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  z.looseObject({ ok: z.literal(true) }).parse(login);
  await endNow(app);
  return standingLocks();
}

export async function killStart(count: number, seed: number, say: (line: string) => void): Promise<Outcome> {
  await resetSandbox();
  await forgetEverything();
  await forgetCrashes();
  const random = createRandom(seed);
  const genuine = await signInAndKill();
  const stranger = spawn('sleep', ['100000'], { stdio: 'ignore' });
  const { pid } = z.object({ pid: z.number() }).parse(stranger);
  const seen: Seen[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index % 2 === 1) await killOnTheWay(random);
    const planted = plantedLocks[index % plantedLocks.length] ?? 'dead pid';
    const forged = await plant(planted, pid, genuine);
    // So many kills in a row look like crashes, and after those a start does less.
    await forgetCrashes();
    const start = await startApp();
    await sleep(random.between(0, longestRestMs));
    await endNow(start.process);
    seen.push({ planted, forged, start });
    if (seen.length % 10 === 0) say(`${String(seen.length)} of ${String(count)} starts`);
  }
  stranger.kill();
  return judged(seen);
}

/** The one before is not dead at all: it stands still, so nobody may take its place and nobody answers. */
export async function besideOneThatStandsStill(): Promise<Outcome> {
  await forgetEverything();
  await forgetCrashes();
  const first = await startApp();
  first.process.kill('SIGSTOP');
  const seen: Seen[] = [];
  for (let index = 0; index < controlStarts; index += 1) {
    const start = await startApp();
    seen.push({ planted: 'as the killed one left them', forged: 0, start });
    await endNow(start.process);
  }
  await endNow(first.process);
  return judged(seen);
}
