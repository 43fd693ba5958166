// Amounts as whole numbers, so that sums of them are exact: millionths of a percent, and single tokens. Pure.
import type { LeaseAmount } from './lease.ts';

export type LeaseUnit = LeaseAmount['unit'];

const stepsPerOne: Readonly<Record<LeaseUnit, number>> = { percent: 1_000_000, tokens: 1 };

/** What one amount comes to at most. More tokens than any plan has; thousands of them still add up exactly. */
export const mostSteps: Readonly<Record<LeaseUnit, number>> = { percent: 100_000_000, tokens: 1e12 };

/** Never below 0; what is no number counts as the most, so that nothing is given out for it. */
export function stepsOf({ unit, value }: LeaseAmount): number {
  const steps = Math.round(value * stepsPerOne[unit]);
  return Number.isNaN(steps) ? mostSteps[unit] : Math.min(Math.max(0, steps), mostSteps[unit]);
}

export function amountOf(unit: LeaseUnit, steps: number): LeaseAmount {
  return { unit, value: steps / stepsPerOne[unit] };
}
