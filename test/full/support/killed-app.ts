// The packaged app inside the world with tokens that end every two seconds, killed and started again. The sandbox's log is
// the judge: a token that is offered twice is refused there, and with it the whole sign-in.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  appFolder,
  dataFolder,
  forgetCrashes,
  forgetEverything,
  gatehouse,
  home,
  untilAnswered,
  vaultFile,
} from '../../e2e/support/app.ts';
import { resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import type { Outcome } from '../figure.ts';
import { createRandom } from './random.ts';
import { renewals, type Renewal } from './renewal-log.ts';
import { percentile, rounded, tally } from './statistics.ts';

const persona = 'openai-plus-ben';
const lifeSeconds = 2;
/** A renewal, its journal, the vault and a look at the quota all happen within this. */
const longestKillDelayMs = 2_200;
const patienceMs = 20_000;
/** Until an answer is durable nobody can keep it (docs/figures.md); generous, for the machine's load counts. */
const windowMs = 30;
/** The vault and the files without keys are written now. */
const soonMs = 300;

async function start(): Promise<ChildProcess> {
  await forgetCrashes();
  const app = spawn(join(appFolder, 'gatehouse-app'), [], { stdio: 'ignore' });
  await untilAnswered();
  return app;
}

async function kill(app: ChildProcess): Promise<number> {
  const gone = once(app, 'exit');
  app.kill('SIGKILL');
  const atMs = Date.now();
  await gone;
  return atMs;
}

/** As on a new machine; the tokens live in the vault alone, so that we are the only ones to renew them. */
async function signIn(): Promise<ChildProcess> {
  await resetSandbox();
  await forgetEverything();
  await scenario({ browser: { persona }, personas: { [persona]: { accessLifeSeconds: lifeSeconds } } });
  const app = await start();
  await gatehouse(['auth', 'files', '--off', 'codex-auth']);
  await gatehouse(['auth', 'login', '--provider', 'openai']);
  return app;
}

/** The first renewal that was begun after this moment, or undefined when none comes. */
async function renewalAfter(sinceMs: number): Promise<Renewal | undefined> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const next = (await renewals()).find(({ startedMs }) => startedMs > sinceMs);
    if (next !== undefined) return next;
    await sleep(50);
  }
  return undefined;
}

async function temporaryNames(): Promise<readonly string[]> {
  const folders = [dataFolder, join(dataFolder, 'journal'), dirname(vaultFile), join(home, '.codex')];
  const names = await Promise.all([...new Set(folders)].map((folder) => readdir(folder).catch(() => [])));
  return names.flat().filter((name) => name.endsWith('.tmp'));
}

/** Those that stay: the app that runs now has some of its own for milliseconds. */
async function leftovers(): Promise<number> {
  const before = await temporaryNames();
  if (before.length === 0) return 0;
  await sleep(soonMs);
  const after = await temporaryNames();
  return before.filter((name) => after.includes(name)).length;
}

const phases = ['around an answer', 'soon after one', 'between two'] as const;

function phaseOf(killedMs: number, all: readonly Renewal[]): (typeof phases)[number] {
  const before = all.filter(({ startedMs }) => startedMs <= killedMs);
  const sinceMs = Math.min(...before.map(({ endedMs }) => killedMs - endedMs));
  if (sinceMs <= windowMs) return 'around an answer';
  return sinceMs < soonMs ? 'soon after one' : 'between two';
}

export async function killed(kills: number, seed: number, say: (line: string) => void): Promise<Outcome> {
  const random = createRandom(seed);
  const seen: (typeof phases)[number][] = [];
  const startsMs: number[] = [];
  let lost = 0;
  let inWindow = 0;
  let leftOver = 0;
  let app = await signIn();
  for (let count = 1; count <= kills; count += 1) {
    await sleep(random.between(0, longestKillDelayMs));
    const killedMs = await kill(app);
    const startedMs = Date.now();
    app = await start();
    const next = await renewalAfter(startedMs);
    startsMs.push(Date.now() - startedMs);
    leftOver += await leftovers();
    const phase = phaseOf(killedMs, await renewals());
    seen.push(phase);
    if (next?.status !== 200) {
      if (phase === 'around an answer') inWindow += 1;
      else lost += 1;
      await kill(app);
      app = await signIn();
    }
    if (count % 10 === 0) say(`${count} of ${kills} kills`);
  }
  await gatehouse(['quit']);
  return {
    met: lost === 0 && leftOver === 0,
    goal: `0 of ${kills} sign-ins lost outside the window, 0 temporary files after the next start`,
    actual: `${lost} lost outside, ${inWindow} inside, ${leftOver} temporary files`,
    counts: {
      kills,
      lostOutside: lost,
      lostInside: inWindow,
      temporaryFiles: leftOver,
      startToRenewedP50Ms: rounded(percentile(startsMs, 0.5)),
      startToRenewedMaxMs: rounded(percentile(startsMs, 1)),
    },
    histogram: tally(phases, seen),
  };
}

/** The vault and journal of before a renewal stand there at the next start, as if nothing had been made durable. */
export async function withYesterdaysVault(): Promise<Outcome> {
  let app = await signIn();
  await renewalAfter(0);
  const copy = join(home, 'vault-of-before');
  await cp(vaultFile, copy);
  await renewalAfter(Date.now());
  await sleep(soonMs);
  await kill(app);
  await cp(copy, vaultFile);
  await rm(copy);
  await rm(join(dataFolder, 'journal'), { recursive: true, force: true });
  const startedMs = Date.now();
  app = await start();
  const next = await renewalAfter(startedMs);
  await kill(app);
  const lost = next?.status === 200 ? 0 : 1;
  return {
    met: lost === 0,
    goal: '0 of 1 sign-ins lost outside the window',
    actual: `${lost} lost outside`,
    counts: { kills: 1, lostOutside: lost },
  };
}
