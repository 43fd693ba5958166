// The load of the broker row, in a process of its own. Argument: `LoadOrder` as JSON. Prints `LoadReport` as JSON.
//
// The open loop sends by the clock, whatever comes back, and counts each answer from the moment at which its request was due: a
// service that stands still is not excused for the requests that nobody could send meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openWire, type Wire } from '../full/support/broker-wire.ts';
import { loadOrderShape, type LoadReport } from './broker-load-order.ts';

const order = loadOrderShape.parse(JSON.parse(process.argv[2] ?? '{}'));
const wish = { label: 'bench', estimate: { unit: 'percent', value: 0.001 }, holder: { kind: 'heartbeat' } };
const leaseShape = z.object({ lease: z.object({ id: z.string() }) });
const tookMs: number[] = [];
const odd: string[] = [];

/** What one connection asks, over and over: a lease from its beginning to its end, with looks in between. Leaves none behind. */
async function* steps(wire: Wire): AsyncGenerator<number, undefined> {
  let running = '';
  try {
    for (;;) {
      if (order.kind === 'echo') {
        yield (await wire.ask('POST', '/echo', wish)).status;
        continue;
      }
      const { status, text } = await wire.ask('POST', '/v1/leases', wish);
      running = status === 200 ? leaseShape.parse(JSON.parse(text)).lease.id : '';
      yield status;
      const lease = `/v1/leases/${running}`;
      if (order.kind !== 'leases') {
        yield (await wire.ask('GET', '/v1/quota')).status;
        yield (await wire.ask('POST', `${lease}/heartbeat`)).status;
        yield (await wire.ask('GET', '/v1/agents')).status;
      }
      running = '';
      yield (await wire.ask('DELETE', lease)).status;
    }
  } finally {
    // The next round would find them in every list.
    if (running !== '') await wire.ask('DELETE', `/v1/leases/${running}`);
  }
}

interface Lane {
  readonly next: AsyncGenerator<number, undefined>;
}

async function askOne({ next }: Lane, dueMs: number): Promise<void> {
  const { value } = await next.next();
  tookMs.push(performance.now() - dueMs);
  if (value !== 200 && odd.length < 5) odd.push(String(value));
}

/** Each connection has its share of the moments, evenly spread; what is late is sent as soon as the one before is answered. */
async function openLoop(lane: Lane, index: number, startMs: number, endMs: number): Promise<void> {
  const everyMs = (order.connections / order.perSecond) * 1000;
  for (let dueMs = startMs + (index / order.connections) * everyMs; dueMs < endMs; dueMs += everyMs) {
    const aheadMs = dueMs - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    // A timer that comes late is the fault of this process, as far as nothing is waiting.
    await askOne(lane, aheadMs > 0 ? performance.now() : dueMs);
  }
}

async function closedLoop(lane: Lane, endMs: number): Promise<void> {
  while (performance.now() < endMs) await askOne(lane, performance.now());
}

const wires = await Promise.all(
  Array.from({ length: order.connections }, () => openWire(order.path, order.grant)),
);
const lanes: readonly Lane[] = wires.map((wire) => ({ next: steps(wire) }));
// Code and connections are warm.
for (let round = 0; round < 20; round += 1) await Promise.all(lanes.map(({ next }) => next.next()));
const startMs = performance.now();
const endMs = startMs + order.seconds * 1000;
await Promise.all(
  lanes.map((lane, index) =>
    order.kind === 'open' ? openLoop(lane, index, startMs, endMs) : closedLoop(lane, endMs),
  ),
);
const seconds = (performance.now() - startMs) / 1000;
await Promise.all(lanes.map(({ next }) => next.return(undefined)));
const report: LoadReport = {
  answers: tookMs.length,
  seconds,
  odd,
  tookMs: tookMs.map((ms) => Math.round(ms * 1000) / 1000),
};
process.stdout.write(JSON.stringify(report), () => process.exit());
