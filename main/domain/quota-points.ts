// Which readings of a window are worth keeping, and for how long in full. Pure.
import type { KnownWindow, Point } from './quota-window.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Readings that are older than this are forgotten. */
export const keptForMs = 90 * dayMs;
/** Readings that are older than this, and a bit, are one per hour. */
const keptInFullForMs = 8 * dayMs;

/** What a window says, its time to the second and its use to a thousandth; undefined while its use is not known. */
export function pointOf({ at, usedPercent, resetsAt }: KnownWindow): Point | undefined {
  if (usedPercent === null || !Number.isFinite(usedPercent)) return undefined;
  return {
    // Never later than it was: a reading from the future is not believed.
    at: Math.floor(at / 1000) * 1000,
    usedPercent: Math.max(0, Math.round(usedPercent * 1000) / 1000),
    resetsAt: resetsAt === null ? null : Math.round(resetsAt / 1000) * 1000,
  };
}

/** Whether the window was reset between two readings of it. */
function hasReset(before: Point, after: Point): boolean {
  return after.usedPercent < before.usedPercent || (before.resetsAt !== null && before.resetsAt <= after.at);
}

/** Providers count a reset from the moment they are asked, so it is never quite the same. */
function hasMoved(before: number | null, after: number | null): boolean {
  if (before === null || after === null) return before !== after;
  return Math.abs(after - before) > minuteMs;
}

function differs(before: Point, after: Point): boolean {
  if (hasReset(before, after)) return true;
  // A window that nothing was taken from has not begun: where it ends moves with the clock.
  if (before.usedPercent === after.usedPercent)
    return after.usedPercent > 0 && hasMoved(before.resetsAt, after.resetsAt);
  // A status line may tell every second; no forecast needs that.
  return after.at - before.at >= minuteMs;
}

/**
 * The windows of a reading, by id, that say something new after the last ones kept. Once an hour all of them do, so that
 * "nothing was used" is known as well.
 */
export function newPoints(
  last: ReadonlyMap<string, Point>,
  reading: ReadonlyMap<string, Point>,
  now: number,
): ReadonlyMap<string, Point> {
  const unheard = [...reading].filter(([id, { at }]) => {
    const before = last.get(id);
    // What was noted later than now comes from a clock that has been set back since.
    return before === undefined || before.at < at || before.at > now;
  });
  const isHourOver = unheard.some(([id, { at }]) => {
    const before = last.get(id);
    return before !== undefined && at - before.at >= hourMs;
  });
  if (isHourOver) return new Map(unheard);
  return new Map(
    unheard.filter(([id, point]) => {
      const before = last.get(id);
      return before === undefined || before.at > now || differs(before, point);
    }),
  );
}

/** Of an hour the last reading, and those on both sides of the last reset in it. */
function thinnedHour(hour: readonly Point[]): readonly Point[] {
  const last = hour.length - 1;
  const reset = hour.findLastIndex((point, index) => {
    const before = hour[index - 1];
    return before !== undefined && hasReset(before, point);
  });
  return hour.filter((_point, index) => index === last || index === reset || index === reset - 1);
}

/**
 * What is kept of a window's readings, oldest first: those of the last days as they are, of older ones at most three per
 * hour, of those before 90 days none. Readings from the future stay, for the clock may be wrong now.
 */
export function thinned(points: readonly Point[], now: number): readonly Point[] {
  const fullFrom = Math.floor((now - keptInFullForMs) / hourMs) * hourMs;
  const kept = points.filter(({ at }) => at >= now - keptForMs);
  const hours = Map.groupBy(
    kept.filter(({ at }) => at < fullFrom),
    ({ at }) => Math.floor(at / hourMs),
  );
  return [...[...hours.values()].flatMap(thinnedHour), ...kept.filter(({ at }) => at >= fullFrom)];
}
