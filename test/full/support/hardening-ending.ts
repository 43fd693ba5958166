// The packaged app inside the world, asked to end while the provider holds the answer to a renewal (LC-03). The sandbox's log is
// the judge: a token that is offered twice is refused there, and with it the whole sign-in.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  dataFolder,
  forgetCrashes,
  forgetEverything,
  gatehouse,
  gatehouseJson,
} from '../../e2e/support/app.ts';
import { resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import type { Outcome } from '../figure.ts';
import { endAsAsked, startApp } from './hardening-app.ts';
import { createRandom, type Random } from './random.ts';
import { renewals, type Renewal } from './renewal-log.ts';
import { tally } from './statistics.ts';

const persona = 'openai-plus-ben';
const lifeSeconds = 2;
const endGoalMs = 5_000;
const longestAnswerMs = 3_000;
const shortestAnswerMs = 800;
const patienceMs = 20_000;
const lookEveryMs = 20;
/** A lock that is held so long is the one around a renewal; the others are for one write. */
const longHoldMs = 300;
const controlRounds = 2;

/** What the provider does with the request that is under way; what it drops it has not acted upon. */
const answers = ['late', 'never'] as const;
type Answer = (typeof answers)[number];

async function start(): Promise<ChildProcess> {
  await forgetCrashes();
  const started = await startApp();
  started.process.stderr?.resume();
  if (started.readyMs === undefined) throw new Error(`the app did not start: ${started.said}`);
  return started.process;
}

/** As on a new machine; the tokens live in the vault alone, so that we are the only ones to renew them. */
async function signIn(): Promise<ChildProcess> {
  await resetSandbox();
  await forgetEverything();
  await scenario({ browser: { persona }, personas: { [persona]: { accessLifeSeconds: lifeSeconds } } });
  const app = await start();
  await gatehouse(['auth', 'files', '--off', 'codex-auth']);
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  z.looseObject({ ok: z.literal(true) }).parse(login);
  return app;
}

/** The first renewal that was begun after this moment, or undefined when none comes. */
async function renewalAfter(sinceMs: number): Promise<Renewal | undefined> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const next = (await renewals()).find(({ startedMs }) => startedMs > sinceMs);
    if (next !== undefined) return next;
    await sleep(lookEveryMs);
  }
  return undefined;
}

/** Who polls holds a lock from its first reading to its end. */
async function lastingLocks(folder: string): Promise<ReadonlySet<string>> {
  const before = new Set(await readdir(folder));
  await sleep(longHoldMs);
  return new Set((await readdir(folder)).filter((name) => before.has(name)));
}

/** Waits until a request for new tokens lies at the provider, which answers it as it is told. */
async function untilHeld(answer: Answer, random: Random): Promise<void> {
  const fault =
    answer === 'late'
      ? { delayMs: Math.round(random.between(shortestAnswerMs, longestAnswerMs)) }
      : { delayMs: 120_000, drop: true };
  const folder = join(dataFolder, 'locks');
  const always = await lastingLocks(folder);
  const rule = { host: 'auth.openai.com', path: '/oauth/token', grant: 'refresh_token', times: 1 };
  await scenario({ faults: [{ ...rule, ...fault }] });
  const since = new Map<string, number>();
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.lock'));
    for (const name of since.keys()) if (!names.includes(name)) since.delete(name);
    for (const name of names) if (!since.has(name)) since.set(name, Date.now());
    if ([...since].some(([name, at]) => !always.has(name) && Date.now() - at >= longHoldMs)) return;
    await sleep(lookEveryMs);
  }
  throw new Error('nothing is renewed');
}

interface Round {
  readonly answer: Answer;
  readonly tookMs: number;
  readonly code: number | null;
  readonly lost: boolean;
}

/** @param kill outright, in place of the question */
async function round(
  app: ChildProcess,
  answer: Answer,
  random: Random,
  kill: boolean,
): Promise<{ readonly next: ChildProcess; readonly seen: Round }> {
  await untilHeld(answer, random);
  let end: Awaited<ReturnType<typeof endAsAsked>> = { code: null, tookMs: 0 };
  if (kill) {
    const gone = once(app, 'exit');
    app.kill('SIGKILL');
    await gone;
    await sleep(longestAnswerMs);
  } else end = await endAsAsked(app);
  const startedMs = Date.now();
  const next = await start();
  const renewed = await renewalAfter(startedMs);
  return { next, seen: { answer, ...end, lost: renewed?.status !== 200 } };
}

async function rounds(
  count: number,
  seed: number,
  say: (line: string) => void,
  kill: boolean,
): Promise<Outcome> {
  const random = createRandom(seed);
  const seen: Round[] = [];
  let app = await signIn();
  for (let index = 0; index < count; index += 1) {
    const answer = kill ? 'late' : (answers[index % answers.length] ?? 'late');
    const done = await round(app, answer, random, kill);
    seen.push(done.seen);
    app = done.next;
    if (done.seen.lost) {
      await endAsAsked(app);
      app = await signIn();
    }
    if (seen.length % 5 === 0) say(`${String(seen.length)} of ${String(count)} ends`);
  }
  await endAsAsked(app);
  const lost = seen.filter((each) => each.lost).length;
  const late = seen.filter(({ tookMs }) => tookMs > endGoalMs).length;
  const unclean = kill ? 0 : seen.filter(({ code }) => code !== 0).length;
  const longestMs = Math.max(0, ...seen.map(({ tookMs }) => tookMs));
  return {
    met: lost === 0 && late === 0 && unclean === 0,
    goal: `0 of ${String(count)} sign-ins lost, each end within ${String(endGoalMs)} ms and with 0`,
    actual: `${String(lost)} lost, ${String(late)} late, ${String(unclean)} with another code; the longest took ${String(longestMs)} ms`,
    counts: { ends: count, lost, late, unclean, longestEndMs: longestMs },
    histogram: tally(
      answers,
      seen.map(({ answer }) => answer),
    ),
  };
}

export const asked = (count: number, seed: number, say: (line: string) => void): Promise<Outcome> =>
  rounds(count, seed, say, false);

export const killed = (seed: number, say: (line: string) => void): Promise<Outcome> =>
  rounds(controlRounds, seed, say, true);
