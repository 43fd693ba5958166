// Made-up entries of the audit, told apart by a number.
import type { AuditEntry } from '../../main/domain/audit-entry.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import { claudeId, noonMs } from './accounts.ts';

export function auditEntry(number: number): AuditEntry {
  return {
    at: noonMs + number,
    actor: 'agent',
    action: 'hand-out',
    provider: claudeId,
    account: accountId('claude:user-1'),
    pid: 4711,
    program: '/home/ada/bin/tüöl "x"',
    consumer: consumerId('claude-code'),
    what: `hand-out ${number}`,
  };
}

export function auditNumbers(entries: readonly AuditEntry[]): readonly number[] {
  return entries.map(({ at }) => at - noonMs);
}
