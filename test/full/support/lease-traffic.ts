// Leases taken and given back over several connections at once, with a note of what the service has answered and what was under
// way when it was killed.
import { openWire, type Wire } from './broker-wire.ts';
import { giveBack, take } from './lease-wire.ts';
import type { BrokerPlace, HolderKind } from './lease-talk.ts';
import type { Random } from './random.ts';

const wireCount = 6;

export interface Traffic {
  /** Answered, and not asked back. */
  readonly held: Set<string>;
  /** Given back, and answered. */
  readonly gone: Set<string>;
  /** Asked back, without an answer. */
  readonly givingBack: Set<string>;
  /** Wishes without an answer. */
  readonly taking: number;
  /** How many answers there were. */
  readonly answered: number;
  takeOne(kind: HolderKind): Promise<void>;
  /** Until the service is gone. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function createTraffic(place: BrokerPlace, random: Random, mostPercent: number): Traffic {
  const held = new Set<string>();
  const gone = new Set<string>();
  const givingBack = new Set<string>();
  const wires: Wire[] = [];
  let [taking, answered] = [0, 0];

  async function opened(): Promise<Wire> {
    const wire = await openWire(place.path, place.grant);
    wires.push(wire);
    return wire;
  }

  /** A wish that is not answered stays counted. */
  async function takeBy(wire: Wire, kind: HolderKind): Promise<void> {
    taking += 1;
    const percent = Math.max(0.001, Math.round(random.between(0, mostPercent) * 1000) / 1000);
    const taken = await take(wire, kind, percent);
    taking -= 1;
    answered += 1;
    if (taken.kind === 'odd') throw new Error(taken.said);
    if (taken.kind === 'lease') held.add(taken.id);
  }

  async function giveOne(wire: Wire): Promise<void> {
    const all = [...held];
    const id = all[random.below(all.length)];
    if (id === undefined) return;
    held.delete(id);
    givingBack.add(id);
    const said = await giveBack(wire, id);
    givingBack.delete(id);
    gone.add(id);
    answered += 1;
    if (said !== undefined) throw new Error(said);
  }

  async function byOne(): Promise<void> {
    try {
      const wire = await opened();
      for (;;) {
        if (held.size > wireCount && random.below(2) === 0) await giveOne(wire);
        else await takeBy(wire, random.below(2) === 0 ? 'process' : 'heartbeat');
      }
    } catch (thrown) {
      // The one good reason to stop.
      const isKilled =
        thrown instanceof Error && /closed|ECONNREFUSED|ECONNRESET|ENOENT/.test(thrown.message);
      if (!isKilled) throw thrown;
    }
  }

  return {
    held,
    gone,
    givingBack,
    get taking() {
      return taking;
    },
    get answered() {
      return answered;
    },
    takeOne: async (kind) => takeBy(await opened(), kind),
    async run() {
      await Promise.all(Array.from({ length: wireCount }, byOne));
    },
    async stop() {
      for (const wire of wires) wire[Symbol.dispose]();
    },
  };
}
