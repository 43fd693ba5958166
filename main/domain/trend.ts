// The course of a window over its last stretch, as evenly spaced values for a small picture. Pure.
import type { Point } from './quota-window.ts';

export interface Trend {
  /** Unix milliseconds of the first value's beginning. */
  readonly from: number;
  readonly stepMs: number;
  /** Used percent at the end of each step, 0–100; null before the first reading. */
  readonly values: readonly (number | null)[];
}

const steps = 48;
const dayMs = 86_400_000;

/** @param points oldest first */
export function trendOf(points: readonly Point[], lengthMs: number | null, now: number): Trend | undefined {
  const stepMs = Math.max(lengthMs ?? 0, dayMs) / steps;
  const from = now - stepMs * steps;
  const past = points.filter(({ at }) => at <= now);
  if (past.every(({ at }) => at < from)) return undefined;
  let next = 0;
  let last: Point | undefined;
  const values = Array.from({ length: steps }, (_, step) => {
    const end = from + stepMs * (step + 1);
    for (let point = past[next]; point !== undefined && point.at <= end; point = past[next]) {
      last = point;
      next += 1;
    }
    if (last === undefined) return null;
    // After its reset nothing is known of it until it is read again; it began at nothing.
    if (last.resetsAt !== null && last.resetsAt <= end && last.at < last.resetsAt) return 0;
    return Math.min(100, Math.max(0, last.usedPercent));
  });
  return { from, stepMs, values };
}
