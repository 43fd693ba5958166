// Turns what GitHub says about a Copilot subscription into windows (protocols §4, an internal endpoint that nobody
// documents): `quota_snapshots`, and the monthly figures that free plans have had in their place. Pure, and never throws:
// what is missing or makes no sense stays unknown.
import type { Amount, QuotaWindow } from '../../domain/quota-window.ts';
import { countOf, leftOf, percentLeft, percentWithLeft, timeOf } from '../figures.ts';
import { distinct, fieldsOf, slugOf, textOf, wordsOf, type Fields } from '../meters.ts';

type Name = Pick<QuotaWindow, 'id' | 'label' | 'scope' | 'lengthMs'>;

/** Agents spend premium requests; chat and completions are features of editors. Months differ in length. */
function nameOf(key: string): Name {
  if (key === 'premium_interactions') {
    return { id: 'premium-requests', label: 'Premium requests', lengthMs: null };
  }
  return { id: slugOf(key), label: wordsOf(key), scope: wordsOf(key), lengthMs: null };
}

/** The day of the reset is meant in UTC, where no time of the day stands beside it. */
function resetIn(answer: Fields, nowMs: number): number | null {
  return (
    timeOf(answer['quota_reset_date_utc'], nowMs) ??
    timeOf(answer['quota_reset_date'], nowMs) ??
    timeOf(answer['limited_user_reset_date'], nowMs)
  );
}

/** In `copilot_plan` who pays nothing is like everybody who pays alone. */
function isFree(answer: Fields): boolean {
  return answer['access_type_sku'] === 'free_limited_copilot';
}

/** The credits used, which some answers state as 0 whatever is left; parts of a credit are rounded away. */
function creditsIn(snapshot: Fields, limit: number | null, left: number | null): number | null {
  const used = countOf(snapshot['credits_used']);
  if (used === null || limit === null || left === null) return used;
  const missing = limit - left - used;
  return missing <= 1 && (missing >= -1 || left === 0) ? used : null;
}

function snapshotWindows(
  key: string,
  snapshot: Fields,
  unit: Amount['unit'],
  resetsAt: number | null,
): readonly QuotaWindow[] {
  if (Object.keys(snapshot).length === 0) return [];
  const name = nameOf(key);
  const limit = countOf(snapshot['entitlement']);
  // −1 of −1 is GitHub's word for no limit.
  const left = (limit === null ? countOf : leftOf)(snapshot['remaining']);
  const unknown = { ...name, usedPercent: null, resetsAt };
  // What has no end is never filled up again.
  if (snapshot['unlimited'] === true) return [{ ...unknown, unlimited: true, resetsAt: null }];
  // Nothing of nothing stands for a seat whose figures are kept elsewhere, whatever its percentage says.
  if (limit === 0 && left === 0) return [unknown];
  const beyond: QuotaWindow = {
    ...unknown,
    id: `${name.id}-overage`,
    label: `${name.label} beyond the plan`,
    beyondPlan: true,
    amount: { unit, used: countOf(snapshot['overage_count']), limit: null, left: null },
  };
  return [
    {
      ...unknown,
      usedPercent: percentWithLeft(snapshot['percent_remaining']) ?? percentLeft(left, limit),
      amount: { unit, used: unit === 'credits' ? creditsIn(snapshot, limit, left) : null, limit, left },
    },
    ...(snapshot['overage_permitted'] === true ? [beyond] : []),
  ];
}

/** Free plans: what there is in a month, and what is left of it, by the same keys. */
function monthlyWindows(answer: Fields, resetsAt: number | null): readonly QuotaWindow[] {
  const [limits, lefts] = [fieldsOf(answer['monthly_quotas']), fieldsOf(answer['limited_user_quotas'])];
  return [...new Set([...Object.keys(limits), ...Object.keys(lefts)])].map((key) => {
    const [limit, left] = [countOf(limits[key]), leftOf(lefts[key])];
    const amount: Amount = { unit: 'requests', used: null, limit, left };
    return { ...nameOf(key), usedPercent: percentLeft(left, limit), amount, resetsAt };
  });
}

/** Every window of an answer of `copilot_internal/user`. */
export function windowsOf(answer: Fields, nowMs: number): readonly QuotaWindow[] {
  const resetsAt = resetIn(answer, nowMs);
  const unit = answer['token_based_billing'] === true && !isFree(answer) ? 'credits' : 'requests';
  const snapshots = Object.entries(fieldsOf(answer['quota_snapshots']));
  return distinct([
    ...snapshots.flatMap(([key, snapshot]) => snapshotWindows(key, fieldsOf(snapshot), unit, resetsAt)),
    ...monthlyWindows(answer, resetsAt),
  ]);
}

/** The plan in GitHub's own word. */
export function planIn(answer: Fields): string | undefined {
  return isFree(answer) ? 'free' : textOf(answer['copilot_plan']);
}
