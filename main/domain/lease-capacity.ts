// What is left of an account for leases, by what is known of its windows. Pure.
//
// It goes by the same figures as the choice of an account (`exhaustion.ts`): the fullest window of which something is known
// counts, and one of which nothing is known does not hide it; mostly that one has just been reset. What a status line alone
// says, or what is in doubt, never takes more than all but the reserve.
import { decisiveWindow } from './exhaustion.ts';
import { isCurrent, isUnlimited, limitingWindows, type KnownWindow } from './quota-window.ts';
import type { AccountFacts } from './selection-facts.ts';
import type { AccountCapacity, LeaseLimits } from './lease.ts';

type Facts = Pick<AccountFacts, 'account' | 'isApiKey' | 'windows'>;

/** One that limits the account, with what is left of it; null where that is not known or not counted. */
interface Left {
  readonly window: KnownWindow;
  readonly percent: number | null;
  readonly tokens: number | null;
}

function tokensOf({ amount }: KnownWindow): number | null {
  if (amount?.unit !== 'tokens') return null;
  const { left, limit, used } = amount;
  const counted = left ?? (limit === null || used === null ? null : limit - used);
  return counted === null ? null : Math.max(0, counted);
}

function leftOf(window: KnownWindow, reservePercent: number): Left {
  const used = decisiveWindow({ windows: [window] }, reservePercent)?.used;
  return {
    window,
    percent: used === undefined ? null : Math.min(100, Math.max(0, 100 - used)),
    tokens: tokensOf(window),
  };
}

/** The least that is left in this unit, with the windows of which no more than that is. */
function least(
  lefts: readonly Left[],
  unit: 'percent' | 'tokens',
): { left: number | null; of: KnownWindow[] } {
  const values = lefts.flatMap((each) => each[unit] ?? []);
  if (values.length === 0) return { left: null, of: [] };
  const left = Math.min(...values);
  return { left, of: lefts.filter((each) => each[unit] === left).map(({ window }) => window) };
}

/** The last of their resets, as before it one of them still has no more; null where one does not say. */
function lastReset(windows: readonly KnownWindow[]): number | null {
  const resets = windows.map(({ resetsAt }) => resetsAt).filter((at) => at !== null);
  return windows.length === 0 || resets.length < windows.length ? null : Math.max(...resets);
}

/** @param now Unix milliseconds */
export function capacityOf(facts: Facts, limits: LeaseLimits, now: number): AccountCapacity {
  const { account, isApiKey } = facts;
  const lefts = limitingWindows(facts)
    .filter((window) => isCurrent(window, now))
    .map((window) => leftOf(window, limits.reservePercent));
  const [percent, tokens] = [least(lefts, 'percent'), least(lefts, 'tokens')];
  const deciding = percent.left === null ? tokens.of : percent.of;
  const isKnown = percent.left !== null || tokens.left !== null;
  // The person's own limit for a day holds for a plan without one, too.
  const isUnmetered = isApiKey || (isUnlimited(facts) && limits.daily === undefined);
  const readAt = [...percent.of, ...tokens.of].map(({ at }) => at);
  return {
    account,
    kind: isUnmetered ? 'unmetered' : isKnown ? 'metered' : 'unknown',
    leftPercent: percent.left,
    leftTokens: tokens.left,
    // The older of both, so that what was used in between is in neither by mistake.
    readAt: isKnown ? Math.min(...readAt) : 0,
    resetsAt: lastReset(deciding),
    limits,
  };
}

/**
 * The moment before which every window that limits the account shows what was reported: for `LeaseBook.settle`. 0 when
 * nothing is known.
 */
export function settledAt(facts: Pick<Facts, 'windows'>, now: number): number {
  const known = limitingWindows(facts).filter(
    (window) => isCurrent(window, now) && (window.usedPercent !== null || tokensOf(window) !== null),
  );
  return known.length === 0 ? 0 : Math.min(...known.map(({ at }) => at));
}
