// One quota meter and one reading of all meters of an account. Unknown stays unknown: it is never 0 %.
import type { AccountId } from './ids.ts';

/** `usedPercent` 0–100 and above (over the limit) or null when the provider does not say; times in Unix milliseconds. */
export interface QuotaWindow {
  readonly id: string;
  readonly label: string;
  readonly usedPercent: number | null;
  readonly lengthMs: number | null;
  readonly resetsAt: number | null;
}

export interface Sample {
  readonly account: AccountId;
  /** Unix milliseconds at which the answer arrived. */
  readonly at: number;
  /** Where the figures come from, as shown to the person. */
  readonly source: string;
  readonly windows: readonly QuotaWindow[];
}

/** The fullest window, or undefined when nothing is known. */
export function worstWindow(windows: readonly QuotaWindow[]): QuotaWindow | undefined {
  return windows.reduce<QuotaWindow | undefined>((worst, window) => {
    if (window.usedPercent === null) return worst;
    return worst?.usedPercent == null || window.usedPercent > worst.usedPercent ? window : worst;
  }, undefined);
}

const hourMs = 3_600_000;

/** Names a window by its length, never by the slot it came in (protocols §1.8). */
export function windowLabel(lengthMs: number | null): string {
  if (lengthMs === null) return 'Usage';
  const hours = Math.round(lengthMs / hourMs);
  if (hours === 168) return 'Weekly';
  if (hours < 48) return `${String(Math.max(1, hours))}-hour`;
  return `${String(Math.round(hours / 24))}-day`;
}
