// The course of a window over a stretch of time, as a line that can be drawn: with its resets, and open where nothing is known.
// Pure.
import type { Point } from './quota-window.ts';
import { isSameReset, readingsUntil } from './use-history.ts';

export interface PastCourse {
  /** Unix milliseconds, ascending. */
  readonly at: readonly number[];
  /** Used percent, as many as `at`; null: nothing is known from here to the next. */
  readonly used: readonly (number | null)[];
  /** Unix milliseconds, ascending. */
  readonly resets: readonly number[];
}

const hourMs = 3_600_000;
/** Readings that are kept for long are one an hour: where two are further apart, nobody looked. */
const gapMs = 2.5 * hourMs;
/** More than a picture can show. */
const mostPoints = 1_500;
/** A reading may be lower by this although nothing was reset: rounding. */
const lowerByRoundingPercent = 2;

interface Step {
  readonly at: number;
  readonly used: number | null;
}

/**
 * When the window was reset between two readings, as late as can be where nobody said when; null where it was not. That
 * a window was reset of which nothing was used is no news: where its end lies moves with the clock.
 */
function resetBetween(before: Point, after: Point): number | null {
  if (before.usedPercent === 0 || isSameReset(before.resetsAt, after.resetsAt)) return null;
  const said = before.resetsAt;
  if (said !== null && before.at < said && said <= after.at) return said;
  const fell = before.usedPercent - after.usedPercent;
  // Another end and a lower figure: it was reset early. Without an end to compare, a small fall is rounding.
  const least = said === null || after.resetsAt === null ? lowerByRoundingPercent : 0;
  return fell > least ? after.at : null;
}

/** The time from one moment at which something is known to the next: open where that is too long. */
function gap(from: number, to: number): readonly Step[] {
  return to - from > gapMs ? [{ at: from + 1, used: null }] : [];
}

/** What is known between a reading and the next one. */
function stepsBetween(before: Point, after: Point, resetAt: number | null): readonly Step[] {
  if (resetAt === null) return gap(before.at, after.at);
  const isSaid = resetAt < after.at;
  // What it came to is known up to the reset where somebody was looking.
  const end = isSaid ? resetAt : after.at - 1;
  const until =
    resetAt - before.at > gapMs ? gap(before.at, resetAt) : [{ at: end, used: before.usedPercent }];
  if (!isSaid) return until;
  return [...until, { at: resetAt + 1, used: 0 }, ...gap(resetAt + 1, after.at)];
}

/** After the last reading it stays as it was for a while; after its reset nobody knows, until it is read again. */
function stepsAfter(last: Point, to: number): { readonly steps: readonly Step[]; readonly resets: number[] } {
  const { at, usedPercent, resetsAt } = last;
  if (usedPercent > 0 && resetsAt !== null && at < resetsAt && resetsAt <= to)
    return { steps: stepsBetween(last, { ...last, at: to + 1 }, resetsAt), resets: [resetsAt] };
  return { steps: to - at > gapMs ? [] : [{ at: to, used: usedPercent }], resets: [] };
}

/** Each moment once, the last word on it counts. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ at }, index) => at < (steps[index + 1]?.at ?? Infinity));
}

/** From `from` on; what stood there before begins it. */
function cut(steps: readonly Step[], from: number, to: number): readonly Step[] {
  const within = steps.filter(({ at }) => at >= from && at <= to);
  const standing = steps.findLast(({ at }) => at < from);
  if (standing === undefined || standing.used === null || within[0]?.at === from) return within;
  return [{ at: from, used: standing.used }, ...within];
}

/** Without the steps that lie between two others in the same place of a picture. */
function thinned(steps: readonly Step[], from: number, to: number): readonly Step[] {
  const placeMs = (to - from) / mostPoints;
  const place = ({ at }: Step): number => Math.floor((at - from) / placeMs);
  return steps.filter((step, index) => {
    const [before, after] = [steps[index - 1], steps[index + 1]];
    if (before === undefined || after === undefined || place(step) !== place(after)) return true;
    if (before.used === null || step.used === null || after.used === null) return true;
    return before.used > step.used || step.used > after.used;
  });
}

/**
 * @param points of one window; those before `from` only say how it begins
 * @returns nothing where there is no reading within that time
 */
export function pastCourse(points: readonly Point[], from: number, to: number): PastCourse {
  const all = readingsUntil(points, to);
  const readings = all.filter(({ at }, index) => at !== all[index + 1]?.at);
  const last = readings.at(-1);
  if (last === undefined || last.at < from) return { at: [], used: [], resets: [] };
  const resets: number[] = [];
  const steps = readings.flatMap((reading, index): readonly Step[] => {
    const before = readings[index - 1];
    const own = { at: reading.at, used: reading.usedPercent };
    if (before === undefined) return [own];
    const resetAt = resetBetween(before, reading);
    if (resetAt !== null) resets.push(resetAt);
    return [...stepsBetween(before, reading, resetAt), own];
  });
  const after = stepsAfter(last, to);
  const drawn = thinned(cut(inOrder([...steps, ...after.steps]), from, to), from, to);
  return {
    at: drawn.map(({ at }) => at),
    used: drawn.map(({ used }) => used),
    resets: [...resets, ...after.resets].filter((at) => at >= from),
  };
}
