// A moment in a word or two: "15:40" today, "Fri 15:40" within days, "24 Dec" further away. Pure.

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** A weekday says which day is meant up to here. */
const weekdayMs = 6 * 86_400_000;

/** @param at Unix milliseconds, as is `now` */
export function momentWords(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return clock.format(at);
  return (Math.abs(at - now) < weekdayMs ? dayAndClock : date).format(at);
}
