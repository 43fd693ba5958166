// What the page about Gatehouse says.
import { once } from '../once.ts';
import type { AboutView, ProblemView } from '../../../preload/view.ts';

const runtimes: Readonly<Record<'official' | 'fallback', string>> = {
  official: 'The official build of Electron',
  fallback: 'A build of Electron from the npm registry',
};

const places: Readonly<Record<AboutView['places'][number]['name'], string>> = {
  config: 'Settings',
  data: 'Accounts, history and backups',
  log: 'Log',
};

const noLicences: ProblemView = {
  code: 'about/no-licences',
  what: 'The list of packages cannot be read.',
  next: 'It comes with the installed app. Install Gatehouse again to have it.',
};

const count = once(() => new Intl.PluralRules('en'));

export const aboutMessages = {
  aboutText:
    'Keeps your sign-ins to AI coding providers: plans, quota, shared files and switching, from the tray.',
  readingAbout: 'Reading…',
  readAboutAgain: 'Try again',
  versions: 'What runs here',
  gatehouseVersion: 'Gatehouse',
  electronVersion: 'Electron',
  chromiumVersion: 'Chromium',
  nodeVersion: 'Node',
  runtimeName: 'Build',
  runtime: (runtime: 'official' | 'fallback' | null): string =>
    runtime === null ? 'Not packaged' : runtimes[runtime],
  filePlaces: 'Where files are',
  filePlacesEffect: 'Keys are encrypted there. Nothing of it leaves this computer by itself.',
  place: (name: AboutView['places'][number]['name']): string => places[name],
  copyPathOf: (place: string): string => `Copy the path: ${place}`,
  never: 'What Gatehouse never does',
  neverTells: 'It sends no usage data, to nobody: there is no telemetry and no crash report.',
  neverShows: 'It never shows a key in this window, in a log, in a notice or on a command line.',
  neverPasses: 'It is no proxy: your prompts and their answers never pass through it.',
  neverAsks:
    'It asks no hosts but those of the providers, their status pages only when you switch that on, and for updates the one address of its build, if that has one.',
  licences: 'Licences',
  ownLicence: 'Gatehouse itself: MIT licence, by the Gatehouse authors.',
  runtimeLicences: (folder: string | null): string =>
    folder === null
      ? 'Electron and Chromium bring their own licences.'
      : `Electron and Chromium bring their own licences: LICENSE.electron.txt and LICENSES.chromium.html in ${folder}`,
  searchLicences: 'Search packages',
  packagesFound: (shown: number): string =>
    count().select(shown) === 'one' ? `${shown} package` : `${shown} packages`,
  noPackage: 'No package matches.',
  noLicences,
} as const;
