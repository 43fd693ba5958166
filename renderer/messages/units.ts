// Lengths of time, and days, as texts count them.

export const minuteMs = 60_000;
export const hourMinutes = 60;
export const dayMinutes = 24 * hourMinutes;
export const hourMs = hourMinutes * minuteMs;
export const dayMs = dayMinutes * minuteMs;

export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
