// How numbers and moments are written: as the system writes them where it speaks the language, else as is usual in it.
import type { Language } from '../../preload/view.ts';

const usual: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** A BCP 47 tag for Intl. */
export function localeOf(language: Language): string {
  const own = navigator.languages.find((each) => each === language || each.startsWith(`${language}-`));
  return own ?? usual[language];
}
