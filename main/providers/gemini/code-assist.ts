// The tier of a Code Assist login, and what is left of it (protocols §5.4): first whose project it is, then that project’s
// buckets. Google documents neither address.
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { Secret } from '../../domain/secret.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { PlanName } from '../../domain/plan.ts';
import type { ProviderTools, QuotaAnswer } from '../description.ts';
import { fieldsOf, firstText, type Fields } from '../meters.ts';
import { errorWordsOf } from './google-errors.ts';
import { windowsOf } from './usage-windows.ts';

const subject = 'Google Gemini';
const source = 'Gemini Code Assist';
/** Google’s word for a plan that it serves in other programs only: since 2026-06-18, those of single persons. */
const unsupported = 'UNSUPPORTED_CLIENT';
const tierKeys = ['currentTier', 'paidTier', 'allowedTiers', 'ineligibleTiers'];

/** We say which product the question is about; on which computer and in which editor is nobody’s business. */
const metadata = { ideType: 'IDE_UNSPECIFIED', platform: 'PLATFORM_UNSPECIFIED', pluginType: 'GEMINI' };

const reasonShape = z.object({ reasonCode: z.string().check(z.regex(/^[A-Z][A-Z\d_]{0,79}$/)) });
/** An id, or that of a company’s own domain with one: `example.test:lamp`. */
const projectShape = z.string().check(z.regex(/^[\w.:-]{1,100}$/));

function notServed(): Failure {
  return new Failure('sign-in/not-entitled', {
    subject,
    detail: 'Google no longer serves plans of single persons in Gemini CLI; an API key works',
  });
}

/** @throws Failure `credential/rejected`, `sign-in/not-entitled`, `provider/…`, `network/…` */
async function ask(
  question: 'loadCodeAssist' | 'retrieveUserQuota',
  body: object,
  token: Secret,
  { http, clock }: ProviderTools,
): Promise<Fields> {
  const response = await http(`https://cloudcode-pa.googleapis.com/v1internal:${question}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token.reveal()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok && (await errorWordsOf(response)).includes(unsupported)) throw notServed();
  refuseBadStatus(response, subject, clock.nowMs());
  return readJson(response, z.record(z.string(), z.unknown()), subject);
}

/** `standard-tier` is the plan `standard`; one that is paid for goes before the one that comes with the account. */
function planOf(answer: Fields): PlanName | undefined {
  const [paid, current] = [fieldsOf(answer['paidTier']), fieldsOf(answer['currentTier'])];
  const tier = firstText(paid['id'], current['id'], paid['name'], current['name']);
  return tier === undefined ? undefined : { plan: tier.replace(/-tier$/, '') };
}

/** Why there is no tier, in Google’s words. */
function reasonsIn(answer: Fields): readonly string[] {
  const tiers = answer['ineligibleTiers'];
  if (!Array.isArray(tiers)) return [];
  return tiers.flatMap((tier) => reasonShape.safeParse(tier).data?.reasonCode ?? []);
}

/** Without a project nothing can be asked about: either Google says why, or the person’s company has to name one. */
function requireTier(answer: Fields, plan: PlanName | undefined): void {
  const reasons = reasonsIn(answer);
  if (reasons.includes(unsupported)) throw notServed();
  const [reason] = reasons;
  if (plan === undefined && reason !== undefined)
    throw new Failure('provider/forbidden', { subject, detail: reason });
  // An answer of another shape altogether must not wipe the last good figures.
  if (!tierKeys.some((key) => key in answer))
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no known tier' });
}

/**
 * The windows of a Code Assist login, asked with its program’s own token, which is neither kept nor renewed.
 * @throws Failure `credential/rejected` when the token has ended, `sign-in/not-entitled` for a plan that Google no longer
 * serves in Gemini CLI, `network/…`, `provider/…`
 */
export async function readQuota(
  { accessToken }: { readonly accessToken: Secret },
  tools: ProviderTools,
): Promise<QuotaAnswer> {
  const tier = await ask('loadCodeAssist', { metadata }, accessToken, tools);
  const plan = planOf(tier);
  const base = { source, ...(plan !== undefined && { plan }) };
  const project = projectShape.safeParse(tier['cloudaicompanionProject']).data;
  if (project === undefined) {
    requireTier(tier, plan);
    return { ...base, windows: [] };
  }
  const quota = await ask('retrieveUserQuota', { project }, accessToken, tools);
  // Google leaves an empty list out altogether.
  if (!('buckets' in quota) && Object.keys(quota).length > 0)
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no known bucket' });
  return { ...base, windows: windowsOf(quota, tools.clock.nowMs()) };
}
