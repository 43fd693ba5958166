// What command line and app say about quota: windows, the subscription, and what is left over all accounts. Times in
// Unix milliseconds; null is what nobody knows.
import * as z from 'zod/mini';

const unit = z.enum(['requests', 'tokens', 'credits', 'currency']);

const amountShape = z.object({
  unit,
  /** ISO 4217; null unless the unit is `currency`. */
  currency: z.nullable(z.string()),
  used: z.nullable(z.number()),
  limit: z.nullable(z.number()),
  left: z.nullable(z.number()),
});

/** What is foreseen; `at` is when it is used up. */
const paceShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['unknown', 'idle', 'lasts', 'used-up']) }),
  z.object({ kind: z.enum(['tight', 'runs-out']), at: z.number() }),
]);

/** Used percent up to now, evenly spaced. */
const trendShape = z.object({
  from: z.number(),
  stepMs: z.number(),
  values: z.readonly(z.array(z.nullable(z.number()))),
});

export const windowShape = z.object({
  id: z.string(),
  label: z.string(),
  /** The model or feature that it limits; null when it limits the whole account. */
  scope: z.nullable(z.string()),
  /** What may be spent when the plan is used up. */
  beyondPlan: z.boolean(),
  /** The provider says that it has no limit. */
  unlimited: z.boolean(),
  usedPercent: z.nullable(z.number()),
  /** 0–100, and 100 of what has no limit; null when the use is not known. */
  leftPercent: z.nullable(z.number()),
  amount: z.nullable(amountShape),
  resetsAt: z.nullable(z.number()),
  level: z.enum(['unknown', 'ok', 'low', 'exhausted']),
  pace: paceShape,
  trend: z.nullable(trendShape),
  readAt: z.number(),
  source: z.string(),
  /** So old that it may have changed a good deal. */
  stale: z.boolean(),
});

export const subscriptionShape = z.object({
  tier: z.nullable(z.string()),
  status: z.enum(['active', 'ended', 'smaller', 'unpaid', 'unknown']),
  /** The plan before, where it has changed, and when that was noticed. */
  before: z.nullable(z.string()),
  changedAt: z.nullable(z.number()),
  /** Of the fullest window. */
  usageLimit: z.nullable(z.number()),
  usageCurrent: z.nullable(z.number()),
  usageUnit: z.enum(['percent', ...unit.options]),
  resetsAt: z.nullable(z.number()),
  features: z.readonly(z.array(z.string())),
  concurrentLimit: z.nullable(z.number()),
});

/** Hours of work left over all accounts together. */
export const headroomShape = z.object({
  hoursLeft: z.nullable(z.number()),
  /** How many accounts are in the sum, and of how many the pace is not known. */
  known: z.number(),
  unknown: z.number(),
  nextRefill: z.nullable(
    z.object({
      account: z.string(),
      provider: z.string(),
      window: z.string(),
      at: z.number(),
      freesPercent: z.number(),
    }),
  ),
});

/** `now` asks the providers again first, as far as they allow it. */
export const quotaRequestShape = z.strictObject({ now: z.boolean() });
