// The plan of a Claude.ai account, from its profile (protocols §2.4, §2.5).
import * as z from 'zod/mini';
import type { OAuthAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { PlanName } from '../../domain/plan.ts';
import type { ProviderTools } from '../description.ts';

const subject = 'Claude';

const profileShape = z.object({
  account: z.object({
    uuid: z.nullish(z.string()),
    has_claude_max: z.nullish(z.boolean()),
    has_claude_pro: z.nullish(z.boolean()),
  }),
  organization: z.object({
    uuid: z.nullish(z.string()),
    organization_type: z.nullish(z.string()),
    rate_limit_tier: z.nullish(z.string()),
  }),
});

type Profile = z.output<typeof profileShape>;

/** The word after `claude_`, new words included: one that is not known yet must not be taken for the free plan. */
function planOf({ account, organization }: Profile): string | undefined {
  const [, word] = /^claude_(\w{1,40})$/.exec(organization.organization_type ?? '') ?? [];
  if (word !== undefined) return word;
  return account.has_claude_max === false && account.has_claude_pro === false ? 'free' : undefined;
}

/**
 * Max comes in sizes; its tier says which, for example `default_claude_max_20x`.
 * @throws Failure `credential/rejected`, `network/…`, `provider/…`
 */
export async function readPlan(
  { account, credential }: OAuthAccount,
  { http, clock }: ProviderTools,
): Promise<PlanName | undefined> {
  const response = await http('https://api.anthropic.com/api/oauth/profile', {
    headers: { accept: 'application/json', authorization: `Bearer ${credential.accessToken.reveal()}` },
  });
  refuseBadStatus(response, subject, clock.nowMs());
  const profile = await readJson(response, profileShape, subject);
  const workspace = profile.organization.uuid;
  if (workspace != null && account.workspaceId !== undefined && workspace !== account.workspaceId) {
    throw new Failure('provider/unexpected-answer', { subject, detail: 'profile of another organization' });
  }
  const plan = planOf(profile);
  if (plan === undefined) return undefined;
  const [, size] = /_(\d{1,4}x)$/.exec(profile.organization.rate_limit_tier ?? '') ?? [];
  return { plan, ...(size !== undefined && { planDetail: size }) };
}
