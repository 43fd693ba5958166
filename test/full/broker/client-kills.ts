// Clients are killed while they hold leases, by their process or by a stream: what they held is free again within a second.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Outcome } from '../figure.ts';
import type { BrokerGuard } from '../support/broker-guards.ts';
import { startBrokerProcess } from '../support/broker-process.ts';
import { openWire } from '../support/broker-wire.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { startLeaseClient } from '../support/lease-clients.ts';
import type { BrokerPlace, HolderKind } from '../support/lease-talk.ts';
import { listLeases } from '../support/lease-wire.ts';
import { createRandom } from '../support/random.ts';
import { leastForTimes, percentile, rounded, spread, tally } from '../support/statistics.ts';

const lanes = 6;
const controlKills = 6;
/** A whole turn of the watch, and more. */
const longestWaitMs = 700;
const longestBackMs = 1_000;
/** When it is not back by then, it does not come back. */
const patienceMs = 4_000;
const lookEveryMs = 10;

interface Kill {
  readonly kinds: readonly HolderKind[];
  /** `patienceMs` when it did not come back. */
  readonly backMs: number;
}

/** Which leases there are, looked at all the time; one look serves all who wait. */
async function createLookout({ path, grant }: BrokerPlace) {
  const wire = await openWire(path, grant);
  let seen = { begunMs: 0, endedMs: 0, ids: new Set<string>() };
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted) {
      const begunMs = performance.now();
      const { leases } = await listLeases(wire);
      seen = { begunMs, endedMs: performance.now(), ids: new Set(leases.map(({ id }) => id)) };
      await sleep(lookEveryMs);
    }
  })();
  return {
    /** Resolves with the time until a look that began after that moment finds none of them. */
    async untilGone(ids: readonly string[], sinceMs: number): Promise<number> {
      while (performance.now() - sinceMs < patienceMs) {
        if (seen.begunMs > sinceMs && !ids.some((id) => seen.ids.has(id))) return seen.endedMs - sinceMs;
        await sleep(1);
      }
      return patienceMs;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await looking;
      wire[Symbol.dispose]();
    },
  };
}

const mixes: readonly (readonly HolderKind[])[] = [['process'], ['stream'], ['process', 'stream', 'process']];

async function kills(
  count: number,
  seed: number,
  say: (line: string) => void,
  without?: BrokerGuard,
): Promise<Outcome> {
  await using folder = await makeFolder();
  await using broker = await startBrokerProcess({
    folder: folder.path,
    leftPercent: 90,
    concurrent: 1_000,
    ...(without !== undefined && { without }),
  });
  const place = { path: broker.path, grant: broker.grant };
  await using lookout = await createLookout(place);
  const random = createRandom(seed);
  const pieces = Array.from({ length: count }, (_empty, index) => ({
    kinds: mixes[index % mixes.length] ?? [],
    afterMs: random.between(0, longestWaitMs),
  }));
  const seen: Kill[] = [];
  let odd = 0;
  await inLanes(lanes, pieces, async ({ kinds, afterMs }) => {
    await using client = await startLeaseClient();
    const held = await client.ask({ do: 'hold', place, kinds: [...kinds], percent: 0.1 });
    odd += held.odd.length;
    if (held.odd[0] !== undefined) say(held.odd[0]);
    await sleep(afterMs);
    const killedMs = performance.now();
    await client.kill();
    seen.push({ kinds, backMs: await lookout.untilGone(held.ids, killedMs) });
    if (seen.length % 100 === 0) say(`${seen.length} of ${count} kills`);
  });
  const times = seen.map(({ backMs }) => backMs);
  const never = times.filter((ms) => ms >= patienceMs).length;
  // Of a few kills each counts.
  const share = count >= leastForTimes ? 0.99 : 1;
  const slowMs = percentile(times, share);
  const isSoon = count >= leastForTimes ? slowMs <= longestBackMs : never === 0;
  return {
    met: never === 0 && odd === 0 && isSoon,
    goal: `leases back in ≤ ${longestBackMs} ms (p99 of ${count} kills), 0 never`,
    actual: `${Math.round(slowMs)} ms, ${never} never, ${odd} odd answers`,
    counts: {
      kills: count,
      never,
      odd,
      backP50Ms: rounded(percentile(times, 0.5)),
      backP99Ms: rounded(percentile(times, 0.99)),
      backMaxMs: rounded(percentile(times, 1)),
    },
    histogram: {
      ...spread(times, [50, 100, 200, 400, 600, 1_000, patienceMs], 'ms'),
      ...tally(
        mixes.map((kinds) => kinds.join(', ')),
        seen.map(({ kinds }) => kinds.join(', ')),
      ),
    },
  };
}

export const figure: Figure = {
  id: 'client-kills',
  about: 'what a killed client held, by its process or by a stream, is free again within a second',
  place: 'node',
  size: { unit: 'kills', quick: 9, full: 500 },
  measure: (size, seed, say) => kills(size, seed, say),
  control: (seed, say) => kills(controlKills, seed, say, 'watch'),
};
