// Plan and quota of a Copilot subscription, from an address that GitHub's own programs use and nobody documents (protocols §4).
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { Account } from '../../domain/account.ts';
import type { Secret } from '../../domain/secret.ts';
import { readJson } from '../answers.ts';
import type { ProviderTools, QuotaAnswer } from '../description.ts';
import { planIn, windowsOf } from './usage-windows.ts';
import { requireFrom, type GithubSite } from './site.ts';
import { askGithub, refuseGithubStatus } from './user.ts';

const knownKeys = ['copilot_plan', 'quota_snapshots', 'monthly_quotas', 'limited_user_quotas'];

/** @throws Failure `credential/rejected`, `provider/forbidden` without a plan of Copilot, `network/…`, `provider/…` */
export async function readUsage(
  site: GithubSite,
  account: Account,
  token: Secret,
  tools: ProviderTools,
): Promise<QuotaAnswer> {
  const subject = site.label;
  requireFrom(site, account);
  const nowMs = tools.clock.nowMs();
  const response = await askGithub(site, '/copilot_internal/user', token, tools);
  if (response.status === 404)
    throw new Failure('provider/forbidden', { subject, detail: 'GitHub knows no Copilot plan for it' });
  refuseGithubStatus(response, site, nowMs);
  const answer = await readJson(response, z.record(z.string(), z.unknown()), subject);
  const windows = windowsOf(answer, nowMs);
  // An answer of another shape altogether must not wipe the last good figures.
  if (windows.length === 0 && !knownKeys.some((key) => key in answer))
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no known window' });
  const plan = planIn(answer);
  return { windows, source: subject, ...(plan !== undefined && { plan: { plan } }) };
}
