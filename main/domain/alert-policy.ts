// Which notices a new reading calls for. Pure: what was there before, what is there now, what was already said.
import type { AccountId } from './ids.ts';
import type { QuotaWindow, Sample } from './quota-window.ts';

export interface Alert {
  readonly account: AccountId;
  readonly window: QuotaWindow;
  readonly thresholdPercent: number;
  /** Identifies this notice, so that it is said once per threshold, window and reset. */
  readonly key: string;
}

export interface AlertInput {
  readonly sample: Sample;
  /** Used percent at which the person is told. */
  readonly thresholdsPercent: readonly number[];
  /** Keys of notices that were given before, across restarts. */
  readonly said: ReadonlySet<string>;
}

// Providers recompute the reset on each answer and it wanders by seconds; a quarter of an hour tells periods apart.
const resetGrainMs = 15 * 60_000;

/** @param shift looks into the neighbouring grain: a reset that wanders may cross the border between two */
function keyOf(account: AccountId, window: QuotaWindow, thresholdPercent: number, shift = 0): string {
  const period =
    window.resetsAt === null ? 'open' : String(Math.round(window.resetsAt / resetGrainMs) + shift);
  return `${account}|${window.id}|${String(thresholdPercent)}|${period}`;
}

/** One alert per window at most, for the highest threshold passed that was not said yet. */
export function decideAlerts({ sample, thresholdsPercent, said }: AlertInput): readonly Alert[] {
  return sample.windows.flatMap((window) => {
    const used = window.usedPercent;
    if (used === null) return [];
    const passed = thresholdsPercent.filter((threshold) => used >= threshold);
    if (passed.length === 0) return [];
    const thresholdPercent = Math.max(...passed);
    const key = keyOf(sample.account, window, thresholdPercent);
    const known = [-1, 0, 1].some((shift) =>
      said.has(keyOf(sample.account, window, thresholdPercent, shift)),
    );
    return known ? [] : [{ account: sample.account, window, thresholdPercent, key }];
  });
}
