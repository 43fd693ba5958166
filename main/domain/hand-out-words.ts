// What a person reads when a program has got a key for the first time, and before a rule gives it more than before.
import type { Account } from './account.ts';
import { fullName } from './account-name.ts';
import { labelledLines, printable } from './dialog-lines.ts';
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
  const key = printable(fullName(account));
  const name = program === undefined ? undefined : printable(program.path);
  if (language === 'de')
    return {
      title: `${provider}: ein Schlüssel wurde herausgegeben`,
      body: `${name ?? 'Ein unbekanntes Programm'} hat zum ersten Mal den Schlüssel von ${key} bekommen. Regeln: gatehouse allow list`,
    };
  return {
    title: `${provider}: a key was given out`,
    body: `${name ?? 'A program that nobody knows'} got the key of ${key} for the first time. Rules: gatehouse allow list`,
  };
}

interface RuleWords {
  readonly title: string;
  readonly meaning: string;
  readonly confirm: string;
}

const ruleWords: Readonly<
  Record<
    Language,
    {
      readonly program: string;
      readonly account: string;
      readonly always: RuleWords;
      readonly askAgain: RuleWords;
    }
  >
> = {
  en: {
    program: 'Program',
    account: 'Account',
    always: {
      title: 'May this program always have the key?',
      meaning: 'It would get the keys of this account without a question from now on.',
      confirm: 'Always allow',
    },
    askAgain: {
      title: 'Ask about this program again?',
      meaning: 'You have said that it never gets the keys of this account.',
      confirm: 'Ask again',
    },
  },
  de: {
    program: 'Programm',
    account: 'Konto',
    always: {
      title: 'Darf dieses Programm den Schlüssel immer haben?',
      meaning: 'Es bekäme die Schlüssel dieses Kontos ab jetzt ohne Frage.',
      confirm: 'Immer erlauben',
    },
    askAgain: {
      title: 'Bei diesem Programm wieder fragen?',
      meaning: 'Du hast gesagt, dass es die Schlüssel dieses Kontos nie bekommt.',
      confirm: 'Wieder fragen',
    },
  },
};

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
  const words = ruleWords[language];
  const { title, meaning, confirm } = always ? words.always : words.askAgain;
  return {
    title,
    detail: [
      ...labelledLines(words.program, program),
      ...labelledLines(words.account, account),
      '',
      meaning,
    ].join('\n'),
    confirm,
  };
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
