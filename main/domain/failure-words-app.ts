// The words for failures of the app itself, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishAppFailures: FailureWordsOf<'doctor' | 'app' | 'internal'> = {
  'doctor/no-such-finding': (subject) => ({
    what: `Doctor does not find ${subject} now.`,
    next: 'See what it finds: gatehouse doctor',
  }),
  'doctor/by-hand': (subject) => ({
    what: `${subject} is nothing that Gatehouse changes by itself.`,
    next: 'Do what gatehouse doctor says beside it.',
  }),
  'app/safe-mode': () => ({
    what: 'Gatehouse crashed three times in a row soon after its start and runs in safe mode.',
    next: 'Nothing is read, renewed, switched or run by itself. Choose Start normally in the tray or the window, or enter gatehouse doctor --fix safe-mode/Gatehouse in a terminal.',
  }),
  internal: () => ({
    what: 'Something went wrong inside Gatehouse.',
    next: 'Look into the log and report it; nothing was changed.',
  }),
};

export const germanAppFailures: FailureWordsOf<'doctor' | 'app' | 'internal'> = {
  'doctor/no-such-finding': (subject) => ({
    what: `Die Diagnose findet ${subject} nicht mehr.`,
    next: 'Sieh nach, was es findet: gatehouse doctor',
  }),
  'doctor/by-hand': (subject) => ({
    what: `${subject} ist nichts, was Gatehouse von sich aus ändert.`,
    next: 'Tu, was gatehouse doctor daneben schreibt.',
  }),
  'app/safe-mode': () => ({
    what: 'Gatehouse ist dreimal hintereinander kurz nach dem Start abgestürzt und läuft abgesichert.',
    next: 'Von selbst wird nichts gelesen, erneuert, gewechselt oder ausgeführt. Wähle in der Leiste oder im Fenster Normal starten, oder gib im Terminal gatehouse doctor --fix safe-mode/Gatehouse ein.',
  }),
  internal: () => ({
    what: 'In Gatehouse ist etwas schiefgegangen.',
    next: 'Sieh ins Protokoll und melde es; es wurde nichts geändert.',
  }),
};
