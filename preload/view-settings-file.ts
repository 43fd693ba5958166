// What the window draws of a file with settings that the person has chosen: what it would change, and what of it stays out.
import type { AlertKindView, DailyLimitView } from './view-settings.ts';

export type SettingValueView =
  | { readonly kind: 'switch'; readonly on: boolean }
  | { readonly kind: 'number'; readonly value: number }
  /** An id, of a strategy or a language. */
  | { readonly kind: 'id'; readonly id: string }
  /** Null: the usual ones. */
  | { readonly kind: 'percents'; readonly percents: readonly number[] | null }
  | { readonly kind: 'limit'; readonly limit: DailyLimitView['limit'] }
  | {
      readonly kind: 'hours';
      readonly hours: { readonly fromMinute: number; readonly toMinute: number } | null;
    }
  | { readonly kind: 'kinds'; readonly kinds: readonly AlertKindView[] }
  /** Providers or accounts as a person calls them. */
  | { readonly kind: 'names'; readonly names: readonly string[] };

export type TravellingSetting =
  | 'language'
  | 'hideIdentities'
  | 'miniMeter'
  | 'hiddenProviders'
  | 'accountOrder'
  | 'strategy'
  | 'fallBackFrom'
  | 'otherAccounts'
  | 'reservePercent'
  | 'agentsAtOnce'
  | 'leastLeasePercent'
  | 'dailyLimits'
  | 'lockWithScreen'
  | 'notify'
  | 'notifyAtPercent'
  | 'alertAtPercent'
  | 'mutedAlerts'
  | 'quietHours'
  | 'alertSound'
  | 'quotaEveryMinutes'
  | 'planEveryMinutes';

export interface SettingStepView {
  readonly setting: TravellingSetting;
  /** The provider, account or quota that it is set for, as a person calls it; null where there is only one. */
  readonly of: string | null;
  readonly from: SettingValueView;
  readonly to: SettingValueView;
}

export type IgnoredReasonView = 'unknown' | 'stays-here' | 'unsuitable' | 'not-here';

export interface SettingsOfferView {
  readonly id: string;
  /** The file that it was read from. */
  readonly path: string;
  readonly steps: readonly SettingStepView[];
  /** Names as the file has them, each list by why they are not taken over; a reason that is not named has none. */
  readonly ignored: readonly { readonly reason: IgnoredReasonView; readonly names: readonly string[] }[];
}

/** What a file had changed is as it was before, but for these. */
export interface SettingsPutBackView {
  /** Changed by hand since. */
  readonly kept: readonly Pick<SettingStepView, 'setting' | 'of'>[];
}

export type AppliedOfferView =
  | { readonly kind: 'applied' }
  /** The settings are others than when it was shown; nothing was changed. */
  | { readonly kind: 'changed-since'; readonly offer: SettingsOfferView };
