// The words for failures, in German. Commands stay as they are typed.
import type { FailureCode } from './failure.ts';
import { germanFlagFailures } from './failure-words-flags.ts';
import { germanPackageFailures } from './failure-words-packages.ts';
import { germanUpdateFailures } from './failure-words-updates.ts';

interface FailureWords {
  readonly what: string;
  readonly next: string;
}

export const germanFailures: Readonly<Record<FailureCode, (subject: string) => FailureWords>> = {
  'sign-in/cancelled': (s) => ({
    what: `Die Anmeldung bei ${s} wurde abgebrochen.`,
    next: 'Starte sie erneut, wann immer du möchtest.',
  }),
  'sign-in/timed-out': (s) => ({
    what: `Die Anmeldung bei ${s} wurde nicht rechtzeitig abgeschlossen.`,
    next: 'Starte sie erneut und schließe sie im Browser ab.',
  }),
  'sign-in/denied': (s) => ({
    what: `Auf der Anmeldeseite von ${s} wurde der Zugriff abgelehnt.`,
    next: 'Starte erneut und erlaube den Zugriff, oder wähle dort ein anderes Konto.',
  }),
  'sign-in/not-entitled': (s) => ({
    what: `Dieses Konto bei ${s} darf keine Agenten zum Programmieren nutzen.`,
    next: 'Bitte den Inhaber des Arbeitsbereichs um Zugriff, oder melde dich mit einem anderen Konto an.',
  }),
  'sign-in/already-running': (s) => ({
    what: `Eine Anmeldung bei ${s} läuft bereits.`,
    next: 'Schließe sie im Browser ab, oder brich sie zuerst ab.',
  }),
  'sign-in/ports-busy': (s) => ({
    what: `Die Ports, die ${s} für die Anmeldung zulässt, sind belegt.`,
    next: 'Beende das Programm, das sie belegt (oft eine andere Anmeldung), und versuche es erneut.',
  }),
  'sign-in/browser-failed': (s) => ({
    what: `Der Browser ließ sich für ${s} nicht öffnen.`,
    next: 'Kopiere den Link in einen Browser auf diesem Computer; die Anmeldung wartet weiter.',
  }),
  'sign-in/refused-answer': (s) => ({
    what: `Die Antwort von ${s} auf die Anmeldung hat die Prüfung nicht bestanden; es wurde nichts gespeichert.`,
    next: 'Starte die Anmeldung erneut; passiert es wieder, aktualisiere Gatehouse.',
  }),
  'sign-in/other-workspace': (s) => ({
    what: `Die Anmeldung bei ${s} kam mit einem anderen Arbeitsbereich zurück als dem gewünschten; es wurde nichts gespeichert.`,
    next: 'Versuche es erneut und wähle auf der Seite diesen Arbeitsbereich, oder melde dich an, ohne einen zu nennen.',
  }),
  'sign-in/consent-needed': (s) => ({
    what: `Diese Anmeldung bei ${s} braucht eine Client-ID, die du oder deine Firma beim Anbieter registriert hat, und dein Ja zu den Bedingungen.`,
    next: 'Gib die ID im Fenster ein, wo die Bedingungen stehen, oder ergänze auf der Befehlszeile --client-id ID --agree; gatehouse auth providers zeigt die Bedingungen.',
  }),
  'sign-in/program-missing': (s) => ({
    what: `${s} ist nicht installiert oder liegt nicht dort, wo dein Terminal es finden würde.`,
    next: 'Installiere es, wie in den Klammern steht, und versuche es erneut, oder melde dich auf einem anderen Weg an.',
  }),
  'sign-in/program-failed': (s) => ({
    what: `${s} wurde ohne Anmeldung beendet; eine frühere Anmeldung ist unverändert.`,
    next: 'Versuche es erneut, oder melde dich mit dem Programm in einem Terminal an und rufe auf: gatehouse auth import',
  }),
  'credential/missing': (s) => ({
    what: `Für ${s} gibt es keine Anmeldung.`,
    next: 'Melde dich im Fenster an, oder mit einem Befehl, den gatehouse auth providers zeigt.',
  }),
  'credential/rejected': (s) => ({
    what: `Die gespeicherte Anmeldung von ${s} wird nicht mehr angenommen.`,
    next: 'Melde dich erneut an.',
  }),
  'credential/key-rejected': (s) => ({
    what: `${s} nimmt diesen API-Schlüssel nicht an; es wurde nichts gespeichert.`,
    next: 'Prüfe, ob der Schlüssel vollständig und noch gültig ist, oder erstelle beim Anbieter einen neuen.',
  }),
  'credential/malformed': (s) => ({
    what: `Das sieht nicht nach etwas aus, das ${s} annimmt.`,
    next: 'Kopiere den ganzen Schlüssel oder die ganze ID beim Anbieter und gib sie erneut ein.',
  }),
  'credential/left-to-owner': (s) => ({
    what: `Die Anmeldung von ${s} ist abgelaufen und wird von dem Programm erneuert, das sie nutzt; die letzten Werte bleiben stehen.`,
    next: 'Starte dieses Programm einmal (zum Beispiel codex), oder melde dich erneut an.',
  }),
  'credential/not-revoked': (s) => ({
    what: `${s} ist auf diesem Computer abgemeldet, aber der Anbieter weiß nichts davon.`,
    next: 'Beende die Sitzung auf der Sicherheitsseite des Anbieters, wenn der Computer nicht dir allein gehört.',
  }),
  'credential/revoked': (s) => ({
    what: `Der Anbieter hat die Anmeldung von ${s} beendet.`,
    next: 'Melde dich erneut an; hier wurde nichts gelöscht.',
  }),
  'credential/spent': (s) => ({
    what: `Die gespeicherte Anmeldung von ${s} ist älter als die benutzte, und ihr Erneuerungsschlüssel ist verbraucht.`,
    next: 'Behalte die jetzige, oder melde dich erneut an.',
  }),
  'credential/owner-silent': (s) => ({
    what: `Das Programm, das die Anmeldung von ${s} verwaltet, hat nicht geantwortet.`,
    next: 'Starte dieses Programm einmal in einem Terminal und sieh nach, was es meldet.',
  }),
  'credential/owner-changed': (s) => ({
    what: `Das Programm, das die Anmeldung von ${s} verwaltet hat, ist jetzt mit einem anderen Konto oder gar nicht angemeldet.`,
    next: 'Melde dich erneut mit diesem Konto an, oder melde es hier ab; das Programm blieb, wie es war.',
  }),
  'network/offline': (s) => ({
    what: `${s} ist nicht erreichbar.`,
    next: 'Prüfe die Verbindung oder den Proxy; Gatehouse versucht es von selbst wieder.',
  }),
  'network/timed-out': (s) => ({
    what: `${s} hat nicht rechtzeitig geantwortet.`,
    next: 'Versuche es gleich noch einmal.',
  }),
  'network/host-not-allowed': (s) => ({
    what: `Eine Anfrage an ${s} wurde gestoppt: Kein Anbieter nennt diesen Host.`,
    next: 'Bitte melde das als Fehler.',
  }),
  'network/untrusted': (s) => ({
    what: `Der Verbindung zu ${s} ist nicht zu trauen; es wurde nichts gesendet.`,
    next: 'Prüfe die Uhr dieses Computers, und ob ein Proxy Zertifikate ersetzt, die das System nicht kennt.',
  }),
  'network/pin-mismatch': (s) => ({
    what: `${s} hat einen anderen öffentlichen Schlüssel gezeigt als die dafür festgelegten; es wurde nichts gesendet.`,
    next: 'Wurde der Schlüssel mit Absicht geändert, trage den neuen in pins.json im Ordner der Einstellungen ein; sonst nutze dieses Netz nicht.',
  }),
  'network/intercepted': (s) => ({
    what: `Auf dem Weg zu ${s} hat etwas anderes geantwortet, wie es die Anmeldeseite eines öffentlichen Netzes tut.`,
    next: 'Öffne eine Seite im Browser und melde dich im Netz an; Gatehouse versucht es von selbst wieder.',
  }),
  'provider/rate-limited': (s) => ({
    what: `${s} bittet um weniger Anfragen.`,
    next: 'Du musst nichts tun; die letzten Werte bleiben stehen, bis wieder eine Antwort kommt.',
  }),
  'provider/unavailable': (s) => ({
    what: `Bei ${s} gibt es gerade eine Störung.`,
    next: 'Du musst nichts tun; Gatehouse versucht es wieder.',
  }),
  'provider/forbidden': (s) => ({
    what: `${s} lässt diese Anmeldung das nicht lesen.`,
    next: 'Das Konto bleibt nutzbar; melde dich erneut an, wenn es früher ging.',
  }),
  'provider/unexpected-answer': (s) => ({
    what: `${s} hat etwas geantwortet, das diese Version nicht versteht.`,
    next: 'Aktualisiere Gatehouse; die letzten guten Werte bleiben stehen.',
  }),
  'storage/key-store-missing': (s) => ({
    what: `Es gibt keinen Schlüsselspeicher, der die Schlüssel von ${s} schützt; es wurde nichts geschrieben.`,
    next: 'Starte einen Secret Service wie gnome-keyring (oder KWallet) und versuche es erneut.',
  }),
  'storage/key-store-locked': (s) => ({
    what: `Der Schlüsselspeicher ist gesperrt; die Schlüssel von ${s} lassen sich nicht nutzen.`,
    next: 'Entsperre den Schlüsselbund und versuche es erneut.',
  }),
  'storage/key-store-silent': (s) => ({
    what: `Der Schlüsselspeicher antwortet nicht; die Schlüssel von ${s} lassen sich nicht nutzen.`,
    next: 'Starte den Secret Service neu (zum Beispiel gnome-keyring-daemon) und versuche es erneut.',
  }),
  'storage/key-store-changed': (s) => ({
    what: `Die Schlüssel von ${s} wurden mit einem anderen Schlüsselspeicher verschlüsselt; sie blieben, wie sie sind.`,
    next: 'Starte den hier genannten Schlüsselspeicher wieder, oder melde dich neu an.',
  }),
  'storage/key-store-passphrase': (s) => ({
    what: `Die Schlüssel von ${s} sind mit deiner Passphrase geschützt.`,
    next: 'Gib sie im Fenster ein, oder rufe auf: gatehouse auth unlock',
  }),
  'storage/passphrase-wrong': (s) => ({
    what: `Das ist nicht die Passphrase von ${s}.`,
    next: 'Gib sie erneut ein; es wurde nichts geändert.',
  }),
  'storage/newer-schema': (s) => ({
    what: `${s} wurde von einem neueren Gatehouse geschrieben und blieb unberührt.`,
    next: 'Aktualisiere Gatehouse.',
  }),
  'storage/read-only': (s) => ({
    what: `${s} hat ein neueres Gatehouse geschrieben; die Datei wird nur gelesen: Konten dienen, solange ihre Schlüssel gelten, und nichts wird erneuert.`,
    next: 'Aktualisiere Gatehouse, oder beende es und lege die Kopie von vorher an die Stelle der Datei.',
  }),
  'storage/unreadable': (s) => ({
    what: `${s} lässt sich nicht als das lesen, was es sein sollte, und blieb unberührt.`,
    next: 'Repariere die Datei oder lege sie woanders ab, und versuche es erneut.',
  }),
  'storage/conflict': (s) => ({
    what: `Ein anderes Programm hat ${s} im selben Moment geändert; davon wurde nichts überschrieben.`,
    next: 'Versuche es erneut.',
  }),
  'storage/lock-held': (s) => ({
    what: `Ein anderes Programm arbeitet an ${s} und wurde nicht rechtzeitig fertig; es wurde nichts getan.`,
    next: 'Warte, bis das Programm in den Klammern fertig ist, oder beende es, und versuche es erneut.',
  }),
  'storage/refused-path': (s) => ({
    what: `${s} ist keine einfache Datei von dir; Gatehouse schreibt dort nicht.`,
    next: 'Mach daraus eine gewöhnliche Datei, die dir gehört, in einem Ordner, der dir gehört.',
  }),
  'storage/managed-elsewhere': (s) => ({
    what: `${s} verwaltet eine eigene Anmeldung an anderer Stelle; Gatehouse schreibt seine Datei nicht.`,
    next: 'Nimm cli_auth_credentials_store aus den Einstellungen, oder melde das Programm zuerst ab, um die Datei zu nutzen.',
  }),
  'storage/not-ours': (s) => ({
    what: `${s} stammt nicht von Gatehouse und bleibt deshalb, wie es ist.`,
    next: 'Verschiebe es oder benenne es um, und versuche es dann noch einmal.',
  }),
  'storage/write-failed': (s) => ({
    what: `${s} ließ sich nicht schreiben; was vorher da war, ist unversehrt.`,
    next: 'Prüfe den freien Speicherplatz und die Rechte, und versuche es erneut.',
  }),
  'quota/not-known': (s) => ({
    what: `Es ist nicht bekannt, wie viel vom Kontingent von ${s} übrig ist.`,
    next: 'Rufe auf: gatehouse auth quota --now. Um ohne dieses Wissen weiterzumachen, ergänze --allow-unknown.',
  }),
  'quota/too-little-left': (s) => ({
    what: `Vom Kontingent von ${s} ist weniger übrig, als verlangt wurde.`,
    next: 'Warte, bis es sich erneuert, oder wechsle mit: gatehouse auth switch',
  }),
  'quota/exceeded': (s) => ({
    what: `Bei ${s} ist weniger übrig, als hierfür nötig ist.`,
    next: 'Warte, bis es sich erneuert (--wait), verlange weniger (--estimate), oder nimm ein anderes Konto (--account).',
  }),
  'quota/concurrent-limit': (s) => ({
    what: `${s} wird schon von so vielen Agenten genutzt, wie erlaubt sind.`,
    next: 'Warte, bis einer fertig ist (--wait), oder erlaube in den Einstellungen mehr.',
  }),
  'quota/daily-limit': (s) => ({
    what: `Was du ${s} für einen Tag erlaubst, ist aufgebraucht.`,
    next: 'Warte bis Mitternacht, erlaube in den Einstellungen mehr, oder nimm ein anderes Konto (--account).',
  }),
  'quota/not-found': (s) => ({
    what: `${s} hat kein Kontingent, das so gezählt wird.`,
    next: 'Gib die Schätzung in Prozent an, wie in --estimate 5%.',
  }),
  'quota/subscription-ended': (s) => ({
    what: `Das Abo von ${s} ist abgelaufen.`,
    next: 'Verlängere es beim Anbieter, oder nimm ein anderes Konto (--account).',
  }),
  'hook/unsuitable': (s) => ({
    what: `${s} kann nicht bei Ereignissen ausgeführt werden.`,
    next: 'Nenne ein Programm von dir mit vollem Pfad, an einem Ort, an dem sonst niemand schreiben darf.',
  }),
  'hook/refused': (s) => ({
    what: `${s} wurde im Dialog nicht erlaubt; es wurde nichts eingerichtet.`,
    next: 'Füge es erneut hinzu und bestätige die Frage, die Gatehouse zeigt.',
  }),
  'hook/changed': (s) => ({
    what: `${s} hat sich geändert, seit du es erlaubt hast; es wurde nicht ausgeführt.`,
    next: 'Sieh nach, was sich geändert hat, und erlaube es neu: gatehouse hooks add',
  }),
  'hook/failed': (s) => ({
    what: `${s} kam zu keinem guten Ende.`,
    next: 'Führe es von Hand aus, mit einem Ereignis auf der Standardeingabe: gatehouse hooks example',
  }),
  ...germanFlagFailures,
  ...germanPackageFailures,
  'company-login/unsuitable': (s) => ({
    what: `Die Firmen-Anmeldung von ${s} ist nicht brauchbar; nichts wurde ausgeführt oder geschrieben.`,
    next: 'Prüfe die Adresse; stimmt sie, frage die, die den Server betreiben.',
  }),
  'company-login/refused': (s) => ({
    what: `Der Befehl von ${s} wurde nicht erlaubt; nichts wurde ausgeführt oder geschrieben.`,
    next: 'Starte die Anmeldung noch einmal und beantworte die Frage von Gatehouse mit Ja.',
  }),
  'company-login/failed': (s) => ({
    what: `Der Befehl von ${s} hat keinen Schlüssel geliefert; nichts wurde geschrieben.`,
    next: 'Führe den Befehl im Terminal aus, um zu sehen, was er sagt, und starte die Anmeldung neu.',
  }),
  'broker/bad-request': () => ({
    what: 'Gatehouse kann nicht tun, was verlangt wurde.',
    next: 'Sieh in die Hilfe des Befehls (--help); es ist der, der mit der App kam.',
  }),
  'broker/cancelled': () => ({
    what: 'Gatehouse wurde mittendrin angehalten.',
    next: 'Starte es erneut, wann immer du möchtest; was vorher erledigt war, bleibt erledigt.',
  }),
  'broker/not-granted': () => ({
    what: 'Das laufende Gatehouse lässt diesen Aufrufer nicht zu.',
    next: 'Führe den Befehl als der Benutzer aus, der die App gestartet hat.',
  }),
  'broker/busy': () => ({
    what: 'Das laufende Gatehouse ist beschäftigt.',
    next: 'Versuche es gleich noch einmal.',
  }),
  'broker/not-running': () => ({
    what: 'Gatehouse läuft nicht.',
    next: 'Starte es auf deinem Desktop, oder rufe auf: gatehouse open',
  }),
  'broker/silent': () => ({
    what: 'Gatehouse läuft, antwortet aber nicht.',
    next: 'Warte kurz und versuche es erneut; bleibt es so, beende den Prozess gatehouse-app und starte ihn neu.',
  }),
  'broker/version-mismatch': () => ({
    what: 'Das laufende Gatehouse hat eine andere Version als dieser Befehl.',
    next: 'Beende es (gatehouse quit) und starte es neu.',
  }),
  'broker/not-permitted': (s) => ({
    what: `Gatehouse lässt den Agenten von ${s} das nicht tun.`,
    next: 'Tu es in einem eigenen Terminal, außerhalb von gatehouse run.',
  }),
  'broker/no-such-lease': () => ({
    what: 'Gatehouse kennt keine solche Zuteilung, oder sie gehört nicht diesem Aufrufer.',
    next: 'Sieh nach, welche es gibt: gatehouse lease list',
  }),
  'broker/lease-ended': () => ({
    what: 'Die Zuteilung ist beendet; Gatehouse gibt dafür nichts mehr heraus.',
    next: 'Starte den Befehl erneut mit: gatehouse run',
  }),
  'broker/unknown-caller': () => ({
    what: 'Das System bestätigt Gatehouse nicht, dass dieser Prozess dem Aufrufer gehört.',
    next: 'Nenne die PID des Befehls selbst oder eines Vorfahren, oder halte die Zuteilung stattdessen offen.',
  }),
  'broker/hand-out-denied': (s) => ({
    what: `Gatehouse hat ${s} den Schlüssel nicht gegeben, weil es niemand erlaubt hat.`,
    next: 'Starte es erneut und beantworte die Frage von Gatehouse, oder erlaube es vorher: gatehouse allow',
  }),
  'broker/locked': () => ({
    what: 'Gatehouse ist gesperrt; es wird kein Schlüssel herausgegeben.',
    next: 'Entsperre es über das Symbol in der Leiste, oder rufe auf: gatehouse unlock',
  }),
  'broker/no-such-program': (s) => ({
    what: `Gatehouse findet hier kein Programm ${s}.`,
    next: 'Prüfe die Schreibweise und den PATH.',
  }),
  'broker/not-acceptable': (s) => ({
    what: `Gatehouse hat kein solches Konto, das ${s} nutzen kann.`,
    next: 'Lass --account und --provider weg, oder nenne eines, das es nutzen kann.',
  }),
  'broker/no-window': () => ({
    what: 'Das laufende Gatehouse hat kein Fenster: Es wurde mit gatehouse serve ohne eines gestartet.',
    next: 'Nutze die Befehlszeile, zum Beispiel: gatehouse auth status',
  }),
  'selection/unknown-provider': (s) => ({
    what: `Es gibt keinen Anbieter namens ${s}.`,
    next: 'Nimm einen der Namen, die gatehouse auth providers nennt.',
  }),
  'selection/unknown-account': (s) => ({
    what: `Es gibt kein Konto namens ${s}.`,
    next: 'Nimm einen der Namen, die gatehouse auth status nennt.',
  }),
  'selection/several-accounts': (s) => ({
    what: `${s} hat mehr als ein Konto.`,
    next: 'Nenne eines mit --account, so wie gatehouse auth status es nennt.',
  }),
  'selection/no-valid-auth': (s) => ({
    what: `Gerade ist kein Konto nutzbar: ${s}.`,
    next: 'Melde dich an, erlaube in den Einstellungen das Ausweichen, oder warte, bis sich das Kontingent erneuert.',
  }),
  'selection/unproved': (s) => ({
    what: `Es wurde nicht gewechselt: Ob die Anmeldung von ${s} funktioniert, ließ sich nicht klären.`,
    next: 'Versuche es gleich noch einmal, oder ergänze --unchecked bei: gatehouse auth switch',
  }),
  'selection/busy': (s) => ({
    what: `Es wurde nicht gewechselt: Bei ${s} läuft noch ein anderer Wechsel.`,
    next: 'Warte, bis er fertig ist, und versuche es erneut.',
  }),
  'selection/nothing-to-undo': (s) => ({
    what: `Bei ${s} gibt es keinen Wechsel, der sich zurücknehmen ließe.`,
    next: 'Sieh nach, was in Gebrauch ist: gatehouse auth status',
  }),
  'selection/changed-since': (s) => ({
    what: `Es wurde nichts zurückgenommen: ${s} wurde seit dem Wechsel von jemand anderem geschrieben.`,
    next: 'Sieh es dir an, und wechsle dann zu dem Konto, das du möchtest: gatehouse auth switch',
  }),
  'selection/unfinished': (s) => ({
    what: `Ein Wechsel wurde unterbrochen und ließ sich wegen ${s} noch nicht beenden oder zurücknehmen.`,
    next: 'Behebe das; Gatehouse versucht es erneut, wenn du sein Fenster öffnest. Bis dahin wird nicht gewechselt.',
  }),
  'selection/no-shortcuts': (s) => ({
    what: `Dieser Desktop (Wayland) gibt Programmen kein Tastenkürzel, das überall gilt; ${s} bewirkt nichts.`,
    next: 'Lege in den Einstellungen des Desktops eine Taste auf gatehouse auth switch.',
  }),
  'selection/shortcut-taken': (s) => ({
    what: `Das Tastenkürzel ${s} gehört einem anderen Programm oder ist keines; hier bewirkt es nichts.`,
    next: 'Wähle in den Einstellungen ein anderes.',
  }),
  'shell/unsuitable': (s) => ({
    what: `${s} lässt sich hier nicht einrichten.`,
    next: 'Sieh nach, was Gatehouse einrichten kann: gatehouse shell list',
  }),
  'doctor/no-such-finding': (s) => ({
    what: `Die Diagnose findet ${s} nicht mehr.`,
    next: 'Sieh nach, was es findet: gatehouse doctor',
  }),
  'doctor/by-hand': (s) => ({
    what: `${s} ist nichts, was Gatehouse von sich aus ändert.`,
    next: 'Tu, was gatehouse doctor daneben schreibt.',
  }),
  'app/safe-mode': () => ({
    what: 'Gatehouse ist dreimal hintereinander kurz nach dem Start abgestürzt und läuft abgesichert.',
    next: 'Von selbst wird nichts gelesen, erneuert, gewechselt oder ausgeführt. Wähle in der Leiste oder im Fenster Normal starten, oder gib im Terminal gatehouse doctor --fix safe-mode/Gatehouse ein.',
  }),
  ...germanUpdateFailures,
  internal: () => ({
    what: 'In Gatehouse ist etwas schiefgegangen.',
    next: 'Sieh ins Protokoll und melde es; es wurde nichts geändert.',
  }),
};
