// What OpenAI's usage page says becomes windows; what it does not say stays unknown.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureValue } from '../../../main/domain/failure.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { windowsOf } from '../../../main/providers/openai/usage-windows.ts';
import { readQuota } from '../../../main/providers/openai/usage.ts';
import { noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';
import { tokenWith } from '../../fakes/tokens.ts';

const url = 'GET https://chatgpt.com/backend-api/wham/usage';
const resetS = 1_795_530_000;
const fiveHour = {
  used_percent: 42,
  limit_window_seconds: 18_000,
  reset_after_seconds: 120,
  reset_at: resetS,
};
const weekly = {
  used_percent: 5,
  limit_window_seconds: 604_800,
  reset_after_seconds: 43_200,
  reset_at: resetS + 500_000,
};

function read(answer: () => Response) {
  const { http, seen } = scriptedHttp({ [url]: answer });
  const { account, credential } = openaiEntry();
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  return { answer: readQuota({ account, accessToken: credential.accessToken }, tools), seen };
}

function usage(primary: unknown, secondary: unknown, rest: object = { plan_type: 'plus' }): () => Response {
  return json({
    ...rest,
    rate_limit: { allowed: true, limit_reached: false, primary_window: primary, secondary_window: secondary },
  });
}

const shownFiveHour: QuotaWindow = {
  id: 'length-18000',
  label: '5-hour',
  usedPercent: 42,
  lengthMs: 18_000_000,
  resetsAt: resetS * 1000,
};
const shownWeekly: QuotaWindow = {
  id: 'length-604800',
  label: 'Weekly',
  usedPercent: 5,
  lengthMs: 604_800_000,
  resetsAt: (resetS + 500_000) * 1000,
};

test('the request carries the account and its token, and nothing else', async () => {
  const { answer, seen } = read(usage(fiveHour, weekly));
  await answer;
  expect(seen).toEqual([
    {
      method: 'GET',
      url: 'https://chatgpt.com/backend-api/wham/usage',
      headers: {
        accept: 'application/json',
        authorization: 'Bearer canary_access',
        'chatgpt-account-id': 'acc-1',
      },
      body: undefined,
    },
  ]);
});

test.each<[string, unknown, string | undefined]>([
  ['says that its account is one of FedRAMP', true, 'true'],
  ['says that it is none', false, undefined],
  ['says neither', undefined, undefined],
])('a token that %s makes the header that such an account needs, or none', async (_name, claim, header) => {
  const { http, seen } = scriptedHttp({ [url]: usage(fiveHour, weekly) });
  const accessToken = new Secret(
    tokenWith({ 'https://api.openai.com/auth': { chatgpt_account_is_fedramp: claim } }),
  );
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  await readQuota({ account: openaiEntry().account, accessToken }, tools);
  expect(seen.map(({ headers }) => headers['x-openai-fedramp'])).toEqual([header]);
});

describe('windows', () => {
  test.each<[string, () => Response, readonly QuotaWindow[]]>([
    ['both', usage(fiveHour, weekly), [shownFiveHour, shownWeekly]],
    ['the weekly one in the first slot', usage(weekly, null), [shownWeekly]],
    ["both in each other's slot", usage(weekly, fiveHour), [shownFiveHour, shownWeekly]],
    ['none', usage(null, null), []],
    ['absent slots', json({ plan_type: 'plus', rate_limit: {} }), []],
    ['no rate limit', json({ plan_type: 'plus', rate_limit: null }), []],
    ['an answer without that part', json({ plan_type: 'plus' }), []],
    [
      'use unknown',
      usage({ ...fiveHour, used_percent: null }, null),
      [{ ...shownFiveHour, usedPercent: null }],
    ],
    [
      'use absent',
      usage({ limit_window_seconds: 18_000, reset_at: resetS }, null),
      [{ ...shownFiveHour, usedPercent: null }],
    ],
    [
      'use below nothing',
      usage({ ...fiveHour, used_percent: -1 }, null),
      [{ ...shownFiveHour, usedPercent: null }],
    ],
    ['nothing used', usage({ ...fiveHour, used_percent: 0 }, null), [{ ...shownFiveHour, usedPercent: 0 }]],
    [
      'more than all used',
      usage({ ...fiveHour, used_percent: 130 }, null),
      [{ ...shownFiveHour, usedPercent: 130 }],
    ],
    [
      'parts of a percent',
      usage({ ...fiveHour, used_percent: 12.5 }, null),
      [{ ...shownFiveHour, usedPercent: 12.5 }],
    ],
    [
      'figures as text',
      usage({ ...fiveHour, used_percent: '42', reset_at: String(resetS) }, null),
      [shownFiveHour],
    ],
    ['a reset in milliseconds', usage({ ...fiveHour, reset_at: resetS * 1000 }, null), [shownFiveHour]],
    ['a window that is a list', usage([fiveHour], null), []],
    [
      'two of one length, of which the fuller one limits',
      usage({ ...fiveHour, used_percent: 7 }, { ...fiveHour, used_percent: 42 }),
      [shownFiveHour],
    ],
    [
      'no lengths at all',
      usage({ used_percent: 42, reset_at: resetS }, { used_percent: 5, reset_at: resetS + 500_000 }),
      [
        { ...shownFiveHour, id: 'usage', label: 'Usage', lengthMs: null },
        { ...shownWeekly, id: 'usage-2', label: 'Usage (second)', lengthMs: null },
      ],
    ],
    ['a reset of zero', usage({ ...fiveHour, reset_at: 0 }, null), [{ ...shownFiveHour, resetsAt: null }]],
    ['a reset unknown', usage({ ...fiveHour, reset_at: null }, null), [{ ...shownFiveHour, resetsAt: null }]],
    [
      'a length unknown',
      usage({ ...fiveHour, limit_window_seconds: null }, null),
      [{ ...shownFiveHour, id: 'usage', label: 'Usage', lengthMs: null }],
    ],
    [
      'a length of zero',
      usage({ ...fiveHour, limit_window_seconds: 0 }, null),
      [{ ...shownFiveHour, id: 'usage', label: 'Usage', lengthMs: null }],
    ],
  ])('%s', async (_name, answer, windows) => {
    expect(await read(answer).answer).toEqual({
      windows,
      source: 'OpenAI',
      plan: { plan: 'plus' },
      features: [],
    });
  });
});

describe('more than the two windows', () => {
  const spark = { limit_name: 'GPT-6-Spark', metered_feature: 'codex_spark' };
  const shownSpark: QuotaWindow = {
    ...shownFiveHour,
    id: 'gpt-6-spark-length-18000',
    label: '5-hour (GPT-6-Spark)',
    scope: 'GPT-6-Spark',
  };
  const shownCredits: QuotaWindow = {
    id: 'credits',
    label: 'Credits',
    beyondPlan: true,
    usedPercent: null,
    amount: { unit: 'credits', used: null, limit: null, left: 150 },
    lengthMs: null,
    resetsAt: null,
  };
  const shownLimit: QuotaWindow = {
    id: 'spend-limit',
    label: 'Spend limit',
    usedPercent: 32,
    amount: { unit: 'credits', used: 8000, limit: 25_000, left: 17_000 },
    lengthMs: null,
    resetsAt: resetS * 1000,
  };
  const credits = { has_credits: true, unlimited: false, balance: '150.0' };
  const individual = {
    source: 'workspace',
    limit: '25000',
    used: '8000',
    remaining: '17000',
    used_percent: 32,
    remaining_percent: 68,
    reset_at: resetS,
  };

  test.each<[string, object, readonly QuotaWindow[]]>([
    [
      'the limit of a model',
      {
        additional_rate_limits: [
          { ...spark, rate_limit: { primary_window: fiveHour, secondary_window: null } },
        ],
      },
      [shownSpark],
    ],
    [
      'a limit without a name',
      {
        additional_rate_limits: [
          { metered_feature: 'codex_spark', rate_limit: { primary_window: fiveHour } },
        ],
      },
      [
        {
          ...shownSpark,
          id: 'codex-spark-length-18000',
          label: '5-hour (Codex spark)',
          scope: 'Codex spark',
        },
      ],
    ],
    ['limits that are none', { additional_rate_limits: [null, 1, { ...spark, rate_limit: null }] }, []],
    [
      'a limit under a key that has no name here',
      { code_review_rate_limit: { primary_window: fiveHour } },
      [
        {
          ...shownSpark,
          id: 'code-review-length-18000',
          label: '5-hour (Code review)',
          scope: 'Code review',
        },
      ],
    ],
    [
      'a window under a key that has no name here',
      { rate_limit: { primary_window: null, night_window: fiveHour } },
      [{ ...shownFiveHour, id: 'night', label: 'Night', scope: 'Night' }],
    ],
    ['credits', { credits }, [shownCredits]],
    ['credits as a number', { credits: { ...credits, balance: 150 } }, [shownCredits]],
    [
      'a balance that is overdrawn',
      { credits: { ...credits, balance: '-3' } },
      [{ ...shownCredits, amount: { unit: 'credits', used: null, limit: null, left: 0 } }],
    ],
    [
      'a balance that is none',
      { credits: { ...credits, balance: 'x' } },
      [{ ...shownCredits, amount: { unit: 'credits', used: null, limit: null, left: null } }],
    ],
    [
      'credits without end',
      { credits: { ...credits, unlimited: true } },
      [
        {
          ...shownCredits,
          unlimited: true,
          amount: { unit: 'credits', used: null, limit: null, left: null },
        },
      ],
    ],
    ['no credits', { credits: { ...credits, has_credits: false } }, []],
    ['a spend limit', { spend_control: { reached: false, individual_limit: individual } }, [shownLimit]],
    [
      'a spend limit that says what is left',
      { spend_control: { individual_limit: { ...individual, used_percent: null } } },
      [shownLimit],
    ],
    ['no spend limit', { spend_control: { reached: false, individual_limit: null } }, []],
    [
      'that a limit is reached, which is no figure',
      {
        rate_limit: {
          allowed: false,
          limit_reached: true,
          primary_window: { ...fiveHour, used_percent: null },
        },
        rate_limit_reached_type: { type: 'rate_limit_reached' },
        spend_control: { reached: true, individual_limit: null },
      },
      [{ ...shownFiveHour, usedPercent: null }],
    ],
  ])('%s', (_name, answer, windows) => {
    expect(windowsOf({ ...answer }, noonMs)).toEqual(windows);
  });

  test('what the plan has is what the answer states', async () => {
    const answer = {
      credits,
      spend_control: { individual_limit: individual },
      rate_limit_reset_credits: { available_count: 3 },
    };
    expect(await read(usage(fiveHour, null, { plan_type: 'business', ...answer })).answer).toEqual({
      windows: [shownFiveHour, shownLimit, shownCredits],
      source: 'OpenAI',
      plan: { plan: 'business' },
      features: ['credits', 'spend limit', 'limit resets'],
    });
  });

  // As `codex app-server generate-json-schema` of Codex 0.169.0 has it.
  const own = {
    limitId: 'codex',
    limitName: null,
    primary: { usedPercent: 42, windowDurationMins: 300, resetsAt: resetS },
    secondary: { usedPercent: 5, windowDurationMins: 10_080, resetsAt: resetS + 500_000 },
    credits: { hasCredits: true, unlimited: false, balance: '150.0' },
    individualLimit: { limit: '25000', used: '8000', remainingPercent: 68, resetsAt: resetS },
    planType: 'pro',
    rateLimitReachedType: null,
    spendControlReached: false,
  };
  const model = {
    limitId: 'codex_spark',
    limitName: 'GPT-6-Spark',
    primary: { usedPercent: 42, windowDurationMins: 300, resetsAt: resetS },
    secondary: null,
  };

  test('Codex says the same in other words', async () => {
    const answer = {
      rateLimits: own,
      rateLimitsByLimitId: { codex: own, codex_spark: model },
      rateLimitResetCredits: { availableCount: 0, credits: null },
    };
    expect(await openai.quotaIn?.program?.(answer, noonMs)).toEqual({
      windows: [
        shownFiveHour,
        shownSpark,
        shownWeekly,
        { ...shownLimit, amount: { unit: 'credits', used: 8000, limit: 25_000, left: null } },
        shownCredits,
      ],
      source: 'Codex',
      plan: { plan: 'pro' },
      features: ['credits', 'spend limit'],
    });
  });

  test.each<[string, JsonObject]>([
    ['without anything', {}],
    ['about no account', { rateLimits: { limitId: 'codex', primary: null, planType: 'unknown' } }],
  ])('Codex’s answer %s says nothing', async (_name, answer) => {
    expect(await openai.quotaIn?.program?.(answer, noonMs)).toBeUndefined();
  });
});

test.each<[string, object]>([
  ['is null', { plan_type: null }],
  ['is absent', {}],
])('a plan that %s stays unknown', async (_name, rest) => {
  expect(await read(usage(fiveHour, null, rest)).answer).toEqual({
    windows: [shownFiveHour],
    source: 'OpenAI',
    features: [],
  });
});

test('whatever an answer holds, it is read without a crash, and each window is there once', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(42, '42', 18_000, resetS, null, true));
  const window = fc.record({ used_percent: value, limit_window_seconds: value, resetsAt: value });
  const limits = fc.oneof(fc.record({ primary_window: window, secondary: window, other: window }), value);
  const answer = fc.record({
    rate_limit: limits,
    rateLimits: limits,
    rateLimitsByLimitId: fc.oneof(fc.dictionary(fc.string(), limits), value),
    additional_rate_limits: fc.oneof(fc.array(fc.record({ limit_name: value, rate_limit: limits })), value),
    credits: fc.oneof(fc.record({ has_credits: fc.boolean(), balance: value }), value),
    spend_control: fc.oneof(fc.record({ individual_limit: window }), value),
    something: limits,
  });
  fc.assert(
    fc.property(answer, (given) => {
      const windows = windowsOf(given, noonMs);
      const strange = windows.filter(
        ({ id, label, usedPercent }) =>
          id === '' || label === '' || (usedPercent !== null && !(usedPercent >= 0)),
      );
      expect([strange, new Set(windows.map(({ id }) => id)).size]).toEqual([[], windows.length]);
    }),
  );
});

describe('answers that cannot be used', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'OpenAI',
    detail,
  });

  test.each<[string, () => Response, FailureValue]>([
    ['nothing known at all', json({ meters: [] }), refusal('provider/unexpected-answer', 'no known window')],
    ['a list', json([1]), refusal('provider/unexpected-answer', 'field ')],
    ['a page of HTML with 200', html(), refusal('network/intercepted', 'a web page')],
    [
      'an empty body',
      () => new Response(null, { status: 204 }),
      refusal('provider/unexpected-answer', 'not JSON'),
    ],
    ['404', json({}, 404), refusal('provider/unexpected-answer', 'status 404')],
    ['401', json({ error: 'canary_detail' }, 401), refusal('credential/rejected', 'status 401')],
    ['403 with HTML', html(403), refusal('provider/forbidden', 'status 403')],
    ['500', json({}, 500), refusal('provider/unavailable', 'status 500')],
    ['503 with HTML', html(503), refusal('provider/unavailable', 'status 503')],
    ['429 without a time', json({}, 429), refusal('provider/rate-limited', 'status 429')],
    [
      '429 with seconds',
      json({}, 429, { 'retry-after': '2160' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: noonMs + 2_160_000 },
    ],
    [
      '429 with 0',
      json({}, 429, { 'retry-after': '0' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: noonMs },
    ],
    [
      '429 with a date',
      json({}, 429, { 'retry-after': 'Tue, 24 Nov 2026 12:36:00 GMT' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: noonMs + 2_160_000 },
    ],
    [
      '429 with nonsense',
      json({}, 429, { 'retry-after': 'soon' }),
      refusal('provider/rate-limited', 'status 429'),
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(read(answer).answer)).toEqual(failure);
  });
});

test('an account without a workspace is asked about without naming one', async () => {
  const { account, credential } = openaiEntry();
  const { workspaceId: _workspace, ...bare } = account;
  const { http, seen } = scriptedHttp({ [url]: usage(fiveHour, null) });
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  await readQuota({ account: bare, accessToken: credential.accessToken }, tools);
  expect(seen[0]?.headers).toEqual({ accept: 'application/json', authorization: 'Bearer canary_access' });
});

test('OpenAI may be reached at its own hosts only, for quota once a minute', () => {
  expect([openai.hosts, openai.quotaLimits, openai.methods.map(({ id }) => id)]).toEqual([
    ['auth.openai.com', 'chatgpt.com', 'api.openai.com'],
    { spacingMs: 60_000, perHour: 60 },
    ['chatgpt', 'device-code', 'codex', 'api-key'],
  ]);
});
