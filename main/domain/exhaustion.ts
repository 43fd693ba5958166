// How sure it is that an account is used up, and when it has recovered (design §9): a rumour moves nothing. Pure.
import { decisivePercent } from './fuse-quota.ts';
import { isUnlimited, limitingWindows, type KnownWindow } from './quota-window.ts';
import type { AccountFacts } from './selection-facts.ts';

/**
 * How much is known against an account, from nothing to the most. Up to `suspected` it is used as before; `low`: less than
 * the reserve is left; `exhausted`: nothing is.
 */
const levels = ['unknown', 'fine', 'suspected', 'low', 'exhausted'] as const;

export interface Evidence {
  readonly level: (typeof levels)[number];
  readonly reason:
    | 'no-reading'
    | 'enough-left'
    /** Refused for asking too often says nothing about the quota, nor does silence. */
    | 'refused'
    | 'no-answer'
    /** It may show what a session knew hours ago. */
    | 'status-line-alone'
    /** A newer reading contradicts it. */
    | 'doubted'
    | 'below-reserve'
    | 'at-limit';
}

/** So many points above the reserve have to be left before an account counts as recovered. */
const recoveryPoints = 10;

/** So long after its time a reset has happened, although it wanders; until then only a reading tells. */
export const surelyResetMs = 5 * 60_000;

/** What counts of a window when something is decided by it: what is in doubt weighs no more than a status line. */
function usedOf(window: KnownWindow, reservePercent: number): number | null {
  const kind = window.doubted === undefined ? window.kind : 'status-line';
  return decisivePercent({ usedPercent: window.usedPercent, kind }, reservePercent);
}

/**
 * The fullest of the windows that limit the account, in percent as something is decided by it; null when none is known. What
 * has no limit is never used up.
 */
export function usedPercentOf(account: Pick<AccountFacts, 'windows'>, reservePercent: number): number | null {
  return decisiveWindow(account, reservePercent)?.used ?? (isUnlimited(account) ? 0 : null);
}

/** That window, with the percent that counts. */
export function decisiveWindow(
  account: Pick<AccountFacts, 'windows'>,
  reservePercent: number,
): { readonly window: KnownWindow; readonly used: number } | undefined {
  return limitingWindows(account)
    .flatMap((window) => {
      const used = usedOf(window, reservePercent);
      return used === null ? [] : [{ window, used }];
    })
    .reduce<{ window: KnownWindow; used: number } | undefined>(
      (fullest, each) => (fullest === undefined || each.used > fullest.used ? each : fullest),
      undefined,
    );
}

/** Whether less is left than the reserve; without a reserve, whether nothing is. */
export function isShort(usedPercent: number, reservePercent: number): boolean {
  return 100 - usedPercent < Math.max(reservePercent, Number.EPSILON);
}

function evidenceOfWindow(window: KnownWindow, reservePercent: number): Evidence {
  const { usedPercent, kind, doubted, unlimited } = window;
  if (unlimited === true) return { level: 'fine', reason: 'enough-left' };
  if (usedPercent === null) return { level: 'unknown', reason: 'no-reading' };
  if (!isShort(usedPercent, reservePercent)) return { level: 'fine', reason: 'enough-left' };
  if (doubted !== undefined) return { level: 'suspected', reason: 'doubted' };
  if (kind === 'status-line') return { level: 'suspected', reason: 'status-line-alone' };
  return usedPercent >= 100
    ? { level: 'exhausted', reason: 'at-limit' }
    : { level: 'low', reason: 'below-reserve' };
}

/** The strongest that is known against the account. */
export function evidenceOf(
  account: Pick<AccountFacts, 'windows' | 'lastAnswer'>,
  reservePercent: number,
): Evidence {
  const { lastAnswer } = account;
  const ofAnswer: readonly Evidence[] =
    lastAnswer === undefined
      ? []
      : [{ level: 'suspected', reason: lastAnswer === 'refused' ? 'refused' : 'no-answer' }];
  const ofWindows = limitingWindows(account).map((window) => evidenceOfWindow(window, reservePercent));
  return [...ofWindows, ...ofAnswer].reduce<Evidence>(
    (strongest, each) => (levels.indexOf(each.level) > levels.indexOf(strongest.level) ? each : strongest),
    { level: 'unknown', reason: 'no-reading' },
  );
}

/** The ids of the windows of which a measurement says that they are used up or have less left than the reserve. */
export function shortWindows(
  account: Pick<AccountFacts, 'windows'>,
  reservePercent: number,
): readonly string[] {
  return limitingWindows(account)
    .filter((window) => ['low', 'exhausted'].includes(evidenceOfWindow(window, reservePercent).level))
    .map(({ id }) => id);
}

/**
 * Those of the windows that have not recovered: no reading says that enough is left, and no reset is past. A window that is
 * gone while others are known has recovered; with nothing known of the account, none has.
 * @param now Unix milliseconds
 */
export function unrecovered(
  { windows }: Pick<AccountFacts, 'windows'>,
  ids: readonly string[],
  { reservePercent, now }: { readonly reservePercent: number; readonly now: number },
): readonly string[] {
  if (windows.length === 0) return ids;
  const enough = Math.min(100, reservePercent + recoveryPoints);
  return ids.filter((id) => {
    const window = windows.find((each) => each.id === id);
    if (window === undefined || window.unlimited === true) return false;
    const { usedPercent, resetsAt } = window;
    if (usedPercent === null) return resetsAt !== null && now - resetsAt < surelyResetMs;
    return 100 - usedPercent < enough;
  });
}
