// Changes what the person can choose: checked, kept, and then part of the state that everything follows.
import { alertKinds, areThresholds, isThresholdName } from '../domain/alert-policy.ts';
import { Failure } from '../domain/failure.ts';
import { areQuietHours } from '../domain/quiet-hours.ts';
import {
  areDailyLimits,
  areFolderRules,
  mostDailyLimits,
  mostFolderRules,
  numberSettings,
  settingLimits,
  type Settings,
  type SettingsChanges,
} from '../domain/settings.ts';
import type { Preferences } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface ChangeSettingsParts {
  readonly preferences: Pick<Preferences, 'settings' | 'change'>;
  readonly store: Store;
}

function requireThat(isRight: boolean, detail: string): void {
  if (!isRight) throw new Failure('broker/bad-request', { detail });
}

function requireLimits(changes: SettingsChanges): void {
  for (const name of numberSettings) {
    const value = changes[name];
    const { least, most } = settingLimits[name];
    requireThat(
      value === undefined || (Number.isInteger(value) && value >= least && value <= most),
      `${name} must be a whole number from ${String(least)} to ${String(most)}`,
    );
  }
  const { alertAtPercent = {}, mutedAlerts = [], quietHours = null, folderRules = [] } = changes;
  requireThat(
    areFolderRules(folderRules),
    `folderRules must name different absolute folders, none of them the root, at most ${String(mostFolderRules)}`,
  );
  requireThat(
    Object.entries(alertAtPercent).every(
      ([name, percents]) => isThresholdName(name) && (percents === null || areThresholds(percents)),
    ),
    'alertAtPercent must be lists of at most 6 whole numbers from 1 to 100, by provider or provider/window',
  );
  requireThat(
    mutedAlerts.every((kind) => alertKinds.includes(kind)),
    `mutedAlerts must be some of ${alertKinds.join(', ')}`,
  );
  requireThat(
    quietHours === null || areQuietHours(quietHours),
    'quietHours must be from and to a minute of the day, 0 to 1439',
  );
}

/** Names that are set to null go: what is usual holds for them again. */
function withoutNulls<Value>(
  byName: Readonly<Record<string, Value | null>>,
): Readonly<Record<string, Value>> {
  const own = Object.entries(byName).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries(own);
}

/** Of the settings that are kept by name, the names that are not mentioned stay. */
function merged(changes: SettingsChanges, now: Settings): Partial<Settings> {
  const { alertAtPercent, dailyLimits, ...others } = changes;
  const { activeAccounts, fallBackFrom, otherAccounts, borrowKeys, sharedFiles, consents } = others;
  return {
    ...others,
    ...(activeAccounts !== undefined && { activeAccounts: { ...now.activeAccounts, ...activeAccounts } }),
    ...(fallBackFrom !== undefined && { fallBackFrom: { ...now.fallBackFrom, ...fallBackFrom } }),
    ...(otherAccounts !== undefined && { otherAccounts: { ...now.otherAccounts, ...otherAccounts } }),
    ...(alertAtPercent !== undefined && {
      alertAtPercent: withoutNulls({ ...now.alertAtPercent, ...alertAtPercent }),
    }),
    ...(dailyLimits !== undefined && { dailyLimits: withoutNulls({ ...now.dailyLimits, ...dailyLimits }) }),
    ...(borrowKeys !== undefined && { borrowKeys: { ...now.borrowKeys, ...borrowKeys } }),
    ...(sharedFiles !== undefined && { sharedFiles: { ...now.sharedFiles, ...sharedFiles } }),
    ...(consents !== undefined && { consents: { ...now.consents, ...consents } }),
  };
}

/** @throws Failure `broker/bad-request`, and of the `storage/` family; what was chosen before stays */
export function changeSettings(changes: SettingsChanges, { preferences, store }: ChangeSettingsParts): void {
  requireLimits(changes);
  const next = merged(changes, preferences.settings());
  requireThat(
    areDailyLimits(next.dailyLimits ?? {}),
    `dailyLimits must be whole numbers, percent from 1 to 100 or tokens from 1, for at most ${String(mostDailyLimits)} accounts`,
  );
  preferences.change(next);
  store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
}
