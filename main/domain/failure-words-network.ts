// The words for failures on the way to a provider, and at the provider, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishNetworkFailures: FailureWordsOf<'network' | 'provider'> = {
  'network/offline': (subject) => ({
    what: `${subject} cannot be reached.`,
    next: 'Check the connection or proxy; Gatehouse tries again by itself.',
  }),
  'network/timed-out': (subject) => ({
    what: `${subject} did not answer in time.`,
    next: 'Try again in a moment.',
  }),
  'network/host-not-allowed': (subject) => ({
    what: `A request to ${subject} was stopped: no provider lists that host.`,
    next: 'Please report this as a bug.',
  }),
  'network/untrusted': (subject) => ({
    what: `The connection to ${subject} is not trusted, so nothing was sent.`,
    next: 'Check the clock of this computer, and whether a proxy replaces certificates that the system does not know.',
  }),
  'network/pin-mismatch': (subject) => ({
    what: `${subject} showed another public key than the ones that are pinned for it, so nothing was sent.`,
    next: 'If its key was changed on purpose, put the new pin into pins.json in the folder of the settings; else do not use this network.',
  }),
  'network/intercepted': (subject) => ({
    what: `Something on the way to ${subject} answered in its place, as the sign-in page of a public network does.`,
    next: 'Open any page in the browser and sign in to the network; Gatehouse tries again by itself.',
  }),
  'provider/rate-limited': (subject) => ({
    what: `${subject} asks for fewer requests.`,
    next: 'Nothing to do; the last figures stay until it answers again.',
  }),
  'provider/unavailable': (subject) => ({
    what: `${subject} has a fault of its own.`,
    next: 'Nothing to do; Gatehouse tries again.',
  }),
  'provider/forbidden': (subject) => ({
    what: `${subject} does not let this sign-in read that.`,
    next: 'The account stays usable; sign in again if it used to work.',
  }),
  'provider/unexpected-answer': (subject) => ({
    what: `${subject} answered something this version does not understand.`,
    next: 'Update Gatehouse; the last good figures stay.',
  }),
};

export const germanNetworkFailures: FailureWordsOf<'network' | 'provider'> = {
  'network/offline': (subject) => ({
    what: `${subject} ist nicht erreichbar.`,
    next: 'Prüfe die Verbindung oder den Proxy; Gatehouse versucht es von selbst wieder.',
  }),
  'network/timed-out': (subject) => ({
    what: `${subject} hat nicht rechtzeitig geantwortet.`,
    next: 'Versuche es gleich noch einmal.',
  }),
  'network/host-not-allowed': (subject) => ({
    what: `Eine Anfrage an ${subject} wurde gestoppt: Kein Anbieter nennt diesen Host.`,
    next: 'Bitte melde das als Fehler.',
  }),
  'network/untrusted': (subject) => ({
    what: `Der Verbindung zu ${subject} ist nicht zu trauen; es wurde nichts gesendet.`,
    next: 'Prüfe die Uhr dieses Computers, und ob ein Proxy Zertifikate ersetzt, die das System nicht kennt.',
  }),
  'network/pin-mismatch': (subject) => ({
    what: `${subject} hat einen anderen öffentlichen Schlüssel gezeigt als die dafür festgelegten; es wurde nichts gesendet.`,
    next: 'Wurde der Schlüssel mit Absicht geändert, trage den neuen in pins.json im Ordner der Einstellungen ein; sonst nutze dieses Netz nicht.',
  }),
  'network/intercepted': (subject) => ({
    what: `Auf dem Weg zu ${subject} hat etwas anderes geantwortet, wie es die Anmeldeseite eines öffentlichen Netzes tut.`,
    next: 'Öffne eine Seite im Browser und melde dich im Netz an; Gatehouse versucht es von selbst wieder.',
  }),
  'provider/rate-limited': (subject) => ({
    what: `${subject} bittet um weniger Anfragen.`,
    next: 'Du musst nichts tun; die letzten Werte bleiben stehen, bis wieder eine Antwort kommt.',
  }),
  'provider/unavailable': (subject) => ({
    what: `Bei ${subject} gibt es gerade eine Störung.`,
    next: 'Du musst nichts tun; Gatehouse versucht es wieder.',
  }),
  'provider/forbidden': (subject) => ({
    what: `${subject} lässt diese Anmeldung das nicht lesen.`,
    next: 'Das Konto bleibt nutzbar; melde dich erneut an, wenn es früher ging.',
  }),
  'provider/unexpected-answer': (subject) => ({
    what: `${subject} hat etwas geantwortet, das diese Version nicht versteht.`,
    next: 'Aktualisiere Gatehouse; die letzten guten Werte bleiben stehen.',
  }),
};
