// Which window of an account the tray speaks of: the fullest of those that limit everything it does. Pure.
import type { AccountView, WindowView } from '../../preload/view.ts';

/** Those that limit the whole account; where there is none, those of a part of it. Never what lies beyond the plan. */
function limiting(windows: readonly WindowView[]): readonly WindowView[] {
  const within = windows.filter(({ beyondPlan }) => !beyondPlan);
  const whole = within.filter(({ scope, usedPercent }) => scope === null && usedPercent !== null);
  return whole.length > 0 ? whole : within;
}

/** Undefined when nothing is known. */
export function fullestWindow(
  accounts: readonly Pick<AccountView, 'windows'>[],
): (WindowView & { readonly usedPercent: number }) | undefined {
  const known = accounts
    .flatMap(({ windows }) => limiting(windows))
    .flatMap((window) =>
      window.usedPercent === null || window.level === 'unknown'
        ? []
        : [{ ...window, usedPercent: window.usedPercent }],
    );
  const rank = { unknown: 0, ok: 1, low: 2, exhausted: 3 } as const;
  return known.toSorted(
    (one, other) => rank[other.level] - rank[one.level] || other.usedPercent - one.usedPercent,
  )[0];
}
