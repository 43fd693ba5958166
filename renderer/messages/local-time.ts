// Moments by the clocks on the wall of the place where the computer is now: a formatter of Intl keeps the time zone in
// which it was made, and a window stays open on a journey.
import { minuteMs } from './units.ts';

export interface LocalTime {
  /** @param at Unix milliseconds */
  format(at: number): string;
}

/** @param options without a time zone */
export function localTime(locale: string, options: Intl.DateTimeFormatOptions): LocalTime {
  const formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  return { format: (at) => formatter.format(at - new Date(at).getTimezoneOffset() * minuteMs) };
}
