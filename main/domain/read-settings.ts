// Settings out of a file, one by one: what is within its limits; anything else keeps the value that it has here.
import { alertKinds, areThresholds, isThresholdName, type AlertKind } from './alert-policy.ts';
import { isAccountId, isProviderId, type AccountId, type ProviderId } from './ids.ts';
import { isObject } from './json.ts';
import { languages } from './language.ts';
import type { LeaseAmount } from './lease.ts';
import { areQuietHours } from './quiet-hours.ts';
import {
  isDailyLimit,
  isStrategy,
  numberSettings,
  settingLimits,
  type NumberSetting,
  type Settings,
} from './settings.ts';

/** Those that can be read; not among them: what belongs to one machine, and a yes that is given on each. */
export type ReadSettings = Partial<
  Omit<
    Settings,
    | 'keyStore'
    | 'consents'
    | 'borrowKeys'
    | 'folderRules'
    | 'switchShortcut'
    | 'startWithSystem'
    | 'incidents'
    | 'firstRun'
  >
>;

type Plain = Readonly<Record<string, unknown>>;

/** By name, what passes both tests; a setting of a later or damaged file falls away. */
function record<Value>(
  value: unknown,
  isName: (name: unknown) => boolean,
  isValue: (each: unknown) => each is Value,
): Readonly<Record<string, Value>> {
  const kept = new Map<string, Value>();
  if (isObject(value)) {
    for (const [name, each] of Object.entries(value)) if (isName(name) && isValue(each)) kept.set(name, each);
  }
  return Object.fromEntries(kept);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

function isThresholds(value: unknown): value is readonly number[] {
  return Array.isArray(value) && areThresholds(value);
}

function isLimit(value: unknown): value is LeaseAmount {
  if (!isObject(value)) return false;
  const { unit, value: amount } = value;
  return (
    (unit === 'percent' || unit === 'tokens') &&
    typeof amount === 'number' &&
    isDailyLimit({ unit, value: amount })
  );
}

function isAlertKind(value: unknown): value is AlertKind {
  return alertKinds.some((kind) => kind === value);
}

function readQuietHours(value: unknown): Settings['quietHours'] | undefined {
  if (value === null) return null;
  if (!isObject(value)) return undefined;
  const { fromMinute, toMinute } = value;
  if (typeof fromMinute !== 'number' || typeof toMinute !== 'number') return undefined;
  return areQuietHours({ fromMinute, toMinute }) ? { fromMinute, toMinute } : undefined;
}

function readAlertSettings({
  notify,
  alertAtPercent,
  mutedAlerts,
  quietHours,
  alertSound,
}: Plain): ReadSettings {
  const hours = readQuietHours(quietHours);
  return {
    ...(isBoolean(notify) && { notify }),
    ...(isBoolean(alertSound) && { alertSound }),
    ...(Array.isArray(mutedAlerts) && { mutedAlerts: mutedAlerts.filter(isAlertKind) }),
    ...(hours !== undefined && { quietHours: hours }),
    alertAtPercent: record(alertAtPercent, (name) => isText(name) && isThresholdName(name), isThresholds),
  };
}

/** No more than the window could send. */
const mostHidden = 100;
const mostOrdered = 1000;

function readShownSettings(value: Plain): ReadSettings {
  const { hideIdentities, miniMeter, hiddenProviders, accountOrder } = value;
  const language = ['system' as const, ...languages].find((each) => each === value['language']);
  const hidden: readonly unknown[] | undefined = Array.isArray(hiddenProviders) ? hiddenProviders : undefined;
  const order: readonly unknown[] | undefined = Array.isArray(accountOrder) ? accountOrder : undefined;
  return {
    ...(language !== undefined && { language }),
    ...(isBoolean(hideIdentities) && { hideIdentities }),
    ...(isBoolean(miniMeter) && { miniMeter }),
    ...(hidden !== undefined && {
      hiddenProviders: hidden.filter((each): each is ProviderId => isProviderId(each)).slice(0, mostHidden),
    }),
    ...(order !== undefined && {
      accountOrder: order.filter((each): each is AccountId => isAccountId(each)).slice(0, mostOrdered),
    }),
  };
}

/** What is within its limits; anything else keeps the value that it has here. */
export function readSettings(value: Plain): ReadSettings {
  const { strategy, preferredProvider, activeAccounts, fallBackFrom, otherAccounts, sharedFiles } = value;
  const { dailyLimits, lockWithScreen } = value;
  const numbers: Partial<Record<NumberSetting, number>> = {};
  for (const name of numberSettings) {
    const number = value[name];
    const { least, most } = settingLimits[name];
    if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
      numbers[name] = number;
  }
  return {
    ...readShownSettings(value),
    ...(isText(strategy) && isStrategy(strategy) && { strategy }),
    ...(isProviderId(preferredProvider) && { preferredProvider }),
    ...readAlertSettings(value),
    ...numbers,
    ...(isBoolean(lockWithScreen) && { lockWithScreen }),
    dailyLimits: record(dailyLimits, isAccountId, isLimit),
    activeAccounts: record(activeAccounts, isProviderId, isAccountId),
    fallBackFrom: record(fallBackFrom, isProviderId, isBoolean),
    otherAccounts: record(otherAccounts, isProviderId, isBoolean),
    sharedFiles: record(sharedFiles, isText, isBoolean),
  };
}
