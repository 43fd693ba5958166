// What the page about Gatehouse says, in German.
import { once } from '../once.ts';
import type { AboutView, ProblemView } from '../../../preload/view.ts';
import type { aboutMessages as english } from '../en/about.ts';
import type { Texts } from '../texts.ts';

const runtimes: Readonly<Record<'official' | 'fallback', string>> = {
  official: 'Das offizielle Electron',
  fallback: 'Ein Electron aus der npm-Registry',
};

const places: Readonly<Record<AboutView['places'][number]['name'], string>> = {
  config: 'Einstellungen',
  data: 'Konten, Verlauf und Sicherungen',
  log: 'Protokoll',
};

const noLicences: ProblemView = {
  code: 'about/no-licences',
  what: 'Die Liste der Pakete lässt sich nicht lesen.',
  next: 'Sie kommt mit der installierten App. Installiere Gatehouse erneut, um sie zu haben.',
};

const count = once(() => new Intl.PluralRules('de'));

export const aboutMessages: Texts<typeof english> = {
  aboutText:
    'Verwahrt deine Anmeldungen bei KI-Anbietern fürs Programmieren: Pläne, Kontingente, geteilte Dateien und der Wechsel, aus dem Infobereich.',
  readingAbout: 'Liest…',
  readAboutAgain: 'Noch einmal',
  versions: 'Was hier läuft',
  gatehouseVersion: 'Gatehouse',
  electronVersion: 'Electron',
  chromiumVersion: 'Chromium',
  nodeVersion: 'Node',
  runtimeName: 'Ausgabe',
  runtime: (runtime: 'official' | 'fallback' | null): string =>
    runtime === null ? 'Nicht als Paket' : runtimes[runtime],
  filePlaces: 'Wo Dateien liegen',
  filePlacesEffect: 'Schlüssel sind dort verschlüsselt. Nichts davon verlässt von selbst diesen Computer.',
  place: (name: AboutView['places'][number]['name']): string => places[name],
  copyPathOf: (place: string): string => `Pfad kopieren: ${place}`,
  never: 'Was Gatehouse nie tut',
  neverTells: 'Es sendet niemandem Nutzungsdaten: keine Telemetrie, keine Absturzberichte.',
  neverShows:
    'Es zeigt nie einen Schlüssel in diesem Fenster, in einem Protokoll, in einer Meldung oder auf einer Befehlszeile.',
  neverPasses: 'Es ist kein Proxy: Deine Prompts und ihre Antworten laufen nie hindurch.',
  neverAsks:
    'Es fragt keine Hosts außer denen der Anbieter, ihre Statusseiten nur, wenn du das einschaltest, und nach Aktualisierungen die eine Adresse seiner Ausgabe, falls sie eine hat.',
  licences: 'Lizenzen',
  ownLicence: 'Gatehouse selbst: MIT-Lizenz, von den Gatehouse authors.',
  runtimeLicences: (folder: string | null): string =>
    folder === null
      ? 'Electron und Chromium bringen ihre eigenen Lizenzen mit.'
      : `Electron und Chromium bringen ihre eigenen Lizenzen mit: LICENSE.electron.txt und LICENSES.chromium.html in ${folder}`,
  searchLicences: 'Pakete durchsuchen',
  packagesFound: (shown: number): string =>
    count().select(shown) === 'one' ? `${shown} Paket` : `${shown} Pakete`,
  noPackage: 'Kein Paket passt.',
  noLicences,
};
