// The question before a feature flag is set or taken back: which one, what it is, and what would count from then on.
import type { Flag } from './flags.ts';
import type { Language } from './language.ts';
import type { YesNoQuestion } from './yes-no-question.ts';

interface Words {
  readonly set: (flag: string, variant: string) => string;
  readonly reset: (flag: string) => string;
  readonly now: (variant: string) => string;
  readonly then: (variant: string) => string;
  readonly warning: string;
  readonly confirm: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    set: (flag, variant) => `Set the feature flag “${flag}” to “${variant}”?`,
    reset: (flag) => `Take back what you chose for the feature flag “${flag}”?`,
    now: (variant) => `Now: ${variant}`,
    then: (variant) => `Then: ${variant}`,
    warning: 'Allow it only if you have just asked for this yourself.',
    confirm: 'Change it',
  },
  de: {
    set: (flag, variant) => `Den Funktionsschalter „${flag}“ auf „${variant}“ stellen?`,
    reset: (flag) => `Deine Wahl für den Funktionsschalter „${flag}“ zurücknehmen?`,
    now: (variant) => `Jetzt: ${variant}`,
    then: (variant) => `Danach: ${variant}`,
    warning: 'Erlaube es nur, wenn du gerade selbst danach gefragt hast.',
    confirm: 'Ändern',
  },
};

/** @param chosen the variant to be set; undefined to take the choice back */
export function flagQuestion(
  { id, about }: Pick<Flag, 'id' | 'about'>,
  chosen: string | undefined,
  variants: { readonly now: string; readonly then: string },
  language: Language,
): YesNoQuestion {
  const said = words[language];
  return {
    title: chosen === undefined ? said.reset(id) : said.set(id, chosen),
    detail: [about[language], '', said.now(variants.now), said.then(variants.then), '', said.warning].join(
      '\n',
    ),
    confirm: said.confirm,
  };
}
