// Whether a wish for a lease can be granted, how much it gets, and why not, with the figures (design §10). Pure.
import { amountOf, mostSteps, stepsOf, type LeaseUnit } from './lease-units.ts';
import type { AccountCapacity, Lease, LeaseAmount, LeasePriority, LeaseRefusal, LeaseWish } from './lease.ts';

export type LeaseDecision =
  | { readonly kind: 'grantable'; readonly amount: LeaseAmount; readonly basis: Lease['basis'] }
  /** Nothing is missing: after a switch leases of an account begin one after the other. `at`: Unix milliseconds. */
  | { readonly kind: 'later'; readonly at: number; readonly why: 'ramp' }
  | { readonly kind: 'refused'; readonly refusal: LeaseRefusal };

/** What is given out already, in steps. */
export interface Standing {
  /** Leases of the account. */
  readonly running: number;
  /** Of the account: what running leases may still use, and what was used since the reading. */
  readonly taken: Readonly<Record<LeaseUnit, number>>;
  /** Of the account, on this day. */
  readonly givenToday: Readonly<Record<LeaseUnit, number>>;
  /** Unix milliseconds; the next local midnight. */
  readonly dayEnd: number;
}

/** What a lease can have, in steps; null where the account does not count in that unit. */
type Remaining = Readonly<Record<LeaseUnit, number | null>>;

/** A lease holds something, however little the settings ask for. */
const leastSteps = 1;

/** How many tokens a percent is, where the window says both. */
function tokensPerPercent({ leftPercent, leftTokens }: AccountCapacity): number {
  return leftPercent === null || leftTokens === null || leftPercent <= 0 ? 0 : leftTokens / leftPercent;
}

/** Of the unit, what is worth so many percent. */
function partOf(unit: LeaseUnit, percent: number, capacity: AccountCapacity): number {
  return stepsOf({ unit, value: unit === 'percent' ? percent : percent * tokensPerPercent(capacity) });
}

/** What a lease of this priority can have: without the reserve, and without what others may use or have used. */
export function remainingOf(
  capacity: AccountCapacity,
  priority: LeasePriority,
  taken: Standing['taken'],
): Remaining {
  const reserve = priority === 'interactive' ? 0 : capacity.limits.reservePercent;
  const remaining = (unit: LeaseUnit, left: number | null): number | null =>
    left === null || capacity.kind !== 'metered'
      ? null
      : Math.max(0, stepsOf({ unit, value: left }) - partOf(unit, reserve, capacity) - taken[unit]);
  return {
    percent: remaining('percent', capacity.leftPercent),
    tokens: remaining('tokens', capacity.leftTokens),
  };
}

function leastOf(unit: LeaseUnit, capacity: AccountCapacity): number {
  return Math.max(leastSteps, partOf(unit, capacity.limits.leastPercent, capacity));
}

interface Share {
  readonly unit: LeaseUnit;
  readonly steps: number;
  readonly basis: 'asked' | 'learnt' | 'split';
}

const refused = (refusal: LeaseRefusal): LeaseDecision => ({ kind: 'refused', refusal });

/** A daily limit in the other unit says nothing about this one. */
function leftToday(unit: LeaseUnit, { limits }: AccountCapacity, { givenToday }: Standing): number {
  const { daily } = limits;
  return daily?.unit === unit ? Math.max(0, stepsOf(daily) - givenToday[unit]) : Infinity;
}

function dailyRefusal(
  share: Share,
  capacity: AccountCapacity,
  standing: Standing,
): LeaseDecision | undefined {
  const available = leftToday(share.unit, capacity, standing);
  if (share.steps <= available) return undefined;
  return refused({
    code: 'quota/daily-limit',
    requested: amountOf(share.unit, share.steps),
    available: amountOf(share.unit, available).value,
    resetsAt: standing.dayEnd,
  });
}

/** Of what is left evenly among those who may still come, as far as the day allows it. */
function splitOf(unit: LeaseUnit, remaining: number, capacity: AccountCapacity, standing: Standing): Share {
  const places = Math.max(1, capacity.limits.concurrent - standing.running);
  const even = Math.min(Math.floor(remaining / places), leftToday(unit, capacity, standing));
  return { unit, steps: Math.max(leastOf(unit, capacity), even), basis: 'split' };
}

function shareOf(
  { estimate, learnt }: LeaseWish,
  remaining: Remaining,
  capacity: AccountCapacity,
  standing: Standing,
): Share | undefined {
  const usable = learnt !== undefined && remaining[learnt.unit] !== null ? learnt : undefined;
  const guess = estimate ?? usable;
  if (guess !== undefined) {
    const steps = Math.max(stepsOf(guess), leastOf(guess.unit, capacity));
    return { unit: guess.unit, steps, basis: estimate === undefined ? 'learnt' : 'asked' };
  }
  const unit: LeaseUnit = remaining.percent === null ? 'tokens' : 'percent';
  const left = remaining[unit];
  return left === null ? undefined : splitOf(unit, left, capacity, standing);
}

function decideMetered(wish: LeaseWish, capacity: AccountCapacity, standing: Standing): LeaseDecision {
  const remaining = remainingOf(capacity, wish.priority, standing.taken);
  const share = shareOf(wish, remaining, capacity, standing);
  const available = share === undefined ? null : remaining[share.unit];
  if (share === undefined || available === null)
    return refused({ code: 'quota/not-found', unit: share?.unit ?? 'percent' });
  const requested = amountOf(share.unit, share.steps);
  if (share.steps > available)
    return refused({
      code: 'quota/exceeded',
      requested,
      available: amountOf(share.unit, available).value,
      resetsAt: capacity.resetsAt,
    });
  return (
    dailyRefusal(share, capacity, standing) ?? { kind: 'grantable', amount: requested, basis: share.basis }
  );
}

/** Nobody knows what is left, so nothing is refused for it and nothing is made up: what is asked for, or the least. */
function decideUnknown(wish: LeaseWish, capacity: AccountCapacity, standing: Standing): LeaseDecision {
  const { estimate } = wish;
  const unit = estimate?.unit ?? 'percent';
  const asked = estimate === undefined ? 0 : Math.min(stepsOf(estimate), mostSteps[unit]);
  const steps = Math.max(asked, leastOf(unit, capacity));
  const share: Share = { unit, steps, basis: estimate === undefined ? 'split' : 'asked' };
  return (
    dailyRefusal(share, capacity, standing) ?? {
      kind: 'grantable',
      amount: amountOf(unit, steps),
      basis: share.basis,
    }
  );
}

/** Without regard to the ramp and to what one process may have. */
export function decideLease(wish: LeaseWish, capacity: AccountCapacity, standing: Standing): LeaseDecision {
  const { concurrent } = capacity.limits;
  const { running } = standing;
  if (running >= concurrent) return refused({ code: 'quota/concurrent-limit', limit: concurrent, running });
  switch (capacity.kind) {
    case 'metered':
      return decideMetered(wish, capacity, standing);
    case 'unknown':
      return decideUnknown(wish, capacity, standing);
    case 'unmetered':
      return { kind: 'grantable', amount: { unit: 'percent', value: 0 }, basis: 'unmetered' };
  }
}
