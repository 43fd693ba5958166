// One client process of the local service: takes leases, holds them, gives them back, as it is told over its channel.
import { setTimeout as sleep } from 'node:timers/promises';
import { openWire, type Wire } from './broker-wire.ts';
import { clientOrderShape, holderKinds, type ClientOrder, type ClientReply } from './lease-talk.ts';
import { giveBack, holdStream, stepsPerPercent, take } from './lease-wire.ts';
import { createRandom } from './random.ts';
import { machineMs, rounded } from './statistics.ts';

type Order<Do extends ClientOrder['do']> = Extract<ClientOrder, { do: Do }>;

/** Held by one client at the same time. */
const mostHeld = 6;
/** Streams need a connection each. */
const streamOneIn = 40;
/** Woken this early, the rest is waited for without giving the processor away. */
const wakeEarlyMs = 2;

const held = new Map<string, Wire | undefined>();
let wire: Wire | undefined;

async function wireTo({ path, grant }: ClientOrder['place']): Promise<Wire> {
  wire ??= await openWire(path, grant);
  void wire.closed.then(() => {
    wire = undefined;
  });
  return wire;
}

async function storm({ place, leases, seed, mostPercent }: Order<'storm'>): Promise<ClientReply> {
  const random = createRandom(seed);
  const to = await wireTo(place);
  const own: { readonly id: string; readonly steps: number; readonly stream?: Wire }[] = [];
  const book: number[] = [];
  const odd: string[] = [];
  let [granted, refused, longestMs] = [0, 0, 0];

  async function timed<Value>(work: () => Promise<Value>): Promise<Value> {
    const startedMs = performance.now();
    const value = await work();
    longestMs = Math.max(longestMs, performance.now() - startedMs);
    return value;
  }

  async function giveOne(): Promise<void> {
    const [lease] = own.splice(random.below(own.length), 1);
    if (lease === undefined) return;
    // From here on the service may give it to somebody else.
    book.push(rounded(machineMs()), -lease.steps);
    const said = await timed(() => giveBack(to, lease.id));
    if (said !== undefined) odd.push(said);
    lease.stream?.[Symbol.dispose]();
  }

  async function takeOne(): Promise<void> {
    const kind =
      random.below(streamOneIn) === 0 ? 'stream' : (holderKinds[random.below(2) * 2] ?? 'heartbeat');
    const percent = Math.round(random.between(0.001, mostPercent) * 1000) / 1000;
    const taken = await timed(() => take(to, kind, percent));
    if (taken.kind === 'odd') odd.push(taken.said);
    if (taken.kind === 'refused') refused += 1;
    if (taken.kind !== 'lease') {
      await (own.length > 0 ? giveOne() : sleep(1));
      return;
    }
    const steps = Math.round(taken.percent * stepsPerPercent);
    book.push(rounded(machineMs()), steps);
    granted += 1;
    const stream = kind === 'stream' ? await holdStream(place, taken.id) : undefined;
    own.push({ id: taken.id, steps, ...(stream !== undefined && { stream }) });
  }

  while (granted < leases && odd.length < 5) {
    if (own.length >= mostHeld || (own.length > 0 && random.below(2) === 0)) await giveOne();
    else await takeOne();
  }
  while (own.length > 0) await giveOne();
  return { said: 'stormed', granted, refused, odd, longestMs: rounded(longestMs), book };
}

async function race({ place, atMs, percent }: Order<'race'>): Promise<ClientReply> {
  const to = await wireTo(place);
  await sleep(Math.max(0, atMs - machineMs() - wakeEarlyMs));
  while (machineMs() < atMs);
  const startedMs = performance.now();
  const taken = await take(to, 'heartbeat', percent);
  const tookMs = rounded(performance.now() - startedMs);
  if (taken.kind === 'lease') held.set(taken.id, undefined);
  const status = { lease: 200, refused: 429, odd: 500 }[taken.kind];
  return { said: 'raced', status, percent: taken.kind === 'lease' ? taken.percent : 0, tookMs };
}

async function hold({ place, kinds, percent }: Order<'hold'>): Promise<ClientReply> {
  const to = await wireTo(place);
  const ids: string[] = [];
  const odd: string[] = [];
  for (const kind of kinds) {
    const taken = await take(to, kind, percent);
    if (taken.kind !== 'lease') {
      odd.push(taken.kind === 'odd' ? taken.said : taken.kind);
      continue;
    }
    ids.push(taken.id);
    held.set(taken.id, kind === 'stream' ? await holdStream(place, taken.id) : undefined);
  }
  return { said: 'held', ids, odd };
}

async function release({ place }: Order<'release'>): Promise<ClientReply> {
  const to = await wireTo(place);
  for (const [id, stream] of held) {
    await giveBack(to, id);
    stream?.[Symbol.dispose]();
  }
  held.clear();
  return { said: 'released' };
}

function answer(order: ClientOrder): Promise<ClientReply> {
  switch (order.do) {
    case 'storm':
      return storm(order);
    case 'race':
      return race(order);
    case 'hold':
      return hold(order);
    case 'release':
      return release(order);
  }
}

process.on('message', (message) => {
  void answer(clientOrderShape.parse(message)).then((reply) => process.send?.(reply));
});
process.once('disconnect', () => process.exit());
process.send?.({ said: 'ready' } satisfies ClientReply);
