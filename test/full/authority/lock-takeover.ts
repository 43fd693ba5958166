// The lock after its holder was killed: who comes next, how soon, and never two at once (G5, RF-02).
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { startLockWorker, type Inside, type LockKind, type LockWorker } from '../support/lock-workers.ts';
import { createRandom } from '../support/random.ts';
import { leastForTimes, machineMs, percentile, rounded, spread } from '../support/statistics.ts';

const processes = 16;
const controlRounds = 6;
const medianGoalMs = 200;
const longestGoalMs = 2_000;
/** From the order to the moment at which all ask. */
const leadMs = 15;
/**
 * In every so many rounds one of those who want the lock is killed as well: as soon as it is inside, or wherever it is a
 * moment after the holder has died.
 */
const secondKillEvery = 3;
const longestWaitMs = 60;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Round {
  readonly doubleHolders: number;
  readonly takeoverMs: number;
  /** Who asked and was not killed, but did not get it. */
  readonly refused: number;
  readonly secondKill: 'none' | 'inside' | 'anywhere';
}

function overlaps(insides: readonly Inside[]): number {
  let latestEnd = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const { fromMs, toMs } of [...insides].sort((left, right) => left.fromMs - right.fromMs)) {
    if (fromMs < latestEnd) count += 1;
    latestEnd = Math.max(latestEnd, toMs);
  }
  return count;
}

async function rounds(
  count: number,
  seed: number,
  kind: LockKind,
  say: (line: string) => void,
): Promise<readonly Round[]> {
  await using folder = await makeFolder();
  const random = createRandom(seed);
  const start = (): Promise<LockWorker> => startLockWorker(folder.path, kind);
  const crew = await Promise.all(Array.from({ length: processes }, start));
  let coming = start();
  const results: Round[] = [];
  try {
    for (let round = 1; round <= count; round += 1) {
      const name = `round-${round}`;
      await using holder = await coming;
      // The next one starts while this round waits.
      coming = start();
      void holder.hold(name, machineMs(), null);
      await holder.inside();
      // In half of the rounds they find it dead, in the others it dies while they wait.
      const foundDead = round % 2 === 0;
      if (foundDead) await holder.kill();
      const askedMs = machineMs() + leadMs;
      const secondKill =
        round % secondKillEvery !== 0 ? 'none' : random.below(2) === 0 ? 'anywhere' : 'inside';
      const second = secondKill === 'none' ? undefined : random.below(processes);
      const asked = crew.map((worker, index) =>
        worker.hold(name, askedMs, secondKill === 'inside' && index === second ? null : random.between(0, 2)),
      );
      if (!foundDead) await pause(leadMs + random.between(0, longestWaitMs));
      const freeMs = Math.max(await holder.kill(), askedMs);
      if (secondKill === 'inside') await crew[second ?? 0]?.inside();
      if (secondKill === 'anywhere')
        await pause(Math.max(0, askedMs - machineMs()) + random.between(0, longestWaitMs));
      if (second !== undefined) await crew[second]?.kill();
      const said = await Promise.all(asked);
      const insides = crew.flatMap((worker) => worker.takeInsides());
      if (second !== undefined) crew[second] = await start();
      results.push({
        doubleHolders: overlaps([...holder.takeInsides(), ...insides]),
        takeoverMs: Math.min(...insides.map(({ fromMs }) => fromMs)) - freeMs,
        refused: said.filter((text, index) => text !== 'done' && index !== second).length,
        secondKill,
      });
      if (round % 50 === 0) say(`${round} of ${count} rounds`);
    }
  } finally {
    for (const worker of [...crew, await coming]) await worker.kill();
  }
  return results;
}

function judge(results: readonly Round[]): Outcome {
  const times = results.map(({ takeoverMs }) => takeoverMs);
  const median = percentile(times, 0.5);
  const longest = Math.max(...times);
  const doubleHolders = results.reduce((sum, round) => sum + round.doubleHolders, 0);
  const refused = results.reduce((sum, round) => sum + round.refused, 0);
  const isTimed = results.length >= leastForTimes;
  const isSoon = !isTimed || (median <= medianGoalMs && longest <= longestGoalMs);
  const timeGoal = isTimed ? `, takeover p50 ≤ ${medianGoalMs} ms, max ≤ ${longestGoalMs} ms` : '';
  const secondKills = (kind: Round['secondKill']): number =>
    results.filter(({ secondKill }) => secondKill === kind).length;
  return {
    met: doubleHolders === 0 && refused === 0 && isSoon,
    goal: `0 double holders and 0 refused in ${results.length} rounds of ${processes} processes${timeGoal}`,
    actual: `${doubleHolders} double holders, ${refused} refused, takeover p50 ${median.toFixed(1)} ms, max ${longest.toFixed(1)} ms`,
    counts: {
      rounds: results.length,
      processes,
      doubleHolders,
      refused,
      secondKillsInside: secondKills('inside'),
      secondKillsAnywhere: secondKills('anywhere'),
      takeoverP50Ms: rounded(median),
      takeoverP99Ms: rounded(percentile(times, 0.99)),
      takeoverMaxMs: rounded(longest),
    },
    histogram: spread(times, [10, 25, 50, 100, 200, 500, 2000], 'ms'),
  };
}

export const figure: Figure = {
  id: 'lock-takeover',
  about:
    'when the holder of the lock is killed, the sixteen that want it get it one after the other, never two at once',
  place: 'node',
  size: { unit: 'rounds', quick: 6, full: 500 },
  measure: async (size, seed, say) => judge(await rounds(size, seed, 'owner', say)),
  control: async (seed, say) => judge(await rounds(controlRounds, seed, 'unlink', say)),
};
