// The languages that the app speaks, and which of them a person reads.

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** `system`: the one of the desktop. */
export type LanguageChoice = 'system' | Language;

function isLanguage(text: string): text is Language {
  return languages.some((each) => each === text);
}

/**
 * @param preferred of the system, the best first, as BCP 47 tags
 */
export function languageOf(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice;
  const known = preferred.map((tag) => tag.split('-', 1).join().toLowerCase()).find(isLanguage);
  return known ?? 'en';
}
