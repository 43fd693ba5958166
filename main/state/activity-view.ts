// The page on what happened, out of the audit's entries. Pure.
import type { AuditEntry, AuditVerdict } from '../domain/audit-entry.ts';
import { describeFailure } from '../domain/failure-words.ts';
import type { FailureCode } from '../domain/failure.ts';
import { phrase } from '../domain/phrases.ts';
import type { Language } from '../domain/language.ts';
import { isProviderId, type AccountId, type ConsumerId, type ProviderId } from '../domain/ids.ts';
import type { ActivityEntryView, ActivityView, AuditVerdictView } from '../../preload/view.ts';

/** How a person calls them; the id where it is not known any more. */
export interface Labels {
  readonly provider: (id: ProviderId) => string;
  readonly account: (id: AccountId) => string;
  readonly consumer: (id: ConsumerId) => string;
}

/** The grant of whoever sits at this machine is no agent's. */
const machineGrant = 'machine';

/** A consent names its provider and the way to sign in there, and nothing else. */
function providerIn({ action, provider, what }: AuditEntry): ProviderId | undefined {
  if (action !== 'consent') return provider;
  const named = what?.split('/', 1)[0];
  return isProviderId(named) ? named : provider;
}

/** Whom the words of these failures are about; those of all others are about the account. */
const failuresAbout: Readonly<Record<string, 'program' | 'provider' | 'what'>> = {
  broker: 'program',
  'company-login': 'what',
  'sign-in': 'provider',
  network: 'provider',
  provider: 'provider',
};

function failureText(
  code: FailureCode,
  entry: AuditEntry,
  labels: Labels,
  language: Language | undefined,
): string {
  const subject = subjectOf(code, entry, labels, language);
  return describeFailure({ code, ...(subject !== undefined && { subject }) }, language).what;
}

function subjectOf(
  code: FailureCode,
  entry: AuditEntry,
  labels: Labels,
  language: Language | undefined,
): string | undefined {
  const about = failuresAbout[code.split('/', 1).join()];
  if (about === 'program') return entry.program ?? phrase(language, 'an unknown program');
  if (about === 'what') return entry.what;
  if (about !== 'provider' && entry.account !== undefined) return labels.account(entry.account);
  const provider = providerIn(entry);
  return provider && labels.provider(provider);
}

/** What nobody has refused came to nothing by itself. */
function actionOf({ action, failure = 'broker/hand-out-denied' }: AuditEntry): ActivityEntryView['action'] {
  return action === 'hand-out-denied' && !failure.startsWith('broker/') ? 'hand-out-failed' : action;
}

function entryView(entry: AuditEntry, labels: Labels, language: Language | undefined): ActivityEntryView {
  const { account, consumer, grant, failure } = entry;
  const provider = providerIn(entry);
  return {
    at: entry.at,
    actor: entry.actor,
    action: actionOf(entry),
    provider: provider === undefined ? null : labels.provider(provider),
    account: account === undefined ? null : labels.account(account),
    consumer: consumer === undefined ? null : labels.consumer(consumer),
    program: entry.program ?? null,
    pid: entry.pid ?? null,
    agent: grant === undefined || grant === machineGrant ? null : grant,
    what: entry.what ?? null,
    until: entry.until ?? null,
    failure: failure === undefined ? null : failureText(failure, entry, labels, language),
  };
}

/** @param entries the newest first, one more than are shown where there are more */
export function activityView(
  entries: readonly AuditEntry[],
  limit: number,
  labels: Labels,
  language?: Language,
): Omit<ActivityView, 'foreignWrites'> {
  return {
    entries: entries.slice(0, limit).map((entry) => entryView(entry, labels, language)),
    more: entries.length > limit,
  };
}

export function verdictView(verdict: AuditVerdict): AuditVerdictView {
  return verdict.kind === 'whole'
    ? { kind: 'whole', entries: verdict.entries, sealedUpTo: verdict.sealedUpTo }
    : { kind: 'broken', index: verdict.index, why: verdict.why };
}
