// The hours in which notices wait. Pure: the local time of day comes in as minutes after midnight.
import type { QuietHours } from './settings.ts';

export const minutesOfDay = 1440;

/** Whether both ends are minutes of a day. */
export function areQuietHours({ fromMinute, toMinute }: QuietHours): boolean {
  return [fromMinute, toMinute].every(
    (minute) => Number.isInteger(minute) && minute >= 0 && minute < minutesOfDay,
  );
}

/**
 * How many minutes it is until the quiet hours end; 0 outside of them. Hours that end where they begin are none.
 * @param minute minutes after midnight, local time
 */
export function quietMinutesLeft(hours: QuietHours | null, minute: number): number {
  if (hours === null) return 0;
  const after = (from: number, to: number): number => (to - from + minutesOfDay) % minutesOfDay;
  const length = after(hours.fromMinute, hours.toMinute);
  const passed = after(hours.fromMinute, minute);
  return passed < length ? length - passed : 0;
}
