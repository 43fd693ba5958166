// What a lease is: an agent's reservation of a part of an account's quota (design §10). Types only, no secret.
import type { AccountId, ConsumerId, ProviderId } from './ids.ts';

declare const brand: unique symbol;

/** 128 random bits in base64url: whoever has not been told it cannot guess it. */
export type LeaseId = string & { readonly [brand]: 'lease' };

/** Names one agent in environments, events and the audit; made by us for each run. */
export type AgentId = string & { readonly [brand]: 'agent' };

const leaseIdPattern = /^[\w-]{22}$/;
const agentIdPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export function isLeaseId(text: string): text is LeaseId {
  return leaseIdPattern.test(text);
}

export function isAgentId(text: string): text is AgentId {
  return agentIdPattern.test(text);
}

/** How much of a quota: percent of the account's fullest window, or tokens where a window counts those. */
export interface LeaseAmount {
  readonly unit: 'percent' | 'tokens';
  /** Finite, 0 or more; percent at most 100. */
  readonly value: number;
}

/** FIFO within each; a higher one goes first. `interactive`: a person waits, and may use what is reserved for that. */
export const leasePriorities = ['interactive', 'normal', 'background'] as const;
export type LeasePriority = (typeof leasePriorities)[number];

/**
 * What a lease lives with: a process, whose pid and start time the system has confirmed; a stream that is held open; or
 * nothing but its heartbeat.
 */
export type LeaseHolder =
  | { readonly kind: 'process'; readonly pid: number; readonly startTime: number }
  | { readonly kind: 'stream' }
  | { readonly kind: 'heartbeat' };

/** Who wants it and for what. */
export interface LeaseAgent {
  readonly id: AgentId;
  /** What a person calls it, for example the command without its arguments. */
  readonly label: string;
  readonly consumer?: ConsumerId;
  /** Free text of the caller, for example `review`: estimates are learnt by it. */
  readonly task?: string;
  /** Absolute. */
  readonly folder?: string;
}

/** A lease that is given out. */
export interface Lease {
  readonly id: LeaseId;
  readonly agent: LeaseAgent;
  readonly account: AccountId;
  readonly provider: ProviderId;
  readonly holder: LeaseHolder;
  readonly priority: LeasePriority;
  /** What was reserved. */
  readonly amount: LeaseAmount;
  /** In its unit: what the agent has reported of it, never above `amount.value`. */
  readonly used: number;
  /** How the amount came about. */
  readonly basis: 'asked' | 'learnt' | 'split' | 'unmetered';
  /** Unix milliseconds. */
  readonly grantedAt: number;
  /** Unix milliseconds; it ends then unless a heartbeat comes. */
  readonly expiresAt: number;
}

/** One wish for a lease of one account; which account that is has been decided before. */
export interface LeaseWish {
  readonly agent: LeaseAgent;
  readonly account: AccountId;
  readonly provider: ProviderId;
  readonly holder: LeaseHolder;
  readonly priority: LeasePriority;
  /** Absent: learnt, or else the split of what is left. */
  readonly estimate?: LeaseAmount;
  /** What leases of this kind have taken (`domain/estimate.ts`), where that is known. */
  readonly learnt?: LeaseAmount;
}

/** How leases of one account are given out. */
export interface LeaseLimits {
  /** Agents at once. */
  readonly concurrent: number;
  /** Percent that a lease holds at least; less left than this and none is given. */
  readonly leastPercent: number;
  /** Percent of the window that only `interactive` leases may use. */
  readonly reservePercent: number;
  /** For each local day, in its unit; absent: no limit. */
  readonly daily?: LeaseAmount;
}

/** What is known of an account's quota when a lease is wanted: the newest reading, without any lease. */
export interface AccountCapacity {
  readonly account: AccountId;
  /**
   * `metered`: counted in windows. `unmetered`: billed by use or without a limit, so only the number of agents is
   * limited. `unknown`: there
   * are windows, and nobody knows how full they are.
   */
  readonly kind: 'metered' | 'unmetered' | 'unknown';
  /** Limit minus used of the window with the least left; null where it is not counted in that unit. */
  readonly leftPercent: number | null;
  readonly leftTokens: number | null;
  /** Unix milliseconds of that reading; what was reported as used before it is in it. 0 when there is none. */
  readonly readAt: number;
  /** Unix milliseconds; of the window with the least left. */
  readonly resetsAt: number | null;
  readonly limits: LeaseLimits;
}

/** Why there is no lease, with the figures; each is a failure code of its own (`domain/failure.ts`). */
export type LeaseRefusal =
  | {
      readonly code: 'quota/exceeded';
      readonly requested: LeaseAmount;
      /** In the unit asked for; null when there is no such figure. */
      readonly available: number | null;
      readonly resetsAt: number | null;
    }
  | { readonly code: 'quota/concurrent-limit'; readonly limit: number; readonly running: number }
  | {
      readonly code: 'quota/daily-limit';
      readonly requested: LeaseAmount;
      readonly available: number;
      /** Unix milliseconds; the next local midnight. */
      readonly resetsAt: number;
    }
  /** The account counts nothing in this unit. */
  | { readonly code: 'quota/not-found'; readonly unit: LeaseAmount['unit'] };

/** What becomes of a lease. */
export type LeaseEnd = 'released' | 'process-gone' | 'stream-closed' | 'expired' | 'revoked' | 'replaced';

/** What is written down, so that after a crash every lease is as it was. One line of the lease log each. */
export type LeaseRecord =
  | { readonly type: 'granted'; readonly lease: Lease }
  /** `used` in all, in the unit of the lease; after its end what a reading has told of it. */
  | { readonly type: 'used'; readonly id: LeaseId; readonly used: number; readonly at: number }
  | { readonly type: 'heartbeat'; readonly id: LeaseId; readonly expiresAt: number }
  | { readonly type: 'ended'; readonly id: LeaseId; readonly how: LeaseEnd; readonly at: number };
