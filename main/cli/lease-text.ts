// Leases, who waits for one, and what is left of the accounts, as lines for people.
import type { EstimateAnswer, LeaseAnswer, LeasesAnswer } from '../broker/protocol/leases.ts';
import type { LeaseAmount } from '../domain/lease.ts';
import { amountWords, leftWords } from './lease-amount.ts';
import { dueText } from './lease-request.ts';
import { messages } from './messages.ts';
import { tableText } from './table-text.ts';
import { ageText, spanText } from './time-text.ts';
import { leaseWords } from './verbs/lease-words.ts';

/** A label that is longer is cut. */
const columnWidth = 28;
const indent = '  ';

const percent = (value: number): string => amountWords({ unit: 'percent', value });

/** What an agent's lease comes to. */
export function heldText({ amount, basis }: Pick<LeaseAnswer, 'amount' | 'basis'>): string {
  return basis === 'unmetered' ? leaseWords.unmetered : leaseWords.holds(amountWords(amount));
}

function usedText({ used, amount, basis }: LeaseAnswer): string {
  return basis === 'unmetered' && used === 0
    ? ''
    : leaseWords.used(amountWords({ unit: amount.unit, value: used }));
}

function holderText({ pid, holder }: LeaseAnswer): string {
  if (pid !== null) return leaseWords.pid(pid);
  return holder === 'process' ? '' : leaseWords.holders[holder];
}

function leaseLines(leases: readonly LeaseAnswer[], now: number): readonly string[] {
  const rows = leases.map((lease) => [
    lease.label,
    `${lease.accountLabel} (${lease.provider})`,
    heldText(lease),
    usedText(lease),
  ]);
  const table = tableText(rows, columnWidth);
  return leases.flatMap((lease, row) => {
    const age = leaseWords.granted(ageText(lease.grantedAt, now));
    const facts = [leaseWords.ids(lease.id, lease.agent), holderText(lease), age].filter(
      (fact) => fact !== '',
    );
    return [table[row] ?? '', indent + facts.join(', ')];
  });
}

function queueLines(queue: LeasesAnswer['queue'], now: number): readonly string[] {
  const rows = queue.map(({ label, priority, position, etaAt, since }) => {
    const due = dueText(etaAt, now);
    return [
      leaseWords.position(position),
      label,
      priority,
      leaseWords.asked(ageText(since, now)),
      due === undefined ? leaseWords.unknownWhen : leaseWords.about(due),
    ];
  });
  return tableText(rows, columnWidth).map((line) => indent + line);
}

function accountLines(accounts: LeasesAnswer['accounts']): readonly string[] {
  const rows = accounts.map(({ label, provider, leftPercent, outstandingPercent, running, concurrent }) => [
    `${label} (${provider})`,
    leaseWords.running(running, concurrent),
    leftPercent === null
      ? leaseWords.unknownLeft(percent(outstandingPercent))
      : leaseWords.left(percent(leftPercent), percent(outstandingPercent)),
  ]);
  return tableText(rows, columnWidth).map((line) => indent + line);
}

/** What `lease list` prints. @param now Unix milliseconds */
export function leasesText({ leases, queue, accounts }: LeasesAnswer, now: number): string {
  return [
    ...(leases.length === 0 ? [leaseWords.none] : leaseLines(leases, now)),
    ...(queue.length === 0 ? [] : [leaseWords.waits, ...queueLines(queue, now)]),
    ...(accounts.length === 0 ? [] : [leaseWords.accounts, ...accountLines(accounts)]),
  ].join('\n');
}

function seenText({ basis, seen }: EstimateAnswer): string | undefined {
  if (basis === 'split') return leaseWords.estimate.split;
  return basis === 'learnt' && seen > 0 ? leaseWords.estimate.seen(seen) : undefined;
}

/** What `estimate` prints. @param now Unix milliseconds */
export function estimateText(answer: EstimateAnswer, now: number): string {
  const { verdict, accountLabel, provider, needs, available, resetsAt, reason } = answer;
  const words = leaseWords.estimate;
  const of = (value: number): LeaseAmount => ({ unit: needs?.unit ?? 'percent', value });
  const account = accountLabel === null ? undefined : `${accountLabel} (${provider ?? ''})`;
  const isAhead = resetsAt !== null && resetsAt > now;
  const facts = [
    needs === null ? undefined : words.needs(amountWords(of(needs.usual)), amountWords(of(needs.cautious))),
    seenText(answer),
    available === null ? undefined : words.available(leftWords(of(available))),
    isAhead ? messages.account.resetsIn(spanText(resetsAt, now)) : undefined,
  ].filter((fact) => fact !== undefined);
  const first = [words.line(words.verdicts[verdict], account), facts.join(', ')]
    .filter((part) => part !== '')
    .join(': ');
  return [`${first}.`, reason].filter((line) => line !== '').join('\n');
}
