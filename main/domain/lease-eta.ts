// When somebody who waits for a lease gets it, about; null where nobody knows. Pure.
import type { LeaseRefusal } from './lease.ts';

/** A running lease of the account. */
export interface RunningWork {
  /** Unix milliseconds. */
  readonly grantedAt: number;
  /** How long such work takes; null: never seen. */
  readonly usualMs: number | null;
  /** What it will probably give back at its end, in the unit that is short. */
  readonly givesBack: number;
}

export interface Wait {
  /** 1: the next one at this account. */
  readonly position: number;
  /** Why the first of the line cannot have it now; `at`: Unix milliseconds. */
  readonly why: LeaseRefusal | { readonly code: 'ramp'; readonly at: number; readonly stepMs: number };
  /** Of the account. */
  readonly running: readonly RunningWork[];
}

/** What takes longer than it usually does may end at any moment. */
function endsOf(running: readonly RunningWork[], now: number): readonly { at: number; givesBack: number }[] {
  return running
    .flatMap(({ grantedAt, usualMs, givesBack }) =>
      usualMs === null ? [] : [{ at: Math.max(now, grantedAt + usualMs), givesBack }],
    )
    .sort((one, other) => one.at - other.at);
}

/** Those before it want something too, and as much as this one is the best guess. */
function enoughAt(
  { position, running }: Wait,
  { requested, available }: Extract<LeaseRefusal, { code: 'quota/exceeded' }>,
  now: number,
): number | null {
  let missing = requested.value * position - (available ?? 0);
  for (const { at, givesBack } of endsOf(running, now)) {
    missing -= givesBack;
    if (missing <= 0) return at;
  }
  return null;
}

/** @returns Unix milliseconds, never before `now` */
export function etaOf(wait: Wait, now: number): number | null {
  const { position, why, running } = wait;
  switch (why.code) {
    case 'ramp':
      return Math.max(now, why.at) + (position - 1) * why.stepMs;
    case 'quota/concurrent-limit':
      // Each that ends makes room for one; only as many of them as are above the limit make none.
      return endsOf(running, now)[position - 1 + Math.max(0, why.running - why.limit)]?.at ?? null;
    case 'quota/exceeded': {
      const ats = [enoughAt(wait, why, now), why.resetsAt].filter((at) => at !== null);
      return ats.length === 0 ? null : Math.max(now, Math.min(...ats));
    }
    case 'quota/daily-limit':
      return Math.max(now, why.resetsAt);
    case 'quota/not-found':
      return null;
  }
}
