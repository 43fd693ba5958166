// What one account has given out: to running leases, for each day, and what was used since its last reading. Pure.
import { createPendingUse, type Report } from './lease-pending.ts';
import { createPastLeases, type EndedLease } from './lease-past.ts';
import { amountOf, mostSteps, stepsOf, type LeaseUnit } from './lease-units.ts';
import type { Lease, LeaseId, LeaseRecord } from './lease.ts';

/** Unix milliseconds of a local day: its first moment, and the first one of the next. */
export interface Day {
  readonly start: number;
  readonly end: number;
}
export type DayOf = (at: number) => Day;

/** One lease in the book. */
export interface Held {
  lease: Lease;
  /** Of the local day on which it was given out, its first moment as it was then: the computer may be taken to another zone. */
  readonly day: number;
  readonly reserved: number;
  /** In all; may be more than was reserved. */
  reported: number;
  /** Whether anything was said of what it uses: nothing said is not nothing used. */
  isReported: boolean;
  /** How many of its reports no reading shows yet. */
  pendingReports: number;
  ended?: Omit<EndedLease, 'lease'>;
}

export interface AccountLedger {
  /** Running leases. */
  readonly running: ReadonlyMap<string, Held>;
  /** What running leases may still use. */
  outstanding(unit: LeaseUnit): number;
  /** Reported at this moment or later, by running and by ended leases. */
  pending(unit: LeaseUnit, readAt: number): number;
  /** What leases that were given out on this day have used or may still use. */
  givenOn(day: Day, unit: LeaseUnit): number;
  start(held: Held): void;
  /** @returns whether that was new */
  report(held: Held, reported: number, at: number): boolean;
  end(held: Held, ended: Omit<EndedLease, 'lease'>): void;
  /**
   * A reading has come that tells what a lease took which had ended and said nothing.
   * @param used in its unit. @returns false for any but the last that has ended and may have taken anything: of others no reading can tell
   */
  measure(id: LeaseId, used: number): boolean;
  /** A reading has come that shows everything reported before `readAt`. */
  settle(readAt: number, now: number): void;
  records(): readonly LeaseRecord[];
}

/** Today, and a little more for a clock that is set back. */
const keptMs = 3 * 86_400_000;

/** Before every reading. */
const longAgo = 0;

const usedOf = ({ reserved, reported }: Held): number => Math.min(reserved, reported);

/** For its day: what it has taken, where that is known; else what was reserved for it, as it may have taken all of that. */
function countedOf({ lease, reserved, reported, isReported, ended }: Held): number {
  if (lease.basis === 'unmetered') return 0;
  return ended !== undefined && isReported ? reported : Math.max(reserved, reported);
}

export function createAccountLedger(): AccountLedger {
  const running = new Map<string, Held>();
  const outstanding = { percent: 0, tokens: 0 };
  const pending = { percent: createPendingUse<Held>(), tokens: createPendingUse<Held>() };
  const given = new Map<number, Record<LeaseUnit, number> & { lastAt: number }>();
  const past = createPastLeases();
  /** The last that has ended, where it has not said what it took: a reading may still tell. */
  let last: Held | undefined;

  function give(held: Held): void {
    const { day, lease } = held;
    const sums = given.get(day) ?? { percent: 0, tokens: 0, lastAt: lease.grantedAt };
    given.set(day, sums);
    sums[lease.amount.unit] += countedOf(held);
    sums.lastAt = Math.max(sums.lastAt, lease.grantedAt);
    for (const [each, { lastAt }] of given)
      if (sums.lastAt - lastAt >= keptMs) {
        given.delete(each);
        past.forgetDay(each);
      }
  }

  /** Its day goes along with what it counts. */
  function recount(held: Held, change: () => void): void {
    const before = countedOf(held);
    change();
    const more = countedOf(held) - before;
    const sums = more === 0 ? undefined : given.get(held.day);
    if (sums !== undefined) sums[held.lease.amount.unit] += more;
  }

  /** What has ended, and of which nothing more is heard, counts for its day only. */
  function fold(held: Held): void {
    const { day } = held;
    if (held.ended === undefined || held === last || held.pendingReports > 0 || !given.has(day)) return;
    if (countedOf(held) > 0) past.add({ lease: held.lease, ...held.ended }, countedOf(held), day);
  }

  function use(held: Held, reported: number): void {
    const before = usedOf(held);
    const { unit } = held.lease.amount;
    recount(held, () => {
      held.reported = reported;
    });
    outstanding[unit] -= usedOf(held) - before;
    held.lease = { ...held.lease, used: amountOf(unit, usedOf(held)).value };
  }

  return {
    running,
    outstanding: (unit) => outstanding[unit],
    pending: (unit, readAt) => pending[unit].since(readAt),
    // By the last of them: in another time zone the same day begins at another moment.
    givenOn: ({ start, end }, unit) =>
      [...given.values()]
        .filter(({ lastAt }) => lastAt >= start && lastAt < end)
        .reduce((sum, sums) => sum + sums[unit], 0),
    start(held) {
      const { unit } = held.lease.amount;
      running.set(held.lease.id, held);
      outstanding[unit] += held.reserved - usedOf(held);
      give(held);
    },
    report(held, reported, at) {
      const { amount, basis } = held.lease;
      const isFirst = !held.isReported;
      held.isReported = true;
      const more = Math.min(reported, mostSteps[amount.unit]) - held.reported;
      if (more <= 0) return isFirst;
      use(held, held.reported + more);
      // What is billed by use has no reading that could show it.
      if (basis === 'unmetered') return true;
      held.pendingReports += 1;
      pending[amount.unit].add(held, at, more);
      return true;
    },
    end(held, ended) {
      running.delete(held.lease.id);
      outstanding[held.lease.amount.unit] -= held.reserved - usedOf(held);
      recount(held, () => {
        held.ended = ended;
      });
      // What took nothing, or was taken back unheard, is in no reading.
      if (countedOf(held) === 0) return;
      const before = last;
      last = held.isReported ? undefined : held;
      if (before !== undefined) fold(before);
      fold(held);
    },
    measure(id, used) {
      if (last?.lease.id !== id) return false;
      const held = last;
      last = undefined;
      recount(held, () => {
        held.isReported = true;
        held.reported = stepsOf({ ...held.lease.amount, value: used });
      });
      fold(held);
      return true;
    },
    settle(readAt, now) {
      const shown = [...pending.percent.settle(readAt, now), ...pending.tokens.settle(readAt, now)];
      for (const { owner } of shown) {
        owner.pendingReports -= 1;
        fold(owner);
      }
    },
    records: () => [
      ...pastRecords(past.all()),
      ...heldRecords(running, [...pending.percent.reports(), ...pending.tokens.reports()]),
      // Behind all that has ended, so that it is the last one again.
      ...(last === undefined ? [] : recordsOf(last, [])),
    ],
  };
}

function pastRecords(past: readonly EndedLease[]): readonly LeaseRecord[] {
  return past.flatMap(({ lease, how, at }): LeaseRecord[] => [
    { type: 'granted', lease },
    { type: 'ended', id: lease.id, how, at },
  ]);
}

/** Each lease as it was given out, then what it has reported: at once what a reading shows, the rest as it came. */
function heldRecords(
  running: ReadonlyMap<string, Held>,
  reports: readonly Report<Held>[],
): readonly LeaseRecord[] {
  const pendingOf = new Map<Held, Report<Held>[]>(Array.from(running.values(), (held) => [held, []]));
  for (const report of reports) {
    const before = pendingOf.get(report.owner);
    if (before === undefined) pendingOf.set(report.owner, [report]);
    else before.push(report);
  }
  return Array.from(pendingOf, ([held, pending]) => recordsOf(held, pending)).flat();
}

function recordsOf(held: Held, pending: readonly Report<Held>[]): readonly LeaseRecord[] {
  const { id, amount } = held.lease;
  let steps = held.reported - pending.reduce((sum, report) => sum + report.steps, 0);
  const used = (at: number): LeaseRecord => ({
    type: 'used',
    id,
    used: amountOf(amount.unit, steps).value,
    at,
  });
  const records: LeaseRecord[] = [{ type: 'granted', lease: { ...held.lease, used: 0 } }];
  if (steps > 0 || (held.isReported && pending.length === 0)) records.push(used(longAgo));
  for (const report of pending) {
    steps += report.steps;
    records.push(used(report.at));
  }
  if (held.ended !== undefined) records.push({ type: 'ended', id, ...held.ended });
  return records;
}
