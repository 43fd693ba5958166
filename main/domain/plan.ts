// What a provider calls the subscription, and whether it has become a smaller one. Pure.

export interface PlanName {
  /** In the provider's own word. */
  readonly plan: string;
  /** The size of the plan where it comes in several, in the provider's own word, for example `20x`. */
  readonly planDetail?: string;
}

export interface Plan extends PlanName {
  /** Unix milliseconds; when the provider said so. */
  readonly readAt: number;
  /** The one before, where it has changed while we knew it, and when that was noticed. */
  readonly before?: PlanName & { readonly until: number };
}

/** How a plan stands to the one before: `ended` when nothing is paid any more. */
export type PlanChange = 'ended' | 'smaller' | 'larger' | 'other';

// The words that providers have for an account that pays nothing, also as the first one of several.
const unpaid = /^(?:free|guest)(?:_|$)/;

export function isUnpaid(plan: string | undefined): boolean {
  return plan !== undefined && unpaid.test(plan);
}

/** For example 20 of `20x`. */
function sizeOf({ planDetail }: PlanName): number | undefined {
  const [, digits] = /^(\d{1,4})x$/.exec(planDetail ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Undefined when it is the same one.
 * @param order from the smallest to the largest, as far as the provider's plans can be ordered
 */
export function planChange(
  before: PlanName,
  after: PlanName,
  order: readonly string[] = [],
): PlanChange | undefined {
  if (before.plan === after.plan) {
    if (before.planDetail === after.planDetail) return undefined;
    const [was, is] = [sizeOf(before), sizeOf(after)];
    return was === undefined || is === undefined ? 'other' : is < was ? 'smaller' : 'larger';
  }
  if (isUnpaid(after.plan)) return 'ended';
  const [was, is] = [order.indexOf(before.plan), order.indexOf(after.plan)];
  if (is === -1 || (was === -1 && !isUnpaid(before.plan))) return 'other';
  return is < was ? 'smaller' : 'larger';
}

/** What is known after this answer: the plan before it is remembered, and stays remembered while nothing changes. */
export function planAfter(known: Plan | undefined, answer: PlanName, now: number): Plan {
  const { plan, planDetail } = answer;
  const name = { plan, ...(planDetail !== undefined && { planDetail }) };
  if (known === undefined) return { ...name, readAt: now };
  if (planChange(known, answer) === undefined) {
    return { ...name, readAt: now, ...(known.before !== undefined && { before: known.before }) };
  }
  const before = {
    plan: known.plan,
    ...(known.planDetail !== undefined && { planDetail: known.planDetail }),
    until: now,
  };
  return { ...name, readAt: now, before };
}
