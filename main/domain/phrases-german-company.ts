// The phrase book in German for company logins: why one cannot be used, and what its command did.
import type { PhrasePattern } from './phrases-german-facts.ts';

export const germanCompany: Readonly<Record<string, string>> = {
  'that address': 'diese Adresse',
  'it is not an address': 'das ist keine Adresse',
  'it has to begin with https://': 'sie muss mit https:// beginnen',
  'a user or a password stands in it': 'darin steht ein Benutzer oder ein Passwort',
  'it names a port': 'sie nennt einen Port',
  'something stands behind its path': 'hinter ihrem Pfad steht noch etwas',
  'it is too long': 'sie ist zu lang',
  'it names no command': 'er nennt keinen Befehl',
  'its command cannot be shown as it is': 'sein Befehl lässt sich nicht zeigen, wie er ist',
  'its command is too long to be read in a question':
    'sein Befehl ist zu lang, um ihn in einer Frage zu lesen',
  'what it names is not the name of a variable': 'was er nennt, ist kein Name einer Variablen',
  'its answer is not such a login': 'seine Antwort ist keine solche Anmeldung',
  'it could not be started': 'er ließ sich nicht starten',
  'answer too large': 'die Antwort ist zu groß',
  'it said nothing': 'er hat nichts gesagt',
  'it said more than 64 KiB': 'er hat mehr als 64 KiB gesagt',
  'it did not say plain text': 'er hat keinen reinen Text gesagt',
  'its value has a line break or a NUL in it': 'im Wert steht ein Zeilenumbruch oder ein NUL',
};

export const germanCompanyPatterns: readonly PhrasePattern[] = [
  [/^a server may not have (\w+) set$/, (name = '') => `ein Server darf ${name} nicht setzen`],
  [
    /^there is no program "(.+)" here$/,
    (name = '') => `ein Programm „${name}“ gibt es auf diesem Computer nicht`,
  ],
  [/^it did not end within (\d+) s$/, (seconds = '') => `er kam in ${seconds} s zu keinem Ende`],
  [/^its value is longer than (\d+) bytes$/, (bytes = '') => `der Wert ist länger als ${bytes} Bytes`],
  [
    /^Its file has a login of this company, whose server has a say in its settings\. Its key is in (.+)\.$/,
    (name = '') =>
      `In seiner Datei steht eine Anmeldung dieser Firma; deren Server bestimmt bei den Einstellungen mit. Der Schlüssel steht in ${name}.`,
  ],
];
