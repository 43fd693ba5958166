// Frames and requests that are no good, in their thousands: the service neither falls nor gives anything out nor grows, and
// answers afterwards.
import { connect } from 'node:net';
import type { Figure, Outcome } from '../figure.ts';
import type { BrokerGuard } from '../support/broker-guards.ts';
import { startBrokerProcess, type BrokerProcess } from '../support/broker-process.ts';
import { openWire } from '../support/broker-wire.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { listLeases, take } from '../support/lease-wire.ts';
import { malformed, malformedKinds } from '../support/malformed.ts';
import { createRandom } from '../support/random.ts';
import { tally } from '../support/statistics.ts';

const lanes = 32;
const patienceMs = 60;
const controlFrames = 200;
/** Before the heap is looked at first, so that what is made once is there. */
const warmUpFrames = 500;
const growthShare = 0.1;
const growthBytes = 3_000_000;
const mib = 1_048_576;

interface Sent {
  /** Statuses of all its answers. */
  readonly statuses: readonly string[];
}

/**
 * Sends the bytes and waits for the end of the other side. Whoever says at once that nothing more comes counts as gone, and so
 * would get nothing in any case; what is waited for in vain is ended after a moment.
 */
function send(path: string, bytes: Uint8Array): Promise<Sent> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => (text += part));
    // A connection that is closed while it is written to is one of the good ends.
    socket.on('error', () => undefined);
    const giveUp = setTimeout(() => {
      socket.end();
    }, patienceMs);
    socket.once('close', () => {
      clearTimeout(giveUp);
      resolve({ statuses: [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, code = '']) => code) });
    });
    socket.write(bytes);
  });
}

/** Whether it still does what it is for. */
async function serves({ path, grant }: BrokerProcess): Promise<boolean> {
  using wire = await openWire(path, grant);
  return (await take(wire, 'heartbeat', 0.1)).kind === 'lease';
}

async function leasesOut({ path, grant }: BrokerProcess): Promise<number> {
  using wire = await openWire(path, grant);
  return (await listLeases(wire)).leases.length;
}

async function frames(
  count: number,
  seed: number,
  say: (line: string) => void,
  without?: BrokerGuard,
): Promise<Outcome> {
  await using folder = await makeFolder();
  await using broker = await startBrokerProcess({
    folder: folder.path,
    leftPercent: 90,
    concurrent: 100_000,
    ...(without !== undefined && { without }),
  });
  const random = createRandom(seed);
  const statuses: string[] = [];
  const kinds: (typeof malformedKinds)[number][] = [];
  async function sendMany(many: number): Promise<void> {
    await inLanes(lanes, Array.from({ length: many }), async () => {
      const { kind, bytes } = malformed(random, broker.grant);
      const sent = await send(broker.path, bytes);
      kinds.push(kind);
      statuses.push(...(sent.statuses.length === 0 ? ['none'] : sent.statuses));
      if (kinds.length % 10_000 === 0) say(`${kinds.length} of ${count}`);
    });
  }
  const warmUp = Math.min(warmUpFrames, Math.floor(count / 2));
  await sendMany(warmUp);
  const before = await broker.heapBytes();
  await sendMany(count - warmUp);
  const after = await broker.heapBytes();

  const isGone = broker.isGone();
  const grants = isGone ? 0 : await leasesOut(broker);
  const accepted = statuses.filter((status) => status.startsWith('2')).length;
  const internal = statuses.filter((status) => status === '500').length;
  const isServing = !isGone && (await serves(broker));
  const isFlat = after - before <= Math.max(growthBytes, growthShare * before);
  return {
    met: !isGone && isServing && grants === 0 && accepted === 0 && internal === 0 && isFlat,
    goal: `0 crashes, 0 leases, 0 accepted, 0 failures of our own in ${count.toLocaleString('en')} frames; heap +≤ 10 % or 3 MB; serves afterwards`,
    actual: `${isGone ? 1 : 0} crashes, ${grants} leases, ${accepted} accepted, ${internal} failures of our own; heap ${(before / mib).toFixed(1)} → ${(after / mib).toFixed(1)} MiB; ${isServing ? 'serves' : 'does not serve'}`,
    counts: {
      frames: count,
      crashes: isGone ? 1 : 0,
      leases: grants,
      accepted,
      internal,
      heapBeforeBytes: before,
      heapAfterBytes: after,
      warnings: broker.warnings().split('\n').length - 1,
    },
    histogram: {
      ...tally(malformedKinds, kinds),
      ...Object.fromEntries(
        [...new Set(statuses)]
          .sort()
          .map((code) => [`answered ${code}`, statuses.filter((each) => each === code).length]),
      ),
    },
  };
}

export const figure: Figure = {
  id: 'malformed',
  about:
    'frames and requests that are no good neither end the service nor get anything out of it, and leave nothing behind',
  place: 'node',
  size: { unit: 'frames', quick: 1_000, full: 100_000 },
  measure: (size, seed, say) => frames(size, seed, say),
  control: (seed, say) => frames(controlFrames, seed, say, 'grant'),
};
