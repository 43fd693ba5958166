// Asks the app for a lease, waits in its queue where that is wanted, and gives one back.
import {
  grantedLeaseShape,
  leaseLineShape,
  releasedShape,
  type GrantedLease,
  type LeaseLine,
  type LeaseRequest,
} from '../broker/protocol/leases.ts';
import { Failure, isFailureCode } from '../domain/failure.ts';
import { slowAnswerLimitMs } from './answer-limits.ts';
import type { Client } from './client.ts';
import type { LeaseAmount } from '../domain/lease.ts';
import { amountWords, leftWords } from './lease-amount.ts';
import { messages } from './messages.ts';
import { tell } from './output.ts';
import { withProgress } from './terminal.ts';
import { momentText, spanText } from './time-text.ts';
import { runWords } from './verbs/run-words.ts';

type Queued = Extract<LeaseLine, { readonly type: 'queued' }>;
type Refusal = Extract<LeaseLine, { readonly type: 'refused' }>['refusal'];

/** For example `15:40 (in 0 h 12 min)`; undefined when it is not known, or past. @param now Unix milliseconds */
export function dueText(at: number | null, now: number): string | undefined {
  return at === null || at <= now ? undefined : runWords.clockAndSpan(momentText(at, now), spanText(at, now));
}

/** @param now Unix milliseconds */
export function queuedText({ position, etaAt, reason }: Queued, now: number): string {
  return runWords.waiting(position, dueText(etaAt, now), reason.replace(/\.$/, ''));
}

/** A figure with its unit, where it is one that is told to people. */
function figureText(unit: string, value: number, words: (amount: LeaseAmount) => string): string {
  return unit === 'percent' || unit === 'tokens' ? words({ unit, value }) : runWords.agents(value);
}

/** A failure that brings figures and no words for them gets these. @param now Unix milliseconds */
export function withFigures(failure: Failure, now: number): Failure {
  const { figures, detail, retryAt, code } = failure;
  const requested = figures?.requested ?? null;
  if (figures === undefined || requested === null || detail !== undefined) return failure;
  const { available, unit } = figures;
  const isAhead = retryAt !== undefined && retryAt > now;
  const words = runWords.short(
    figureText(unit, requested, amountWords),
    available === null ? undefined : figureText(unit, available, leftWords),
    isAhead ? messages.account.resetsIn(spanText(retryAt, now)) : undefined,
  );
  return new Failure(code, { ...failure.toValue(), detail: words, cause: failure });
}

function failureOfRefusal({ code, subject, detail, retryAt, figures }: Refusal): Failure {
  return new Failure(isFailureCode(code) ? code : 'broker/version-mismatch', {
    ...(subject !== undefined && { subject }),
    ...(detail !== undefined && { detail }),
    ...(retryAt !== undefined && { retryAt }),
    ...(figures !== undefined && { figures }),
  });
}

const leaseCall = (body: LeaseRequest, signal: AbortSignal) =>
  ({ method: 'POST', path: '/v1/leases', body, answerLimitMs: slowAnswerLimitMs, signal }) as const;

async function waited(client: Client, body: LeaseRequest, signal: AbortSignal): Promise<GrantedLease> {
  let before = '';
  for await (const line of client.lines(leaseCall(body, signal), leaseLineShape)) {
    switch (line.type) {
      case 'queued': {
        const words = queuedText(line, Date.now());
        if (words !== before) tell(words);
        before = words;
        break;
      }
      case 'granted':
        return line;
      case 'refused':
        throw failureOfRefusal(line.refusal);
    }
  }
  throw new Failure('broker/not-running');
}

/** @throws Failure of the app: `quota/…`, `selection/…`, `credential/missing`, `broker/…` */
export async function askForLease(
  client: Client,
  body: LeaseRequest,
  signal: AbortSignal,
): Promise<GrantedLease> {
  if (body.wait === true) return waited(client, body, signal);
  return withProgress(messages.asking, client.ask(leaseCall(body, signal), grantedLeaseShape));
}

/** Never fails: what is not given back so ends with its process. */
export async function giveBack(client: Client, lease: string): Promise<void> {
  const path = `/v1/leases/${encodeURIComponent(lease)}`;
  await client.ask({ method: 'DELETE', path }, releasedShape).catch(() => undefined);
}
