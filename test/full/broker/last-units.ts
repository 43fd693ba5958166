// Many clients want the last units at the same moment: what they get together is never more than there was, and each gets an
// answer soon.
import type { Figure, Outcome } from '../figure.ts';
import type { BrokerGuard } from '../support/broker-guards.ts';
import { startBrokerProcess } from '../support/broker-process.ts';
import { openWire } from '../support/broker-wire.ts';
import { makeFolder } from '../support/folder.ts';
import { startLeaseClients } from '../support/lease-clients.ts';
import { listLeases, stepsPerPercent } from '../support/lease-wire.ts';
import { createRandom } from '../support/random.ts';
import { leastForTimes, machineMs, percentile, rounded, spread } from '../support/statistics.ts';

const fullClients = 64;
const quickClients = 16;
const controlRounds = 3;
const leftPercent = 10;
const longestMs = 1_000;
/** Until all have been told when it begins. */
const aheadMs = 60;

interface Round {
  readonly granted: number;
  readonly grantedSteps: number;
  readonly refused: number;
  readonly odd: number;
  readonly tookMs: readonly number[];
}

async function races(
  rounds: number,
  seed: number,
  say: (line: string) => void,
  without?: BrokerGuard,
): Promise<Outcome> {
  // Among other tests a time says nothing.
  const isTimed = rounds >= leastForTimes;
  const clientCount = isTimed ? fullClients : quickClients;
  await using folder = await makeFolder();
  await using clients = await startLeaseClients(clientCount);
  await using broker = await startBrokerProcess({
    folder: folder.path,
    leftPercent,
    concurrent: 1_000,
    ...(without !== undefined && { without }),
  });
  const place = { path: broker.path, grant: broker.grant };
  const random = createRandom(seed);
  const all: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // For a few of them there is enough, for most there is not.
    const percent = rounded(leftPercent / (1 + random.below(clientCount - 1)));
    const atMs = machineMs() + aheadMs;
    const replies = await Promise.all(
      random.shuffled(clients.all).map((client) => client.ask({ do: 'race', place, atMs, percent })),
    );
    all.push({
      granted: replies.filter(({ status }) => status === 200).length,
      grantedSteps: replies.reduce((sum, each) => sum + Math.round(each.percent * stepsPerPercent), 0),
      refused: replies.filter(({ status }) => status === 429).length,
      odd: replies.filter(({ status }) => status === 500).length,
      tookMs: replies.map(({ tookMs }) => tookMs),
    });
    await Promise.all(clients.all.map((client) => client.ask({ do: 'release', place })));
    if (round % 100 === 0) say(`${round} of ${rounds} rounds`);
  }
  using wire = await openWire(place.path, place.grant);
  const leaked = (await listLeases(wire)).leases.length;
  const over = all.filter(({ grantedSteps }) => grantedSteps > leftPercent * stepsPerPercent).length;
  const odd = all.reduce((sum, each) => sum + each.odd, 0);
  const times = all.flatMap(({ tookMs }) => tookMs);
  const late = times.filter((ms) => ms >= longestMs).length;
  return {
    met: over === 0 && odd === 0 && leaked === 0 && (!isTimed || late === 0),
    goal: `sum of grants ≤ what is left in ${rounds} rounds of ${clientCount} clients${isTimed ? `, each answered in < ${longestMs} ms` : ''}`,
    actual: `${over} rounds above it, ${late} answers later, ${odd} odd, ${leaked} leaked; slowest ${Math.round(percentile(times, 1))} ms`,
    counts: {
      rounds,
      clients: clientCount,
      roundsAbove: over,
      granted: all.reduce((sum, each) => sum + each.granted, 0),
      refused: all.reduce((sum, each) => sum + each.refused, 0),
      odd,
      leaked,
      late,
      answerP50Ms: rounded(percentile(times, 0.5)),
      answerP99Ms: rounded(percentile(times, 0.99)),
      answerMaxMs: rounded(percentile(times, 1)),
    },
    histogram: spread(times, [10, 50, 100, 250, 500, 1_000], 'ms'),
  };
}

export const figure: Figure = {
  id: 'last-units',
  about:
    'when 64 clients want the last units at once, they get no more than there is, and each is answered soon',
  place: 'node',
  size: { unit: 'rounds', quick: 10, full: 1_000 },
  measure: (size, seed, say) => races(size, seed, say),
  control: (seed, say) => races(controlRounds, seed, say, 'outstanding'),
};
