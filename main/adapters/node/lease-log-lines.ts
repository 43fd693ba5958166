// How changes of leases stand in their log: one line each, behind a checksum, so that a damaged line is seen to be one.
import * as z from 'zod/mini';
import { isAccountId, isConsumerId, isProviderId } from '../../domain/ids.ts';
import type { AccountId, ConsumerId, ProviderId } from '../../domain/ids.ts';
import { isAgentId, isLeaseId, leasePriorities } from '../../domain/lease.ts';
import type { AgentId, LeaseId, LeaseRecord } from '../../domain/lease.ts';
import { fingerprintOf } from './fingerprint.ts';

const id = z.custom<LeaseId>((value) => typeof value === 'string' && isLeaseId(value));
const agentId = z.custom<AgentId>((value) => typeof value === 'string' && isAgentId(value));
const amount = z.number().check(z.nonnegative());

const agentShape = z.object({
  id: agentId,
  label: z.string(),
  consumer: z.exactOptional(z.custom<ConsumerId>(isConsumerId)),
  task: z.exactOptional(z.string()),
  folder: z.exactOptional(z.string()),
});

const holderShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('process'), pid: z.int().check(z.positive()), startTime: z.number() }),
  z.object({ kind: z.literal('stream') }),
  z.object({ kind: z.literal('heartbeat') }),
]);

const leaseShape = z.object({
  id,
  agent: agentShape,
  account: z.custom<AccountId>(isAccountId),
  provider: z.custom<ProviderId>(isProviderId),
  holder: holderShape,
  priority: z.enum(leasePriorities),
  amount: z.object({ unit: z.enum(['percent', 'tokens']), value: amount }),
  used: amount,
  basis: z.enum(['asked', 'learnt', 'split', 'unmetered']),
  grantedAt: z.number(),
  expiresAt: z.number(),
});

const ends = ['released', 'process-gone', 'stream-closed', 'expired', 'revoked', 'replaced'] as const;

const recordShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('granted'), lease: leaseShape }),
  z.object({ type: z.literal('used'), id, used: amount, at: z.number() }),
  z.object({ type: z.literal('heartbeat'), id, expiresAt: z.number() }),
  z.object({ type: z.literal('ended'), id, how: z.enum(ends), at: z.number() }),
]);

/** `<checksum> <JSON>`, with its line break. */
export function lineOf(record: LeaseRecord): string {
  const text = JSON.stringify(record);
  return `${fingerprintOf(text)} ${text}\n`;
}

function recordIn(line: string): LeaseRecord | undefined {
  const [checksum, text] = [line.slice(0, 8), line.slice(9)];
  if (line[8] !== ' ' || fingerprintOf(text) !== checksum) return undefined;
  try {
    return recordShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export interface ReadRecords {
  readonly records: readonly LeaseRecord[];
  /** Lines that no record can be made of, an empty one left out. */
  readonly unreadable: number;
}

export function recordsIn(text: string): ReadRecords {
  const records: LeaseRecord[] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    const record = line === '' ? undefined : recordIn(line);
    if (record !== undefined) records.push(record);
    else if (line !== '') unreadable += 1;
  }
  return { records, unreadable };
}
