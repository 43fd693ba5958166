// What the person can choose, the value each choice has until they do, and its limits. No secret.
import type { AlertKind } from './alert-policy.ts';
import type { AccountId, ProviderId } from './ids.ts';
import type { LanguageChoice } from './language.ts';
import type { LeaseAmount } from './lease.ts';

/** Strategies that name no provider, in the order in which they are offered. */
export const plainStrategies = ['user-preference', 'cost-optimized', 'soonest-reset'] as const;

/**
 * `user-preference` follows the provider chosen last; `prefer-<provider>` always starts there; `cost-optimized` spends paid
 * quota that would reset unused before anything that costs more; `soonest-reset` spends what is refilled first.
 */
export type Strategy = (typeof plainStrategies)[number] | `prefer-${string}`;

export function isStrategy(text: string): text is Strategy {
  return plainStrategies.some((plain) => plain === text) || /^prefer-[a-z][a-z0-9-]{0,31}$/.test(text);
}

/** In this folder and below it, this account is the one to use. Kept in the preferences, never in a repository. */
export interface FolderRule {
  /** Absolute, without a slash at its end. */
  readonly folder: string;
  readonly account: AccountId;
}

export const mostFolderRules = 100;

/** Absolute, spelled in the one way that a shell spells it, and nothing that a line could not hold. */
function isRuleFolder(folder: string): boolean {
  const isPlain = folder.length <= 4096 && !/\p{Cc}/u.test(folder);
  const isUnix = /^(?:\/[^/]+)+$/.test(folder) && !/\/\.{1,2}(?:\/|$)/.test(folder);
  const isWindows = /^[A-Za-z]:(?:\\[^\\]+)+$/.test(folder);
  return isPlain && (isUnix || isWindows);
}

export function areFolderRules(rules: readonly FolderRule[]): boolean {
  const folders = new Set(rules.map(({ folder }) => folder));
  return rules.length <= mostFolderRules && folders.size === rules.length && [...folders].every(isRuleFolder);
}

/** Accounts that can have a limit of their own for one day. */
export const mostDailyLimits = 100;

/** A part of the quota that is worth anything, in whole units. */
export function isDailyLimit({ unit, value }: LeaseAmount): boolean {
  const most = unit === 'percent' ? 100 : Number.MAX_SAFE_INTEGER;
  return Number.isInteger(value) && value >= 1 && value <= most;
}

export function areDailyLimits(limits: Settings['dailyLimits']): boolean {
  const all = Object.values(limits);
  return all.length <= mostDailyLimits && all.every(isDailyLimit);
}

/** A recorded yes to the terms of a method that needs a client of the person's own. */
export interface Consent {
  readonly clientId: string;
  /** Of the words that were agreed to. */
  readonly version: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * What protects the stored keys: the system's key store, a passphrase of the person's own, or nothing but the memory of
 * the running app, which forgets them when it ends.
 */
export type KeyStoreChoice = 'system' | 'passphrase' | 'memory';

/** Minutes after midnight, local time; `from` after `to` spans midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** The first steps in their order; `new` before the first, `done` when the person is through or would rather not. */
export const firstRunSteps = ['new', 'providers', 'import', 'files', 'notices', 'terminal', 'done'] as const;
export type FirstRun = (typeof firstRunSteps)[number];

export interface Settings {
  readonly language: LanguageChoice;
  /** Names and addresses of accounts are replaced wherever they are shown. */
  readonly hideIdentities: boolean;
  /** The small meter that stays above other windows. */
  readonly miniMeter: boolean;
  /** Whether the providers' status pages are asked for incidents. */
  readonly incidents: boolean;
  /** Gatehouse starts, without its window, when the person logs in to the desktop. */
  readonly startWithSystem: boolean;
  /** Providers that the person does not use, so that they take no room. */
  readonly hiddenProviders: readonly ProviderId[];
  /** In which order accounts are shown; those that are not named follow. */
  readonly accountOrder: readonly AccountId[];
  /** How far the person has come through the first steps. */
  readonly firstRun: FirstRun;
  readonly keyStore: KeyStoreChoice;
  readonly strategy: Strategy;
  /** The provider chosen last; absent until one was. */
  readonly preferredProvider?: ProviderId;
  /** The account in use of each provider that has several. */
  readonly activeAccounts: Readonly<Record<ProviderId, AccountId>>;
  /** Whether another provider may stand in; providers that are not named follow the base rule. */
  readonly fallBackFrom: Readonly<Record<ProviderId, boolean>>;
  /** Whether another account of the same provider may stand in for the one in use; not named: it may. */
  readonly otherAccounts: Readonly<Record<ProviderId, boolean>>;
  readonly folderRules: readonly FolderRule[];
  /** Prefers the next provider, from anywhere; in the words of Electron, for example `Control+Alt+G`. Null: none. */
  readonly switchShortcut: string | null;
  /** A quota with less than this left counts as used up when a provider is chosen. */
  readonly reservePercent: number;
  readonly notify: boolean;
  /** Used percent at which the person is told first, and from which a quota counts as low. */
  readonly notifyAtPercent: number;
  /**
   * Used percent at which the person is told, in place of the usual ones, by `<provider>` or `<provider>/<window id>`; the
   * more exact name counts. An empty list is silence.
   */
  readonly alertAtPercent: Readonly<Record<string, readonly number[]>>;
  /** Kinds of notices that the person does not want. */
  readonly mutedAlerts: readonly AlertKind[];
  /** Notices wait until these hours are over; null: there are none. */
  readonly quietHours: QuietHours | null;
  readonly alertSound: boolean;
  /** Whether the quota of logins that programs keep may be asked for with those programs' keys, by provider. */
  readonly borrowKeys: Readonly<Record<ProviderId, boolean>>;
  readonly quotaEveryMinutes: number;
  readonly planEveryMinutes: number;
  /** How many agents may use one account at once, where its plan does not say. */
  readonly agentsAtOnce: number;
  /** What an agent gets of a quota at least. */
  readonly leastLeasePercent: number;
  /** What agents may use of an account in one local day; not named: whatever its quota allows. */
  readonly dailyLimits: Readonly<Record<AccountId, LeaseAmount>>;
  /** The lock of the screen locks Gatehouse too. */
  readonly lockWithScreen: boolean;
  /** Shared files by their id; those that are not named are written or not as their description says. */
  readonly sharedFiles: Readonly<Record<string, boolean>>;
  /** By `<provider>/<method>`. */
  readonly consents: Readonly<Record<string, Consent>>;
}

export const defaultSettings: Settings = {
  language: 'system',
  hideIdentities: false,
  miniMeter: false,
  incidents: false,
  startWithSystem: false,
  hiddenProviders: [],
  accountOrder: [],
  firstRun: 'new',
  keyStore: 'system',
  strategy: 'user-preference',
  activeAccounts: {},
  fallBackFrom: {},
  otherAccounts: {},
  folderRules: [],
  switchShortcut: null,
  reservePercent: 5,
  notify: true,
  notifyAtPercent: 80,
  alertAtPercent: {},
  mutedAlerts: [],
  quietHours: null,
  alertSound: false,
  borrowKeys: {},
  quotaEveryMinutes: 5,
  planEveryMinutes: 60,
  agentsAtOnce: 10,
  leastLeasePercent: 1,
  dailyLimits: {},
  lockWithScreen: false,
  sharedFiles: {},
  consents: {},
};

/** Whether this shared file is written: the person's choice, or else what its description says. */
export function isFileOn(
  { sharedFiles }: Pick<Settings, 'sharedFiles'>,
  { id, isOnByDefault }: { readonly id: string; readonly isOnByDefault: boolean },
): boolean {
  return sharedFiles[id] ?? isOnByDefault;
}

/** What can be changed at once: what is left out stays; null takes away what the person chose for one name. */
export interface SettingsChanges extends Partial<Omit<Settings, 'alertAtPercent' | 'dailyLimits'>> {
  readonly alertAtPercent?: Readonly<Record<string, readonly number[] | null>>;
  readonly dailyLimits?: Readonly<Record<AccountId, LeaseAmount | null>>;
}

/** Beside the first one, which the person can move. */
const laterThresholdsPercent: readonly number[] = [95, 100];

/** Used percent at which the person is told about a window, ascending. */
export function thresholdsFor(
  settings: Pick<Settings, 'notifyAtPercent' | 'alertAtPercent'>,
  provider: ProviderId,
  window: string,
): readonly number[] {
  const own = settings.alertAtPercent[`${provider}/${window}`] ?? settings.alertAtPercent[provider];
  const usual = [settings.notifyAtPercent, ...laterThresholdsPercent];
  return [...new Set(own ?? usual)].sort((left, right) => left - right);
}

/** Smallest and largest value of each number, both allowed. */
export const settingLimits = {
  reservePercent: { least: 0, most: 50 },
  notifyAtPercent: { least: 1, most: 100 },
  quotaEveryMinutes: { least: 3, most: 240 },
  planEveryMinutes: { least: 15, most: 1440 },
  agentsAtOnce: { least: 1, most: 64 },
  leastLeasePercent: { least: 1, most: 50 },
} as const;

export type NumberSetting = keyof typeof settingLimits;

export const numberSettings: readonly NumberSetting[] = [
  'reservePercent',
  'notifyAtPercent',
  'quotaEveryMinutes',
  'planEveryMinutes',
  'agentsAtOnce',
  'leastLeasePercent',
];

/** The name a consent is kept under. */
export function consentKey(provider: ProviderId, method: string): string {
  return `${provider}/${method}`;
}
