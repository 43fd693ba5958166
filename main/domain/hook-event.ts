// What programs of the person's own are told on their standard input. No secret.
import type { AccountId, ProviderId } from './ids.ts';

export const hookEvents = [
  'quota_low',
  'quota_exhausted',
  'quota_reset',
  'switched',
  'login_expiring',
] as const;
export type HookEventName = (typeof hookEvents)[number];

export interface HookEvent {
  readonly schema: 1;
  readonly event: HookEventName;
  /** Unix milliseconds. */
  readonly at: number;
  readonly provider: ProviderId;
  readonly account: AccountId;
  /** What a person recognises the account by. */
  readonly label: string;
  readonly window?: {
    readonly id: string;
    readonly label: string;
    readonly usedPercent: number | null;
    /** Unix milliseconds. */
    readonly resetsAt: number | null;
  };
  /** Why, as a sentence: with `switched`. */
  readonly reason?: string;
  /** Unix milliseconds: with `login_expiring`. */
  readonly endsAt?: number;
}

/** A program that the person has approved for events, and what it was when they did. */
export interface ApprovedHook {
  readonly event: HookEventName;
  /** Absolute, without a symbolic link in it. */
  readonly program: string;
  /** SHA-256 of its content. */
  readonly hash: string;
  /** Unix milliseconds. */
  readonly approvedAt: number;
}
