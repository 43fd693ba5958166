// True answers about quota of every shape that is read, with figures of their own in every place (protocols §1.8, §1.9,
// §2.5, §4, §5.4).
import fc from 'fast-check';
import type { JsonValue } from '../../../main/domain/json.ts';

/** 2026-11-24T12:00:00Z */
export const answeredAtMs = Date.UTC(2026, 10, 24, 12);

const percent = fc.integer({ min: 0, max: 120 });
const count = fc.integer({ min: 0, max: 100_000 });
const share = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const second = fc.integer({ min: -86_400, max: 8 * 86_400 }).map((ahead) => answeredAtMs / 1000 + ahead);
const unix = fc.oneof(
  second,
  second.map((at) => at * 1000),
);
const iso = second.map((at) => new Date(at * 1000).toISOString().replace('Z', '000+00:00'));
const model = fc.constantFrom('Fable', 'Opus', 'Sonnet');
const orNull = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> => fc.option(value, { freq: 4 });
const asNumberOrText = (value: fc.Arbitrary<number>): fc.Arbitrary<JsonValue> =>
  fc.oneof(value, value.map(String));

const claudeMeter = fc.record({ utilization: percent, resets_at: iso });
const claudeLimit = fc.oneof(
  fc.record({
    kind: fc.constant('session'),
    group: fc.constant('session'),
    percent,
    resets_at: iso,
    scope: fc.constant(null),
    is_active: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('weekly_scoped', 'weekly_odd'),
    group: fc.constant('weekly'),
    percent,
    resets_at: iso,
    scope: model.map((name) => ({ model: { id: null, display_name: name }, surface: null })),
    is_active: fc.boolean(),
  }),
);

export const claudeUsage = fc.record({
  five_hour: orNull(claudeMeter),
  seven_day: orNull(claudeMeter),
  seven_day_opus: fc.constant(null),
  seven_day_cowork: orNull(claudeMeter),
  iguana_necktie: orNull(claudeMeter),
  wattle_ember: orNull(
    fc.record({
      utilization: percent,
      resets_at: iso,
      label: fc.constant('Ember'),
      limit_dollars: count,
      used_dollars: count,
      remaining_dollars: count,
    }),
  ),
  extra_usage: fc.record({
    is_enabled: fc.boolean(),
    monthly_limit: orNull(fc.integer({ min: 20_000, max: 200_000 })),
    used_credits: orNull(count),
    utilization: orNull(percent),
    currency: fc.constantFrom('USD', 'EUR'),
  }),
  limits: fc.array(claudeLimit, { maxLength: 4 }),
});

const statusMeter = fc.record({ used_percentage: percent, resets_at: unix });

export const claudeStatusLine = fc.record({
  session_id: fc.constant('a-session'),
  model: fc.constant({ id: 'claude-fable-5', display_name: 'Fable' }),
  cost: fc.record({ total_cost_usd: count, total_duration_ms: count }),
  context_window: fc.record({ used_percentage: percent }),
  rate_limits: fc.record({
    five_hour: statusMeter,
    seven_day: statusMeter,
    spend_limit: fc.record({
      used_percentage: percent,
      resets_at: unix,
      used_usd: count,
      limit_usd: count,
    }),
  }),
});

const openaiWindow = (limit_window_seconds: number): fc.Arbitrary<JsonValue> =>
  orNull(
    fc.record({
      used_percent: percent,
      limit_window_seconds: fc.constant(limit_window_seconds),
      reset_after_seconds: count,
      reset_at: unix,
    }),
  );
const openaiRate = fc.record({
  allowed: fc.boolean(),
  limit_reached: fc.boolean(),
  primary_window: openaiWindow(18_000),
  secondary_window: openaiWindow(604_800),
});

export const openaiUsage = fc.record({
  plan_type: fc.constant('plus'),
  rate_limit: openaiRate,
  code_review_rate_limit: orNull(openaiRate),
  credits: orNull(
    fc.record({
      has_credits: fc.boolean(),
      unlimited: fc.boolean(),
      balance: orNull(asNumberOrText(count)),
      approx_local_messages: fc.constant(null),
    }),
  ),
  spend_control: fc.record({
    reached: fc.boolean(),
    individual_limit: orNull(
      fc.record({
        limit: asNumberOrText(count),
        used: asNumberOrText(count),
        remaining: asNumberOrText(count),
        used_percent: percent,
        remaining_percent: percent,
        reset_at: unix,
      }),
    ),
  }),
  additional_rate_limits: orNull(
    fc.tuple(
      fc.record({
        limit_name: fc.constant('GPT-6-Spark'),
        metered_feature: fc.constant('codex_spark'),
        rate_limit: openaiRate,
      }),
    ),
  ),
  rate_limit_reset_credits: fc.record({ available_count: count }),
});

const codexWindow = (windowDurationMins: number): fc.Arbitrary<JsonValue> =>
  orNull(
    fc.record({
      usedPercent: percent,
      windowDurationMins: fc.constant(windowDurationMins),
      resetsAt: unix,
    }),
  );
const codexSnapshot = (limitId: string, limitName: string | null): fc.Arbitrary<JsonValue> =>
  fc.record({
    limitId: fc.constant(limitId),
    limitName: fc.constant(limitName),
    primary: codexWindow(300),
    secondary: codexWindow(10_080),
    credits: orNull(
      fc.record({ hasCredits: fc.boolean(), unlimited: fc.boolean(), balance: orNull(count.map(String)) }),
    ),
    individualLimit: orNull(
      fc.record({
        limit: count.map(String),
        used: count.map(String),
        remainingPercent: fc.integer({ min: 0, max: 100 }),
        resetsAt: unix,
      }),
    ),
    planType: fc.constant('pro'),
  });

export const codexRateLimits = fc
  .tuple(codexSnapshot('codex', null), codexSnapshot('codex_spark', 'GPT-6-Spark'))
  .map(([own, spark]) => ({
    rateLimits: own,
    rateLimitsByLimitId: { codex: own, codex_spark: spark },
    rateLimitResetCredits: { availableCount: 2, credits: null },
  }));

const copilotSnapshot = fc
  .tuple(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: -150, max: 100 }))
  .chain(([entitlement, left]) =>
    fc.record({
      entitlement: asNumberOrText(fc.constant(entitlement)),
      remaining: asNumberOrText(fc.constant(Math.floor((entitlement * left) / 100))),
      percent_remaining: orNull(fc.constant(left)),
      unlimited: fc.boolean(),
      overage_count: count,
      overage_permitted: fc.boolean(),
    }),
  );

export const copilotUser = fc.record({
  copilot_plan: fc.constant('individual'),
  quota_reset_date: fc.constant('2026-12-01'),
  quota_reset_date_utc: orNull(iso),
  quota_snapshots: fc.record({
    premium_interactions: copilotSnapshot,
    chat: orNull(copilotSnapshot),
  }),
  monthly_quotas: orNull(fc.record({ completions: fc.constant(2000) })),
  limited_user_quotas: orNull(fc.record({ completions: fc.integer({ min: 0, max: 2000 }) })),
});

export const geminiQuota = fc.record({
  buckets: fc.array(
    fc.record({
      modelId: fc.constantFrom('gemini-3-pro', 'gemini-3-flash'),
      tokenType: fc.constantFrom('REQUESTS', 'INPUT_TOKENS'),
      remainingFraction: share,
      remainingAmount: count.map(String),
      resetTime: iso,
    }),
    { maxLength: 4 },
  ),
});
