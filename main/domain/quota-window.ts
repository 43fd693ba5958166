// One quota meter, one reading of an account's meters, and what is known of them from all sources. Unknown stays
// unknown: it is never 0 %.
import type { AccountId } from './ids.ts';

/** What is counted, where a provider counts something else than percent. Each figure is null when it does not say. */
export interface Amount {
  readonly unit: 'requests' | 'tokens' | 'credits' | 'currency';
  /** ISO 4217, for example `USD`; with the unit `currency` only. */
  readonly currency?: string;
  readonly used: number | null;
  readonly limit: number | null;
  readonly left: number | null;
}

/** `usedPercent` 0–100 and above (over the limit) or null when the provider does not say; times in Unix milliseconds. */
export interface QuotaWindow {
  /** Unique within the account and the same in every source, for example `five-hour` or `weekly-opus`. */
  readonly id: string;
  readonly label: string;
  /** The model or feature that it limits; absent when it limits the whole account. */
  readonly scope?: string;
  /** What may be spent when the plan is used up: it does not limit the plan. */
  readonly beyondPlan?: true;
  /** The provider says that it has no limit; nothing is known of how much is used. */
  readonly unlimited?: true;
  readonly usedPercent: number | null;
  readonly amount?: Amount;
  readonly lengthMs: number | null;
  readonly resetsAt: number | null;
}

/**
 * Where figures come from, the best first (design §8): what a vendor's program shows of its own accord, what it answers
 * when asked, the provider's own endpoint, and the program's usage screen.
 */
export const sourceKinds = ['status-line', 'program', 'api', 'screen'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** One answer of one source. */
export interface Sample {
  readonly account: AccountId;
  /** Unix milliseconds at which the answer arrived. */
  readonly at: number;
  readonly kind: SourceKind;
  /** Where the figures come from, as shown to the person: "Claude Code", "OpenAI". */
  readonly source: string;
  /** The fingerprint of the login it was asked with, which was the account's before and after. */
  readonly credential: string;
  readonly windows: readonly QuotaWindow[];
  /** What the plan has beside its windows, in short words, where the source says it. */
  readonly features?: readonly string[];
}

/** A window with the source that was believed. */
export interface KnownWindow extends QuotaWindow {
  readonly at: number;
  readonly kind: SourceKind;
  readonly source: string;
  /**
   * A reading that fell although the window has not been reset, Unix milliseconds and percent: not believed until a
   * second one agrees.
   */
  readonly doubted?: { readonly at: number; readonly usedPercent: number };
  /** Unix milliseconds of the first answer since then that left it out or open, or was of the period before. */
  readonly missingSince?: number;
}

/** One reading of one window; times in Unix milliseconds. */
export interface Point {
  readonly at: number;
  readonly usedPercent: number;
  readonly resetsAt: number | null;
}

/** What is known of an account's meters from all sources together. */
export interface KnownQuota {
  readonly account: AccountId;
  /** Unix milliseconds of the newest sample in it. */
  readonly at: number;
  /** Of the newest sample. */
  readonly source: string;
  readonly windows: readonly KnownWindow[];
  /** What the plan has beside its windows, as it was said last. */
  readonly features?: readonly string[];
}

/** The fullest of these windows, or undefined when nothing is known of any. */
function fullest<Window extends QuotaWindow>(windows: readonly Window[]): Window | undefined {
  return windows.reduce<Window | undefined>((worst, window) => {
    if (window.usedPercent === null) return worst;
    return worst?.usedPercent == null || window.usedPercent > worst.usedPercent ? window : worst;
  }, undefined);
}

/**
 * The fullest window of those that limit everything the account does; where no such window is known, of those that limit
 * a part. What may be spent beyond the plan limits nothing.
 */
export function worstWindow<Window extends QuotaWindow>(windows: readonly Window[]): Window | undefined {
  const limiting = windows.filter(({ beyondPlan }) => beyondPlan === undefined);
  return fullest(limiting.filter(({ scope }) => scope === undefined)) ?? fullest(limiting);
}

/** What limits everything that an account does, not a part of it, nor what may be spent beyond its plan. */
export function limitingWindows({ windows }: Pick<KnownQuota, 'windows'>): readonly KnownWindow[] {
  return windows.filter(({ scope, beyondPlan }) => scope === undefined && beyondPlan === undefined);
}

/** Whether nothing limits the account, by its provider's own word. */
export function isUnlimited(quota: Pick<KnownQuota, 'windows'>): boolean {
  const limiting = limitingWindows(quota);
  return limiting.length > 0 && limiting.every(({ unlimited }) => unlimited === true);
}

/** Whether its figure is still one of the running period: what was known before a reset says nothing after it. */
export function isCurrent({ resetsAt }: Pick<KnownWindow, 'resetsAt'>, now: number): boolean {
  return resetsAt === null || resetsAt > now;
}

const hourMs = 3_600_000;

/** Names a window by its length, never by the slot it came in (protocols §1.8). */
export function windowLabel(lengthMs: number | null): string {
  if (lengthMs === null) return 'Usage';
  const hours = Math.round(lengthMs / hourMs);
  if (hours === 168) return 'Weekly';
  if (hours < 48) return `${String(Math.max(1, hours))}-hour`;
  return `${String(Math.round(hours / 24))}-day`;
}
