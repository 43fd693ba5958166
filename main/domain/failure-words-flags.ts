// The words for failures about feature flags, in each language. The subject is the flag.

interface FailureWords {
  readonly what: string;
  readonly next: string;
}

type Words = Readonly<Record<'flag/off' | 'flag/refused', (subject: string) => FailureWords>>;

export const englishFlagFailures: Words = {
  'flag/off': (s) => ({
    what: `The feature flag ${s} is off, so nothing of it is used.`,
    next: 'Look at it with gatehouse flags, and switch it on there or in the settings if you want it.',
  }),
  'flag/refused': (s) => ({
    what: `The feature flag ${s} was left as it is.`,
    next: 'Try again and confirm the question that Gatehouse shows on the desktop, or in the terminal of gatehouse serve.',
  }),
};

export const germanFlagFailures: Words = {
  'flag/off': (s) => ({
    what: `Der Funktionsschalter ${s} ist aus; nichts davon wird benutzt.`,
    next: 'Sieh ihn dir mit gatehouse flags an und schalte ihn dort oder in den Einstellungen ein, wenn du ihn willst.',
  }),
  'flag/refused': (s) => ({
    what: `Der Funktionsschalter ${s} blieb, wie er ist.`,
    next: 'Versuche es noch einmal und bestätige die Frage, die Gatehouse auf dem Desktop oder im Terminal von gatehouse serve stellt.',
  }),
};
