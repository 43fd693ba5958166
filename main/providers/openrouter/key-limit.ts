// Turns what OpenRouter says about an API key into windows: what is left of its limit, or only what was spent where it has
// none. Amounts are in US dollars. Pure, and never throws.
import type { QuotaWindow } from '../../domain/quota-window.ts';
import { countOf, leftOf, percentLeft } from '../figures.ts';
import { fieldsOf, type Fields } from '../meters.ts';

interface Period {
  readonly id: string;
  readonly label: string;
  /** Unix milliseconds; null where the limit is never filled up again. */
  readonly startsAt: number | null;
  readonly resetsAt: number | null;
}

const dayMs = 86_400_000;

/** Limits are filled up at midnight in UTC: every day, on Mondays, or on the first of the month. */
function periodOf(reset: unknown, nowMs: number): Period {
  const now = new Date(nowMs);
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const midnight = Date.UTC(year, month, date);
  switch (reset) {
    case 'daily':
      return { id: 'limit-daily', label: 'Daily limit', startsAt: midnight, resetsAt: midnight + dayMs };
    case 'weekly': {
      const monday = midnight - ((now.getUTCDay() + 6) % 7) * dayMs;
      return { id: 'limit-weekly', label: 'Weekly limit', startsAt: monday, resetsAt: monday + 7 * dayMs };
    }
    case 'monthly':
      return {
        id: 'limit-monthly',
        label: 'Monthly limit',
        startsAt: Date.UTC(year, month),
        resetsAt: Date.UTC(year, month + 1),
      };
    default:
      return { id: 'limit', label: 'Key limit', startsAt: null, resetsAt: null };
  }
}

/** Without the rests that binary fractions leave. */
function difference(limit: number, left: number): number {
  return Math.round((limit - left) * 1e6) / 1e6;
}

export function windowsOf(answer: Fields, nowMs: number): readonly QuotaWindow[] {
  const { limit: stated, limit_remaining: remaining, limit_reset: reset, usage } = fieldsOf(answer['data']);
  const [limit, left, spent] = [countOf(stated), leftOf(remaining), countOf(usage)];
  const money = { unit: 'currency', currency: 'USD' } as const;
  if (limit === null) {
    // Whatever was spent since the key was made, which is no share of anything.
    const amount = { ...money, used: spent, limit: null, left: null };
    const window = { id: 'spent', label: 'Spent', usedPercent: null, amount, lengthMs: null, resetsAt: null };
    return spent === null ? [] : [window];
  }
  const { id, label, startsAt, resetsAt } = periodOf(reset, nowMs);
  const usedPercent = percentLeft(left, limit);
  const used = usedPercent === null || left === null ? null : difference(limit, left);
  const lengthMs = startsAt === null || resetsAt === null ? null : resetsAt - startsAt;
  return [{ id, label, usedPercent, amount: { ...money, used, limit, left }, lengthMs, resetsAt }];
}
