// The words for failures about signing in, and about sign-ins and keys that are kept, in each language. Commands stay as they are typed.
import type { FailureWordsOf } from './failure-words-shape.ts';

export const englishSignInFailures: FailureWordsOf<'sign-in' | 'credential'> = {
  'sign-in/cancelled': (subject) => ({
    what: `Sign-in to ${subject} was cancelled.`,
    next: 'Start it again whenever you like.',
  }),
  'sign-in/timed-out': (subject) => ({
    what: `Nobody finished the sign-in to ${subject} in time.`,
    next: 'Start it again and complete it in the browser.',
  }),
  'sign-in/denied': (subject) => ({
    what: `Access was denied on the sign-in page of ${subject}.`,
    next: 'Start again and choose Allow, or pick another account there.',
  }),
  'sign-in/not-entitled': (subject) => ({
    what: `This ${subject} account may not use coding agents.`,
    next: 'Ask the workspace owner for access, or sign in with another account.',
  }),
  'sign-in/already-running': (subject) => ({
    what: `A sign-in to ${subject} is already waiting.`,
    next: 'Finish it in the browser, or cancel it first.',
  }),
  'sign-in/ports-busy': (subject) => ({
    what: `The ports that ${subject} accepts for sign-in are taken.`,
    next: 'Quit the program that holds them (often another sign-in), then try again.',
  }),
  'sign-in/browser-failed': (subject) => ({
    what: `The browser could not be opened for ${subject}.`,
    next: 'Copy the link into a browser on this machine; the sign-in goes on waiting.',
  }),
  'sign-in/refused-answer': (subject) => ({
    what: `The sign-in answer of ${subject} did not pass the checks, so nothing was stored.`,
    next: 'Start the sign-in again; if it repeats, update Gatehouse.',
  }),
  'sign-in/other-workspace': (subject) => ({
    what: `The sign-in to ${subject} came back with another workspace than the one that was asked for, so nothing was stored.`,
    next: 'Try again and choose that workspace on the page, or sign in without naming one.',
  }),
  'sign-in/consent-needed': (subject) => ({
    what: `Signing in to ${subject} this way needs a client id that you or your company registered with the vendor, and your yes to its terms.`,
    next: 'Enter the id in the window, where the terms stand, or add --client-id ID --agree on the command line; gatehouse auth providers shows the terms.',
  }),
  'sign-in/program-missing': (subject) => ({
    what: `${subject} is not installed, or not where a terminal of yours would find it.`,
    next: 'Install it as the brackets say, then try again, or sign in another way.',
  }),
  'sign-in/program-failed': (subject) => ({
    what: `${subject} ended without signing in; the sign-in before it, if there was one, is untouched.`,
    next: 'Try again, or sign in with that program in a terminal and run: gatehouse auth import',
  }),
  'credential/missing': (subject) => ({
    what: `There is no sign-in for ${subject}.`,
    next: 'Sign in from the tray, or with a command that gatehouse auth providers shows.',
  }),
  'credential/rejected': (subject) => ({
    what: `The stored sign-in of ${subject} is no longer accepted.`,
    next: 'Sign in again.',
  }),
  'credential/key-rejected': (subject) => ({
    what: `${subject} does not accept this API key, so nothing was stored.`,
    next: 'Check that the key is complete and not revoked, or make a new one in the console of the provider.',
  }),
  'credential/malformed': (subject) => ({
    what: `That does not look like something that ${subject} accepts.`,
    next: 'Copy the whole key or id from the provider and enter it again.',
  }),
  'credential/left-to-owner': (subject) => ({
    what: `The sign-in of ${subject} has run out and is renewed by the program that uses it; its last figures stay.`,
    next: 'Run that program once (for example codex), or sign in again.',
  }),
  'credential/not-revoked': (subject) => ({
    what: `${subject} is signed out on this computer, but the provider was not told.`,
    next: 'End the session on the security page of the provider if the computer is not yours alone.',
  }),
  'credential/left-in-file': (subject) => ({
    what: `${subject} is signed out here, but the key stands in a file that is switched off, and may be your own.`,
    next: 'Nothing is to be done to keep it; to be rid of it, take it out of that file yourself.',
  }),
  'credential/revoked': (subject) => ({
    what: `The provider has ended the sign-in of ${subject}.`,
    next: 'Sign in again; nothing here was deleted.',
  }),
  'credential/spent': (subject) => ({
    what: `The stored sign-in of ${subject} is older than the one in use, and its refresh token is spent.`,
    next: 'Keep the present one, or sign in again.',
  }),
  'credential/owner-silent': (subject) => ({
    what: `The program that keeps the sign-in of ${subject} did not answer.`,
    next: 'Run that program once in a terminal and see what it says.',
  }),
  'credential/owner-changed': (subject) => ({
    what: `The program that kept the sign-in of ${subject} is signed in as somebody else now, or not at all.`,
    next: 'Sign in again with that account, or sign it out here; that program was left as it is.',
  }),
};

export const germanSignInFailures: FailureWordsOf<'sign-in' | 'credential'> = {
  'sign-in/cancelled': (subject) => ({
    what: `Die Anmeldung bei ${subject} wurde abgebrochen.`,
    next: 'Starte sie erneut, wann immer du möchtest.',
  }),
  'sign-in/timed-out': (subject) => ({
    what: `Die Anmeldung bei ${subject} wurde nicht rechtzeitig abgeschlossen.`,
    next: 'Starte sie erneut und schließe sie im Browser ab.',
  }),
  'sign-in/denied': (subject) => ({
    what: `Auf der Anmeldeseite von ${subject} wurde der Zugriff abgelehnt.`,
    next: 'Starte erneut und erlaube den Zugriff, oder wähle dort ein anderes Konto.',
  }),
  'sign-in/not-entitled': (subject) => ({
    what: `Dieses Konto bei ${subject} darf keine Agenten zum Programmieren nutzen.`,
    next: 'Bitte den Inhaber des Arbeitsbereichs um Zugriff, oder melde dich mit einem anderen Konto an.',
  }),
  'sign-in/already-running': (subject) => ({
    what: `Eine Anmeldung bei ${subject} läuft bereits.`,
    next: 'Schließe sie im Browser ab, oder brich sie zuerst ab.',
  }),
  'sign-in/ports-busy': (subject) => ({
    what: `Die Ports, die ${subject} für die Anmeldung zulässt, sind belegt.`,
    next: 'Beende das Programm, das sie belegt (oft eine andere Anmeldung), und versuche es erneut.',
  }),
  'sign-in/browser-failed': (subject) => ({
    what: `Der Browser ließ sich für ${subject} nicht öffnen.`,
    next: 'Kopiere den Link in einen Browser auf diesem Computer; die Anmeldung wartet weiter.',
  }),
  'sign-in/refused-answer': (subject) => ({
    what: `Die Antwort von ${subject} auf die Anmeldung hat die Prüfung nicht bestanden; es wurde nichts gespeichert.`,
    next: 'Starte die Anmeldung erneut; passiert es wieder, aktualisiere Gatehouse.',
  }),
  'sign-in/other-workspace': (subject) => ({
    what: `Die Anmeldung bei ${subject} kam mit einem anderen Arbeitsbereich zurück als dem gewünschten; es wurde nichts gespeichert.`,
    next: 'Versuche es erneut und wähle auf der Seite diesen Arbeitsbereich, oder melde dich an, ohne einen zu nennen.',
  }),
  'sign-in/consent-needed': (subject) => ({
    what: `Diese Anmeldung bei ${subject} braucht eine Client-ID, die du oder deine Firma beim Anbieter registriert hat, und dein Ja zu den Bedingungen.`,
    next: 'Gib die ID im Fenster ein, wo die Bedingungen stehen, oder ergänze auf der Befehlszeile --client-id ID --agree; gatehouse auth providers zeigt die Bedingungen.',
  }),
  'sign-in/program-missing': (subject) => ({
    what: `${subject} ist nicht installiert oder liegt nicht dort, wo dein Terminal es finden würde.`,
    next: 'Installiere es, wie in den Klammern steht, und versuche es erneut, oder melde dich auf einem anderen Weg an.',
  }),
  'sign-in/program-failed': (subject) => ({
    what: `${subject} wurde ohne Anmeldung beendet; eine frühere Anmeldung ist unverändert.`,
    next: 'Versuche es erneut, oder melde dich mit dem Programm in einem Terminal an und rufe auf: gatehouse auth import',
  }),
  'credential/missing': (subject) => ({
    what: `Für ${subject} gibt es keine Anmeldung.`,
    next: 'Melde dich im Fenster an, oder mit einem Befehl, den gatehouse auth providers zeigt.',
  }),
  'credential/rejected': (subject) => ({
    what: `Die gespeicherte Anmeldung von ${subject} wird nicht mehr angenommen.`,
    next: 'Melde dich erneut an.',
  }),
  'credential/key-rejected': (subject) => ({
    what: `${subject} nimmt diesen API-Schlüssel nicht an; es wurde nichts gespeichert.`,
    next: 'Prüfe, ob der Schlüssel vollständig und noch gültig ist, oder erstelle beim Anbieter einen neuen.',
  }),
  'credential/malformed': (subject) => ({
    what: `Das sieht nicht nach etwas aus, das ${subject} annimmt.`,
    next: 'Kopiere den ganzen Schlüssel oder die ganze ID beim Anbieter und gib sie erneut ein.',
  }),
  'credential/left-to-owner': (subject) => ({
    what: `Die Anmeldung von ${subject} ist abgelaufen und wird von dem Programm erneuert, das sie nutzt; die letzten Werte bleiben stehen.`,
    next: 'Starte dieses Programm einmal (zum Beispiel codex), oder melde dich erneut an.',
  }),
  'credential/not-revoked': (subject) => ({
    what: `${subject} ist auf diesem Computer abgemeldet, aber der Anbieter weiß nichts davon.`,
    next: 'Beende die Sitzung auf der Sicherheitsseite des Anbieters, wenn der Computer nicht dir allein gehört.',
  }),
  'credential/left-in-file': (subject) => ({
    what: `${subject} ist hier abgemeldet, aber der Schlüssel steht in einer Datei, die ausgeschaltet ist, und kann dein eigener sein.`,
    next: 'Soll er bleiben, ist nichts zu tun; sonst nimm ihn selbst aus der Datei heraus.',
  }),
  'credential/revoked': (subject) => ({
    what: `Der Anbieter hat die Anmeldung von ${subject} beendet.`,
    next: 'Melde dich erneut an; hier wurde nichts gelöscht.',
  }),
  'credential/spent': (subject) => ({
    what: `Die gespeicherte Anmeldung von ${subject} ist älter als die benutzte, und ihr Erneuerungsschlüssel ist verbraucht.`,
    next: 'Behalte die jetzige, oder melde dich erneut an.',
  }),
  'credential/owner-silent': (subject) => ({
    what: `Das Programm, das die Anmeldung von ${subject} verwaltet, hat nicht geantwortet.`,
    next: 'Starte dieses Programm einmal in einem Terminal und sieh nach, was es meldet.',
  }),
  'credential/owner-changed': (subject) => ({
    what: `Das Programm, das die Anmeldung von ${subject} verwaltet hat, ist jetzt mit einem anderen Konto oder gar nicht angemeldet.`,
    next: 'Melde dich erneut mit diesem Konto an, oder melde es hier ab; das Programm blieb, wie es war.',
  }),
};
