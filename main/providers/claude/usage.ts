// What a Claude.ai plan has used (protocols §2.5).
import * as z from 'zod/mini';
import type { OAuthAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools, QuotaAnswer } from '../description.ts';
import { windowsOf } from './usage-windows.ts';

const subject = 'Claude';
const knownKeys = ['five_hour', 'seven_day', 'limits'];

/** @throws Failure `credential/rejected`, `provider/rate-limited` (common here), `network/…`, `provider/…` */
export async function readQuota(
  { credential }: OAuthAccount,
  { http, clock }: ProviderTools,
): Promise<QuotaAnswer> {
  const response = await http('https://api.anthropic.com/api/oauth/usage', {
    headers: {
      accept: 'application/json',
      'anthropic-beta': 'oauth-2025-04-20',
      authorization: `Bearer ${credential.accessToken.reveal()}`,
      'content-type': 'application/json',
    },
  });
  refuseBadStatus(response, subject, clock.nowMs());
  const answer = await readJson(response, z.record(z.string(), z.unknown()), subject);
  const windows = windowsOf(answer);
  // An answer of another shape altogether must not wipe the last good figures.
  if (windows.length === 0 && !knownKeys.some((key) => key in answer)) {
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no known window' });
  }
  return { windows, source: 'Claude usage page' };
}
