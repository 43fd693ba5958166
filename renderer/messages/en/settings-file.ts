// What is said of files with settings.
import { once } from '../once.ts';
import type { DailyLimitView, IgnoredReasonView } from '../../../preload/view.ts';
import { all } from './lists.ts';

const plural = once(() => new Intl.PluralRules('en'));
const figures = once(() => new Intl.NumberFormat('en-GB'));
const settingsOf = (count: number): string =>
  plural().select(count) === 'one' ? `${count} setting` : `${count} settings`;

const ignoredReasons: Readonly<Record<IgnoredReasonView, string>> = {
  'stays-here': 'Belong to one computer, or are a yes that is given on each',
  'not-here': 'About a provider or an account that is not here',
  unsuitable: 'Not within what is allowed',
  unknown: 'Not known here',
};

export const settingsFileMessages = {
  settingsFile: 'Settings as a file',
  settingsFileEffect:
    'No key, no yes that you gave, no program run on events and nothing that belongs to one computer is in it.',
  exportSettings: 'Save my settings',
  exportSettingsEffect: 'As a file, for another computer or for later.',
  exportSettingsNow: 'Save…',
  exportingSettings: 'Waiting for you in the dialog…',
  exportedSettings: (path: string): string => `Saved as ${path}`,
  importSettings: 'Take settings from a file',
  importSettingsEffect: 'First you see what it would change; nothing is changed before you say so.',
  chooseSettingsFile: 'Choose a file…',
  wouldChange: (count: number): string => `Would change ${settingsOf(count)}`,
  wouldChangeNothing: 'Everything in this file is set here already.',
  applySettings: (count: number): string => `Change ${settingsOf(count)}`,
  applyingSettings: 'Changing…',
  appliedSettings: (count: number): string => `${settingsOf(count)} changed.`,
  changedSinceShown: 'Your settings have changed meanwhile. This is what the file would change now.',
  putSettingsBack: 'Put settings back as they were',
  settingsPutBack: 'Your settings are as they were before.',
  settingsKept: (names: readonly string[]): string =>
    `You have set ${all().format(names.map((name) => `“${name}”`))} since, so that stays. The rest is as it was before.`,
  ignoredSettings: (count: number): string => `Not taken over: ${figures().format(count)}`,
  ignoredReason: (reason: IgnoredReasonView): string => ignoredReasons[reason],
  becomes: 'becomes',
  fallBackOf: (provider: string): string => `Fall back from ${provider}`,
  noticesFor: (quota: string): string => `Notices for ${quota}`,
  hiddenProvidersName: 'Hidden providers',
  accountOrderName: 'Order of accounts',
  valueOn: 'on',
  valueOff: 'off',
  valueNone: 'none',
  valueUsual: 'as usual',
  valueNames: (names: readonly string[]): string => all().format(names),
  valuePercents: (percents: readonly number[]): string => `${percents.join(', ')} %`,
  valueLimit: ({ unit, value }: NonNullable<DailyLimitView['limit']>): string =>
    unit === 'percent' ? `${value} %` : `${figures().format(value)} tokens`,
  valueNotTold: (kinds: readonly string[]): string =>
    `all but ${all().format(kinds.map((kind) => `“${kind}”`))}`,
  valueAllTold: 'all',
} as const;
