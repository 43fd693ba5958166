// What was used of one window and when, in bins of equal length, from readings that are rounded, missing or wrong. Pure.
import type { Point } from './quota-window.ts';

/** All arrays have one entry per bin, oldest first; the last bin ends at `endsAt`. */
export interface UseHistory {
  readonly binMs: number;
  /** Unix milliseconds. */
  readonly endsAt: number;
  /** Percent of the window used in each bin. */
  readonly used: Float64Array;
  /** 1 where it was watched and could be used: not where readings are missing or nothing was left. */
  readonly known: Uint8Array;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const longestMs = 90 * dayMs;
/** Older readings are one per hour (quota-points.ts). */
const inFullMs = 8 * dayMs;
/** Nothing is known of the time between two readings that lie further apart. */
const longestGapMs = 75 * minuteMs;
const usualGapMs = 5 * minuteMs;
/** Providers recompute the reset on each answer and it wanders by seconds. */
const sameResetMs = 15 * minuteMs;
/** A reading may be lower by this although nothing was reset: rounding. */
const lowerByRoundingPercent = 2;
/** Slow use shows as one whole percent at a time; what is more came at once. */
const slowPercent = 1.5;

const isReading = ({ at, usedPercent, resetsAt }: Point): boolean =>
  Number.isFinite(at) && Number.isFinite(usedPercent) && (resetsAt === null || Number.isFinite(resetsAt));

/** The readings that make sense, oldest first. Those of the future are from before the clock was set back. */
export function readingsUntil(points: readonly Point[], now: number): readonly Point[] {
  const readings = points.filter(
    (point) => isReading(point) && point.at <= now && point.at > now - longestMs,
  );
  const inOrder = readings.every(({ at }, index) => at >= (readings[index - 1]?.at ?? -Infinity));
  return inOrder ? readings : readings.sort((left, right) => left.at - right.at);
}

/** The time between two resets. */
interface Period {
  readonly resetsAt: number | null;
  /** The most that was read in it, percent. */
  readonly topPercent: number;
}

/** Whether two readings tell of the same reset; false while one of them tells none. */
export const isSameReset = (left: number | null, right: number | null): boolean =>
  left !== null && right !== null && Math.abs(left - right) <= sameResetMs;

function belongs({ at, usedPercent, resetsAt }: Point, period: Period): boolean {
  if (resetsAt !== null && period.resetsAt !== null) return isSameReset(resetsAt, period.resetsAt);
  if (period.resetsAt !== null) return at < period.resetsAt;
  return usedPercent >= period.topPercent - lowerByRoundingPercent;
}

/** Something that happened evenly from one moment to another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly usedPercent: number;
}

/** What two readings in a row, and the period of the first one, say of the time between them. */
function stretchesOf(
  before: Point,
  period: Period,
  reading: Point,
  { lengthMs, endsAt }: HistoryRange,
): readonly Stretch[] {
  const isSame = belongs(reading, period);
  if (isSame && period.topPercent >= 100) return [];
  // Before its reset the last period may have been used some more, unseen.
  const from = isSame || period.resetsAt === null ? before.at : Math.max(before.at, period.resetsAt);
  if (reading.at - from > longestGapMs) return [];
  // It was used up somewhere between the two readings: in the middle, on average.
  const to = reading.usedPercent >= 100 ? (from + reading.at) / 2 : reading.at;
  const usedPercent = Math.max(0, reading.usedPercent - (isSame ? period.topPercent : 0));
  const begunAt = (reading.resetsAt ?? -Infinity) - (lengthMs ?? Infinity);
  // A reading that says the same as the last one kept is not kept: what came at once came at the end.
  const isAtOnce = usedPercent > slowPercent && reading.at > endsAt - inFullMs;
  const usedFrom = Math.min(
    to,
    Math.max(from, begunAt < to ? begunAt : from, isAtOnce ? to - usualGapMs : from),
  );
  return [
    { from, to: usedFrom, usedPercent: 0 },
    { from: usedFrom, to, usedPercent },
  ];
}

export interface HistoryRange {
  /** Of the window, where it is known. */
  readonly lengthMs: number | null;
  /** A whole part of a day. */
  readonly binMs: number;
  /** Unix milliseconds; not before the last reading. */
  readonly endsAt: number;
}

/** @param readings of `readingsUntil` */
export function useHistoryOf(readings: readonly Point[], range: HistoryRange): UseHistory {
  const { binMs, endsAt } = range;
  const bins = Math.max(0, Math.ceil((endsAt - (readings[0]?.at ?? endsAt)) / binMs));
  const startsAt = endsAt - bins * binMs;
  const used = new Float64Array(bins);
  const watchedMs = new Float64Array(bins);
  const fill = ({ from, to, usedPercent }: Stretch): void => {
    for (let at = from; at < to;) {
      const bin = Math.floor((at - startsAt) / binMs);
      const next = Math.min(to, startsAt + (bin + 1) * binMs);
      used[bin] = (used[bin] ?? 0) + (usedPercent * (next - at)) / (to - from);
      watchedMs[bin] = (watchedMs[bin] ?? 0) + next - at;
      at = next;
    }
  };
  let period: Period | undefined;
  let before: Point | undefined;
  readings.forEach((told, index) => {
    const next = readings[index + 1];
    // What the next reading of the same period takes back was never used.
    const isTakenBack = next !== undefined && isSameReset(next.resetsAt, told.resetsAt);
    const usedPercent = Math.max(0, Math.min(told.usedPercent, isTakenBack ? next.usedPercent : Infinity));
    const reading = { ...told, usedPercent };
    if (before !== undefined && period !== undefined)
      stretchesOf(before, period, reading, range).forEach(fill);
    period =
      period !== undefined && belongs(reading, period)
        ? {
            resetsAt: reading.resetsAt ?? period.resetsAt,
            topPercent: Math.max(period.topPercent, usedPercent),
          }
        : { resetsAt: reading.resetsAt, topPercent: usedPercent };
    before = reading;
  });
  const known = new Uint8Array(bins);
  for (let bin = 0; bin < bins; bin += 1) {
    const ms = watchedMs[bin] ?? 0;
    if (ms < binMs / 2) continue;
    known[bin] = 1;
    // A bin that was watched in part is taken as a whole.
    used[bin] = ((used[bin] ?? 0) * binMs) / ms;
  }
  return { binMs, endsAt, used, known };
}
