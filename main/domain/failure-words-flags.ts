// The words for failures about feature flags, in each language. The subject is the flag.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishFlagFailures: FailureWordsOf<'flag'> = {
  'flag/off': (subject) => ({
    what: `The feature flag ${subject} is off, so nothing of it is used.`,
    next: 'Look at it with gatehouse flags, and switch it on there or in the settings if you want it.',
  }),
  'flag/refused': (subject) => ({
    what: `The feature flag ${subject} was left as it is.`,
    next: 'Try again and confirm the question that Gatehouse shows on the desktop, or in the terminal of gatehouse serve.',
  }),
};

export const germanFlagFailures: FailureWordsOf<'flag'> = {
  'flag/off': (subject) => ({
    what: `Der Funktionsschalter ${subject} ist aus; nichts davon wird benutzt.`,
    next: 'Sieh ihn dir mit gatehouse flags an und schalte ihn dort oder in den Einstellungen ein, wenn du ihn willst.',
  }),
  'flag/refused': (subject) => ({
    what: `Der Funktionsschalter ${subject} blieb, wie er ist.`,
    next: 'Versuche es noch einmal und bestätige die Frage, die Gatehouse auf dem Desktop oder im Terminal von gatehouse serve stellt.',
  }),
};
