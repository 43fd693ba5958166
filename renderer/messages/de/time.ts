// How the window says times in German: how long, how long ago, and when.
import { once } from '../once.ts';
import { dayMinutes, dayMs, hourMinutes, isSameDay, minuteMs } from '../units.ts';
import { localeOf } from '../locale.ts';
import { localTime } from '../local-time.ts';
import { counted } from './words.ts';

const locale = localeOf('de');

function joined(large: string, smallCount: number, smallUnit: string): string {
  return smallCount === 0 ? large : `${large} ${smallCount} ${smallUnit}`;
}

/** "45 Min.", "2 Std. 10 Min.", "4 Tg. 6 Std.": the two largest units. Ends with a full stop: let no sentence end with it. */
function duration(minutes: number): string {
  if (minutes < hourMinutes) return `${minutes} Min.`;
  if (minutes < dayMinutes)
    return joined(`${Math.floor(minutes / hourMinutes)} Std.`, minutes % hourMinutes, 'Min.');
  const hours = Math.floor((minutes % dayMinutes) / hourMinutes);
  return joined(`${Math.floor(minutes / dayMinutes)} Tg.`, hours, 'Std.');
}

/** Until then, rounded up: what still lasts seconds is not over. */
export function durationUntil(at: number, now: number): string {
  return duration(Math.ceil((at - now) / minuteMs));
}

/** An age needs only its largest unit. */
function age(minutes: number): string {
  if (minutes < hourMinutes) return `${minutes} Min.`;
  if (minutes < dayMinutes) return `${Math.floor(minutes / hourMinutes)} Std.`;
  return daysAfter(Math.floor(minutes / dayMinutes));
}

export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / minuteMs);
  return minutes < 1 ? 'gerade eben' : `vor ${age(minutes)}`;
}

export function days(count: number): string {
  return counted(count, 'Tag', 'Tage');
}

/** As it stands after "in" and "vor". */
export function daysAfter(count: number): string {
  return counted(count, 'Tag', 'Tagen');
}

/** "3 Tagen", "5 Std.", "45 Min.", after "in": rounded up, because what still lasts is not over. */
export function left(minutes: number): string {
  if (minutes >= dayMinutes) return daysAfter(Math.ceil(minutes / dayMinutes));
  return minutes >= hourMinutes ? `${Math.ceil(minutes / hourMinutes)} Std.` : `${Math.ceil(minutes)} Min.`;
}

export const moment = once(() => localTime(locale, { dateStyle: 'full', timeStyle: 'short' }));
export const shortMoment = once(() => localTime(locale, { dateStyle: 'medium', timeStyle: 'short' }));
export const clockTime = once(() => localTime(locale, { timeStyle: 'short' }));
export const calendarDay = once(() => localTime(locale, { day: 'numeric', month: 'short' }));
const weekday = once(() => localTime(locale, { weekday: 'short' }));

/** "15:40", "Do 15:40", "3. Dez.": as exact as something foreseen can be, as it stands after "bis". */
export function around(at: number, now: number): string {
  if (isSameDay(at, now)) return clockTime().format(at);
  return Math.abs(at - now) < 6 * dayMs
    ? `${weekday().format(at)} ${clockTime().format(at)}`
    : calendarDay().format(at);
}

/** "gegen 15:40", "Do gegen 15:40", "um den 3. Dez.". */
export function roughly(at: number, now: number): string {
  if (isSameDay(at, now)) return `gegen ${clockTime().format(at)}`;
  return Math.abs(at - now) < 6 * dayMs
    ? `${weekday().format(at)} gegen ${clockTime().format(at)}`
    : `um den ${calendarDay().format(at)}`;
}
