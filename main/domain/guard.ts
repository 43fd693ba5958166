// Whether enough of a quota is left to begin a piece of work. Pure.

/** What it needs to know of a window. */
export interface GuardedWindow {
  readonly id: string;
  readonly label: string;
  /** The model or feature that it limits; null when it limits the whole account. */
  readonly scope: string | null;
  readonly beyondPlan: boolean;
  /** 0–100; null when it is not known. */
  readonly leftPercent: number | null;
}

export type GuardVerdict<Window extends GuardedWindow> =
  /** `window` has the least left. */
  | { readonly kind: 'enough' | 'too-little'; readonly window: Window; readonly leftPercent: number }
  /** Of one window it is not known; undefined: of none. */
  | { readonly kind: 'unknown'; readonly window: Window | undefined }
  | { readonly kind: 'no-such-window' };

/** For example `20%`, `20` or `12.5 %`; undefined unless it is a number from 0 to 100. */
export function parsePercent(text: string): number | undefined {
  const [, digits] = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(text) ?? [];
  const percent = Number(digits);
  return percent <= 100 ? percent : undefined;
}

function isCalled({ id, label }: GuardedWindow, name: string): boolean {
  const wanted = name.trim().toLowerCase();
  return id.toLowerCase() === wanted || label.toLowerCase() === wanted;
}

/**
 * Too little in one window counts, whatever is not known of the others.
 * @param name a window by id or label; without it each that limits the whole account counts
 */
export function guard<Window extends GuardedWindow>(
  windows: readonly Window[],
  minPercent: number,
  name?: string,
): GuardVerdict<Window> {
  const meant = windows.filter((window) =>
    name === undefined ? window.scope === null && !window.beyondPlan : isCalled(window, name),
  );
  if (name !== undefined && meant.length === 0) return { kind: 'no-such-window' };
  const known = meant.flatMap((window) =>
    window.leftPercent === null ? [] : [{ window, leftPercent: window.leftPercent }],
  );
  const [least] = known.toSorted((one, other) => one.leftPercent - other.leftPercent);
  if (least !== undefined && least.leftPercent < minPercent) return { kind: 'too-little', ...least };
  if (least === undefined || known.length < meant.length)
    return { kind: 'unknown', window: meant.find(({ leftPercent }) => leftPercent === null) };
  return { kind: 'enough', ...least };
}
