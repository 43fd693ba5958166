// The service is killed at any moment while leases are out and under way, and started again: what it has answered holds, nothing
// is given out twice, and what nobody holds any more ends by the rules.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Outcome } from '../figure.ts';
import type { BrokerGuard } from '../support/broker-guards.ts';
import { startBrokerProcess, type BrokerProcess } from '../support/broker-process.ts';
import { openWire } from '../support/broker-wire.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { startLeaseClient } from '../support/lease-clients.ts';
import { listLeases, type LeaseList } from '../support/lease-wire.ts';
import { createRandom, type Random } from '../support/random.ts';
import { tally } from '../support/statistics.ts';
import { judgeLeases, killPhases } from '../support/lease-judge.ts';
import { createTraffic } from '../support/lease-traffic.ts';

const lanes = 2;
const controlKills = 4;
const leftPercent = 10;
/** So many requests are answered before, and after them it dies within this. */
const mostBefore = 60;
const longestTrafficMs = 20;
/** A heartbeat lasts an hour. */
const aheadMs = 61 * 60_000;
const backMs = 1_000;
/** Within it whoever has held it by a stream may come again. */
const streamGraceMs = 10_000;
const lookEveryMs = 20;

async function listOf({ path, grant }: BrokerProcess): Promise<LeaseList> {
  using wire = await openWire(path, grant);
  // Its connection has to last that long.
  return await listLeases(wire);
}

/** How many of these are still there when their time is over. */
async function staleAfter(broker: BrokerProcess, ids: ReadonlySet<string>, ms: number): Promise<number> {
  using wire = await openWire(broker.path, broker.grant);
  const untilMs = performance.now() + ms;
  for (;;) {
    const isLast = performance.now() > untilMs;
    const stale = (await listLeases(wire)).leases.filter(({ id }) => ids.has(id)).length;
    if (stale === 0 || isLast) return stale;
    await sleep(lookEveryMs);
  }
}

/**
 * With the service down, one holder dies and an hour passes: heartbeats and streams have run out, the process has ended, and
 * what lives with this process is still there.
 */
async function expiry(options: Parameters<typeof startBrokerProcess>[0]) {
  await using broker = await startBrokerProcess(options);
  const place = { path: broker.path, grant: broker.grant };
  await using victim = await startLeaseClient();
  const { ids, odd } = await victim.ask({
    do: 'hold',
    place,
    kinds: ['process', 'stream', 'heartbeat'],
    percent: 0.1,
  });
  const traffic = createTraffic(place, createRandom(1), 0.1);
  await traffic.takeOne('process');
  await broker.kill();
  await traffic.stop();
  await victim.kill();
  await using next = await startBrokerProcess({ ...options, clockAheadMs: aheadMs });
  const [process = '', stream = '', heartbeat = ''] = ids;
  const soon = await staleAfter(next, new Set([process, heartbeat]), backMs);
  const later = await staleAfter(next, new Set([stream]), streamGraceMs + backMs);
  const present = new Set((await listOf(next)).leases.map(({ id }) => id));
  return {
    stale: soon + later + odd.length,
    lost: [...traffic.held].filter((id) => !present.has(id)).length,
  };
}

async function killOnce(options: Parameters<typeof startBrokerProcess>[0], random: Random) {
  await using broker = await startBrokerProcess(options);
  const traffic = createTraffic({ path: broker.path, grant: broker.grant }, random, leftPercent / 8);
  const over = traffic.run();
  const least = random.below(mostBefore);
  while (traffic.answered < least) await sleep(1);
  await sleep(random.between(0, longestTrafficMs));
  await broker.kill();
  await over;
  await using next = await startBrokerProcess(options);
  const list = await listOf(next);
  // The next one finds nothing of this one.
  using wire = await openWire(next.path, next.grant);
  for (const { id } of list.leases) await wire.ask('DELETE', `/v1/leases/${id}`);
  await next.kill();
  return { ...judgeLeases(list, traffic, leftPercent), answered: traffic.answered };
}

async function kills(
  count: number,
  seed: number,
  say: (line: string) => void,
  without?: BrokerGuard,
): Promise<Outcome> {
  const random = createRandom(seed);
  const seen: Awaited<ReturnType<typeof killOnce>>[] = [];
  await using root = await makeFolder();
  await using other = await makeFolder();
  const base = { leftPercent, concurrent: 1_000, ...(without !== undefined && { without }) };
  const pieces = Array.from({ length: count }, () => createRandom(random.below(2 ** 31)));
  await inLanes(lanes, pieces, async (own, lane) => {
    const folder = lane === 0 ? root.path : other.path;
    seen.push(await killOnce({ ...base, folder }, own));
    if (seen.length % 50 === 0) say(`${seen.length} of ${count} kills`);
  });
  await using last = await makeFolder();
  const expired = await expiry({ ...base, folder: last.path });
  const sum = (of: (each: (typeof seen)[number]) => number): number =>
    seen.reduce((total, each) => total + of(each), 0);
  const lost = sum((each) => each.lost) + expired.lost;
  const doubled = sum((each) => each.doubled + each.invented + (each.above ? 1 : 0));
  return {
    met: lost === 0 && doubled === 0 && expired.stale === 0,
    goal: `0 lost, 0 given out twice in ${count} kills; of three that nobody holds any more 0 outlive their time by > ${backMs} ms`,
    actual: `${lost} lost, ${doubled} given out twice, ${expired.stale} stale`,
    counts: {
      kills: count,
      lost,
      doubled,
      stale: expired.stale,
      answeredBefore: sum((each) => each.answered),
      durableButNotTold: sum((each) => each.orphans),
    },
    histogram: tally(
      killPhases,
      seen.map(({ phase }) => phase),
    ),
  };
}

export const figure: Figure = {
  id: 'broker-kills',
  about:
    'a service that is killed while leases are out gives none of them out twice and loses none whose holder lives; the others end by the rules',
  place: 'node',
  size: { unit: 'kills', quick: 6, full: 500 },
  measure: (size, seed, say) => kills(size, seed, say),
  control: (seed, say) => kills(controlKills, seed, say, 'log'),
};
