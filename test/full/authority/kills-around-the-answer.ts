// Processes killed while a renewal is answered: what the server has issued is lost in one short window only, and what
// the journal holds is taken up by the next start (RF-04, G6).
import { createHash } from 'node:crypto';
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { fsyncMs } from '../support/fsync.ts';
import { clearAway, expiredSignIn, openIn, type Expired } from '../support/race.ts';
import { createRandom, type Random } from '../support/random.ts';
import type { Guard } from '../support/refresher.ts';
import type { Step } from '../support/refresher-steps.ts';
import { leastForTimes, machineMs, percentile, rounded, tally } from '../support/statistics.ts';
import { startTokenServer, type TokenServer } from '../support/token-server.ts';
import { startWorker, type Worker } from '../support/workers.ts';

const controlKills = 6;
/** Prepared together and killed one after the other, so that no start disturbs a measurement. */
const batchSize = 8;
/** Long enough that a server notices who has gone before it answers. */
const thinkMs = 60;
const windowGoalInFsyncs = 3;
/** The first renewal of a process loads and compiles what it needs; the app has done so at its sign-in. */
const warmUps = 3;
/** Where times are judged: before these, a renewal measures the compiler. */
const timedWarmUps = 30;
const leastUndisturbed = 10;
/** About what an entry of the journal takes. */
const journalBytes = 4_096;

/** Where a process was when it died, by what the server and its own steps say. */
const phases = [
  'before the answer',
  'answer on its way',
  'answered, not journaled',
  'journaled, not kept',
  'kept, not finished',
  'finished',
] as const;
type Phase = (typeof phases)[number];

/** This many milliseconds after the request came, the last byte of the answer left, or the journal was durable. */
interface Aim {
  readonly from: 'request' | 'answer' | 'journal';
  readonly afterMs: number;
}

interface Kill {
  readonly phase: Phase;
  /** The next start has the newest token, and the server saw no reuse. */
  readonly survived: boolean;
  /** It needed no request for that. */
  readonly withoutRequest: boolean;
}

/** How long a renewal that nobody disturbs takes, from the last byte of its answer on. */
interface Pace {
  readonly journaledMs: number;
  readonly finishedMs: number;
}

/** Renewals of one process on a machine that does nothing else of ours, each with an fsync beside it. */
interface Undisturbed {
  /** The very first one of the process. */
  readonly firstWindowMs: number;
  /** Those after the warm-up. */
  readonly paces: readonly Pace[];
  readonly fsyncsMs: readonly number[];
}

interface Prepared {
  readonly worker: Worker;
  readonly expired: Expired;
}

interface Surroundings {
  readonly server: TokenServer;
  readonly folder: string;
  readonly random: Random;
  readonly without: { readonly without?: Guard };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Renews a sign-in undisturbed and says how long that took. */
async function renewOnce(
  worker: Worker,
  name: string,
  { server, folder, without }: Surroundings,
): Promise<Pace> {
  const expired = await expiredSignIn(folder, name, server);
  await openIn([worker], expired, server, without);
  worker.steps.length = 0;
  const reply = await worker.ask({ do: 'get' });
  if (reply.said !== 'got') throw new Error(`a renewal failed undisturbed: ${JSON.stringify(reply)}`);
  const sentMs = expired.family.requests[0]?.sentMs ?? Number.NaN;
  const sinceSent = (name: Step): number =>
    (worker.steps.find(({ step }) => step === name)?.atMs ?? Number.NaN) - sentMs;
  await clearAway(expired);
  return { journaledMs: sinceSent('journaled'), finishedMs: sinceSent('unlocked') };
}

/** A process that has renewed other sign-ins already, and has opened the vault with one more. */
async function prepare(around: Surroundings, name: string): Promise<Prepared> {
  const worker = await startWorker();
  for (let turn = 1; turn <= warmUps; turn += 1) await renewOnce(worker, `${name}-before-${turn}`, around);
  const expired = await expiredSignIn(around.folder, name, around.server);
  await openIn([worker], expired, around.server, around.without);
  worker.steps.length = 0;
  return { worker, expired };
}

async function undisturbed(count: number, around: Surroundings): Promise<Undisturbed> {
  const warm = count >= leastForTimes ? timedWarmUps : warmUps;
  const rounds = warm + Math.max(leastUndisturbed, Math.round(count / 5));
  await using worker = await startWorker();
  const paces: Pace[] = [];
  const fsyncsMs: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    paces.push(await renewOnce(worker, `undisturbed-${round}`, around));
    fsyncsMs.push(await fsyncMs(around.folder, journalBytes));
  }
  const firstWindowMs = paces[0]?.journaledMs ?? Number.NaN;
  return { firstWindowMs, paces: paces.slice(warm), fsyncsMs: fsyncsMs.slice(warm) };
}

/** By turns before the answer, before the journal, and after it; at a moment of chance in each. */
function aimAt(turn: number, { journaledMs, finishedMs }: Pace, random: Random): Aim {
  switch (turn % 3) {
    case 0:
      return { from: 'request', afterMs: random.between(0, thinkMs * 0.75) };
    case 1:
      return { from: 'answer', afterMs: random.between(0, journaledMs) };
    default:
      return { from: 'journal', afterMs: random.between(0, finishedMs - journaledMs) };
  }
}

/** Timers are too coarse for parts of a millisecond. */
function spinUntil(atMs: number): void {
  while (machineMs() < atMs);
}

/** Has it renew and kills it at the moment aimed at. Answers when that was, by `machineMs`. */
async function killAt(aim: Aim, worker: Worker, server: TokenServer): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const kill = (): void => {
    const atMs = machineMs();
    worker.kill();
    resolve(atMs);
  };
  const killSince = (fromMs: number): void => {
    spinUntil(fromMs + aim.afterMs);
    kill();
  };
  if (aim.from === 'request') server.events.once('arrived', () => setTimeout(kill, aim.afterMs));
  if (aim.from === 'answer')
    server.events.once('sent', (_family, { sentMs = Number.NaN }) => {
      killSince(sentMs);
    });
  if (aim.from === 'journal')
    worker.events.on('step', ({ step, atMs }) => {
      if (step === 'journaled') killSince(atMs);
    });
  // Done before the moment came, or without the step that was aimed at: it dies all the same.
  worker.ask({ do: 'get' }).then(kill, () => undefined);
  const atMs = await promise;
  await worker.gone;
  server.events.removeAllListeners();
  return atMs;
}

function phaseOf({ worker, expired }: Prepared, killedMs: number): Phase {
  const sentMs = expired.family.requests[0]?.sentMs;
  const has = (name: string): boolean => worker.steps.some(({ step }) => step === name);
  if (has('unlocked')) return 'finished';
  if (has('kept')) return 'kept, not finished';
  if (has('journaled')) return 'journaled, not kept';
  if (expired.family.issued.length === 1) return 'before the answer';
  return sentMs === undefined || sentMs > killedMs ? 'answer on its way' : 'answered, not journaled';
}

async function killOne(
  prepared: Prepared,
  turn: number,
  pace: Pace,
  next: Worker,
  { server, random, without }: Surroundings,
): Promise<Kill> {
  const { worker, expired } = prepared;
  const { family } = expired;
  const killedMs = await killAt(aimAt(turn, pace, random), worker, server);
  const phase = phaseOf(prepared, killedMs);
  const requestsBefore = family.requests.length;
  await openIn([next], expired, server, without);
  const reply = await next.ask({ do: 'get' });
  const newest = hashOf(family.issued.at(-1)?.refresh ?? '');
  await clearAway(expired);
  return {
    phase,
    survived: reply.said === 'got' && reply.refresh === newest && family.reuses === 0,
    withoutRequest: family.requests.length === requestsBefore,
  };
}

interface Killed {
  readonly kills: readonly Kill[];
  readonly before: Undisturbed;
}

/** What most of its renewals took. */
function usualPace({ paces }: Undisturbed): Pace {
  return {
    journaledMs: percentile(
      paces.map(({ journaledMs }) => journaledMs),
      0.5,
    ),
    finishedMs: percentile(
      paces.map(({ finishedMs }) => finishedMs),
      0.5,
    ),
  };
}

const toBeHit: readonly Phase[] = ['before the answer', 'answered, not journaled', 'journaled, not kept'];

const hitAll = (kills: readonly Kill[]): boolean =>
  toBeHit.every((phase) => kills.some((kill) => kill.phase === phase));

async function killMany(
  count: number,
  seed: number,
  say: (line: string) => void,
  guard?: Guard,
): Promise<Killed> {
  await using server = await startTokenServer();
  await using folder = await makeFolder();
  const without = guard === undefined ? {} : { without: guard };
  const around = { server, folder: folder.path, random: createRandom(seed), without };
  const before = await undisturbed(count, around);
  server.thinkMs = thinkMs;
  await using next = await startWorker();
  const kills: Kill[] = [];
  // A few may all land in one phase, by chance.
  while (kills.length < count || (!hitAll(kills) && kills.length < 3 * count)) {
    const size = Math.min(batchSize, Math.max(1, count - kills.length));
    const names = Array.from({ length: size }, (_, index) => String(kills.length + index));
    for (const prepared of await Promise.all(names.map((name) => prepare(around, name))))
      kills.push(await killOne(prepared, kills.length, usualPace(before), next, around));
    if (kills.length % 40 === 0) say(`${kills.length} of ${count} kills`);
  }
  return { kills, before };
}

/** Where a loss is nobody's: the answer had not arrived, or no disk could have had it yet. */
const excusable: readonly Phase[] = ['answer on its way', 'answered, not journaled'];

function judge({ kills, before }: Killed): Outcome {
  const lost = kills.filter(({ survived }) => !survived);
  const lostOutside = lost.filter(({ phase }) => !excusable.includes(phase)).length;
  const windows = before.paces.map(({ journaledMs }) => journaledMs);
  const window = percentile(windows, 0.5);
  const fsync = percentile(before.fsyncsMs, 0.5);
  const journaled = kills.filter(({ phase }) => phase === 'journaled, not kept');
  const takenUp = journaled.filter(({ survived, withoutRequest }) => survived && withoutRequest).length;
  const isTimed = kills.length >= leastForTimes;
  const isQuick = !isTimed || window <= windowGoalInFsyncs * fsync;
  const timeGoal = isTimed ? `, window p50 ≤ ${windowGoalInFsyncs} × an fsync` : '';
  return {
    met: lostOutside === 0 && takenUp === journaled.length && hitAll(kills) && isQuick,
    goal: `0 of ${kills.length} lost outside the window, all journaled ones taken up${timeGoal}`,
    actual: `${lostOutside} lost outside, ${lost.length - lostOutside} inside, ${takenUp} of ${journaled.length} journaled taken up, window p50 ${window.toFixed(2)} ms = ${(window / fsync).toFixed(1)} × ${fsync.toFixed(2)} ms`,
    counts: {
      kills: kills.length,
      lostOutsideTheWindow: lostOutside,
      lostInTheWindow: lost.length - lostOutside,
      killedJournaledNotKept: journaled.length,
      takenUpFromJournal: takenUp,
      windowP50Ms: rounded(window),
      windowP99Ms: rounded(percentile(windows, 0.99)),
      firstWindowMs: rounded(before.firstWindowMs),
      windowsMeasured: windows.length,
      fsyncP50Ms: rounded(fsync),
      fsyncP99Ms: rounded(percentile(before.fsyncsMs, 0.99)),
    },
    histogram: tally(
      phases,
      kills.map(({ phase }) => phase),
    ),
  };
}

export const figure: Figure = {
  id: 'kills-around-the-answer',
  about: 'a process killed around the answer to a renewal loses nothing that its journal had time to take',
  place: 'node',
  size: { unit: 'kills', quick: 9, full: 500 },
  measure: async (size, seed, say) => judge(await killMany(size, seed, say)),
  control: async (seed, say) => judge(await killMany(controlKills, seed, say, 'journal')),
};
