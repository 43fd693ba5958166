// Leases, wishes and capacities to test the lease book with.
import { accountId } from '../../../main/domain/ids.ts';
import { isAgentId, isLeaseId } from '../../../main/domain/lease.ts';
import type {
  AccountCapacity,
  AgentId,
  Lease,
  LeaseAmount,
  LeaseId,
  LeaseLimits,
  LeaseWish,
} from '../../../main/domain/lease.ts';
import type { LeaseBook } from '../../../main/domain/lease-book.ts';
import { claudeId, noonMs } from '../../fakes/accounts.ts';

export const ada = accountId('claude:ada');
export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Days of UTC. */
export function dayOf(at: number): { start: number; end: number } {
  const start = Math.floor(at / dayMs) * dayMs;
  return { start, end: start + dayMs };
}

export function leaseId(number: number): LeaseId {
  const id = String(number).padStart(22, '0');
  if (!isLeaseId(id)) throw new RangeError('not a lease id');
  return id;
}

function agentId(text: string): AgentId {
  if (!isAgentId(text)) throw new RangeError('not an agent id');
  return text;
}

export const percent = (value: number): LeaseAmount => ({ unit: 'percent', value });
export const tokens = (value: number): LeaseAmount => ({ unit: 'tokens', value });

export const limits: LeaseLimits = { concurrent: 10, leastPercent: 1, reservePercent: 5 };

export function capacity(
  changes: Partial<Omit<AccountCapacity, 'limits'>> = {},
  limitChanges: Partial<LeaseLimits> = {},
): AccountCapacity {
  return {
    account: ada,
    kind: 'metered',
    leftPercent: 55,
    leftTokens: null,
    readAt: noonMs,
    resetsAt: noonMs + hourMs,
    ...changes,
    limits: { ...limits, ...limitChanges },
  };
}

const agent = { id: agentId('agent-1'), label: 'review' };

export function wish(changes: Partial<LeaseWish> = {}): LeaseWish {
  return {
    agent,
    account: ada,
    provider: claudeId,
    holder: { kind: 'heartbeat' },
    priority: 'normal',
    ...changes,
  };
}

export function lease(number: number, changes: Partial<Lease> = {}): Lease {
  return {
    id: leaseId(number),
    agent,
    account: ada,
    provider: claudeId,
    holder: { kind: 'heartbeat' },
    priority: 'normal',
    amount: percent(10),
    used: 0,
    basis: 'asked',
    grantedAt: noonMs,
    expiresAt: noonMs + hourMs,
    ...changes,
  };
}

/** Gives these out, whether there is anything left or not. */
export function grantAll(book: LeaseBook, leases: readonly Lease[]): void {
  for (const each of leases) book.apply({ type: 'granted', lease: each });
}
