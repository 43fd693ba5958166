// What the person can be told, and what has to be known to decide it. Pure.
import type { AlertNote } from './alert-notes.ts';
import type { FailureValue } from './failure.ts';
import type { Forecast } from './forecast.ts';
import type { AccountId } from './ids.ts';
import type { ExpiryDays } from './key-facts.ts';
import type { Plan, PlanName } from './plan.ts';
import type { KnownWindow } from './quota-window.ts';

export const alertKinds = [
  'threshold',
  'forecast',
  'reset-soon',
  'reset',
  'sign-in-ends',
  'refresh-failing',
  'switched',
  'plan-changed',
] as const;
export type AlertKind = (typeof alertKinds)[number];

interface OfAccount {
  readonly account: AccountId;
  /** Makes it once per threshold, window and reset. */
  readonly note: AlertNote;
}

interface OfWindow extends OfAccount {
  readonly window: KnownWindow;
}

/** One thing the person is told. Times in Unix milliseconds. */
export type Alert =
  | (OfWindow & { readonly kind: 'threshold'; readonly thresholdPercent: number })
  /** It will be used up before its reset, most likely at this time. */
  | (OfWindow & { readonly kind: 'forecast'; readonly usedUpAt: number })
  | (OfWindow & { readonly kind: 'reset-soon'; readonly resetsAt: number })
  | (OfWindow & { readonly kind: 'reset' })
  | (OfAccount & { readonly kind: 'sign-in-ends'; readonly days: ExpiryDays; readonly endsAt: number })
  | (OfAccount & { readonly kind: 'refresh-failing'; readonly failure: FailureValue })
  /** This account serves now; why, as a sentence. */
  | (OfAccount & { readonly kind: 'switched'; readonly reason: string })
  | (OfAccount & {
      readonly kind: 'plan-changed';
      readonly change: 'ended' | 'smaller';
      readonly before: PlanName;
      readonly after: PlanName;
    });

/** What is known of an account when it is asked what to tell. Times in Unix milliseconds. */
export interface AlertFacts {
  readonly account: AccountId;
  /** Readings since the start of the app: without any nothing is said of windows, and the first is a baseline. */
  readonly readings: number;
  readonly windows: readonly KnownWindow[];
  /** As they were known before the newest reading. */
  readonly before: readonly KnownWindow[];
  readonly forecasts: ReadonlyMap<string, Forecast>;
  /** Used percent at which the person is told, ascending; an empty list is silence. */
  readonly thresholdsOf: (window: KnownWindow) => readonly number[];
  readonly plan?: Plan;
  /** From the smallest to the largest, as far as the provider's plans can be ordered. */
  readonly planOrder: readonly string[];
  readonly signInEndsAt?: number;
  readonly failure?: FailureValue;
  /** How many tries in a row its keys have failed; 0 after one that worked, undefined before the first. */
  readonly failedTries?: number;
  /** Present while this account serves; `isNew` when it has come to that by itself just now. */
  readonly serves?: { readonly reason: string; readonly isNew: boolean };
}

/** Most thresholds that one window may have. */
const mostThresholds = 6;

/** Whether this can be a list of thresholds: whole numbers from 1 to 100, at most six of them. */
export function areThresholds(percents: readonly number[]): boolean {
  return (
    percents.length <= mostThresholds &&
    percents.every((percent) => Number.isInteger(percent) && percent >= 1 && percent <= 100)
  );
}

/** Whether thresholds can be kept under this name: `<provider>` or `<provider>/<window id>`. */
export function isThresholdName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,31}(\/[^\s\p{Cc}]{1,120})?$/u.test(name);
}
