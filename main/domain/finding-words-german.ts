// The words for what Doctor finds, in German. Names of variables, files and commands stay as they are typed.
import type { FindingTexts } from './finding-texts.ts';

export const germanFindings: FindingTexts = {
  theProgram: 'Das Programm',
  words: {
    'environment-key': ({ program, where, detail }) => ({
      what: `${program} nutzt ${where}${detail} und nicht seine Anmeldung.`,
      next: `Entferne ${where} dort, wo es gesetzt wird, und öffne ein neues Terminal.`,
    }),
    'environment-token': ({ program, where, detail }) => ({
      what: `${program} nutzt das Token in ${where}${detail} und nicht seine Anmeldung.`,
      next: `Entferne ${where} dort, wo es gesetzt wird, und öffne ein neues Terminal.`,
    }),
    'config-folder': ({ program, where, detail }) => ({
      what: `${where} schickt ${program} in einen anderen Ordner: ${detail}.`,
      next: `Entferne ${where}, oder starte Gatehouse mit demselben Wert, damit beide denselben Ordner meinen.`,
    }),
    keyring: ({ program, where, detail }) => ({
      what: `${program} soll seine Anmeldung anderswo als in seiner Datei aufbewahren${detail}; was dort steht, zählt also nicht.`,
      next: `Nimm cli_auth_credentials_store aus ${where}, oder setze es auf "file".`,
    }),
    'stale-file': ({ program, where, detail }) => ({
      what: `${where} enthält Schlüssel, die ${program} nicht mehr nutzen kann${detail}.`,
      next: 'Lass die Datei neu schreiben, oder melde dich mit dem Programm neu an.',
    }),
    'foreign-writer': ({ program, where, detail }) => ({
      what: `Ein anderes Programm hat ${where} geschrieben, und ${program} liest es${detail}.`,
      next:
        detail === ''
          ? 'Deine Anmeldung steht noch darin: Bestätige es, wenn es so gewollt ist.'
          : 'Warst du das, nutze dieses Konto auch hier; sonst lass die Datei für das Konto in Gebrauch neu schreiben.',
    }),
    'dead-well-known': ({ program, where, detail }) => ({
      what: `${program} fragt bei jedem Start ${where} und bekommt von dort nichts${detail}.`,
      next: 'Entferne den Eintrag, oder verbinde dich zuerst mit diesem Netz: Bis dahin können Befehle scheitern.',
    }),
    'unreached-well-known': ({ program, where, detail }) => ({
      what: `${program} fragt bei jedem Start ${where}, und das ist von hier gerade nicht erreichbar${detail}.`,
      next: 'Verbinde dich zuerst mit diesem Netz: Bis dahin können Befehle scheitern.',
    }),
    'forked-chain': ({ program, where, detail }) => ({
      what: `${where} von ${program} enthält eine Kopie der Anmeldung${detail}: Welches Programm sie zuerst erneuert, meldet das andere ab.`,
      next: `Entferne die Kopie, und melde dich mit ${program} selbst an, wo es eine eigene Anmeldung braucht.`,
    }),
    'open-rights': ({ where, detail }) => ({
      what: `Andere Benutzer dieses Computers kommen an die Schlüssel in ${where}${detail}.`,
      next: 'Lass die Datei schließen, oder führe chmod 600 darauf aus.',
    }),
    link: ({ program, where, detail }) => ({
      what: `${where}, das ${program} liest, ist ein Verweis${detail}: Was geschrieben wird, landet an jenem Ort.`,
      next: 'Lege dort eine einfache Datei ab, außer du willst es so.',
    }),
    'old-identity-runs': ({ program, where, detail }) => ({
      what: `${program} (${where}) wurde vor dem letzten Wechsel gestartet und behält das Konto von vorher${detail}.`,
      next: 'Beende es und starte es neu, wenn seine Arbeit getan ist.',
    }),
    'two-owners': ({ program, where, detail }) => ({
      what: `Die Anmeldung von ${program} in ${where} steht in einer zweiten Datei${detail}: Welches Programm sie zuerst erneuert, meldet das andere ab.`,
      next: 'Entferne sie aus einer der beiden, und melde dich dort eigens an.',
    }),
    'key-in-rc-file': ({ where, detail }) => ({
      what: `${where} setzt in jedem Terminal einen Schlüssel${detail}.`,
      next: 'Kommentiere die Zeile aus und verwahre den Schlüssel stattdessen hier: gatehouse auth login',
    }),
    'key-in-env-file': ({ where, detail }) => ({
      what: `${where} enthält einen Schlüssel${detail}, den dort gestartete Programme für ihre Anmeldung halten können.`,
      next: 'Entferne ihn von Hand, wenn er nicht für sie gedacht ist; von hier aus wird er nie geändert.',
    }),
    'different-proxies': ({ where, detail }) => ({
      what: `Dieses Terminal und Gatehouse erreichen das Netz auf verschiedenen Wegen${detail}.`,
      next: `Gib beiden dasselbe ${where}: Beende Gatehouse und starte es aus diesem Terminal, oder ändere es dort.`,
    }),
    'shell-start-bypassed': ({ program, where, detail }) =>
      detail === ''
        ? {
            what: `Ein einfacher Aufruf von ${program} findet zuerst ${where} und folgt nicht dem Konto in Gebrauch.`,
            next: 'Öffne ein neues Terminal; bleibt es so, stelle den Ordner von Gatehouse im PATH an den Anfang.',
          }
        : {
            what: `${where} gibt den Namen von ${program}${detail} einem Alias oder einer Funktion, und die folgt nicht dem Konto in Gebrauch.`,
            next: 'Entferne sie dort, oder lass sie das Programm mit seinem einfachen Namen aufrufen; öffne dann ein neues Terminal.',
          },
    'unapproved-program': ({ where, detail }) => ({
      what: `${where} wird nicht mehr ausgeführt${detail}.`,
      next: 'Sieh nach, was sich geändert hat, und erlaube es neu (gatehouse hooks add), oder entferne es.',
    }),
    'unapproved-package': ({ where, detail }) => ({
      what: `${where} beschreibt einen Anbieter, den du nicht erlaubt hast; er wird nicht benutzt${detail}.`,
      next: 'Sieh dir die Datei an und erlaube sie, oder nimm sie weg.',
    }),
    'changed-package': ({ where, detail }) => ({
      what: `${where} beschreibt einen Anbieter und ist nicht mehr, wie du es erlaubt hast; für seine Konten wird nichts abgefragt${detail}.`,
      next: 'Sieh nach, was sich geändert hat, und erlaube es neu, oder stelle die Datei wieder her.',
    }),
    'broken-package': ({ where, detail }) => ({
      what: `${where} soll einen Anbieter beschreiben und tut es nicht${detail}.`,
      next: 'Berichtige die Datei (gatehouse packages check nennt jede Stelle), oder nimm sie weg.',
    }),
    'inert-flag': ({ where, detail }) => ({
      what: `Was für den Funktionsschalter ${where} aufbewahrt ist, zählt nicht${detail}.`,
      next: 'Sieh dir gatehouse flags an und stelle ihn dort oder in den Einstellungen neu, oder nimm die Wahl zurück.',
    }),
    'inert-flags': ({ where, detail }) => ({
      what: `${where} enthält keine Wahl von dir für Funktionsschalter, die sich öffnen lässt; es gelten die vorsichtigen Stellungen${detail}.`,
      next: 'Wähle neu (gatehouse flags set oder die Einstellungen); das ersetzt die Datei. Oder nimm sie weg.',
    }),
    'newer-vault': ({ where, detail }) => ({
      what: `${where} hat ein neueres Gatehouse geschrieben; hier wird darin nichts geändert${detail}.`,
      next: 'Aktualisiere Gatehouse, oder beende es und lege die Kopie von vorher an die Stelle der Datei.',
    }),
    'newer-file': ({ where, detail }) => ({
      what: `${where} hat ein neueres Gatehouse geschrieben; die Datei bleibt, wie sie ist${detail}.`,
      next: 'Aktualisiere Gatehouse, um sie wieder zu nutzen; bis dahin ist nichts zu tun.',
    }),
    'broken-pins': ({ where, detail }) => ({
      what: `${where} sagt nicht, welche Schlüssel Server zeigen müssen; ein Gatehouse, das damit startet, fragt bei keinem Anbieter etwas ab${detail}.`,
      next: 'Berichtige die Datei oder nimm sie weg, beende dann Gatehouse und starte es neu.',
    }),
    'closed-packages': ({ where, detail }) => ({
      what: `Der Ordner ${where} lässt sich nicht lesen; niemand sieht, was die Dateien darin von Anbietern sagen${detail}.`,
      next: 'Sieh nach, ob er dir gehört, und führe chmod 700 dafür aus.',
    }),
    'forced-login-method': ({ program, where, detail }) => ({
      what: `${where} lässt ${program} die Anmeldung ablehnen, die in seiner Datei steht${detail}.`,
      next: 'Nimm forced_login_method heraus, oder nutze ein Konto dieser Art.',
    }),
    'safe-mode': ({ where, detail }) => ({
      what: `${where} ist dreimal hintereinander kurz nach dem Start abgestürzt; von selbst wird nichts gelesen, erneuert, gewechselt oder ausgeführt${detail}.`,
      next: 'Sieh ins Protokoll und starte dann normal.',
    }),
  },
  repairs: {
    'take-out': 'Aus der Datei nehmen',
    'comment-out': 'Zeile auskommentieren',
    close: 'Nur mich lesen lassen',
    'write-anew': 'Neu schreiben',
    approve: 'Ansehen und erlauben…',
    'accept-write': 'Das ist so gewollt',
    'start-normally': 'Normal starten',
  },
};
