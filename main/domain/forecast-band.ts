// Where the use of a window is going, as lines that can be drawn beside its past. Pure.
import type { Forecast } from './forecast.ts';

export interface ForecastBand {
  /** Unix milliseconds, ascending; the first is `now`. */
  readonly at: readonly number[];
  /** Used percent, 0–100, as many as `at`; `low` ≤ `likely` ≤ `high`. */
  readonly low: readonly number[];
  readonly likely: readonly number[];
  readonly high: readonly number[];
}

const steps = 24;
const hourMs = 3_600_000;
const full = 100;

const clamped = (value: number): number => Math.min(full, Math.max(0, value));

export interface BandWindow {
  readonly usedPercent: number;
  readonly resetsAt: number | null;
}

/**
 * @param until Unix milliseconds; how far it is drawn, or to the reset where that is sooner
 * @returns undefined where there is no time left to draw
 */
export function forecastBand(
  { usedPercent, resetsAt }: BandWindow,
  { exhaustsAt, percentPerHour }: Forecast,
  now: number,
  until: number,
): ForecastBand | undefined {
  const end = Math.min(until, resetsAt ?? Infinity);
  if (!(end > now)) return undefined;
  const used = clamped(usedPercent);
  const at = Array.from({ length: steps + 1 }, (_, step) => now + ((end - now) * step) / steps);
  /** A straight line from now on that is at its end when it is used up. */
  const towards = (endsAt: number) => (moment: number) =>
    endsAt <= now ? full : clamped(used + ((full - used) * (moment - now)) / (endsAt - now));
  const high = exhaustsAt.early === null ? undefined : towards(exhaustsAt.early);
  // "After the reset" is not before it, whatever the present rate would come to.
  const most = high ?? (resetsAt === null ? () => full : towards(resetsAt));
  const byRate = (moment: number): number =>
    Math.min(most(moment), clamped(used + (Math.max(0, percentPerHour ?? 0) * (moment - now)) / hourMs));
  const likely = exhaustsAt.likely === null ? byRate : towards(exhaustsAt.likely);
  // After the reset is as good as never: then it may stay as it is.
  const low = exhaustsAt.late === null ? () => used : towards(exhaustsAt.late);
  return {
    at,
    low: at.map((moment) => Math.min(low(moment), likely(moment))),
    likely: at.map(likely),
    high: at.map((moment) => Math.max(high?.(moment) ?? 0, likely(moment))),
  };
}
