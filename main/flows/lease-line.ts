// Who wants a lease gets it at once, waits in line for it, or is told why not; nobody overtakes (design §10).
import { Failure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { LeaseQueue } from '../domain/lease-queue.ts';
import { rampStepMs } from '../domain/lease-ramp.ts';
import type { LeasePriority } from '../domain/lease.ts';
import type { Clock, Timer } from '../ports.ts';
import { canPass, type AgentWish } from './choose-for-agent.ts';
import type { GivenLease, LeaseDesk, LeaseOrder } from './lease-desk.ts';
import { lookAtPlaces, type NoRoom, type Place, type PlaceParts } from './lease-places.ts';

export interface WaitingAgent extends Place {
  readonly label: string;
  readonly priority: LeasePriority;
  /** Unix milliseconds. */
  readonly since: number;
}

export interface LeaseLineParts extends Pick<PlaceParts, 'leasesOf' | 'usualMs'> {
  readonly desk: Pick<LeaseDesk, 'room' | 'give' | 'giveAllOrNone'>;
  readonly queue: LeaseQueue;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Nothing is given out meanwhile. */
  readonly isLocked: () => boolean;
  /** The accounts that would do. */
  readonly usable: (wish: AgentWish) => readonly AccountId[];
}

export interface LeaseLine {
  /** At once, or not: only what begins one after the other anyway is waited for. @throws Failure `quota/…`, … */
  take(order: LeaseOrder, signal: AbortSignal): Promise<GivenLease>;
  /**
   * As long as it takes.
   * @param told hears of the place, at once and whenever it has changed
   * @throws Failure when waiting is of no use, or the signal's reason
   */
  wait(order: LeaseOrder, told: (place: Place) => void, signal: AbortSignal): Promise<GivenLease>;
  /** One answer for each, in order; with `all`, none is given when one cannot be. */
  batch(
    orders: readonly LeaseOrder[],
    mode: 'all' | 'partial',
    signal: AbortSignal,
  ): Promise<readonly (GivenLease | Failure)[]>;
  /** There may be room now. */
  reconsider(): void;
  /** In the order of their turns. */
  waiting(): readonly WaitingAgent[];
  stop(): void;
}

interface Entry {
  readonly order: LeaseOrder;
  readonly since: number;
  readonly accounts: readonly AccountId[];
  /** Patient ones wait for room, the others only for their turn. */
  readonly isPatient: boolean;
  readonly told: (place: Place) => void;
  readonly resolve: (given: GivenLease) => void;
  readonly reject: (thrown: unknown) => void;
  place?: Place;
}

/** Places are told at most so often. */
const tellEveryMs = 1_000;
/** A reset may come a little late; nothing else would wake who waits for it. */
const afterResetMs = 1_000;
/** A timer holds no longer. */
const longestTimerMs = 3_600_000;
/** Who does not want to wait waits so long for a turn that comes by itself. */
const turnLimitMs = 10_000;

export function createLeaseLine(parts: LeaseLineParts): LeaseLine {
  const { desk, queue, clock, timer, leasesOf, usualMs } = parts;
  const entries = new Map<string, Entry>();
  /** By account, why the first in its line has none. */
  const reasons = new Map<AccountId, NoRoom>();
  const places = { queue, clock, leasesOf, usualMs, reasons };
  let numbers = 0;
  let cancelLook: (() => void) | undefined;
  let lookAt = Infinity;
  let cancelTell: (() => void) | undefined;

  /** Whether it only lacks what is reserved for interactive work. */
  function lacksReserve(account: AccountId, priority: LeasePriority): boolean {
    const room = reasons.get(account);
    return priority !== 'interactive' && room?.kind === 'refused' && room.failure.code === 'quota/exceeded';
  }

  /**
   * The accounts at which it is not this one's turn, whether it stands in line there or not. Who may use the reserve does not
   * wait behind somebody who may not.
   */
  function closedFor(id: string, priority: LeasePriority): ReadonlySet<AccountId> {
    return new Set(
      queue.accounts().filter((account) => {
        const first = queue.first(account);
        if (first === undefined || first.id === id) return false;
        return priority !== 'interactive' || !lacksReserve(account, first.priority);
      }),
    );
  }

  /** Those before it only begin one after the other, so its turn comes by itself. */
  function isInTurn({ accounts }: Entry, closed: ReadonlySet<AccountId>): boolean {
    return accounts.some((account) => closed.has(account) && reasons.get(account)?.kind === 'later');
  }

  function lookSoon(at: number): void {
    if (at >= lookAt) return;
    lookAt = at;
    cancelLook?.();
    cancelLook = timer.after(Math.min(longestTimerMs, Math.max(0, at - clock.nowMs())), () => {
      lookAt = Infinity;
      reconsider();
    });
  }

  function leave(id: string): Entry | undefined {
    const entry = entries.get(id);
    entries.delete(id);
    queue.remove(id);
    if (entries.size === 0) {
      cancelLook?.();
      cancelTell?.();
      [cancelLook, cancelTell, lookAt] = [undefined, undefined, Infinity];
      reasons.clear();
    }
    return entry;
  }

  /** Whether it is out of the line now. */
  function attempt(id: string, entry: Entry): boolean {
    // Everybody keeps their place until it is unlocked.
    if (parts.isLocked()) return false;
    const closed = closedFor(id, entry.order.priority);
    const room = desk.room(entry.order, closed);
    switch (room.kind) {
      case 'grantable':
        leave(id);
        void desk.give(entry.order, room).then(entry.resolve, (thrown: unknown) => {
          entry.reject(thrown);
          // What it would have had is free again.
          reconsider();
        });
        return true;
      case 'later':
        lookSoon(room.at);
        break;
      case 'refused':
        if (!canPass(room.failure) || !(entry.isPatient || isInTurn(entry, closed))) {
          leave(id);
          entry.reject(room.failure);
          return true;
        }
        if (room.failure.retryAt !== undefined) lookSoon(room.failure.retryAt + afterResetMs);
    }
    for (const account of entry.accounts) if (queue.first(account)?.id === id) reasons.set(account, room);
    return false;
  }

  function reconsider(): void {
    for (const account of queue.accounts()) {
      for (;;) {
        const first = queue.first(account);
        const entry = first === undefined ? undefined : entries.get(first.id);
        if (first === undefined || entry === undefined || !attempt(first.id, entry)) break;
      }
    }
    // Whoever waits for a turn only need not wait for one that has stopped coming, and the reserve is no matter of turns.
    for (const [id, entry] of entries)
      if (!entry.isPatient || entry.order.priority === 'interactive') attempt(id, entry);
    tellSoon();
  }

  function tell(): void {
    const placeOf = lookAtPlaces(places);
    for (const [id, entry] of entries) {
      const before = entry.place;
      const place = placeOf(id, entry.accounts);
      entry.place = place;
      if (before?.position !== place.position || before.etaAt !== place.etaAt) entry.told(place);
    }
  }

  function tellSoon(): void {
    if (entries.size === 0) return;
    cancelTell ??= timer.after(tellEveryMs, () => {
      cancelTell = undefined;
      tell();
    });
  }

  async function enter(
    order: LeaseOrder,
    isPatient: boolean,
    told: (place: Place) => void,
    signal: AbortSignal,
  ): Promise<GivenLease> {
    signal.throwIfAborted();
    const accounts = parts.usable(order.wish);
    numbers += 1;
    const id = String(numbers);
    const since = clock.nowMs();
    return new Promise<GivenLease>((resolve, reject) => {
      const stopWaiting = (): void => {
        if (leave(id) === undefined) return;
        reject(signal.reason instanceof Error ? signal.reason : new Failure('broker/cancelled'));
        reconsider();
      };
      const entry: Entry = {
        order,
        since,
        accounts,
        isPatient,
        told,
        resolve: (given) => {
          signal.removeEventListener('abort', stopWaiting);
          resolve(given);
        },
        reject: (thrown) => {
          signal.removeEventListener('abort', stopWaiting);
          reject(thrown instanceof Error ? thrown : new Failure('internal', { cause: thrown }));
        },
      };
      queue.add({ id, priority: order.priority, accounts, since });
      entries.set(id, entry);
      signal.addEventListener('abort', stopWaiting);
      if (attempt(id, entry)) return;
      entry.place = lookAtPlaces(places)(id, accounts);
      entry.told(entry.place);
    });
  }

  /** For no longer than so many turns that come by themselves can take. */
  async function inTime<Value>(
    turns: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const late = new AbortController();
    const stop = (): void => {
      late.abort(signal.reason);
    };
    const cancel = timer.after(turnLimitMs + turns * rampStepMs, () => {
      late.abort(new Failure('broker/busy'));
    });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      return await work(late.signal);
    } finally {
      cancel();
      signal.removeEventListener('abort', stop);
    }
  }

  /** @throws Failure the signal's reason */
  function until(at: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        cancel();
        reject(signal.reason instanceof Error ? signal.reason : new Failure('broker/cancelled'));
      };
      const cancel = timer.after(Math.max(0, at - clock.nowMs()), () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
    });
  }

  function take(order: LeaseOrder, turns: number, signal: AbortSignal): Promise<GivenLease> {
    return inTime(turns, signal, (late) => enter(order, false, () => undefined, late));
  }

  return {
    take: (order, signal) => take(order, 1, signal),
    wait: (order, told, signal) => enter(order, true, told, signal),
    async batch(orders, mode, signal) {
      if (mode === 'partial')
        return Promise.all(
          orders.map((order) =>
            take(order, orders.length, signal).catch((thrown: unknown) =>
              thrown instanceof Failure ? thrown : new Failure('internal', { cause: thrown }),
            ),
          ),
        );
      try {
        return await inTime(orders.length, signal, (late) =>
          desk.giveAllOrNone(
            orders,
            () => new Set(queue.accounts()),
            (at) => until(at, late),
          ),
        );
      } finally {
        // What was kept free for all of them may not have been given out.
        reconsider();
      }
    },
    reconsider,
    waiting() {
      const placeOf = lookAtPlaces(places);
      return queue.all().flatMap(({ id }) => {
        const entry = entries.get(id);
        if (entry === undefined) return [];
        const { order, since, accounts } = entry;
        const { label } = order.agent;
        return [{ label, priority: order.priority, since, ...placeOf(id, accounts) }];
      });
    },
    stop() {
      for (const id of [...entries.keys()]) leave(id)?.reject(new Failure('broker/cancelled'));
    },
  };
}
