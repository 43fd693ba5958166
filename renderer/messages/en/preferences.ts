// What the settings say of themselves: the search, what is usual, and how the window looks.
import { once } from '../once.ts';
import type { SettingsView } from '../../../preload/view.ts';

const languages: Readonly<Record<SettingsView['language'], string>> = {
  system: 'As the system',
  en: 'English',
  de: 'Deutsch',
};

const found = once(() => new Intl.PluralRules('en'));

export const preferencesMessages = {
  searchSettings: 'Search settings',
  /** In the field itself, which is narrow. */
  searchSettingsHint: 'Search',
  onlyChanged: 'Only what I changed',
  settingsFound: (count: number): string =>
    found().select(count) === 'one' ? `${count} setting shown` : `${count} settings shown`,
  noSettingFound: 'No setting matches',
  noSettingFoundNext: 'Try another word, or clear the search to see all of them.',
  nothingChanged: 'You have changed nothing',
  nothingChangedNext: 'Everything is as it usually is.',
  showAllSettings: 'Show all settings',
  settingSections: 'Sections of the settings',

  usually: (value: string): string => `Usually: ${value}.`,
  usuallySwitched: (on: boolean): string => (on ? 'Usually on.' : 'Usually off.'),
  changedSetting: 'Changed',
  backToUsual: 'Back to usual',
  backToUsualFor: (setting: string): string => `Back to usual: ${setting}`,

  appearance: 'Appearance',
  starting: 'Start',
  languageName: 'Language',
  languageEffect: 'Of the window, the tray and the notices. Terminals stay in English.',
  /** Each language in its own name. */
  languageChoice: (choice: SettingsView['language']): string => languages[choice],
  hideIdentities: 'Hide identities',
  hideIdentitiesEffect:
    'Window, tray and notices show “Account 1” in the place of names and addresses, for example while you share your screen. Questions about handing out a key still name the account, and so does the command line.',
  miniMeter: 'Small meter',
  miniMeterEffect:
    'A small window that stays on top and shows how much the account in use has used. Under Wayland the desktop decides what stays on top, so it may lie behind other windows.',
  shownProviders: 'Providers shown',
  shownProvidersEffect:
    'One that is not ticked takes no room in the window and the tray. Its accounts stay and go on working.',
  incidents: 'Show incidents of providers',
  incidentsEffect:
    'Says when a provider itself has trouble. For that Gatehouse asks the public pages status.claude.com and status.openai.com, without any key.',
  aboutRow: 'Version, places of files, and the licences of what is in it.',
  openAbout: 'Open',
  openAboutNamed: 'Open About Gatehouse',
} as const;
