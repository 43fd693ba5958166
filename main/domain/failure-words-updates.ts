// The words for what goes wrong with updates, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishUpdateFailures: FailureWordsOf<'update'> = {
  'update/off': (subject) => ({
    what: `${subject} does not look for updates here.`,
    next: 'Get new versions from where you got this one.',
  }),
  'update/not-answered': (subject) => ({
    what: `${subject} did not say which version is the newest.`,
    next: 'Nothing to do; Gatehouse looks again tomorrow, or when you ask it to.',
  }),
  'update/unsigned': (subject) => ({
    what: `What ${subject} says about the newest version is not signed, so nothing was fetched.`,
    next: 'Try again tomorrow; if it stays so, get the new version from where you got this one and report it.',
  }),
  'update/wrong-signature': (subject) => ({
    what: `What ${subject} says about the newest version does not bear the signature of the Gatehouse authors, so nothing was fetched.`,
    next: 'Do not install that version from elsewhere before you know why, and please report it.',
  }),
  'update/refused': (subject) => ({
    what: `What ${subject} says about the newest version is signed, but this version does not take it.`,
    next: 'Get the new version from where you got this one; please report what stands in the brackets.',
  }),
  'update/spoilt': (subject) => ({
    what: `${subject} is not the file that was signed, so it was thrown away.`,
    next: 'Fetch it again; if it repeats, something changes it on the way: please report it.',
  }),
  'update/not-fetched': (subject) => ({
    what: `${subject} could not be fetched; the version that runs is untouched.`,
    next: 'Check the connection and the free space, then fetch it again.',
  }),
  'update/not-installed': (subject) => ({
    what: `${subject} could not be put in place.`,
    next: 'Check that you may write to the folder of Gatehouse, or get the new version from where you got this one.',
  }),
};

export const germanUpdateFailures: FailureWordsOf<'update'> = {
  'update/off': (subject) => ({
    what: `${subject} sucht hier nicht nach Aktualisierungen.`,
    next: 'Hole neue Versionen dort, wo du diese her hast.',
  }),
  'update/not-answered': (subject) => ({
    what: `${subject} hat nicht gesagt, welche Version die neueste ist.`,
    next: 'Nichts zu tun; Gatehouse sieht morgen wieder nach, oder wenn du es sagst.',
  }),
  'update/unsigned': (subject) => ({
    what: `Was ${subject} über die neueste Version sagt, ist nicht signiert; es wurde nichts geladen.`,
    next: 'Versuche es morgen erneut; bleibt es so, hole die neue Version dort, wo du diese her hast, und melde es.',
  }),
  'update/wrong-signature': (subject) => ({
    what: `Was ${subject} über die neueste Version sagt, trägt nicht die Signatur der Gatehouse authors; es wurde nichts geladen.`,
    next: 'Installiere diese Version nicht von anderswo, bevor du weißt, warum, und melde es bitte.',
  }),
  'update/refused': (subject) => ({
    what: `Was ${subject} über die neueste Version sagt, ist signiert, aber diese Version nimmt es nicht an.`,
    next: 'Hole die neue Version dort, wo du diese her hast; melde bitte, was in den Klammern steht.',
  }),
  'update/spoilt': (subject) => ({
    what: `${subject} ist nicht die Datei, die signiert wurde; sie wurde weggeworfen.`,
    next: 'Lade sie erneut; passiert es wieder, verändert sie etwas unterwegs: Bitte melde es.',
  }),
  'update/not-fetched': (subject) => ({
    what: `${subject} ließ sich nicht laden; die laufende Version ist unverändert.`,
    next: 'Prüfe die Verbindung und den freien Platz und lade erneut.',
  }),
  'update/not-installed': (subject) => ({
    what: `${subject} ließ sich nicht einsetzen.`,
    next: 'Prüfe, ob du in den Ordner von Gatehouse schreiben darfst, oder hole die neue Version dort, wo du diese her hast.',
  }),
};
