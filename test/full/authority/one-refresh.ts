// Sixteen processes find one expired token: one of them renews it, the others take what it got (RF-01, G4).
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { clearAway, expiredSignIn, openIn, race, type RoundResult } from '../support/race.ts';
import { createRandom } from '../support/random.ts';
import type { Guard } from '../support/refresher.ts';
import { tally } from '../support/statistics.ts';
import { startTokenServer } from '../support/token-server.ts';
import { startWorkers } from '../support/workers.ts';

const processes = 16;
const controlProcesses = 4;
const controlRounds = 2;
const answers = ['the new token', 'another token', 'a failure'] as const;

async function rounds(
  count: number,
  seed: number,
  workers: number,
  say: (line: string) => void,
  without?: Guard,
): Promise<readonly RoundResult[]> {
  await using server = await startTokenServer();
  await using folder = await makeFolder();
  await using crew = await startWorkers(workers);
  const random = createRandom(seed);
  const results: RoundResult[] = [];
  for (let round = 1; round <= count; round += 1) {
    const expired = await expiredSignIn(folder.path, String(round), server);
    await openIn(crew.all, expired, server, without === undefined ? {} : { without });
    results.push(await race(crew.all, expired, random));
    await clearAway(expired);
    if (round % 50 === 0) say(`${round} of ${count} rounds`);
  }
  return results;
}

function judge(results: readonly RoundResult[], workers: number): Outcome {
  const total = (count: (result: RoundResult) => number): number =>
    results.reduce((sum, result) => sum + count(result), 0);
  const requests = total((result) => result.requests);
  const reuses = total((result) => result.reuses);
  const good = results.filter(
    (result) => result.requests === 1 && result.answers.every((answer) => answer === 'the new token'),
  ).length;
  const got = total((result) => result.answers.filter((answer) => answer === 'the new token').length);
  const doubleHolders = total((result) => result.doubleHolders);
  return {
    met: good === results.length && reuses === 0,
    goal: `1 request in ${results.length} of ${results.length} rounds of ${workers} processes, 0 reuses, ${workers - 1} adopt`,
    actual: `1 request and ${workers - 1} adopting in ${good} of ${results.length} rounds, ${requests} requests, ${reuses} reuses`,
    counts: {
      rounds: results.length,
      goodRounds: good,
      requests,
      reuses,
      gotTheNewToken: got,
      doubleHolders,
    },
    histogram: tally(
      answers,
      results.flatMap((result) => result.answers),
    ),
  };
}

export const figure: Figure = {
  id: 'one-refresh',
  about: 'sixteen processes that find one expired token spend it once, and all have the new one',
  place: 'node',
  size: { unit: 'rounds', quick: 4, full: 200 },
  measure: async (size, seed, say) => judge(await rounds(size, seed, processes, say), processes),
  control: async (seed, say) =>
    judge(await rounds(controlRounds, seed, controlProcesses, say, 'machine-wide lock'), controlProcesses),
};
