// What OpenAI's usage page says becomes windows; what it does not say stays unknown.
import { describe, expect, test } from 'vitest';
import type { FailureValue } from '../../../main/domain/failure.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { readQuota } from '../../../main/providers/openai/usage.ts';
import { noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';

const url = 'GET https://chatgpt.com/backend-api/wham/usage';
const resetS = 1_900_000_000;
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
  return {
    answer: readQuota(openaiEntry(), { http, clock: new FakeTime(noonMs), log: new RecordingLog() }),
    seen,
  };
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
      source: 'OpenAI usage page',
      plan: { plan: 'plus' },
    });
  });
});

test.each<[string, object]>([
  ['is null', { plan_type: null }],
  ['is absent', {}],
])('a plan that %s stays unknown', async (_name, rest) => {
  expect(await read(usage(fiveHour, null, rest)).answer).toEqual({
    windows: [shownFiveHour],
    source: 'OpenAI usage page',
  });
});

describe('answers that cannot be used', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'OpenAI',
    detail,
  });

  test.each<[string, () => Response, FailureValue]>([
    [
      'figures as text',
      usage({ ...fiveHour, used_percent: '87' }, null),
      refusal('provider/unexpected-answer', 'field rate_limit.primary_window.used_percent'),
    ],
    [
      'a window that is a list',
      usage([], null),
      refusal('provider/unexpected-answer', 'field rate_limit.primary_window'),
    ],
    ['a list', json([1]), refusal('provider/unexpected-answer', 'field ')],
    ['a page of HTML with 200', html(), refusal('provider/unexpected-answer', 'not JSON')],
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
  await readQuota({ account: bare, credential }, { http, clock: new FakeTime(), log: new RecordingLog() });
  expect(seen[0]?.headers).toEqual({ accept: 'application/json', authorization: 'Bearer canary_access' });
});

test('OpenAI may be reached at its own hosts only, for quota once a minute', () => {
  expect([openai.hosts, openai.quotaLimits, openai.methods.map(({ id }) => id)]).toEqual([
    ['auth.openai.com', 'chatgpt.com', 'api.openai.com'],
    { spacingMs: 60_000, perHour: 60 },
    ['chatgpt', 'codex', 'api-key'],
  ]);
});
