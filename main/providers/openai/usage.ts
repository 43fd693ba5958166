// Plan and quota of a ChatGPT subscription (protocols §1.8). Windows are told apart by length, never by slot.
import * as z from 'zod/mini';
import type { OAuthAccount } from '../../domain/account.ts';
import { windowLabel, type QuotaWindow } from '../../domain/quota-window.ts';
import { readJson, refuseBadStatus } from '../answers.ts';
import type { ProviderTools, QuotaAnswer } from '../description.ts';

const subject = 'OpenAI';

const windowShape = z.object({
  used_percent: z.nullish(z.number()),
  limit_window_seconds: z.nullish(z.number()),
  reset_at: z.nullish(z.number()),
});

const usageShape = z.object({
  plan_type: z.nullish(z.string()),
  rate_limit: z.nullish(
    z.object({ primary_window: z.nullish(windowShape), secondary_window: z.nullish(windowShape) }),
  ),
});

function windowOf(answer: z.output<typeof windowShape>): QuotaWindow {
  const { used_percent: used, limit_window_seconds: seconds, reset_at: reset } = answer;
  const lengthMs = seconds != null && seconds > 0 ? seconds * 1000 : null;
  return {
    id: lengthMs === null ? 'usage' : `length-${String(lengthMs / 1000)}`,
    label: windowLabel(lengthMs),
    usedPercent: used != null && used >= 0 ? used : null,
    lengthMs,
    resetsAt: reset != null && reset > 0 ? reset * 1000 : null,
  };
}

/** @throws Failure `credential/rejected`, `network/…`, `provider/…` */
export async function readQuota(
  { account, credential }: OAuthAccount,
  { http, clock }: ProviderTools,
): Promise<QuotaAnswer> {
  const response = await http('https://chatgpt.com/backend-api/wham/usage', {
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${credential.accessToken.reveal()}`,
      ...(account.workspaceId !== undefined && { 'chatgpt-account-id': account.workspaceId }),
    },
  });
  refuseBadStatus(response, subject, clock.nowMs());
  const usage = await readJson(response, usageShape, subject);
  const windows = [usage.rate_limit?.primary_window, usage.rate_limit?.secondary_window]
    .flatMap((answer) => (answer == null ? [] : [windowOf(answer)]))
    .sort((left, right) => (left.lengthMs ?? Infinity) - (right.lengthMs ?? Infinity));
  const plan = usage.plan_type == null ? undefined : { plan: usage.plan_type };
  return { windows, source: 'OpenAI usage page', ...(plan !== undefined && { plan }) };
}
