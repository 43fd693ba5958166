// How the window says times: how long, how long ago, and when.
import { once } from '../once.ts';
import { dayMinutes, dayMs, hourMinutes, isSameDay, minuteMs } from '../units.ts';
import { localeOf } from '../locale.ts';
import { localTime } from '../local-time.ts';
import { counted } from './words.ts';

const locale = localeOf('en');

function joined(large: string, smallCount: number, smallUnit: string): string {
  return smallCount === 0 ? large : `${large} ${smallCount} ${smallUnit}`;
}

/** "45 min", "2 h 10 min", "4 d 6 h": the two largest units. */
function duration(minutes: number): string {
  if (minutes < hourMinutes) return `${minutes} min`;
  if (minutes < dayMinutes)
    return joined(`${Math.floor(minutes / hourMinutes)} h`, minutes % hourMinutes, 'min');
  const hours = Math.floor((minutes % dayMinutes) / hourMinutes);
  return joined(`${Math.floor(minutes / dayMinutes)} d`, hours, 'h');
}

/** Until then, rounded up: what still lasts seconds is not over. */
export function durationUntil(at: number, now: number): string {
  return duration(Math.ceil((at - now) / minuteMs));
}

/** An age needs only its largest unit. */
function age(minutes: number): string {
  if (minutes < hourMinutes) return `${minutes} min`;
  if (minutes < dayMinutes) return `${Math.floor(minutes / hourMinutes)} h`;
  return `${Math.floor(minutes / dayMinutes)} d`;
}

export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / minuteMs);
  return minutes < 1 ? 'just now' : `${age(minutes)} ago`;
}

export function days(count: number): string {
  return counted(count, 'day', 'days');
}

/** "3 days", "5 h", "45 min": rounded up, because what still lasts is not over. */
export function left(minutes: number): string {
  if (minutes >= dayMinutes) return days(Math.ceil(minutes / dayMinutes));
  return minutes >= hourMinutes ? `${Math.ceil(minutes / hourMinutes)} h` : `${Math.ceil(minutes)} min`;
}

export const moment = once(() => localTime(locale, { dateStyle: 'full', timeStyle: 'short' }));
export const shortMoment = once(() => localTime(locale, { dateStyle: 'medium', timeStyle: 'short' }));
export const clockTime = once(() => localTime(locale, { timeStyle: 'short' }));
export const calendarDay = once(() => localTime(locale, { day: 'numeric', month: 'short' }));
const weekday = once(() => localTime(locale, { weekday: 'short' }));

/** "15:40", "Thu 15:40", "3 Dec": as exact as something foreseen can be. */
export function around(at: number, now: number): string {
  if (isSameDay(at, now)) return clockTime().format(at);
  return Math.abs(at - now) < 6 * dayMs
    ? `${weekday().format(at)} ${clockTime().format(at)}`
    : calendarDay().format(at);
}
