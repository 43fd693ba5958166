// Many client processes take and give back leases of one account as fast as they can: never more is out than is left, by the
// service's own answers and by a book that the clients keep themselves; and nothing stays behind.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Outcome } from '../figure.ts';
import type { BrokerGuard } from '../support/broker-guards.ts';
import { startBrokerProcess, type BrokerProcess } from '../support/broker-process.ts';
import { openWire } from '../support/broker-wire.ts';
import { makeFolder } from '../support/folder.ts';
import { startLeaseClients, type LeaseClient } from '../support/lease-clients.ts';
import type { ClientReply } from '../support/lease-talk.ts';
import { listLeases, outstandingSteps, stepsPerPercent } from '../support/lease-wire.ts';
import { createRandom } from '../support/random.ts';
import { rounded } from '../support/statistics.ts';

const fullClients = 32;
const quickClients = 4;
/** Below that the few are enough. */
const manyLeases = 10_000;
const controlLeases = 800;
const leftPercent = 10;
/** Less than what all want together, so that many are refused. */
const shareOfLeft = 0.9;
const lookEveryMs = 20;

type Stormed = Extract<ClientReply, { said: 'stormed' }>;

/** The most that was surely out at one moment, in millionths of a percent. */
function mostOut(all: readonly Stormed[]): number {
  const steps = all.flatMap(({ book }) =>
    book.flatMap((atMs, index) => (index % 2 === 0 ? [{ atMs, steps: book[index + 1] ?? 0 }] : [])),
  );
  // At the same moment what was given back counts first, in favour of the service.
  steps.sort((left, right) => left.atMs - right.atMs || left.steps - right.steps);
  let [out, most] = [0, 0];
  for (const step of steps) {
    out += step.steps;
    most = Math.max(most, out);
  }
  return most;
}

/** Looks until the signal aborts; answers what was out at most by the service's own word, and how often that was too much. */
async function lookOn(broker: BrokerProcess, signal: AbortSignal) {
  using wire = await openWire(broker.path, broker.grant);
  let [looks, over, mostSteps] = [0, 0, 0];
  while (!signal.aborted) {
    const list = await listLeases(wire);
    const steps = outstandingSteps(list);
    looks += 1;
    mostSteps = Math.max(mostSteps, steps);
    if (steps > leftPercent * stepsPerPercent) over += 1;
    await sleep(lookEveryMs);
  }
  return { looks, over, mostSteps };
}

async function leasesLeft(broker: BrokerProcess): Promise<number> {
  using wire = await openWire(broker.path, broker.grant);
  return (await listLeases(wire)).leases.length;
}

async function stormed(
  clients: readonly LeaseClient[],
  broker: BrokerProcess,
  leases: number,
  seed: number,
): Promise<readonly Stormed[]> {
  const random = createRandom(seed);
  const { path, grant } = broker;
  const mostPercent = (leftPercent / clients.length) * shareOfLeft;
  return Promise.all(
    clients.map((client) =>
      client.ask({
        do: 'storm',
        place: { path, grant },
        leases: Math.ceil(leases / clients.length),
        seed: random.below(2 ** 31),
        mostPercent,
      }),
    ),
  );
}

async function storm(
  leases: number,
  seed: number,
  say: (line: string) => void,
  without?: BrokerGuard,
): Promise<Outcome> {
  await using folder = await makeFolder();
  await using clients = await startLeaseClients(leases < manyLeases ? quickClients : fullClients);
  const options = { folder: folder.path, leftPercent, concurrent: 1_000 };
  await using broker = await startBrokerProcess({ ...options, ...(without !== undefined && { without }) });
  say(`${clients.all.length} clients`);
  const over = new AbortController();
  const looking = lookOn(broker, over.signal);
  const startedMs = performance.now();
  const all = await stormed(clients.all, broker, leases, seed);
  const tookMs = performance.now() - startedMs;
  over.abort();
  const looked = await looking;
  const leaked = await leasesLeft(broker);
  await broker.kill();
  // What the next run would find.
  await using next = await startBrokerProcess(options);
  const leakedOnDisk = await leasesLeft(next);

  const sum = (of: (reply: Stormed) => number): number => all.reduce((total, each) => total + of(each), 0);
  const granted = sum((each) => each.granted);
  const odd = all.flatMap((each) => each.odd);
  if (odd[0] !== undefined) say(odd[0]);
  const mostByClients = mostOut(all);
  const overGrants = looked.over + (mostByClients > leftPercent * stepsPerPercent ? 1 : 0);
  return {
    met: overGrants === 0 && leaked === 0 && leakedOnDisk === 0 && odd.length === 0 && granted >= leases,
    goal: `0 over-grants and 0 leaked in ${leases.toLocaleString('en')} leases of ${clients.all.length} processes`,
    actual: `${overGrants} over-grants, ${leaked + leakedOnDisk} leaked, ${odd.length} odd answers, ${granted.toLocaleString('en')} leases`,
    counts: {
      clients: clients.all.length,
      granted,
      refused: sum((each) => each.refused),
      overGrants,
      leaked,
      leakedOnDisk,
      looks: looked.looks,
      mostOutByService: looked.mostSteps / stepsPerPercent,
      mostOutByClients: mostByClients / stepsPerPercent,
      left: leftPercent,
      longestAnswerMs: Math.max(...all.map((each) => each.longestMs)),
      leaseOperationsPerSecond: rounded((2 * granted + sum((each) => each.refused)) / (tookMs / 1000)),
    },
  };
}

export const figure: Figure = {
  id: 'lease-storm',
  about:
    'however many processes take leases at once, never more is given out than is left, and nothing stays behind',
  place: 'node',
  size: { unit: 'leases', quick: 2_000, full: 100_000 },
  measure: (size, seed, say) => storm(size, seed, say),
  control: (seed, say) => storm(controlLeases, seed, say, 'outstanding'),
};
