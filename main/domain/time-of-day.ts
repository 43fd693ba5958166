// Times of the day, as minutes after midnight. Pure: what clocks on the wall show comes in.

export const minutesOfDay = 1440;
const minuteMs = 60_000;

/** What the clocks on the wall show, at a time in Unix milliseconds. */
export type LocalMinute = (at: number) => number;

/** From one time of the day to the next time that it is another. */
export function minutesBetween(from: number, to: number): number {
  return (to - from + minutesOfDay) % minutesOfDay;
}

/**
 * The next moment at which clocks on the wall show this, Unix milliseconds; where they are put forward over it, as long
 * after midnight as on other days.
 */
export function nextAtMinute(minute: number, now: number, localMinute: LocalMinute): number {
  const left = minutesBetween(localMinute(now), minute) || minutesOfDay;
  const at = now - (now % minuteMs) + left * minuteMs;
  const late = minutesBetween(minute, localMinute(at));
  // Above half a day it is early: the clocks were put back meanwhile.
  const corrected = at - (late > minutesOfDay / 2 ? late - minutesOfDay : late) * minuteMs;
  return localMinute(corrected) === minute ? corrected : at;
}
