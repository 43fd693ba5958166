// What is said of files with settings, in German.
import { once } from '../once.ts';
import type { DailyLimitView, IgnoredReasonView } from '../../../preload/view.ts';
import type { settingsFileMessages as english } from '../en/settings-file.ts';
import type { Texts } from '../texts.ts';
import { all } from './lists.ts';

const plural = once(() => new Intl.PluralRules('de'));
const figures = once(() => new Intl.NumberFormat('de-DE'));
const settingsOf = (count: number): string =>
  plural().select(count) === 'one' ? `${count} Einstellung` : `${count} Einstellungen`;

const ignoredReasons: Readonly<Record<IgnoredReasonView, string>> = {
  'stays-here': 'Gehören zu einem Computer oder sind ein Ja, das auf jedem gegeben wird',
  'not-here': 'Über einen Anbieter oder ein Konto, das es hier nicht gibt',
  unsuitable: 'Nicht in dem, was erlaubt ist',
  unknown: 'Hier nicht bekannt',
};

export const settingsFileMessages: Texts<typeof english> = {
  settingsFile: 'Einstellungen als Datei',
  settingsFileEffect:
    'Kein Schlüssel, kein Ja von dir, kein Programm bei Ereignissen und nichts, was zu einem Computer gehört, steht darin.',
  exportSettings: 'Meine Einstellungen sichern',
  exportSettingsEffect: 'Als Datei, für einen anderen Computer oder für später.',
  exportSettingsNow: 'Sichern…',
  exportingSettings: 'Wartet auf dich im Dialog…',
  exportedSettings: (path: string): string => `Gesichert als ${path}`,
  importSettings: 'Einstellungen aus einer Datei nehmen',
  importSettingsEffect: 'Zuerst siehst du, was sie ändern würde; nichts ändert sich, bevor du es sagst.',
  chooseSettingsFile: 'Datei wählen…',
  wouldChange: (count: number): string => `Würde ${settingsOf(count)} ändern`,
  wouldChangeNothing: 'Alles in dieser Datei ist hier schon so eingestellt.',
  applySettings: (count: number): string => `${settingsOf(count)} ändern`,
  applyingSettings: 'Ändert…',
  appliedSettings: (count: number): string => `${settingsOf(count)} geändert.`,
  changedSinceShown: 'Deine Einstellungen haben sich inzwischen geändert. Das würde die Datei jetzt ändern.',
  putSettingsBack: 'Einstellungen wie vorher',
  settingsPutBack: 'Deine Einstellungen sind wieder wie vorher.',
  settingsKept: (names: readonly string[]): string =>
    `Du hast ${all().format(names.map((name) => `„${name}“`))} seitdem selbst eingestellt; das bleibt. Der Rest ist wieder wie vorher.`,
  ignoredSettings: (count: number): string => `Nicht übernommen: ${figures().format(count)}`,
  ignoredReason: (reason: IgnoredReasonView): string => ignoredReasons[reason],
  becomes: 'wird',
  fallBackOf: (provider: string): string => `Ausweichen von ${provider}`,
  noticesFor: (quota: string): string => `Meldungen für ${quota}`,
  hiddenProvidersName: 'Verborgene Anbieter',
  accountOrderName: 'Reihenfolge der Konten',
  valueOn: 'an',
  valueOff: 'aus',
  valueNone: 'keine',
  valueUsual: 'wie üblich',
  valueNames: (names: readonly string[]): string => all().format(names),
  valuePercents: (percents: readonly number[]): string => `${percents.join(', ')} %`,
  valueLimit: ({ unit, value }: NonNullable<DailyLimitView['limit']>): string =>
    unit === 'percent' ? `${value} %` : `${figures().format(value)} Token`,
  valueNotTold: (kinds: readonly string[]): string =>
    `alle außer ${all().format(kinds.map((kind) => `„${kind}“`))}`,
  valueAllTold: 'alle',
};
