// What an account's subscription is, as one answer to "what do I have and how much of it is left". Pure.
import { isUnpaid, planChange, type Plan, type PlanName } from './plan.ts';
import { worstWindow, type KnownQuota } from './quota-window.ts';

export interface SubscriptionInfo {
  /** The plan, absent when the provider does not say. */
  readonly tier?: PlanName;
  /** `ended`: nothing is paid any more; `smaller`: less than before. */
  readonly status: 'active' | 'ended' | 'smaller' | 'unpaid' | 'unknown';
  /** The plan before it, where it has changed, and when that was noticed (Unix milliseconds). */
  readonly before?: PlanName & { readonly until: number };
  /** Of the fullest window that limits the account: percent, unless the provider counts something else. */
  readonly usageLimit: number | null;
  readonly usageCurrent: number | null;
  readonly usageUnit: 'percent' | 'requests' | 'tokens' | 'credits' | 'currency';
  /** Unix milliseconds. */
  readonly resetsAt: number | null;
  /** What the plan has beside its windows, in short words, as far as the provider says it. */
  readonly features: readonly string[];
  /** How many requests may run at once; null, for no provider says so yet. */
  readonly concurrentLimit: number | null;
}

function statusOf(plan: Plan | undefined, order: readonly string[]): SubscriptionInfo['status'] {
  if (plan === undefined) return 'unknown';
  const change = plan.before === undefined ? undefined : planChange(plan.before, plan, order);
  if (change === 'ended' || change === 'smaller') return change;
  return isUnpaid(plan.plan) ? 'unpaid' : 'active';
}

/** @param order the provider's plans from the smallest to the largest */
export function subscriptionOf(
  plan: Plan | undefined,
  { windows, features = [] }: Pick<KnownQuota, 'windows' | 'features'>,
  order: readonly string[] = [],
): SubscriptionInfo {
  const worst = worstWindow(windows);
  const amount = worst?.amount;
  const isCounted = amount?.used != null && amount.limit !== null;
  return {
    ...(plan !== undefined && {
      tier: { plan: plan.plan, ...(plan.planDetail !== undefined && { planDetail: plan.planDetail }) },
    }),
    ...(plan?.before !== undefined && { before: plan.before }),
    status: statusOf(plan, order),
    usageLimit: isCounted ? amount.limit : worst === undefined ? null : 100,
    usageCurrent: isCounted ? amount.used : (worst?.usedPercent ?? null),
    usageUnit: isCounted ? amount.unit : 'percent',
    resetsAt: worst?.resetsAt ?? null,
    features,
    concurrentLimit: null,
  };
}
