// A phrase book for the texts that descriptions hold in English: what providers, programs and strategies say of themselves,
// and the names of quotas. What is stored and what programs read stays English; only what a person reads is looked up. Pure.
import type { Language } from './language.ts';
import { germanPatterns, germanPhrases, type PhrasePattern } from './phrases-german.ts';

interface Book {
  readonly phrases: Readonly<Record<string, string>>;
  readonly patterns: readonly PhrasePattern[];
}

const books: Readonly<Record<Exclude<Language, 'en'>, Book>> = {
  de: { phrases: germanPhrases, patterns: germanPatterns },
};

/** The text in that language; one that no book knows stays as it is. Without a language, English. */
export function phrase(language: Language | undefined, text: string): string {
  if (language === undefined || language === 'en') return text;
  const { phrases, patterns } = books[language];
  if (Object.hasOwn(phrases, text)) return phrases[text] ?? text;
  for (const [pattern, said] of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return said(...found.slice(1).map((part) => phrase(language, part)));
  }
  return text;
}
