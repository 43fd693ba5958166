// The same after a process was killed while it held the lock (RF-02, G5).
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { clearAway, expiredSignIn, openIn, race, type Expired, type RoundResult } from '../support/race.ts';
import { createRandom } from '../support/random.ts';
import type { Guard } from '../support/refresher.ts';
import { leastForTimes, machineMs, percentile, rounded, spread } from '../support/statistics.ts';
import { startTokenServer, type TokenServer } from '../support/token-server.ts';
import { startWorker, startWorkers, type Worker } from '../support/workers.ts';

const processes = 16;
const controlProcesses = 4;
const controlRounds = 2;
const medianGoalMs = 200;
const longestGoalMs = 2_000;
/** How long the others may have waited already when the holder dies. */
const longestWaitBeforeMs = 60;

interface Takeover extends RoundResult {
  /** From the death, or from the question where that came later, to the next holder. */
  readonly takeoverMs: number;
}

/** A process that holds the lock and stands where its request would leave. */
async function takeLock(
  victim: Worker,
  expired: Expired,
  server: TokenServer,
  without: Guard | undefined,
): Promise<void> {
  await openIn([victim], expired, server, { hangs: true, ...(without !== undefined && { without }) });
  const reply = await victim.ask({ do: 'get' });
  if (reply.said !== 'inside') throw new Error(`the holder is not inside: ${JSON.stringify(reply)}`);
}

async function rounds(
  count: number,
  seed: number,
  workers: number,
  say: (line: string) => void,
  without?: Guard,
): Promise<readonly Takeover[]> {
  await using server = await startTokenServer();
  await using folder = await makeFolder();
  await using crew = await startWorkers(workers);
  const random = createRandom(seed);
  const results: Takeover[] = [];
  let coming = startWorker();
  for (let round = 1; round <= count; round += 1) {
    await using victim = await coming;
    // The next one starts while this round waits.
    coming = startWorker();
    const expired = await expiredSignIn(folder.path, String(round), server);
    await openIn(crew.all, expired, server, without === undefined ? {} : { without });
    await takeLock(victim, expired, server, without);
    const die = async (): Promise<number> => {
      const atMs = machineMs();
      victim.kill();
      await victim.gone;
      return atMs;
    };
    // In half of the rounds they find it dead, in the others it dies while they wait.
    const waitMs = random.between(0, longestWaitBeforeMs);
    const foundDead = round % 2 === 0;
    let fromMs = Number.NaN;
    if (foundDead) {
      await die();
      fromMs = machineMs();
    }
    const result = await race(crew.all, expired, random, async () => {
      if (foundDead) return fromMs;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      fromMs = await die();
      return fromMs;
    });
    results.push({ ...result, takeoverMs: (result.lockedAtMs[0] ?? Number.NaN) - fromMs });
    await clearAway(expired);
    if (round % 50 === 0) say(`${round} of ${count} rounds`);
  }
  await (await coming)[Symbol.asyncDispose]();
  return results;
}

function judge(results: readonly Takeover[], workers: number): Outcome {
  const times = results.map(({ takeoverMs }) => takeoverMs);
  const median = percentile(times, 0.5);
  const longest = Math.max(...times);
  const total = (count: (result: Takeover) => number): number =>
    results.reduce((sum, result) => sum + count(result), 0);
  const requests = total((result) => result.requests);
  const reuses = total((result) => result.reuses);
  const doubleHolders = total((result) => result.doubleHolders);
  const isTimed = results.length >= leastForTimes;
  const isSoon = !isTimed || (median <= medianGoalMs && longest <= longestGoalMs);
  const timeGoal = isTimed ? `, takeover p50 ≤ ${medianGoalMs} ms, max ≤ ${longestGoalMs} ms` : '';
  const good = results.filter(
    (result) => result.requests === 1 && result.answers.every((answer) => answer === 'the new token'),
  ).length;
  return {
    met: good === results.length && reuses === 0 && doubleHolders === 0 && isSoon,
    goal: `1 request in ${results.length} of ${results.length} rounds of ${workers} processes, 0 reuses, 0 double holders${timeGoal}`,
    actual: `1 request in ${good} of ${results.length}, ${reuses} reuses, ${doubleHolders} double holders, takeover p50 ${median.toFixed(1)} ms, max ${longest.toFixed(1)} ms`,
    counts: {
      rounds: results.length,
      goodRounds: good,
      requests,
      reuses,
      doubleHolders,
      takeoverP50Ms: rounded(median),
      takeoverP99Ms: rounded(percentile(times, 0.99)),
      takeoverMaxMs: rounded(longest),
    },
    histogram: spread(times, [10, 25, 50, 100, 200, 500, 2000], 'ms'),
  };
}

export const figure: Figure = {
  id: 'one-refresh-after-kill',
  about:
    'when the process that holds the lock is killed, one of sixteen others takes over and spends the token once',
  place: 'node',
  size: { unit: 'rounds', quick: 4, full: 500 },
  measure: async (size, seed, say) => judge(await rounds(size, seed, processes, say), processes),
  control: async (seed, say) =>
    judge(await rounds(controlRounds, seed, controlProcesses, say, 'machine-wide lock'), controlProcesses),
};
