// The language that the window speaks, and texts that follow it: read in a part, they are drawn anew when it changes.
import { effect, signal } from '@preact/signals';
import type { Language } from '../preload/view.ts';

/** Until main has said which, the one of the browser. */
const early: Language = navigator.language.startsWith('de') ? 'de' : 'en';

export const language = signal<Language>(early);

/** A screen reader speaks the page in the language that it names. */
export function followLanguage({ documentElement }: Document): void {
  effect(() => {
    documentElement.lang = language.value;
  });
}

/**
 * The texts of the language that is spoken when they are read. Read them where they are drawn and keep none: what was read
 * before stays as it was.
 */
export function inLanguages<All extends object>(texts: Readonly<Record<Language, All>>): All {
  return new Proxy(texts.en, {
    get: (_english, name): unknown => Reflect.get(texts[language.value], name),
  });
}
