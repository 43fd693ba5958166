// Turns an answer about a quota into windows by the JSON pointers of a file. Pure, and never throws.
import { valueAt } from '../domain/json-pointer.ts';
import type { PackageWindow } from '../domain/provider-package.ts';
import type { QuotaWindow } from '../domain/quota-window.ts';
import { countOf, leftOf, percentLeft, percentOf, percentUsed, percentWithLeft, timeOf } from './figures.ts';
import type { WindowsOf } from './key-quota.ts';

function windowIn(
  answer: unknown,
  { id, label, unit, currency, ...ways }: PackageWindow,
  nowMs: number,
): QuotaWindow | undefined {
  const at = (pointer: string | undefined): unknown =>
    pointer === undefined ? undefined : valueAt(answer, pointer);
  const resetsAt = timeOf(at(ways.resetsAt), nowMs);
  const rest = { id, label, lengthMs: null, resetsAt };
  if (unit === 'percent') {
    const remaining = at(ways.remaining);
    // −1 rather says that there is no limit.
    const isLimitless = remaining === -1 || remaining === '-1';
    const usedPercent = percentOf(at(ways.used)) ?? (isLimitless ? null : percentWithLeft(remaining));
    return usedPercent === null ? undefined : { ...rest, usedPercent };
  }
  const [used, limit] = [countOf(at(ways.used)), countOf(at(ways.limit))];
  // Where the limit is no figure either, −1 rather says that there is none.
  const isLimitUnknown = ways.limit !== undefined && limit === null;
  const left = (isLimitUnknown ? countOf : leftOf)(at(ways.remaining));
  if (used === null && left === null) return undefined;
  const amount = { unit, ...(currency !== undefined && { currency }), used, limit, left };
  return { ...rest, usedPercent: percentUsed(used, limit) ?? percentLeft(left, limit), amount };
}

/** What is not in the answer is left out. */
export function windowsBy(windows: readonly PackageWindow[]): WindowsOf {
  return (answer, nowMs) =>
    windows.flatMap((window) => {
      const found = windowIn(answer, window, nowMs);
      return found === undefined ? [] : [found];
    });
}
