// Changes what the person can choose: checked, kept, and then part of the state that everything follows.
import { Failure } from '../domain/failure.ts';
import { settingLimits, type NumberSetting, type Settings } from '../domain/settings.ts';
import type { Preferences } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface ChangeSettingsParts {
  readonly preferences: Pick<Preferences, 'settings' | 'change'>;
  readonly store: Store;
}

const numberSettings: readonly NumberSetting[] = [
  'reservePercent',
  'notifyAtPercent',
  'quotaEveryMinutes',
  'planEveryMinutes',
];

function requireLimits(changes: Partial<Settings>): void {
  for (const name of numberSettings) {
    const value = changes[name];
    const { least, most } = settingLimits[name];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) continue;
    throw new Failure('broker/bad-request', {
      detail: `${name} must be a whole number from ${String(least)} to ${String(most)}`,
    });
  }
}

/** Of the settings that are kept by name, the names that are not mentioned stay. */
function merged(changes: Partial<Settings>, now: Settings): Partial<Settings> {
  const { activeAccounts, fallBackFrom, sharedFiles, consents } = changes;
  return {
    ...changes,
    ...(activeAccounts !== undefined && { activeAccounts: { ...now.activeAccounts, ...activeAccounts } }),
    ...(fallBackFrom !== undefined && { fallBackFrom: { ...now.fallBackFrom, ...fallBackFrom } }),
    ...(sharedFiles !== undefined && { sharedFiles: { ...now.sharedFiles, ...sharedFiles } }),
    ...(consents !== undefined && { consents: { ...now.consents, ...consents } }),
  };
}

/** @throws Failure `broker/bad-request`, `storage/write-failed`; what was chosen before stays */
export function changeSettings(
  changes: Partial<Settings>,
  { preferences, store }: ChangeSettingsParts,
): void {
  requireLimits(changes);
  try {
    preferences.change(merged(changes, preferences.settings()));
  } catch (cause) {
    throw new Failure('storage/write-failed', { subject: 'the preferences', cause });
  }
  store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
}
