// Who waits for a lease, in which order, and until when about (design §10). Pure.
//
// One line for each account that a wish can use: who waits for another account holds nobody up. In a line a level of
// priority is worth so much of waiting, so who has waited long goes before a higher one that has only just come, and the
// order of two never changes while they wait.
import type { AccountId } from './ids.ts';
import { createLane, type Lane, type Waiting } from './lease-lane.ts';
import { leasePriorities, type LeasePriority } from './lease.ts';

export interface LeaseQueueOptions {
  /** Who has waited so much longer goes before one of the next higher level. */
  readonly levelMs?: number;
}

export interface QueuedWish {
  /** Unique in the queue. */
  readonly id: string;
  readonly priority: LeasePriority;
  /** Each would do. */
  readonly accounts: readonly AccountId[];
  /** Unix milliseconds. */
  readonly since: number;
}

export interface LeaseQueue {
  readonly size: number;
  /** One that waits already stays where it is. */
  add(wish: QueuedWish): void;
  /** @returns whether it was there */
  remove(id: string): boolean;
  /** Whose turn it is at this account: who comes after may not go before it. */
  first(account: AccountId): QueuedWish | undefined;
  /** Those that somebody waits for. */
  accounts(): readonly AccountId[];
  /** 1: the next one at an account that it can use; undefined when it does not wait. */
  position(id: string): number | undefined;
  /** 1: the next one at this account. */
  positionAt(id: string, account: AccountId): number | undefined;
  /** In the order of their turns. */
  all(): readonly QueuedWish[];
}

type Place = Waiting<QueuedWish>;
type Line = Readonly<Record<LeasePriority, Lane<QueuedWish>>>;

const twoMinutesMs = 120_000;

const newLine = (): Line => ({ interactive: createLane(), normal: createLane(), background: createLane() });

const isBefore = (one: Place, other: Place): boolean =>
  one.turn < other.turn || (one.turn === other.turn && one.number < other.number);

function firstOf(line: Line): Place | undefined {
  return leasePriorities
    .flatMap((priority) => line[priority].first() ?? [])
    .reduce<Place | undefined>(
      (first, each) => (first === undefined || isBefore(each, first) ? each : first),
      undefined,
    );
}

/** How many of the line come before. */
function countBefore(line: Line, place: Place): number {
  return leasePriorities.reduce((sum, priority) => sum + line[priority].countBefore(place), 0);
}

export function createLeaseQueue({ levelMs = twoMinutesMs }: LeaseQueueOptions = {}): LeaseQueue {
  const places = new Map<string, Place>();
  const lines = new Map<AccountId, Line>();
  let arrivals = 0;
  let newest = -Infinity;

  function lineOf(account: AccountId): Line {
    const line = lines.get(account) ?? newLine();
    lines.set(account, line);
    return line;
  }

  function positionAt(id: string, account: AccountId): number | undefined {
    const place = places.get(id);
    const line = lines.get(account);
    if (place?.item.accounts.includes(account) !== true || line === undefined) return undefined;
    return countBefore(line, place) + 1;
  }

  function leave(place: Place, account: AccountId): void {
    const line = lines.get(account);
    line?.[place.item.priority].remove(place);
    if (line !== undefined && firstOf(line) === undefined) lines.delete(account);
  }

  return {
    get size() {
      return places.size;
    },
    add(wish) {
      if (places.has(wish.id)) return;
      // Who comes later is later, even when the clock was set back.
      newest = Math.max(newest, wish.since);
      arrivals += 1;
      const turn = newest + leasePriorities.indexOf(wish.priority) * levelMs;
      const place: Place = {
        item: { ...wish, accounts: [...new Set(wish.accounts)] },
        turn,
        number: arrivals,
      };
      places.set(wish.id, place);
      for (const account of place.item.accounts) lineOf(account)[wish.priority].push(place);
    },
    remove(id) {
      const place = places.get(id);
      if (place === undefined) return false;
      places.delete(id);
      for (const account of place.item.accounts) leave(place, account);
      return true;
    },
    first(account) {
      const line = lines.get(account);
      return line === undefined ? undefined : firstOf(line)?.item;
    },
    accounts: () => [...lines.keys()],
    position(id) {
      const positions = (places.get(id)?.item.accounts ?? []).flatMap(
        (account) => positionAt(id, account) ?? [],
      );
      return positions.length === 0 ? undefined : Math.min(...positions);
    },
    positionAt,
    all: () =>
      [...places.values()].sort((one, other) => (isBefore(one, other) ? -1 : 1)).map(({ item }) => item),
  };
}
