// The words for failures about provider packages, in each language. The subject is the file.

interface FailureWords {
  readonly what: string;
  readonly next: string;
}

type Words = Readonly<
  Record<
    'package/unapproved' | 'package/changed' | 'package/broken' | 'package/missing' | 'package/refused',
    (subject: string) => FailureWords
  >
>;

export const englishPackageFailures: Words = {
  'package/unapproved': (s) => ({
    what: `${s} is not approved, so nothing of it is used.`,
    next: 'Look at what it says, then approve it in Doctor, or with gatehouse packages approve.',
  }),
  'package/changed': (s) => ({
    what: `${s} has changed since you approved it: its accounts are kept, but nothing is asked.`,
    next: 'Look at what has changed, then approve it anew in Doctor, or with gatehouse packages approve.',
  }),
  'package/broken': (s) => ({
    what: `${s} describes no provider that can be used.`,
    next: 'Correct the file; gatehouse packages check names every place in it.',
  }),
  'package/missing': (s) => ({
    what: `${s} is not there any more: its accounts are kept, but nothing is asked.`,
    next: 'Put the file back as it was, or sign these accounts out.',
  }),
  'package/refused': (s) => ({
    what: `${s} was not approved, so nothing of it is used.`,
    next: 'Approve it again and confirm the question that Gatehouse shows on the desktop, or in the terminal of gatehouse serve.',
  }),
};

export const germanPackageFailures: Words = {
  'package/unapproved': (s) => ({
    what: `${s} ist nicht erlaubt; nichts davon wird benutzt.`,
    next: 'Sieh dir an, was darin steht, und erlaube es in der Diagnose oder mit gatehouse packages approve.',
  }),
  'package/changed': (s) => ({
    what: `${s} hat sich geändert, seit du es erlaubt hast: Die Konten bleiben, aber es wird nichts abgefragt.`,
    next: 'Sieh nach, was sich geändert hat, und erlaube es neu in der Diagnose oder mit gatehouse packages approve.',
  }),
  'package/broken': (s) => ({
    what: `${s} beschreibt keinen Anbieter, der sich benutzen lässt.`,
    next: 'Berichtige die Datei; gatehouse packages check nennt jede Stelle darin.',
  }),
  'package/missing': (s) => ({
    what: `${s} ist nicht mehr da: Die Konten bleiben, aber es wird nichts abgefragt.`,
    next: 'Lege die Datei wieder hin, wie sie war, oder melde diese Konten ab.',
  }),
  'package/refused': (s) => ({
    what: `${s} wurde nicht erlaubt; nichts davon wird benutzt.`,
    next: 'Erlaube es noch einmal und bestätige die Frage, die Gatehouse auf dem Desktop oder im Terminal von gatehouse serve stellt.',
  }),
};
