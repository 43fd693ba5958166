// What a Claude.ai plan has used (protocols §2.5).
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { Secret } from '../../domain/secret.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools, QuotaAnswer } from '../description.ts';
import type { Fields } from '../meters.ts';
import { featuresIn, statusLineWindows, windowsOf } from './usage-windows.ts';

const subject = 'Claude';
const knownKeys = ['five_hour', 'seven_day', 'limits'];

/** @throws Failure `credential/rejected`, `provider/rate-limited` (common here), `network/…`, `provider/…` */
export async function readQuota(
  { accessToken }: { readonly accessToken: Secret },
  { http, clock }: ProviderTools,
): Promise<QuotaAnswer> {
  const response = await http('https://api.anthropic.com/api/oauth/usage', {
    headers: {
      accept: 'application/json',
      'anthropic-beta': 'oauth-2025-04-20',
      authorization: `Bearer ${accessToken.reveal()}`,
      'content-type': 'application/json',
    },
  });
  refuseBadStatus(response, subject, clock.nowMs());
  const answer = await readJson(response, z.record(z.string(), z.unknown()), subject);
  const windows = windowsOf(answer, clock.nowMs());
  // An answer of another shape altogether must not wipe the last good figures.
  if (windows.length === 0 && !knownKeys.some((key) => key in answer)) {
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no known window' });
  }
  return { windows, source: subject, features: featuresIn(answer) };
}

/** What Claude Code gave to a status line; undefined when there was no figure in it, as before the first answer. */
export function quotaInStatusLine(status: Fields, nowMs: number): QuotaAnswer | undefined {
  const windows = statusLineWindows(status, nowMs);
  return windows.length > 0 ? { windows, source: 'Claude Code' } : undefined;
}

/**
 * What Claude Code's usage screen showed, in the shape of the endpoint's answer: what stands on no screen may be there all
 * the same.
 */
export function quotaInScreen(screen: Fields, nowMs: number): QuotaAnswer | undefined {
  const [windows, features] = [windowsOf(screen, nowMs), featuresIn(screen)];
  if (windows.length === 0) return undefined;
  return { windows, source: 'Claude Code’s usage screen', ...(features.length > 0 && { features }) };
}
