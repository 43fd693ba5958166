// When a window will be used up, with a band and a probability, from how it was used before. Pure.
import type { Point } from './quota-window.ts';
import { replay } from './replay.ts';
import { steadyUseOf, type SteadyUse } from './steady-use.ts';
import { readingsUntil, useHistoryOf } from './use-history.ts';
import { presentRate, workingRate } from './use-rates.ts';

export interface ForecastInput {
  readonly window: {
    readonly usedPercent: number;
    readonly lengthMs: number | null;
    readonly resetsAt: number | null;
  };
  /** Of this window alone, oldest first, up to 90 days, earlier periods included. Older ones may be one per hour. */
  readonly points: readonly Point[];
  /** Unix milliseconds. */
  readonly now: number;
}

export interface Forecast {
  /** Unix milliseconds. */
  readonly madeAt: number;
  /** The present rate in percent of the window per hour of the clock; null while it is not known. */
  readonly percentPerHour: number | null;
  /** The usual rate in percent of the window per hour of work, pauses included; null while no work was seen. */
  readonly percentPerWorkingHour: number | null;
  /**
   * When it is used up, Unix milliseconds: with a probability of 80 % between `early` and `late`, `null` standing for
   * "after its reset", or after its length where no reset is known. `likely` is the middle of what may happen before then,
   * never before `early`.
   */
  readonly exhaustsAt: {
    readonly early: number | null;
    readonly likely: number | null;
    readonly late: number | null;
  };
  /** 0–1: how probable it is that it is used up before its reset; null where the reset or the rate is not known. */
  readonly runsOutBeforeReset: number | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const leastReadings = 4;
const leastWatchedMs = 15 * minuteMs;
const runs = 300;
/** Outside the band, on either side. */
const outside = 0.1;
/** Bins fine enough for bursts, and no finer than whole percents of the window can show. */
const binMsOf = (lengthMs: number | null): number =>
  lengthMs !== null && lengthMs > dayMs ? 30 * minuteMs : 5 * minuteMs;
/** Of a window that does not tell its length. */
const foreseenMs = 7 * dayMs;

const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null);

/**
 * How long it lasts where it is used up at all: what was replayed, moved towards the end of the line, and the line itself
 * as far as that is to be trusted. Whether it is used up at all is for the habits to say.
 */
function evened(replayed: Float64Array, steady: SteadyUse, horizonMs: number): Float64Array {
  const ends = replayed.filter((ms) => ms < Infinity).length;
  const middleMs = replayed[Math.floor(ends / 2)] ?? 0;
  const lineMs = Math.min(steady.lastsMs(0.5), horizonMs);
  const factor = ends > 0 && middleMs > 0 ? 1 + steady.pull * (lineMs / middleMs - 1) : 1;
  return replayed.map((ms, index) =>
    ms === Infinity
      ? ms
      : (1 - steady.trust) * ms * factor + steady.trust * steady.lastsMs((index + 0.5) / ends),
  );
}

/**
 * @param input the window as it was read just now, and the readings before it
 * @returns undefined while too little is known: without a use, after the reset, or with fewer than four readings or a quarter
 * of an hour
 */
export function forecast({ window, points, now }: ForecastInput): Forecast | undefined {
  const { usedPercent } = window;
  const [lengthMs, resetsAt] = [finite(window.lengthMs), finite(window.resetsAt)];
  if (!Number.isFinite(usedPercent) || !Number.isFinite(now)) return undefined;
  if (resetsAt !== null && resetsAt <= now) return undefined;
  const readings = readingsUntil(points, now);
  const firstAt = readings[0]?.at ?? now;
  if (readings.length < leastReadings || now - firstAt < leastWatchedMs) return undefined;
  const upToNow = [...readings, { at: now, usedPercent, resetsAt }];
  const history = useHistoryOf(upToNow, {
    lengthMs,
    binMs: binMsOf(lengthMs),
    endsAt: now,
  });
  const made = {
    madeAt: now,
    percentPerHour: presentRate(history),
    percentPerWorkingHour: workingRate(history),
  };
  const never = { early: null, likely: null, late: null };
  if (usedPercent >= 100) {
    const runsOutBeforeReset = resetsAt === null ? null : 1;
    return { ...made, exhaustsAt: { early: now, likely: now, late: now }, runsOutBeforeReset };
  }
  // That it was never used so far does not say that it never will be.
  if (made.percentPerWorkingHour === null) return { ...made, exhaustsAt: never, runsOutBeforeReset: null };
  const horizonMs = resetsAt === null ? (lengthMs ?? foreseenMs) : resetsAt - now;
  const replayed = replay({ history, leftPercent: 100 - usedPercent, horizonMs, runs });
  const steady =
    lengthMs === null || resetsAt === null
      ? undefined
      : steadyUseOf({ readings: upToNow, lengthMs, resetsAt });
  const lasts = steady === undefined ? replayed : evened(replayed, steady, horizonMs);
  if (lasts.length === 0) return { ...made, exhaustsAt: never, runsOutBeforeReset: null };
  const at = (share: number): number | null => {
    const ms = lasts[Math.floor(share * lasts.length)] ?? Infinity;
    return ms > horizonMs ? null : Math.round(now + ms);
  };
  const chance = lasts.filter((ms) => ms <= horizonMs).length / lasts.length;
  return {
    ...made,
    exhaustsAt: {
      early: at(outside),
      likely: at(Math.max(outside, resetsAt === null ? 0.5 : chance / 2)),
      late: at(1 - outside),
    },
    runsOutBeforeReset: resetsAt === null ? null : chance,
  };
}
