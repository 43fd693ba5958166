// The question whether a program may have a key, in words for a dialog or a terminal, and what each answer means. Pure.
import { labelledLines, printable } from './dialog-lines.ts';
import type { Language } from './language.ts';
import { phrase } from './phrases.ts';

/** What the person decides; what they do not decide is nobody's answer. */
export type HandOutDecision = 'denied' | 'once' | 'always' | 'never';

export interface AskedHandOut {
  readonly program: string;
  readonly interpreter?: string;
  /** How a person calls the kind of program. */
  readonly reader: string;
  readonly account: string;
  readonly provider: string;
  /** Whether an answer can be kept. */
  readonly canKeep: boolean;
}

interface Texts {
  readonly message: (program: string, key: string) => string;
  readonly program: string;
  readonly runBy: string;
  readonly keyFor: string;
  readonly account: string;
  readonly meaning: string;
  readonly cannotKeep: string;
  /** The buttons. */
  readonly decisions: Readonly<Record<HandOutDecision, string>>;
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    message: (program, key) => `Give ${program} a key of ${key}?`,
    program: 'Program',
    runBy: 'Run by',
    keyFor: 'Key for',
    account: 'Account',
    meaning: 'Whoever has the key can use this account until the key ends.',
    cannotKeep: 'Gatehouse cannot tell this program from others, so it asks every time.',
    decisions: { denied: 'Deny', once: 'Just this time', always: 'Always', never: 'Never' },
  },
  de: {
    message: (program, key) => `${program} einen Schlüssel von ${key} geben?`,
    program: 'Programm',
    runBy: 'Ausgeführt von',
    keyFor: 'Schlüssel für',
    account: 'Konto',
    meaning: 'Wer den Schlüssel hat, kann dieses Konto nutzen, bis der Schlüssel abläuft.',
    cannotKeep: 'Gatehouse kann dieses Programm nicht von anderen unterscheiden und fragt deshalb jedes Mal.',
    decisions: { denied: 'Ablehnen', once: 'Nur dieses Mal', always: 'Immer', never: 'Nie' },
  },
};

/** A decision as the label of its button. */
export function decisionLabel(decision: HandOutDecision, language: Language): string {
  return texts[language].decisions[decision];
}

export interface HandOutQuestion {
  readonly message: string;
  readonly detail: string;
  /** The first changes nothing. */
  readonly decisions: readonly HandOutDecision[];
}

/** Of a name in the question itself, as much as there is room for; the second part where there is more of it. */
const beginning = /^.{0,60}(?=(.)?)/u;

/** Without its folder, which stands below. */
function nameOf(program: string): string {
  return /[^/\\]+$/.exec(program)?.[0] ?? program;
}

function shortened(text: string): string {
  const [name = '', more] = beginning.exec(printable(text)) ?? [];
  return more === undefined ? name : `${name}…`;
}

export function handOutQuestion(asked: AskedHandOut, language: Language = 'en'): HandOutQuestion {
  const words = texts[language];
  const { program, interpreter, reader, account, provider, canKeep } = asked;
  return {
    message: words.message(shortened(nameOf(program)), `${shortened(provider)}: ${shortened(account)}`),
    detail: [
      ...labelledLines(words.program, program),
      ...(interpreter === undefined ? [] : labelledLines(words.runBy, interpreter)),
      ...labelledLines(words.keyFor, phrase(language, reader)),
      ...labelledLines(words.account, account),
      '',
      words.meaning,
      ...(canKeep ? [] : [words.cannotKeep]),
    ].join('\n'),
    decisions: canKeep ? ['denied', 'once', 'always', 'never'] : ['denied', 'once'],
  };
}
