// Times as people say them: how long ago, how long until, and when by the clock on the wall. Times in Unix milliseconds.
import { messages } from './messages.ts';

const minuteMs = 60_000;
/** A weekday says which day is meant up to here. */
const weekdayMs = 6 * 24 * 60 * minuteMs;

/** Days, hours and minutes of a span, without the rests that nobody needs. */
function partsOf(minutes: number): { days: number; hours: number; minutes: number } {
  return {
    days: Math.floor(minutes / 1440),
    hours: Math.floor((minutes % 1440) / 60),
    minutes: minutes % 60,
  };
}

/** For example `2 d 3 h` or `0 h 5 min`. */
export function spanText(until: number, now: number): string {
  const { days, hours, minutes } = partsOf(Math.round((until - now) / minuteMs));
  const { span } = messages;
  return days > 0
    ? `${span.days(days)} ${span.hours(hours)}`
    : `${span.hours(hours)} ${span.minutes(minutes)}`;
}

/** For example `3 min ago`. A time to come, after the clock was set back, counts as now. */
export function ageText(at: number, now: number): string {
  const { days, hours, minutes } = partsOf(Math.floor(Math.max(0, now - at) / minuteMs));
  const { span } = messages;
  if (days > 0) return span.ago(span.days(days));
  if (hours > 0) return span.ago(span.hours(hours));
  return minutes > 0 ? span.ago(span.minutes(minutes)) : span.now;
}

/** By the local clock: `15:40` today, `Thu 15:40` within days, else `24 Nov 2026`. */
export function momentText(at: number, now: number): string {
  const [moment, today] = [new Date(at), new Date(now)];
  const { weekdays, months } = messages.moment;
  const clock = [moment.getHours(), moment.getMinutes()]
    .map((number) => String(number).padStart(2, '0'))
    .join(':');
  if (moment.toDateString() === today.toDateString()) return clock;
  if (Math.abs(at - now) < weekdayMs) return `${weekdays[moment.getDay()] ?? ''} ${clock}`;
  return `${String(moment.getDate())} ${months[moment.getMonth()] ?? ''} ${String(moment.getFullYear())}`;
}
