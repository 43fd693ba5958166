// A moment in a word or two: "15:40" today, "Fri 15:40" within days, "24 Dec" further away. Pure.
import { localeOf, once } from '../domain/language-forms.ts';
import type { Language } from '../domain/language.ts';

interface Formats {
  readonly clock: (at: number) => string;
  readonly dayAndClock: (at: number) => string;
  readonly date: (at: number) => string;
}

const time = { hour: '2-digit', minute: '2-digit' } as const;

/** By the clocks on the wall of the place where the computer is then: a formatter keeps the time zone in which it was made. */
function formatter(language: Language, options: Intl.DateTimeFormatOptions): (at: number) => string {
  const made = new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' });
  return (at) => made.format(at - new Date(at).getTimezoneOffset() * 60_000);
}

const madeFor = once((language) => {
  const format = (options: Intl.DateTimeFormatOptions) => formatter(language, options);
  return {
    clock: format(time),
    dayAndClock: format({ weekday: 'short', ...time }),
    weekday: format({ weekday: 'short' }),
    date: format({ day: 'numeric', month: 'short' }),
  };
});

/** In German with the word that a moment needs before it in a sentence: "um 15:40", "Fr um 15:40", "am 24. Dez.". */
const formats: Readonly<Record<Language, Formats>> = {
  en: {
    clock: (at) => madeFor('en').clock(at),
    dayAndClock: (at) => madeFor('en').dayAndClock(at),
    date: (at) => madeFor('en').date(at),
  },
  de: {
    clock: (at) => `um ${madeFor('de').clock(at)}`,
    dayAndClock: (at) => `${madeFor('de').weekday(at)} um ${madeFor('de').clock(at)}`,
    date: (at) => `am ${madeFor('de').date(at)}`,
  },
};

/** A weekday says which day is meant up to here. */
const weekdayMs = 6 * 86_400_000;

/** As it stands after "resets". @param at Unix milliseconds, as is `now` */
export function momentWords(at: number, now: number, language: Language = 'en'): string {
  const { clock, dayAndClock, date } = formats[language];
  if (new Date(at).toDateString() === new Date(now).toDateString()) return clock(at);
  return Math.abs(at - now) < weekdayMs ? dayAndClock(at) : date(at);
}
