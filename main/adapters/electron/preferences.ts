// What the person chose, in electron-store. Never a secret, never anything that cannot be chosen again.
import * as z from 'zod/mini';
import { alertKinds, areThresholds, isThresholdName } from '../../domain/alert-policy.ts';
import { courseFrom } from '../../domain/course.ts';
import type { Failure } from '../../domain/failure.ts';
import { isAccountId, isProviderId, type AccountId, type ProviderId } from '../../domain/ids.ts';
import { languages } from '../../domain/language.ts';
import { areQuietHours } from '../../domain/quiet-hours.ts';
import {
  areDailyLimits,
  areFolderRules,
  defaultSettings,
  firstRunSteps,
  isStrategy,
  settingLimits,
  type NumberSetting,
  type Settings,
  type Strategy,
} from '../../domain/settings.ts';
import { isCorner, isWindowPlace } from '../../domain/window-place.ts';
import type { Preferences, WindowMemory } from '../../ports.ts';
import { openPreferencesFile } from './preferences-file.ts';

// The store's own schema language would compile code at every start; ours is there anyway. A value of the wrong kind
// counts as not chosen.
const provider = z.custom<ProviderId>(isProviderId);
const strategyShape = z.custom<Strategy>((value) => typeof value === 'string' && isStrategy(value));
const keyStoreShape = z.enum(['system', 'passphrase', 'memory']);
const activeShape = z.record(provider, z.custom<AccountId>(isAccountId));
const hiddenShape = z.array(provider).check(z.maxLength(100));
const orderShape = z.array(z.custom<AccountId>(isAccountId)).check(z.maxLength(1000));
const providersShape = z.record(provider, z.boolean());
const folderRulesShape = z
  .array(z.object({ folder: z.string(), account: z.custom<AccountId>(isAccountId) }))
  .check(z.refine(areFolderRules));
const shortcutShape = z.nullable(z.string().check(z.minLength(1), z.maxLength(100)));
const filesShape = z.record(z.string(), z.boolean());
const consentShape = z.object({ clientId: z.string(), version: z.number(), at: z.number() });
const consentsShape = z.record(z.string(), consentShape);
const thresholdsShape = z.record(
  z.string().check(z.refine(isThresholdName)),
  z.array(z.number()).check(z.refine(areThresholds)),
);
const mutedShape = z.array(z.enum(alertKinds)).check(z.maxLength(alertKinds.length));
const quietShape = z.nullable(
  z.object({ fromMinute: z.number(), toMinute: z.number() }).check(z.refine(areQuietHours)),
);
const saidShape = z.array(z.string().check(z.maxLength(600)));
const dailyShape = z
  .record(
    z.custom<AccountId>(isAccountId),
    z.object({ unit: z.enum(['percent', 'tokens']), value: z.number() }),
  )
  .check(z.refine(areDailyLimits));
const placeShape = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .check(z.refine(isWindowPlace));
const cornerShape = z.object({ x: z.number(), y: z.number() }).check(z.refine(isCorner));
const snoozesShape = z.record(z.custom<AccountId>(isAccountId), z.int());

/**
 * @param folder the configuration folder
 * @param usual what counts, in place of the domain's value, where the person has chosen nothing
 * @param tell told of a file that cannot be understood; it is set aside
 */
export async function openPreferences(
  folder: string,
  usual: Pick<Settings, 'hiddenProviders'> = defaultSettings,
  tell: (failure: Failure) => void = () => undefined,
): Promise<Preferences & WindowMemory> {
  const file = await openPreferencesFile(folder, tell);
  const set = (changes: Readonly<Record<string, unknown>>): void => {
    file.replace((all) => ({ ...all, ...changes }));
  };

  function read<Schema extends z.ZodMiniType, Usual>(
    key: keyof Settings,
    schema: Schema,
    usual: Usual,
  ): z.output<Schema> | Usual {
    const parsed = schema.safeParse(file.get(key));
    return parsed.success ? parsed.data : usual;
  }
  function number(key: NumberSetting): number {
    const { least, most } = settingLimits[key];
    return read(key, z.int().check(z.gte(least), z.lte(most)), defaultSettings[key]);
  }

  return {
    settings() {
      const preferred = provider.safeParse(file.get('preferredProvider'));
      return {
        language: read('language', z.enum(['system', ...languages]), defaultSettings.language),
        hideIdentities: read('hideIdentities', z.boolean(), defaultSettings.hideIdentities),
        miniMeter: read('miniMeter', z.boolean(), defaultSettings.miniMeter),
        incidents: read('incidents', z.boolean(), defaultSettings.incidents),
        startWithSystem: read('startWithSystem', z.boolean(), defaultSettings.startWithSystem),
        hiddenProviders: read('hiddenProviders', hiddenShape, usual.hiddenProviders),
        accountOrder: read('accountOrder', orderShape, defaultSettings.accountOrder),
        firstRun: read('firstRun', z.enum(firstRunSteps), defaultSettings.firstRun),
        keyStore: read('keyStore', keyStoreShape, defaultSettings.keyStore),
        strategy: read('strategy', strategyShape, defaultSettings.strategy),
        ...(preferred.success && { preferredProvider: preferred.data }),
        activeAccounts: read('activeAccounts', activeShape, defaultSettings.activeAccounts),
        fallBackFrom: read('fallBackFrom', providersShape, defaultSettings.fallBackFrom),
        otherAccounts: read('otherAccounts', providersShape, defaultSettings.otherAccounts),
        folderRules: read('folderRules', folderRulesShape, defaultSettings.folderRules),
        switchShortcut: read('switchShortcut', shortcutShape, defaultSettings.switchShortcut),
        reservePercent: number('reservePercent'),
        notify: read('notify', z.boolean(), defaultSettings.notify),
        notifyAtPercent: number('notifyAtPercent'),
        alertAtPercent: read('alertAtPercent', thresholdsShape, defaultSettings.alertAtPercent),
        mutedAlerts: read('mutedAlerts', mutedShape, defaultSettings.mutedAlerts),
        quietHours: read('quietHours', quietShape, defaultSettings.quietHours),
        alertSound: read('alertSound', z.boolean(), defaultSettings.alertSound),
        borrowKeys: read('borrowKeys', providersShape, defaultSettings.borrowKeys),
        quotaEveryMinutes: number('quotaEveryMinutes'),
        planEveryMinutes: number('planEveryMinutes'),
        agentsAtOnce: number('agentsAtOnce'),
        leastLeasePercent: number('leastLeasePercent'),
        dailyLimits: read('dailyLimits', dailyShape, defaultSettings.dailyLimits),
        lockWithScreen: read('lockWithScreen', z.boolean(), defaultSettings.lockWithScreen),
        sharedFiles: read('sharedFiles', filesShape, defaultSettings.sharedFiles),
        consents: read('consents', consentsShape, defaultSettings.consents),
      };
    },
    change(changes) {
      set(changes);
    },
    course: () => courseFrom(file.get('course')),
    setCourse(course) {
      set({ course });
    },
    settle({ settings, course }) {
      file.replace(({ preferredProvider: _before, ...kept }) => ({ ...kept, ...settings, course }));
    },
    saidAlerts: () => saidShape.safeParse(file.get('saidAlerts')).data ?? [],
    setSaidAlerts(lines) {
      set({ saidAlerts: lines });
    },
    snoozes: () => snoozesShape.safeParse(file.get('snoozes')).data ?? {},
    setSnoozes(snoozes) {
      set({ snoozes });
    },
    windowPlace: () => placeShape.safeParse(file.get('windowPlace')).data,
    setWindowPlace(place) {
      set({ windowPlace: place });
    },
    miniPlace: () => cornerShape.safeParse(file.get('miniPlace')).data,
    setMiniPlace(place) {
      set({ miniPlace: place });
    },
  };
}
