// The notice by which a person finds out whether notices reach them.
import type { Language } from './language.ts';

export interface TryNotice {
  readonly title: string;
  readonly body: string;
}

const words: Readonly<Record<Language, TryNotice>> = {
  en: {
    title: 'Gatehouse: this is a test',
    body: 'Notices reach you. Real ones say which quota or sign-in they are about.',
  },
  de: {
    title: 'Gatehouse: nur ein Test',
    body: 'Meldungen kommen bei dir an. Echte sagen, um welches Kontingent oder welche Anmeldung es geht.',
  },
};

export function tryNotice(language: Language): TryNotice {
  return words[language];
}
