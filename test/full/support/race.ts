// A round of a race: some processes ask for usable keys of one expired sign-in at the same time.
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guard } from './refresher.ts';
import { keepIn } from './refresher.ts';
import type { Random } from './random.ts';
import type { Family, TokenServer } from './token-server.ts';
import type { Worker } from './workers.ts';

/** A sign-in that only the vault of this folder holds, expired long ago. */
export interface Expired {
  readonly family: Family;
  readonly folder: string;
}

export async function expiredSignIn(parent: string, name: string, server: TokenServer): Promise<Expired> {
  const folder = join(parent, name);
  await mkdir(folder, { mode: 0o700 });
  const family = server.begin(-60_000);
  await keepIn(folder, family);
  return { family, folder };
}

export async function openIn(
  workers: readonly Worker[],
  { folder }: Expired,
  { url }: TokenServer,
  options: { readonly without?: Guard; readonly hangs?: boolean } = {},
): Promise<void> {
  const { without, hangs = false } = options;
  const order = { do: 'open', folder, url, hangs, ...(without !== undefined && { without }) } as const;
  const replies = await Promise.all(workers.map((worker) => worker.ask(order)));
  const refused = replies.find(({ said }) => said !== 'opened');
  if (refused !== undefined) throw new Error(`a worker did not open the vault: ${JSON.stringify(refused)}`);
}

/** What came of it for one process. */
export type Answer = 'the new token' | 'another token' | 'a failure';

export interface RoundResult {
  readonly requests: number;
  readonly reuses: number;
  readonly answers: readonly Answer[];
  /** Processes that were under the lock while another one was. */
  readonly doubleHolders: number;
  /** By `machineMs`, earliest first. */
  readonly lockedAtMs: readonly number[];
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Holding {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How long each process was under the lock. */
function holdings(workers: readonly Worker[]): readonly Holding[] {
  return workers
    .flatMap(({ steps }) => {
      const times = (name: 'locked' | 'unlocked'): readonly number[] =>
        steps.filter(({ step }) => step === name).map(({ atMs }) => atMs);
      const ends = times('unlocked');
      return times('locked').map((fromMs, index) => ({
        fromMs,
        toMs: ends[index] ?? Number.POSITIVE_INFINITY,
      }));
    })
    .sort((left, right) => left.fromMs - right.fromMs);
}

function overlaps(held: readonly Holding[]): number {
  let latestEnd = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const { fromMs, toMs } of held) {
    if (fromMs < latestEnd) count += 1;
    latestEnd = Math.max(latestEnd, toMs);
  }
  return count;
}

/**
 * Has all of them ask, in an order of chance, and waits for all answers.
 * @param during what happens once they have been asked; answers until when the lock was another one's
 */
export async function race(
  workers: readonly Worker[],
  { family }: Expired,
  random: Random,
  during: () => Promise<number> = async () => Number.NEGATIVE_INFINITY,
): Promise<RoundResult> {
  for (const worker of workers) worker.steps.length = 0;
  const asked = random.shuffled(workers).map((worker) => worker.ask({ do: 'get' }));
  const heldUntilMs = await during();
  const replies = await Promise.all(asked);
  const newest = hashOf(family.issued.at(-1)?.refresh ?? '');
  const answers = replies.map((reply): Answer => {
    if (reply.said !== 'got') return 'a failure';
    return reply.refresh === newest ? 'the new token' : 'another token';
  });
  const held = holdings(workers);
  const before = { fromMs: Number.NEGATIVE_INFINITY, toMs: heldUntilMs };
  return {
    requests: family.requests.length,
    reuses: family.reuses,
    answers,
    doubleHolders: overlaps([before, ...held]),
    lockedAtMs: held.map(({ fromMs }) => fromMs),
  };
}

export async function clearAway({ folder }: Expired): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
