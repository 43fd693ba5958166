// The audit log as lines for people.
import type { AuditAnswer, AuditVerdictAnswer } from '../broker/protocol/oversight.ts';
import { describeFailure } from '../domain/failure-words.ts';
import { isFailureCode } from '../domain/failure.ts';
import { oneLine, tableText } from './table-text.ts';
import { momentText } from './time-text.ts';
import { auditWords } from './verbs/audit-words.ts';

const columnWidth = 32;
/** The grant of whoever sits at this machine; it says nothing beside the actor. */
const machineGrant = 'machine';

type Entry = AuditAnswer['entries'][number];

function failureText(code: string, subject: string | undefined): string {
  if (!isFailureCode(code)) return auditWords.failed(code);
  const { what } = describeFailure({ code, ...(subject !== undefined && { subject }) });
  return auditWords.failed(what.replace(/\.$/, ''));
}

function detailText(entry: Entry, now: number): string {
  const { what, program, consumer, pid, grant, until, failure, account, provider } = entry;
  return [
    what,
    program,
    consumer === undefined ? undefined : auditWords.for(consumer),
    pid === undefined ? undefined : auditWords.pid(pid),
    grant === undefined || grant === machineGrant ? undefined : auditWords.byAgent(grant),
    until === undefined ? undefined : auditWords.until(momentText(until, now)),
    failure === undefined ? undefined : failureText(failure, account ?? provider),
  ]
    .filter((part) => part !== undefined)
    .map(oneLine)
    .join(', ');
}

/** What `audit` prints, in the order it came. @param now Unix milliseconds */
export function auditText({ entries }: AuditAnswer, now: number): string {
  if (entries.length === 0) return auditWords.none;
  const rows = entries.map((entry) => [
    momentText(entry.at, now),
    entry.actor,
    entry.action,
    entry.account ?? entry.provider ?? '',
    detailText(entry, now),
  ]);
  return tableText(rows, columnWidth).join('\n');
}

/** What `audit --verify` prints. */
export function verdictText({ whole, entries, sealedUpTo, brokenAt, why }: AuditVerdictAnswer): string {
  if (whole) return auditWords.whole(entries ?? 0, sealedUpTo ?? 0);
  return auditWords.broken(brokenAt, why === null ? auditWords.brokenUnknown : auditWords.why[why]);
}
