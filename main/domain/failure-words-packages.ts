// The words for failures about provider packages, in each language. The subject is the file.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishPackageFailures: FailureWordsOf<'package'> = {
  'package/unapproved': (subject) => ({
    what: `${subject} is not approved, so nothing of it is used.`,
    next: 'Look at what it says, then approve it in Doctor, or with gatehouse packages approve.',
  }),
  'package/changed': (subject) => ({
    what: `${subject} has changed since you approved it: its accounts are kept, but nothing is asked.`,
    next: 'Look at what has changed, then approve it anew in Doctor, or with gatehouse packages approve.',
  }),
  'package/broken': (subject) => ({
    what: `${subject} describes no provider that can be used.`,
    next: 'Correct the file; gatehouse packages check names every place in it.',
  }),
  'package/missing': (subject) => ({
    what: `${subject} is not there any more: its accounts are kept, but nothing is asked.`,
    next: 'Put the file back as it was, or sign these accounts out.',
  }),
  'package/refused': (subject) => ({
    what: `${subject} was not approved, so nothing of it is used.`,
    next: 'Approve it again and confirm the question that Gatehouse shows on the desktop, or in the terminal of gatehouse serve.',
  }),
};

export const germanPackageFailures: FailureWordsOf<'package'> = {
  'package/unapproved': (subject) => ({
    what: `${subject} ist nicht erlaubt; nichts davon wird benutzt.`,
    next: 'Sieh dir an, was darin steht, und erlaube es in der Diagnose oder mit gatehouse packages approve.',
  }),
  'package/changed': (subject) => ({
    what: `${subject} hat sich geändert, seit du es erlaubt hast: Die Konten bleiben, aber es wird nichts abgefragt.`,
    next: 'Sieh nach, was sich geändert hat, und erlaube es neu in der Diagnose oder mit gatehouse packages approve.',
  }),
  'package/broken': (subject) => ({
    what: `${subject} beschreibt keinen Anbieter, der sich benutzen lässt.`,
    next: 'Berichtige die Datei; gatehouse packages check nennt jede Stelle darin.',
  }),
  'package/missing': (subject) => ({
    what: `${subject} ist nicht mehr da: Die Konten bleiben, aber es wird nichts abgefragt.`,
    next: 'Lege die Datei wieder hin, wie sie war, oder melde diese Konten ab.',
  }),
  'package/refused': (subject) => ({
    what: `${subject} wurde nicht erlaubt; nichts davon wird benutzt.`,
    next: 'Erlaube es noch einmal und bestätige die Frage, die Gatehouse auf dem Desktop oder im Terminal von gatehouse serve stellt.',
  }),
};
