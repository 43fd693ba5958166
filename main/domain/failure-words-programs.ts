// The words for failures about programs that Gatehouse runs or sets up, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishProgramFailures: FailureWordsOf<'hook' | 'company-login' | 'shell'> = {
  'hook/unsuitable': (subject) => ({
    what: `${subject} cannot be run for events.`,
    next: 'Name a program of yours by its absolute path, in a place that nobody else can write to.',
  }),
  'hook/refused': (subject) => ({
    what: `${subject} was not approved in the dialog, so nothing was set up.`,
    next: 'Add it again and confirm the question that Gatehouse shows.',
  }),
  'hook/changed': (subject) => ({
    what: `${subject} has changed since you approved it, so it was not run.`,
    next: 'Look at what has changed, then approve it anew: gatehouse hooks add',
  }),
  'hook/failed': (subject) => ({
    what: `${subject} did not run to a good end.`,
    next: 'Run it by hand with an event on its standard input: gatehouse hooks example',
  }),
  'company-login/unsuitable': (subject) => ({
    what: `The company login of ${subject} cannot be used, so nothing was run and nothing was written.`,
    next: 'Check the address; if it is right, ask whoever runs that server.',
  }),
  'company-login/refused': (subject) => ({
    what: `The command of ${subject} was not allowed, so nothing was run and nothing was written.`,
    next: 'Start the login again and say yes to the question that Gatehouse asks.',
  }),
  'company-login/failed': (subject) => ({
    what: `The command of ${subject} gave no key, so nothing was written.`,
    next: 'Run that command in a terminal to see what it says, then start the login again.',
  }),
  'shell/unsuitable': (subject) => ({
    what: `${subject} cannot be set up here.`,
    next: 'See what Gatehouse can set up: gatehouse shell list',
  }),
};

export const germanProgramFailures: FailureWordsOf<'hook' | 'company-login' | 'shell'> = {
  'hook/unsuitable': (subject) => ({
    what: `${subject} kann nicht bei Ereignissen ausgeführt werden.`,
    next: 'Nenne ein Programm von dir mit vollem Pfad, an einem Ort, an dem sonst niemand schreiben darf.',
  }),
  'hook/refused': (subject) => ({
    what: `${subject} wurde im Dialog nicht erlaubt; es wurde nichts eingerichtet.`,
    next: 'Füge es erneut hinzu und bestätige die Frage, die Gatehouse zeigt.',
  }),
  'hook/changed': (subject) => ({
    what: `${subject} hat sich geändert, seit du es erlaubt hast; es wurde nicht ausgeführt.`,
    next: 'Sieh nach, was sich geändert hat, und erlaube es neu: gatehouse hooks add',
  }),
  'hook/failed': (subject) => ({
    what: `${subject} kam zu keinem guten Ende.`,
    next: 'Führe es von Hand aus, mit einem Ereignis auf der Standardeingabe: gatehouse hooks example',
  }),
  'company-login/unsuitable': (subject) => ({
    what: `Die Firmen-Anmeldung von ${subject} ist nicht brauchbar; nichts wurde ausgeführt oder geschrieben.`,
    next: 'Prüfe die Adresse; stimmt sie, frage die, die den Server betreiben.',
  }),
  'company-login/refused': (subject) => ({
    what: `Der Befehl von ${subject} wurde nicht erlaubt; nichts wurde ausgeführt oder geschrieben.`,
    next: 'Starte die Anmeldung noch einmal und beantworte die Frage von Gatehouse mit Ja.',
  }),
  'company-login/failed': (subject) => ({
    what: `Der Befehl von ${subject} hat keinen Schlüssel geliefert; nichts wurde geschrieben.`,
    next: 'Führe den Befehl im Terminal aus, um zu sehen, was er sagt, und starte die Anmeldung neu.',
  }),
  'shell/unsuitable': (subject) => ({
    what: `${subject} lässt sich hier nicht einrichten.`,
    next: 'Sieh nach, was Gatehouse einrichten kann: gatehouse shell list',
  }),
};
