// Plan and quota of a ChatGPT subscription: from OpenAI's endpoint (protocols §1.8) or from Codex (§1.9).
import * as z from 'zod/mini';
import type { Account } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { isObject } from '../../domain/json.ts';
import type { Secret } from '../../domain/secret.ts';
import { claimsOf } from '../../domain/token-claims.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools, QuotaAnswer } from '../description.ts';
import type { Fields } from '../meters.ts';
import { featuresIn, planIn, windowsOf } from './usage-windows.ts';

const subject = 'OpenAI';
const knownKeys = ['plan_type', 'rate_limit'];

function answerOf(answer: Fields, source: string, nowMs: number): QuotaAnswer {
  const plan = planIn(answer);
  return {
    windows: windowsOf(answer, nowMs),
    source,
    ...(plan !== undefined && { plan: { plan } }),
    features: featuresIn(answer),
  };
}

/** Whether the token says that it is for an account of FedRAMP (protocols §1.5): unchecked, for it decides over one header. */
function isForFedramp(accessToken: Secret): boolean {
  const auth = claimsOf(accessToken)?.['https://api.openai.com/auth'];
  return isObject(auth) && auth['chatgpt_account_is_fedramp'] === true;
}

/** @throws Failure `credential/rejected`, `network/…`, `provider/…` */
export async function readQuota(
  { account, accessToken }: { readonly account: Account; readonly accessToken: Secret },
  { http, clock }: ProviderTools,
): Promise<QuotaAnswer> {
  const response = await http('https://chatgpt.com/backend-api/wham/usage', {
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken.reveal()}`,
      ...(account.workspaceId !== undefined && { 'chatgpt-account-id': account.workspaceId }),
      ...(isForFedramp(accessToken) && { 'x-openai-fedramp': 'true' }),
    },
  });
  refuseBadStatus(response, subject, clock.nowMs());
  const usage = await readJson(response, z.record(z.string(), z.unknown()), subject);
  const answer = answerOf(usage, subject, clock.nowMs());
  // An answer of another shape altogether must not wipe the last good figures.
  if (answer.windows.length === 0 && !knownKeys.some((key) => key in usage)) {
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no known window' });
  }
  return answer;
}

/** What Codex answered to `account/rateLimits/read`; undefined when it said nothing about the account. */
export function quotaInProgram(answer: Fields, nowMs: number): QuotaAnswer | undefined {
  const quota = answerOf(answer, 'Codex', nowMs);
  return quota.windows.length > 0 || quota.plan !== undefined ? quota : undefined;
}
