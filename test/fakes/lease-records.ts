// Made-up changes of leases, told apart by a number.
import {
  isAgentId,
  isLeaseId,
  type AgentId,
  type Lease,
  type LeaseId,
  type LeaseRecord,
} from '../../main/domain/lease.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import { claudeId, noonMs } from './accounts.ts';

export function leaseIdOf(number: number): LeaseId {
  const text = number.toString().padStart(22, '0');
  if (!isLeaseId(text)) throw new RangeError('not a lease id');
  return text;
}

function agentIdOf(number: number): AgentId {
  const text = `agent-${number}`;
  if (!isAgentId(text)) throw new RangeError('not an agent id');
  return text;
}

export function grantedRecord(number: number): LeaseRecord {
  return {
    type: 'granted',
    lease: {
      id: leaseIdOf(number),
      agent: {
        id: agentIdOf(number),
        label: 'claude – ünï\n"quoted"',
        consumer: consumerId('claude-code'),
        folder: '/home/ada/work',
      },
      account: accountId('claude:user-1'),
      provider: claudeId,
      holder: { kind: 'process', pid: 4711, startTime: 1000 },
      priority: 'normal',
      amount: { unit: 'percent', value: 5 },
      used: 0,
      basis: 'learnt',
      grantedAt: noonMs + number,
      expiresAt: noonMs + 3_600_000,
    },
  };
}

export function usedRecord(number: number, used: number): LeaseRecord {
  return { type: 'used', id: leaseIdOf(number), used, at: noonMs + number };
}

/** Of the records that grant something, their numbers. */
export function grantedNumbers(records: readonly LeaseRecord[]): readonly number[] {
  return records.flatMap((record) => (record.type === 'granted' ? [Number(record.lease.id)] : []));
}

/** The lease of that record. */
export function exampleLeaseOf(number: number): Lease {
  const record = grantedRecord(number);
  if (record.type !== 'granted') throw new RangeError('grants nothing');
  return record.lease;
}
