// What a person reads when a program has got a key for the first time.
import type { Account } from './account.ts';
import { fullName } from './account-name.ts';
import type { JudgedProgram } from './hand-out.ts';
import type { Language } from './language.ts';
import type { YesNoQuestion } from './yes-no-question.ts';

export function handOutNotice({
  program,
  account,
  provider,
  language = 'en',
}: {
  readonly program: JudgedProgram | undefined;
  readonly account: Account;
  /** As a person calls it. */
  readonly provider: string;
  readonly language?: Language;
}): { readonly title: string; readonly body: string } {
  if (language === 'de')
    return {
      title: `${provider}: ein Schlüssel wurde herausgegeben`,
      body: `${program?.path ?? 'Ein unbekanntes Programm'} hat zum ersten Mal den Schlüssel von ${fullName(account)} bekommen. Regeln: gatehouse allow list`,
    };
  const name = program === undefined ? 'A program that nobody knows' : program.path;
  return {
    title: `${provider}: a key was given out`,
    body: `${name} got the key of ${fullName(account)} for the first time. Rules: gatehouse allow list`,
  };
}

/**
 * Before a rule is kept that gives more than before.
 * @param always the rule says so; else it says that is asked again what was never given
 */
export function ruleQuestion(
  always: boolean,
  program: string,
  account: string,
  language: Language,
): YesNoQuestion {
  const texts: Readonly<Record<Language, YesNoQuestion>> = {
    en: always
      ? {
          title: 'May this program always have the key?',
          detail: `${program}\n\nIt would get the keys of ${account} without a question from now on.`,
          confirm: 'Always allow',
        }
      : {
          title: 'Ask about this program again?',
          detail: `${program}\n\nYou have said that it never gets the keys of ${account}.`,
          confirm: 'Ask again',
        },
    de: always
      ? {
          title: 'Darf dieses Programm den Schlüssel immer haben?',
          detail: `${program}\n\nEs bekäme die Schlüssel von ${account} ab jetzt ohne Frage.`,
          confirm: 'Immer erlauben',
        }
      : {
          title: 'Bei diesem Programm wieder fragen?',
          detail: `${program}\n\nDu hast gesagt, dass es die Schlüssel von ${account} nie bekommt.`,
          confirm: 'Wieder fragen',
        },
  };
  return texts[language];
}

const unlockQuestions: Readonly<Record<Language, YesNoQuestion>> = {
  en: {
    title: 'Unlock Gatehouse?',
    detail: 'A program asks for it. From then on keys are given out again.',
    confirm: 'Unlock',
  },
  de: {
    title: 'Gatehouse entsperren?',
    detail: 'Ein Programm bittet darum. Ab dann werden wieder Schlüssel herausgegeben.',
    confirm: 'Entsperren',
  },
};

/** Before keys are given out again because a program wants it. */
export function unlockQuestion(language: Language): YesNoQuestion {
  return unlockQuestions[language];
}
