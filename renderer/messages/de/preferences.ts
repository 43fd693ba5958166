// What the settings say of themselves, in German.
import { once } from '../once.ts';
import type { SettingsView } from '../../../preload/view.ts';
import type { preferencesMessages as english } from '../en/preferences.ts';
import type { Texts } from '../texts.ts';

const languages: Readonly<Record<SettingsView['language'], string>> = {
  system: 'Wie das System',
  en: 'English',
  de: 'Deutsch',
};

const found = once(() => new Intl.PluralRules('de'));

export const preferencesMessages: Texts<typeof english> = {
  searchSettings: 'Einstellungen durchsuchen',
  /** In the field itself, which is narrow. */
  searchSettingsHint: 'Suchen',
  onlyChanged: 'Nur was ich geändert habe',
  settingsFound: (count: number): string =>
    found().select(count) === 'one' ? `${count} Einstellung gezeigt` : `${count} Einstellungen gezeigt`,
  noSettingFound: 'Keine Einstellung passt',
  noSettingFoundNext: 'Versuch ein anderes Wort, oder leere die Suche, um alle zu sehen.',
  nothingChanged: 'Du hast nichts geändert',
  nothingChangedNext: 'Alles ist so, wie es üblich ist.',
  showAllSettings: 'Alle Einstellungen zeigen',
  settingSections: 'Abschnitte der Einstellungen',

  usually: (value: string): string => `Üblich: ${value}.`,
  usuallySwitched: (on: boolean): string => (on ? 'Üblicherweise an.' : 'Üblicherweise aus.'),
  changedSetting: 'Geändert',
  backToUsual: 'Wie üblich',
  backToUsualFor: (setting: string): string => `Wie üblich: ${setting}`,

  appearance: 'Darstellung',
  starting: 'Start',
  languageName: 'Sprache',
  languageEffect: 'Von Fenster, Infobereich und Meldungen. Im Terminal bleibt es Englisch.',
  languageChoice: (choice: SettingsView['language']): string => languages[choice],
  hideIdentities: 'Namen verbergen',
  hideIdentitiesEffect:
    'Fenster, Infobereich und Meldungen zeigen „Konto 1“ statt Namen und Adressen, etwa während du deinen Bildschirm teilst. Fragen, ob ein Schlüssel herausgegeben wird, nennen das Konto weiterhin, ebenso die Kommandozeile.',
  miniMeter: 'Kleine Anzeige',
  miniMeterEffect:
    'Ein kleines Fenster, das vorn bleibt und zeigt, wie viel das Konto in Gebrauch verbraucht hat. Unter Wayland entscheidet der Desktop, was vorn bleibt; dort kann es hinter anderen Fenstern liegen.',
  shownProviders: 'Gezeigte Anbieter',
  shownProvidersEffect:
    'Einer ohne Haken nimmt in Fenster und Symbolmenü keinen Platz ein. Seine Konten bleiben und arbeiten weiter.',
  incidents: 'Störungen der Anbieter zeigen',
  incidentsEffect:
    'Sagt, wenn ein Anbieter selbst Schwierigkeiten hat. Dafür fragt Gatehouse die öffentlichen Seiten status.claude.com und status.openai.com, ohne jeden Schlüssel.',
  aboutRow: 'Version, Orte der Dateien und die Lizenzen von allem, was darin steckt.',
  openAbout: 'Öffnen',
  openAboutNamed: 'Öffnen: Über Gatehouse',
};
