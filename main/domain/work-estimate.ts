// What a piece of work will take, by what such work has taken before, and whether that is there (design §10). Pure.
import type { ConsumerId, ProviderId } from './ids.ts';
import type { AccountCapacity, LeaseAmount } from './lease.ts';

type Unit = LeaseAmount['unit'];

/** A piece of work that has ended. */
export interface SeenWork {
  /** Unix milliseconds. */
  readonly at: number;
  readonly provider: ProviderId;
  readonly consumer?: ConsumerId;
  readonly task?: string;
  readonly unit: Unit;
  /** Of which percent are meant; absent where nobody knows. */
  readonly windowId?: string;
  /** What it took. */
  readonly used: number;
  readonly lengthMs: number;
}

/** What is known of the work to come. */
export interface WorkKey {
  readonly provider?: ProviderId;
  readonly consumer?: ConsumerId;
  readonly task?: string;
  /** Only what was counted in it; absent: what such work was counted in last. */
  readonly unit?: Unit;
  /** Percent of another window are another amount, so only those of this one count. */
  readonly windowId?: string;
}

export interface WorkEstimate {
  readonly unit: Unit;
  /** Half of such work took no more. */
  readonly usual: number;
  /** Four of five took no more. */
  readonly cautious: number;
  /** How many pieces of work that rests on. */
  readonly seen: number;
}

const dayMs = 86_400_000;
/** Fewer say nothing. */
const leastSeen = 3;
const mostSeen = 50;
/** Programs and habits change: what is so much older counts half. */
const halfLifeMs = 14 * dayMs;
const cautiousShare = 0.8;

/** By what work is alike, the most specific first. */
const likenesses = [
  ['task', 'consumer', 'provider'],
  ['task', 'provider'],
  ['task', 'consumer'],
  ['task'],
  ['consumer', 'provider'],
  ['consumer'],
  ['provider'],
] as const;

interface Weighed {
  readonly value: number;
  readonly weight: number;
}

/** Of the first likeness of which enough was seen, the newest first. */
function alike<Work extends SeenWork>(works: readonly Work[], key: WorkKey, now: number): readonly Work[] {
  const past = works
    .filter(({ at, unit }) => at <= now && (key.unit === undefined || unit === key.unit))
    .sort((one, other) => other.at - one.at);
  for (const names of likenesses) {
    if (names.some((name) => key[name] === undefined)) continue;
    const found = past.filter((work) => names.every((name) => work[name] === key[name]));
    if (found.length >= leastSeen) return found;
  }
  return [];
}

/** The least value up to which this share of the weight lies. */
function quantile(values: readonly Weighed[], share: number): number {
  const sorted = values.toSorted((one, other) => one.value - other.value);
  const enough = share * sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const found = sorted.find(({ weight }) => {
    sum += weight;
    // Sums of the same weights in another order differ by a hair.
    return sum >= enough * (1 - 1e-9);
  });
  return found?.value ?? 0;
}

const weightOf = (at: number, now: number): number => 0.5 ** ((now - at) / halfLifeMs);

/** What counts as an observation of this unit. */
function isSound({ unit, used }: SeenWork): boolean {
  return Number.isFinite(used) && used >= 0 && (unit !== 'percent' || used <= 100);
}

/** Tokens are the same in every window. */
const isCountedIn = ({ unit, windowId }: SeenWork, key: WorkKey): boolean =>
  unit === 'tokens' || windowId === key.windowId;

/**
 * @param works in any order
 * @param now Unix milliseconds
 * @returns undefined when too little of the kind was seen
 */
export function estimateFor(works: readonly SeenWork[], key: WorkKey, now: number): WorkEstimate | undefined {
  const sound = works.filter((work) => isSound(work) && isCountedIn(work, key));
  const newest = alike(sound, key, now)[0]?.unit;
  const units: readonly Unit[] = newest === 'tokens' ? ['tokens', 'percent'] : ['percent', 'tokens'];
  const counted = units
    .filter((each) => key.unit === undefined || key.unit === each)
    .map((unit) => ({ unit, found: alike(sound, { ...key, unit }, now).slice(0, mostSeen) }))
    .find(({ found }) => found.length > 0);
  if (counted === undefined) return undefined;
  const { unit, found } = counted;
  const values = found.map(({ at, used }) => ({ value: used, weight: weightOf(at, now) }));
  return {
    unit,
    usual: quantile(values, 0.5),
    cautious: quantile(values, cautiousShare),
    seen: found.length,
  };
}

/** How long such work takes mostly; undefined when too little of it was seen. */
export function usualLengthMs(works: readonly SeenWork[], key: WorkKey, now: number): number | undefined {
  const sound = works.filter(({ lengthMs }) => Number.isFinite(lengthMs) && lengthMs >= 0);
  const found = alike(sound, key, now).slice(0, mostSeen);
  if (found.length === 0) return undefined;
  return quantile(
    found.map(({ at, lengthMs }) => ({ value: lengthMs, weight: weightOf(at, now) })),
    0.5,
  );
}

export interface FitInput {
  /** The caller's own; goes before what was learnt. */
  readonly asked?: LeaseAmount;
  readonly learnt?: WorkEstimate;
  readonly capacity: Pick<AccountCapacity, 'kind' | 'limits'>;
  /** As `LeaseBook.remaining` says it. */
  readonly remaining: Readonly<Record<Unit, number | null>>;
}

/** In the words of `gatehouse estimate`. */
export interface Fit {
  readonly verdict: 'fits' | 'does-not-fit' | 'unknown';
  readonly needs: Omit<WorkEstimate, 'seen'> | null;
  readonly seen: number;
  readonly basis: 'asked' | 'learnt' | 'split' | null;
  /** In the unit of what it needs; null when nobody knows, or nothing is counted. */
  readonly available: number | null;
}

function needsOf({ asked, learnt, remaining }: FitInput): Omit<Fit, 'verdict' | 'available'> {
  if (asked !== undefined) {
    const { unit, value } = asked;
    return { needs: { unit, usual: value, cautious: value }, seen: 0, basis: 'asked' };
  }
  if (learnt === undefined)
    return { needs: null, seen: 0, basis: remaining.percent === null ? null : 'split' };
  const { seen, ...needs } = learnt;
  return { needs, seen, basis: 'learnt' };
}

/**
 * It fits when a cautious guess does, and does not when the usual one does not; in between nobody knows. Where nothing is
 * known of the work, it is only known not to fit when less is left than any lease holds.
 */
function verdictOf(needs: Fit['needs'], available: number | null, leastPercent: number): Fit['verdict'] {
  if (available === null) return 'unknown';
  if (needs === null) return available < Math.max(leastPercent, Number.EPSILON) ? 'does-not-fit' : 'unknown';
  const least = needs.unit === 'percent' ? leastPercent : 0;
  if (Math.max(least, needs.cautious) <= available) return 'fits';
  return Math.max(least, needs.usual) > available ? 'does-not-fit' : 'unknown';
}

export function fits(input: FitInput): Fit {
  const { capacity, remaining } = input;
  const needed = needsOf(input);
  const available = remaining[needed.needs?.unit ?? 'percent'];
  return {
    // What is billed by use, or without a limit, has no end.
    verdict:
      capacity.kind === 'unmetered'
        ? 'fits'
        : verdictOf(needed.needs, available, capacity.limits.leastPercent),
    ...needed,
    available,
  };
}
