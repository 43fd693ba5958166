// Which leases are out, and whether one more can be given: the same records always make the same book. Pure.
//
// It lives in memory and is changed by records alone; time and ids come from outside. No question and no change costs more
// than a logarithm of the number of leases, except those that list them.
import { createAccountLedger, type AccountLedger, type DayOf, type Held } from './lease-account.ts';
import { decideLease, remainingOf, type LeaseDecision, type Standing } from './lease-decision.ts';
import { createExpiries } from './lease-expiries.ts';
import { createProcessIndex, type LeaseProcess } from './lease-processes.ts';
import { createRamp, rampStepMs, type Ramp } from './lease-ramp.ts';
import { amountOf, stepsOf, type LeaseUnit } from './lease-units.ts';
import type { AccountId } from './ids.ts';
import type { AccountCapacity, Lease, LeaseId, LeasePriority, LeaseRecord, LeaseWish } from './lease.ts';

export interface LeaseBookOptions {
  /** After a switch to an account, between two new leases of it. */
  readonly rampMs?: number;
  /** Leases that live with one process. */
  readonly mostPerProcess?: number;
  readonly dayOf: DayOf;
}

export interface LeaseBook {
  /** Changes nothing: a lease is out when its record has been applied. */
  decide(wish: LeaseWish, capacity: AccountCapacity, now: number): LeaseDecision;
  /**
   * What a lease of this priority could have now, never below 0; null where that is not counted or not known. The limits
   * for a day and for agents at once are not in it.
   */
  remaining(
    capacity: AccountCapacity,
    priority: LeasePriority,
  ): { readonly percent: number | null; readonly tokens: number | null };
  /**
   * The one way a lease comes, changes and goes. What is not known here, or was said before, changes nothing; but what the
   * last one of an account has taken may still be said after its end, where it had not said it itself.
   * @returns whether anything changed
   */
  apply(record: LeaseRecord): boolean;
  /** What makes this book again: running leases, and of ended ones what still counts. */
  records(): readonly LeaseRecord[];
  get(id: LeaseId): Lease | undefined;
  /** In its unit, what a running lease has reported in all: may be more than it reserved. */
  reported(id: LeaseId): number | undefined;
  all(): readonly Lease[];
  ofAccount(account: AccountId): readonly Lease[];
  /** What running leases of it may still use. */
  outstanding(account: AccountId): {
    readonly percent: number;
    readonly tokens: number;
    readonly running: number;
  };
  ofProcess(process: LeaseProcess): readonly Lease[];
  /** Those that a running lease lives with, each once. */
  processes(): readonly LeaseProcess[];
  /** Unix milliseconds; null without a lease. */
  nextExpiryAt(): number | null;
  /** Those that have expired and have not been ended, the earliest first. */
  expired(now: number): readonly Lease[];
  /** This account serves from now on: for a while its leases begin one by one. Not in the records. */
  switched(account: AccountId, now: number): void;
  /**
   * A reading has come, and every window of it shows what was reported before `readAt`; that is forgotten. Decisions are
   * the same without it, but what is kept grows.
   */
  settle(account: AccountId, readAt: number, now: number): void;
}

interface Account {
  readonly ledger: AccountLedger;
  readonly ramp: Ramp;
}

function standingOf(ledger: AccountLedger | undefined, dayOf: DayOf, readAt: number, now: number): Standing {
  const today = dayOf(now);
  const both = (sum: (unit: LeaseUnit) => number): Standing['taken'] => ({
    percent: sum('percent'),
    tokens: sum('tokens'),
  });
  return {
    running: ledger?.running.size ?? 0,
    taken: both((unit) => (ledger?.outstanding(unit) ?? 0) + (ledger?.pending(unit, readAt) ?? 0)),
    givenToday: both((unit) => ledger?.givenOn(today, unit) ?? 0),
    dayEnd: today.end,
  };
}

const leasesOf = (held: Iterable<Held>): readonly Lease[] => Array.from(held, ({ lease }) => lease);

/** How many ended leases are remembered by their ids, so that a record which comes twice does not bring one back. */
const mostEnded = 4096;

function createRecentIds(): { has(id: LeaseId): boolean; add(id: LeaseId): void } {
  const ids = new Set<LeaseId>();
  const ring: LeaseId[] = [];
  let place = 0;
  return {
    has: (id) => ids.has(id),
    add(id) {
      const oldest = ring[place];
      if (oldest !== undefined) ids.delete(oldest);
      ids.add(id);
      ring[place] = id;
      place = (place + 1) % mostEnded;
    },
  };
}

export function createLeaseBook({
  rampMs = rampStepMs,
  mostPerProcess = 256,
  dayOf,
}: LeaseBookOptions): LeaseBook {
  const leases = new Map<LeaseId, Held>();
  const accounts = new Map<AccountId, Account>();
  const processes = createProcessIndex();
  const expiries = createExpiries<LeaseId>();
  const ended = createRecentIds();

  function accountOf(id: AccountId): Account {
    const account = accounts.get(id) ?? {
      ledger: createAccountLedger(),
      ramp: createRamp(rampMs),
    };
    accounts.set(id, account);
    return account;
  }

  function start(lease: Lease): boolean {
    if (leases.has(lease.id) || ended.has(lease.id)) return false;
    const reserved = stepsOf(lease.amount);
    const reported = stepsOf({ unit: lease.amount.unit, value: lease.used });
    const day = dayOf(lease.grantedAt).start;
    const held: Held = { lease, day, reserved, reported, isReported: reported > 0, pendingReports: 0 };
    const { ledger, ramp } = accountOf(lease.account);
    leases.set(lease.id, held);
    ledger.start(held);
    ramp.step(lease.grantedAt);
    processes.add(held);
    expiries.set(lease.id, lease.expiresAt);
    return true;
  }

  function end(held: Held, record: Extract<LeaseRecord, { type: 'ended' }>): void {
    const { id, account } = held.lease;
    leases.delete(id);
    accountOf(account).ledger.end(held, { how: record.how, at: record.at });
    processes.delete(held);
    expiries.delete(id);
    ended.add(id);
  }

  function change(held: Held, record: Exclude<LeaseRecord, { type: 'granted' }>): boolean {
    const { id, account, amount } = held.lease;
    const before = held.lease;
    switch (record.type) {
      case 'used':
        return accountOf(account).ledger.report(held, stepsOf({ ...amount, value: record.used }), record.at);
      case 'heartbeat':
        held.lease = { ...before, expiresAt: record.expiresAt };
        expiries.set(id, record.expiresAt);
        return before.expiresAt !== record.expiresAt;
      case 'ended':
        end(held, record);
        return true;
    }
  }

  return {
    decide(wish, capacity, now) {
      const ofProcess = wish.holder.kind === 'process' ? (processes.of(wish.holder)?.size ?? 0) : 0;
      if (ofProcess >= mostPerProcess) {
        const refusal = {
          code: 'quota/concurrent-limit',
          limit: mostPerProcess,
          running: ofProcess,
        } as const;
        return { kind: 'refused', refusal };
      }
      const account = accounts.get(wish.account);
      const standing = standingOf(account?.ledger, dayOf, capacity.readAt, now);
      const decision = decideLease(wish, capacity, standing);
      const at = account?.ramp.waitUntil(now);
      return decision.kind === 'grantable' && at !== undefined
        ? { kind: 'later', at, why: 'ramp' }
        : decision;
    },
    remaining(capacity, priority) {
      const ledger = accounts.get(capacity.account)?.ledger;
      const { taken } = standingOf(ledger, dayOf, capacity.readAt, capacity.readAt);
      const { percent, tokens } = remainingOf(capacity, priority, taken);
      return {
        percent: percent === null ? null : amountOf('percent', percent).value,
        tokens: tokens === null ? null : amountOf('tokens', tokens).value,
      };
    },
    apply(record) {
      if (record.type === 'granted') return start(record.lease);
      const held = leases.get(record.id);
      if (held !== undefined) return change(held, record);
      const ledgers = Array.from(accounts.values(), ({ ledger }) => ledger);
      return record.type === 'used' && ledgers.some((ledger) => ledger.measure(record.id, record.used));
    },
    records: () => Array.from(accounts.values(), ({ ledger }) => ledger.records()).flat(),
    get: (id) => leases.get(id)?.lease,
    reported(id) {
      const held = leases.get(id);
      return held === undefined ? undefined : amountOf(held.lease.amount.unit, held.reported).value;
    },
    all: () => leasesOf(leases.values()),
    ofAccount: (account) => leasesOf(accounts.get(account)?.ledger.running.values() ?? []),
    outstanding(account) {
      const ledger = accounts.get(account)?.ledger;
      return {
        percent: amountOf('percent', ledger?.outstanding('percent') ?? 0).value,
        tokens: ledger?.outstanding('tokens') ?? 0,
        running: ledger?.running.size ?? 0,
      };
    },
    ofProcess: (process) => leasesOf(processes.of(process)?.values() ?? []),
    processes: () => processes.all(),
    nextExpiryAt: () => expiries.nextAt(),
    expired: (now) => expiries.until(now).flatMap((id) => leases.get(id)?.lease ?? []),
    switched(account, now) {
      accountOf(account).ramp.begin(now);
    },
    settle(account, readAt, now) {
      accounts.get(account)?.ledger.settle(readAt, now);
    },
  };
}
