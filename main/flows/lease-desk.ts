// Gives out leases, one wish or many at a time, and takes them back; what counts is written down before it is told.
import { Failure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import type {
  AccountCapacity,
  AgentId,
  Lease,
  LeaseAgent,
  LeaseAmount,
  LeaseEnd,
  LeaseHolder,
  LeaseId,
  LeasePriority,
  LeaseRecord,
  LeaseRefusal,
  LeaseWish,
} from '../domain/lease.ts';
import type { Account } from '../domain/account.ts';
import type { Clock, LeaseLog } from '../ports.ts';
import type { AgentChoice, AgentWish } from './choose-for-agent.ts';
import { failureOf, insteadOf, reasonsFor } from './lease-failures.ts';

export interface LeaseOrder {
  readonly agent: Omit<LeaseAgent, 'id'>;
  readonly wish: AgentWish;
  readonly holder: LeaseHolder;
  readonly priority: LeasePriority;
  readonly estimate?: LeaseAmount;
}

export interface GivenLease {
  readonly lease: Lease;
  /** Why it is this account, as a sentence; empty where the person named it. */
  readonly reason: string;
  readonly fallenBack: boolean;
}

/** What a look for room comes to. */
export type Room =
  | {
      readonly kind: 'grantable';
      readonly choice: AgentChoice;
      readonly amount: LeaseAmount;
      readonly basis: Lease['basis'];
    }
  /** Unix milliseconds. */
  | { readonly kind: 'later'; readonly at: number }
  /** `refusal`: of the account that would have been it. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly refusal?: LeaseRefusal };

export interface LeaseDeskParts {
  readonly book: LeaseBook;
  readonly log: LeaseLog;
  readonly clock: Clock;
  /** Chooses for it; undefined when only excluded ones are left. @throws Failure */
  readonly choose: (wish: AgentWish, excluded: ReadonlySet<AccountId>) => AgentChoice | undefined;
  readonly capacityOf: (account: Account) => AccountCapacity;
  /** What work of this kind has taken, where that is known. */
  readonly learnt: (order: LeaseOrder, account: Account) => LeaseAmount | undefined;
  readonly newLeaseId: () => LeaseId;
  readonly newAgentId: () => AgentId;
  /** Hears of every lease that is given and of every one that ends. */
  readonly told: (event: LeaseEvent) => void;
}

export type LeaseEvent =
  | { readonly type: 'granted'; readonly lease: Lease }
  | {
      readonly type: 'ended';
      readonly lease: Lease;
      readonly how: LeaseEnd;
      /** In the unit of the lease; may be more than it reserved. */
      readonly reported: number;
    };

export interface LeaseDesk {
  /**
   * Reads what an earlier run has given out.
   * @throws Failure `storage/write-failed`, and then it is all here, only the log stays as long as it was
   */
  restore(): Promise<void>;
  /** Where there is room now; gives nothing out. @param closed accounts that others wait for */
  room(order: LeaseOrder, closed: ReadonlySet<AccountId>): Room;
  /**
   * Durable when it resolves.
   * @throws Failure `storage/write-failed`, and `broker/lease-ended` where it was ended before anybody heard of it; then
   * nothing was given out, and there may be room for others
   */
  give(order: LeaseOrder, room: Extract<Room, { kind: 'grantable' }>): Promise<GivenLease>;
  /**
   * All of them, each looked at as if those before it were given out already, or none: then why, for each of them.
   * @param closed accounts that others wait for now
   * @param until resolves at this moment, Unix milliseconds; meanwhile those before are kept free for it
   * @throws Failure as `give`
   */
  giveAllOrNone(
    orders: readonly LeaseOrder[],
    closed: () => ReadonlySet<AccountId>,
    until: (at: number) => Promise<void>,
  ): Promise<readonly GivenLease[] | readonly Failure[]>;
  /** @param used in all, in the unit of the lease. @throws Failure `broker/no-such-lease`, `storage/write-failed` */
  use(id: LeaseId, used: number): Promise<Lease>;
  /** It lives on until then, Unix milliseconds. @throws Failure `broker/no-such-lease`, `storage/write-failed` */
  keepUntil(id: LeaseId, expiresAt: number): Promise<Lease>;
  /**
   * What one that has ended and said nothing has taken, by the readings before and after it: its day counts that in place
   * of what was reserved.
   * @throws Failure `storage/write-failed`
   */
  measured(id: LeaseId, used: number): Promise<void>;
  /** Answers what was given back; ended before is fine. @throws Failure `storage/write-failed` */
  end(id: LeaseId, how: LeaseEnd): Promise<LeaseAmount | undefined>;
}

const hourMs = 3_600_000;
/** From the last heartbeat (design §10). */
export const heartbeatMs = hourMs;
/** Within it a stream has to hold the lease. */
export const streamGraceMs = 10_000;
/** What lives with a process ends with it. */
const longMs = 10 * 365 * 24 * hourMs;
/** The log is written anew when it has grown by so many records. */
const rewriteAfterRecords = 20_000;

const lifeMs: Readonly<Record<LeaseHolder['kind'], number>> = {
  process: longMs,
  stream: streamGraceMs,
  heartbeat: heartbeatMs,
};

export function createLeaseDesk(parts: LeaseDeskParts): LeaseDesk {
  const { book, log, clock, told } = parts;
  let written = 0;
  /** Given out here, and nobody has heard of it yet. */
  const untold = new Set<LeaseId>();
  /** For a look that gives nothing out. */
  const noAgent = parts.newAgentId();

  /** What the log holds is never behind what was told. */
  async function write(records: readonly LeaseRecord[]): Promise<void> {
    written += records.length;
    if (written > rewriteAfterRecords) {
      // These are in the book already, so they are in what is written.
      written = 0;
      await log.rewrite(book.records());
    } else await log.append(records);
  }

  function known(id: LeaseId): Lease {
    const lease = book.get(id);
    if (lease === undefined) throw new Failure('broker/no-such-lease');
    return lease;
  }

  function wishFor(order: LeaseOrder, account: Account, agent: AgentId): LeaseWish {
    const learnt = parts.learnt(order, account);
    return {
      agent: { id: agent, ...order.agent },
      account: account.id,
      provider: account.provider,
      holder: order.holder,
      priority: order.priority,
      ...(order.estimate !== undefined && { estimate: order.estimate }),
      ...(learnt !== undefined && { learnt }),
    };
  }

  /** @throws Failure of the choice */
  function look(order: LeaseOrder, closed: ReadonlySet<AccountId>): Room {
    const excluded = new Set(closed);
    const now = clock.nowMs();
    let first: Extract<Room, { kind: 'refused' }> | undefined;
    for (;;) {
      const choice = parts.choose(order.wish, excluded);
      if (choice === undefined) {
        const busy = new Failure('quota/concurrent-limit', {
          subject: order.wish.reader,
          detail: 'others wait already',
        });
        return first ?? { kind: 'refused', failure: busy };
      }
      const { account } = choice;
      // The id is not looked at: nothing is given out yet.
      const decision = book.decide(wishFor(order, account, noAgent), parts.capacityOf(account), now);
      if (decision.kind === 'grantable') return { ...decision, choice: insteadOf(choice, first?.failure) };
      if (decision.kind === 'later') return { kind: 'later', at: decision.at };
      const { refusal } = decision;
      first ??= { kind: 'refused', failure: failureOf(refusal, account.label), refusal };
      excluded.add(account.id);
    }
  }

  function leaseFor(
    order: LeaseOrder,
    { choice, amount, basis }: Extract<Room, { kind: 'grantable' }>,
  ): Lease {
    const now = clock.nowMs();
    return {
      id: parts.newLeaseId(),
      agent: { id: parts.newAgentId(), ...order.agent },
      account: choice.account.id,
      provider: choice.account.provider,
      holder: order.holder,
      priority: order.priority,
      amount,
      used: 0,
      basis,
      grantedAt: now,
      expiresAt: now + lifeMs[order.holder.kind],
    };
  }

  function givenFor(order: LeaseOrder, room: Extract<Room, { kind: 'grantable' }>): GivenLease {
    const { reason, fallenBack } = room.choice;
    return { lease: leaseFor(order, room), reason, fallenBack };
  }

  /** At once, so that nobody else is given the same; told only when it is written. */
  function takeIn({ lease }: GivenLease): void {
    untold.add(lease.id);
    book.apply({ type: 'granted', lease });
  }

  /** Whoever has never heard of it has used nothing of it. */
  function endingsOf(id: LeaseId, how: LeaseEnd): readonly LeaseRecord[] {
    const at = clock.nowMs();
    const ended: LeaseRecord = { type: 'ended', id, how, at };
    return untold.has(id) ? [{ type: 'used', id, used: 0, at }, ended] : [ended];
  }

  /** Answers what there is to write down, where they were written down before. */
  function takeBack(all: readonly GivenLease[]): readonly LeaseRecord[] {
    const endings = all.flatMap(({ lease: { id } }) =>
      book.get(id) === undefined ? [] : endingsOf(id, 'revoked'),
    );
    for (const ending of endings) book.apply(ending);
    for (const { lease } of all) untold.delete(lease.id);
    return endings;
  }

  /** What was ended meanwhile, for example by a sign-out, is not given any more. */
  function isWhole(all: readonly GivenLease[]): boolean {
    return all.every(({ lease }) => book.get(lease.id) !== undefined);
  }

  async function keep(all: readonly GivenLease[]): Promise<void> {
    try {
      if (!isWhole(all)) throw new Failure('broker/lease-ended');
      await write(all.map(({ lease }): LeaseRecord => ({ type: 'granted', lease })));
    } catch (thrown) {
      takeBack(all);
      throw thrown;
    }
    if (!isWhole(all)) {
      const endings = takeBack(all);
      if (endings.length > 0) await write(endings);
      throw new Failure('broker/lease-ended');
    }
    for (const { lease } of all) {
      untold.delete(lease.id);
      told({ type: 'granted', lease });
    }
  }

  /** Its life begins when it is told of, not when it was kept free. */
  function renewed(given: GivenLease): GivenLease {
    const { id, holder } = given.lease;
    book.apply({ type: 'heartbeat', id, expiresAt: clock.nowMs() + lifeMs[holder.kind] });
    return { ...given, lease: book.get(id) ?? given.lease };
  }

  const desk: LeaseDesk = {
    async restore() {
      for (const record of await log.load()) book.apply(record);
      await log.rewrite(book.records());
    },
    room(order, closed) {
      try {
        return look(order, closed);
      } catch (thrown) {
        if (thrown instanceof Failure) return { kind: 'refused', failure: thrown };
        throw thrown;
      }
    },
    async give(order, room) {
      const given = givenFor(order, room);
      takeIn(given);
      await keep([given]);
      return given;
    },
    async giveAllOrNone(orders, closed, until) {
      const all: GivenLease[] = [];
      try {
        for (const order of orders) {
          let room = desk.room(order, closed());
          // In one go where nobody has to wait: nobody else sees what is taken back again.
          while (room.kind === 'later') {
            await until(room.at);
            room = desk.room(order, closed());
          }
          if (room.kind === 'refused') throw room.failure;
          const given = givenFor(order, room);
          takeIn(given);
          all.push(given);
        }
      } catch (thrown) {
        takeBack(all);
        if (thrown instanceof Failure) return reasonsFor(orders.length, all.length, thrown);
        throw thrown;
      }
      const whole = all.map(renewed);
      await keep(whole);
      return whole;
    },
    async use(id, used) {
      known(id);
      const record: LeaseRecord = { type: 'used', id, used, at: clock.nowMs() };
      const isNew = book.apply(record);
      // It may end while this is written down.
      const lease = known(id);
      if (isNew) await write([record]);
      return lease;
    },
    async keepUntil(id, expiresAt) {
      known(id);
      const record: LeaseRecord = { type: 'heartbeat', id, expiresAt };
      const isNew = book.apply(record);
      const lease = known(id);
      if (isNew) await write([record]);
      return lease;
    },
    async measured(id, used) {
      const record: LeaseRecord = { type: 'used', id, used, at: clock.nowMs() };
      if (book.apply(record)) await write([record]);
    },
    async end(id, how) {
      const lease = book.get(id);
      if (lease === undefined) return undefined;
      const reported = book.reported(id) ?? lease.used;
      const endings = endingsOf(id, how);
      for (const ending of endings) book.apply(ending);
      // Whoever has never heard of it hears of no end.
      if (!untold.has(id)) told({ type: 'ended', lease, how, reported });
      await write(endings);
      return { unit: lease.amount.unit, value: Math.max(0, lease.amount.value - lease.used) };
    },
  };
  return desk;
}
