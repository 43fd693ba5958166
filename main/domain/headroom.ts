// How many hours of work are left over all accounts, and when the next of them gets more. Pure.
import type { Forecast } from './forecast.ts';
import type { AccountId } from './ids.ts';
import { isCurrent, limitingWindows, type KnownWindow } from './quota-window.ts';

export interface HeadroomAccount {
  readonly id: AccountId;
  readonly windows: readonly KnownWindow[];
  /** By the window's id. */
  readonly forecasts: ReadonlyMap<string, Pick<Forecast, 'percentPerWorkingHour'>>;
}

export interface Refill {
  readonly account: AccountId;
  /** The label of the window. */
  readonly window: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Of the window: what is used of it now. */
  readonly freesPercent: number;
}

export interface Headroom {
  /** At each account's own pace while it works; null while no account's pace is known. */
  readonly hoursLeft: number | null;
  /** How many accounts are in the sum, and of how many the hours are not known. */
  readonly known: number;
  readonly unknown: number;
  readonly nextRefill: Refill | null;
}

/** Until the first of the account's windows is used up; null when that is not known of each of them. */
function hoursOf(account: HeadroomAccount, now: number): number | null {
  const hours = limitingWindows(account).map((window): number | null => {
    if (window.usedPercent === null || !isCurrent(window, now)) return null;
    if (window.usedPercent >= 100) return 0;
    const rate = account.forecasts.get(window.id)?.percentPerWorkingHour ?? 0;
    return rate > 0 ? (100 - window.usedPercent) / rate : null;
  });
  if (hours.includes(0)) return 0;
  const known = hours.filter((value) => value !== null);
  return known.length === 0 || known.length < hours.length ? null : Math.min(...known);
}

function refillsOf(account: HeadroomAccount, now: number): readonly Refill[] {
  return limitingWindows(account).flatMap(({ label, usedPercent, resetsAt }) =>
    usedPercent === null || usedPercent <= 0 || resetsAt === null || resetsAt <= now
      ? []
      : [{ account: account.id, window: label, at: resetsAt, freesPercent: Math.min(100, usedPercent) }],
  );
}

/**
 * @param accounts those whose use is counted in windows
 * @param now Unix milliseconds
 */
export function headroomOf(accounts: readonly HeadroomAccount[], now: number): Headroom {
  const hours = accounts.map((account) => hoursOf(account, now)).filter((value) => value !== null);
  const refills = accounts.flatMap((account) => refillsOf(account, now));
  const [nextRefill = null] = refills.sort(
    (left, right) => left.at - right.at || right.freesPercent - left.freesPercent,
  );
  return {
    hoursLeft: hours.length === 0 ? null : hours.reduce((sum, value) => sum + value, 0),
    known: hours.length,
    unknown: accounts.length - hours.length,
    nextRefill,
  };
}
