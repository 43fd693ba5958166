// This computer's clock on the wall, and its days, for what is limited by the day.
import type { DayOf } from '../../domain/lease-account.ts';

const none = { start: 0, end: 0 };
let last = none;

/** The local day that this moment is in; days with a change of the clock are longer or shorter. */
export const localDayOf: DayOf = (at) => {
  if (at >= last.start && at < last.end) return last;
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  const next = new Date(day);
  next.setDate(next.getDate() + 1);
  last = { start: day.getTime(), end: next.getTime() };
  return last;
};

/**
 * Goes by the time zone of the place where the computer is now; without this, by that of the start until the process ends. A
 * zone that was set for this process stays.
 */
export function lookAtTimeZone(): void {
  // Node looks anew when the variable goes, also where it was not there.
  if (process.env['TZ'] === undefined) delete process.env['TZ'];
  last = none;
}

/** Minutes after local midnight. */
export function localMinute(at: number): number {
  const date = new Date(at);
  return date.getHours() * 60 + date.getMinutes();
}
