// Requests that are not the answer, in their thousands, at a sign-in that waits: none is taken for it, none ends the attempt or
// the process, none is held up long, nothing grows, and the genuine answer is taken afterwards, past a crowd that asks nothing.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Figure, Outcome } from '../figure.ts';
import { startCallbackProcess, type CallbackProcess } from '../support/callback-process.ts';
import { hostileCallback, hostileKinds } from '../support/hostile-callbacks.ts';
import { echoMark, type CallbackTarget, type Hostile } from '../support/hostile-request.ts';
import { inLanes } from '../support/lanes.ts';
import { createRandom } from '../support/random.ts';
import { machineMs, percentile, rounded, tally } from '../support/statistics.ts';

/** Fewer than the connections that the listener keeps, so that none is dropped for another. */
const lanes = 4;
/** What is held back is looked at for a moment, and then let go. */
const heldMs = 5;
/** What takes longer has no answer; the listener's own limit is five seconds. */
const patienceMs = 8_000;
const crowdSize = 100;
const warmUpRequests = 5_000;
const controlRequests = 400;
/** Fewer are sent among other tests, where times and the size of a process say nothing. */
const leastForTimes = 20_000;
const p99LimitMs = 25;
const growthLimitMib = 32;
const mib = 1_048_576;

interface Seen {
  readonly kind: string;
  /** Statuses of all its answers. */
  readonly statuses: readonly string[];
  /** From the first byte sent to the end of the answer; undefined for what got none, or could not. */
  readonly tookMs: number | undefined;
  /** What no answer may hold: something of the request, or a word that lets a page read it. */
  readonly isTelling: boolean;
}

function send(kind: string, { bytes, how }: Hostile, port: number): Promise<Seen> {
  return new Promise((resolve) => {
    const startedMs = machineMs();
    const socket = connect({ port, host: '127.0.0.1' });
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => (text += part));
    // A connection that is closed while it is written to is one of the good ends.
    socket.on('error', () => undefined);
    const giveUp = setTimeout(() => socket.destroy(), how === 'held' ? heldMs : patienceMs);
    socket.once('close', () => {
      clearTimeout(giveUp);
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status = '']) => status);
      resolve({
        kind,
        statuses,
        tookMs: how === 'answered' && statuses.length > 0 ? machineMs() - startedMs : undefined,
        isTelling: text.includes(echoMark) || /^(?:access-control-|set-cookie)/im.test(text),
      });
    });
    socket.once('connect', () => {
      socket.write(bytes);
      if (how === 'gone') socket.destroy();
    });
  });
}

/** Connections that ask nothing, until they are sent away; the listener may end any of them. */
async function crowdAt(port: number): Promise<() => void> {
  const sockets: Socket[] = [];
  for (let index = 0; index < crowdSize; index += 1) {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined).resume();
    sockets.push(socket);
    // One that is sent away at once may never have seen that it was connected.
    await once(socket, 'connect').catch(() => undefined);
  }
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

/** Whether the answer of the provider, brought by a browser, is redeemed and kept. */
async function takesGenuine(waiting: CallbackProcess): Promise<boolean> {
  if (waiting.isGone()) return false;
  const { target, ended } = waiting;
  const sendAway = await crowdAt(target.port);
  const { path, state, port } = target;
  const request = `GET ${path}?code=canary_genuine&state=${state} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  const { statuses } = await send('genuine', { bytes: Buffer.from(request), how: 'answered' }, port);
  const { how, tokenRequests, kept } = await ended;
  sendAway();
  return statuses[0] === '303' && how === 'canary_genuine' && tokenRequests === 1 && kept === 1;
}

/** Every kind as often as any other, in no order. */
function chosen(count: number, seed: number, target: CallbackTarget) {
  const random = createRandom(seed);
  const kinds = random.shuffled(
    Array.from({ length: count }, (_empty, index) => hostileKinds[index % hostileKinds.length] ?? ''),
  );
  return kinds.map((kind) => ({ kind, make: () => hostileCallback(kind, random, target) }));
}

async function callbacks(
  count: number,
  seed: number,
  say: (line: string) => void,
  isGuarded: boolean,
): Promise<Outcome> {
  await using waiting = await startCallbackProcess({ isGuarded });
  const { target } = waiting;
  const seen: Seen[] = [];
  const requests = chosen(count, seed, target);
  async function sendAll(some: typeof requests): Promise<void> {
    await inLanes(lanes, some, async ({ kind, make }) => {
      seen.push(await send(kind, make(), target.port));
      if (seen.length % 10_000 === 0) say(`${seen.length} of ${count}`);
    });
  }
  const warmUp = Math.min(warmUpRequests, Math.floor(count / 2));
  await sendAll(requests.slice(0, warmUp));
  const before = waiting.isGone() ? 0 : await waiting.rssBytes();
  await sendAll(requests.slice(warmUp));

  const crashes = waiting.isGone() ? 1 : 0;
  const after = crashes > 0 ? 0 : await waiting.rssBytes();
  const early = waiting.result();
  const statuses = seen.flatMap((one) => (one.statuses.length === 0 ? ['none'] : one.statuses));
  const accepted = statuses.filter((status) => /^[1235]/.test(status) && status !== '100').length;
  const telling = seen.filter(({ isTelling }) => isTelling).length;
  const times = seen.flatMap(({ tookMs }) => tookMs ?? []);
  const p99 = percentile(times, 0.99);
  const growthMib = (after - before) / mib;
  const isGenuineTaken = early === undefined && (await takesGenuine(waiting));
  const isTimely = count < leastForTimes || (p99 < p99LimitMs && growthMib < growthLimitMib);
  const none = crashes === 0 && accepted === 0 && telling === 0 && early === undefined;
  return {
    met: none && isGenuineTaken && isTimely,
    goal: `0 accepted, 0 crashes, 0 telling answers in ${count.toLocaleString('en')} requests of ${hostileKinds.length} kinds; p99 < ${p99LimitMs} ms; memory + < ${growthLimitMib} MiB; the genuine answer is taken afterwards`,
    actual: `${early === undefined ? accepted : accepted + 1} accepted, ${crashes} crashes, ${telling} telling; p99 ${p99.toFixed(1)} ms; memory ${growthMib < 0 ? '' : '+'}${growthMib.toFixed(1)} MiB; genuine answer ${isGenuineTaken ? 'taken' : 'not taken'}`,
    counts: {
      requests: seen.length,
      kinds: hostileKinds.length,
      accepted,
      endedEarly: early === undefined ? 0 : 1,
      crashes,
      telling,
      timed: times.length,
      p50Ms: rounded(percentile(times, 0.5)),
      p99Ms: rounded(p99),
      maxMs: rounded(percentile(times, 1)),
      rssBeforeBytes: before,
      rssAfterBytes: after,
    },
    histogram: {
      ...tally(
        [...new Set(statuses)].sort().map((status) => `answered ${status}`),
        statuses.map((status) => `answered ${status}`),
      ),
    },
  };
}

export const figure: Figure = {
  id: 'hostile-callbacks',
  about:
    'no request but the genuine one is taken for the answer of a sign-in, and none ends it, slows it down or leaves anything behind',
  place: 'node',
  size: { unit: 'requests', quick: 2_000, full: 100_000 },
  measure: (size, seed, say) => callbacks(size, seed, say, true),
  control: (seed, say) => callbacks(controlRequests, seed, say, false),
};
