// How numbers, counted things and moments are written in a language. Pure.
import type { Language } from './language.ts';

const usual: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** A BCP 47 tag for Intl: the system's own where it is of that language, else what is usual in it. */
export function localeOf(language: Language): string {
  const own = new Intl.DateTimeFormat().resolvedOptions().locale;
  return own === language || own.startsWith(`${language}-`) ? own : usual[language];
}

/** Made on use: the tray starts before anything is counted. */
export function once<Made>(make: (language: Language) => Made): (language: Language) => Made {
  const made = new Map<Language, Made>();
  return (language) => {
    const found = made.get(language) ?? make(language);
    made.set(language, found);
    return found;
  };
}

const plurals = once((language) => new Intl.PluralRules(language));

/** "1 limit", "3 limits". */
export function counted(language: Language, count: number, one: string, other: string): string {
  return `${String(count)} ${plurals(language).select(count) === 'one' ? one : other}`;
}

const percents = once(
  (language) => new Intl.NumberFormat(usual[language], { style: 'percent', maximumFractionDigits: 0 }),
);

/** "62%" of 62.9: what is used is never rounded up. */
export function wholePercent(language: Language, percent: number): string {
  return percents(language).format(Math.floor(percent) / 100);
}
