// The hours in which notices wait. Pure.
import type { QuietHours } from './settings.ts';
import { minutesBetween, minutesOfDay, nextAtMinute, type LocalMinute } from './time-of-day.ts';

/** Whether both ends are minutes of a day. */
export function areQuietHours({ fromMinute, toMinute }: QuietHours): boolean {
  return [fromMinute, toMinute].every(
    (minute) => Number.isInteger(minute) && minute >= 0 && minute < minutesOfDay,
  );
}

/** When they end, Unix milliseconds; `now` outside of them. Hours that end where they begin are none. */
export function quietUntil(hours: QuietHours | null, now: number, localMinute: LocalMinute): number {
  if (hours === null) return now;
  const length = minutesBetween(hours.fromMinute, hours.toMinute);
  const passed = minutesBetween(hours.fromMinute, localMinute(now));
  return passed < length ? nextAtMinute(hours.toMinute, now, localMinute) : now;
}
