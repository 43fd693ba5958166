// What ended leases count for a day, in as few leases as it can be told by. Pure.
import { amountOf, mostSteps, type LeaseUnit } from './lease-units.ts';
import type { Lease, LeaseEnd } from './lease.ts';

export interface EndedLease {
  readonly lease: Lease;
  readonly how: LeaseEnd;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface PastLeases {
  /** @param steps what it counts for that day */
  add(ended: EndedLease, steps: number, day: number): void;
  forgetDay(day: number): void;
  /** Each stands for all those that were added to it: what it reserves and has used is the sum of theirs. */
  all(): readonly EndedLease[];
}

export function createPastLeases(): PastLeases {
  interface Sum {
    readonly unit: LeaseUnit;
    ended: EndedLease;
    steps: number;
  }
  const byDay = new Map<number, Sum[]>();

  function merged({ unit, ended, steps }: Sum): EndedLease {
    const amount = amountOf(unit, steps);
    return { ...ended, lease: { ...ended.lease, amount, used: amount.value } };
  }

  return {
    add(ended, steps, day) {
      const { unit } = ended.lease.amount;
      const sums = byDay.get(day) ?? [];
      byDay.set(day, sums);
      // One lease cannot say more than a whole quota, so then the next one begins.
      const last = sums.findLast((sum) => sum.unit === unit);
      if (last === undefined || last.steps + steps > mostSteps[unit]) sums.push({ unit, ended, steps });
      else {
        last.steps += steps;
        // By the newest it is told which day that is.
        if (ended.lease.grantedAt > last.ended.lease.grantedAt) last.ended = ended;
      }
    },
    forgetDay(day) {
      byDay.delete(day);
    },
    all: () => [...byDay.values()].flat().map(merged),
  };
}
