// What Claude's usage answer says becomes windows, in both of its shapes; what it does not say stays unknown.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureValue } from '../../../main/domain/failure.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { windowsOf } from '../../../main/providers/claude/usage-windows.ts';
import { readQuota } from '../../../main/providers/claude/usage.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { registeredEntry, usageUrl } from '../../fakes/claude-server.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';

const reset = '2026-11-24T15:00:00.282668+00:00';
const resetsAt = Date.UTC(2026, 10, 24, 15, 0, 0, 282);
const weekMs = 7 * 86_400_000;

const shownSession: QuotaWindow = {
  id: 'five-hour',
  label: '5-hour',
  usedPercent: 11,
  lengthMs: 5 * 3_600_000,
  resetsAt,
};
const shownWeek: QuotaWindow = {
  id: 'weekly',
  label: 'Weekly',
  usedPercent: 29,
  lengthMs: weekMs,
  resetsAt,
};
const shownModel = (name: string, usedPercent: number | null = 35): QuotaWindow => ({
  ...shownWeek,
  id: `weekly-${name.toLowerCase()}`,
  label: `Weekly (${name})`,
  scope: name,
  usedPercent,
});
const shownExtra = (
  usedPercent: number | null,
  used: number | null = null,
  limit: number | null = null,
  currency: { readonly currency?: string } = {},
): QuotaWindow => ({
  id: 'extra-usage',
  label: 'Extra usage',
  beyondPlan: true,
  usedPercent,
  amount: { unit: 'currency', ...currency, used, limit, left: null },
  lengthMs: null,
  resetsAt: null,
});

const meter = (utilization: unknown) => ({ utilization, resets_at: reset });
const keys = { five_hour: meter(11), seven_day: meter(29) };
const limit = (kind: string, percent: unknown, scope: unknown = null, group = 'weekly') => ({
  kind,
  group,
  percent,
  resets_at: reset,
  scope,
  is_active: true,
});
const model = (name: string) => ({ model: { id: null, display_name: name }, surface: null });

function read(answer: () => Response) {
  const { http, seen } = scriptedHttp({ [usageUrl]: answer });
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  const { accessToken } = registeredEntry().credential;
  return { answer: readQuota({ accessToken }, tools), seen };
}

test('the request carries the token and the beta, and the answer its source', async () => {
  const { answer, seen } = read(json(keys));
  expect([await answer, seen.map(({ headers, body }) => [headers, body])]).toEqual([
    { windows: [shownSession, shownWeek], source: 'Claude', features: [] },
    [
      [
        {
          accept: 'application/json',
          'anthropic-beta': 'oauth-2025-04-20',
          authorization: 'Bearer sk-ant-oat01-canary_old',
          'content-type': 'application/json',
        },
        undefined,
      ],
    ],
  ]);
});

describe('windows', () => {
  test.each<[string, Record<string, unknown>, readonly QuotaWindow[]]>([
    ['nothing known', { five_hour: null, seven_day: null, seven_day_opus: null }, []],
    ['the week alone', { five_hour: null, seven_day: meter(29) }, [shownWeek]],
    [
      'the week of a model under its old key',
      { ...keys, seven_day_opus: meter(35), seven_day_sonnet: null },
      [shownSession, shownWeek, shownModel('Opus')],
    ],
    [
      'the week of a model in the list',
      {
        ...keys,
        seven_day_opus: null,
        limits: [
          limit('session', 11, null, 'session'),
          limit('weekly_all', 29),
          limit('weekly_scoped', 35, model('Fable')),
        ],
      },
      [shownSession, shownWeek, shownModel('Fable')],
    ],
    [
      'the list alone',
      { limits: [limit('weekly_all', 29), limit('session', 11, null, 'session')] },
      [shownSession, shownWeek],
    ],
    [
      'one model in both shapes',
      { seven_day_opus: meter(35), limits: [limit('weekly_scoped', 35, model('Opus'))] },
      [shownModel('Opus')],
    ],
    [
      'a figure that only the list knows',
      { five_hour: meter(null), limits: [limit('session', 11, null, 'session')] },
      [shownSession],
    ],
    [
      'two models',
      { limits: [limit('weekly_scoped', 35, model('Fable')), limit('weekly_scoped', 0, model('Opus'))] },
      [shownModel('Fable'), shownModel('Opus', 0)],
    ],
    [
      'a week that is scoped to nothing',
      { limits: [limit('weekly_scoped', 35)] },
      [{ ...shownModel('scoped'), label: 'Weekly (scoped)' }],
    ],
    [
      'a week of a surface',
      { limits: [limit('weekly_scoped', 35, { model: null, surface: 'Cowork' })] },
      [shownModel('Cowork')],
    ],
    [
      'unknown keys',
      { iguana_necktie: meter(35), seven_day_oauth_apps: meter(29), five_hour_design: meter(11) },
      [
        { ...shownSession, id: 'five-hour-design', label: '5-hour (Design)', scope: 'Design' },
        { ...shownWeek, id: 'weekly-oauth-apps', label: 'Weekly (Oauth apps)', scope: 'Oauth apps' },
        {
          id: 'iguana-necktie',
          label: 'Iguana necktie',
          scope: 'Iguana necktie',
          usedPercent: 35,
          lengthMs: null,
          resetsAt,
        },
      ],
    ],
    [
      'an unknown kind',
      { limits: [limit('monthly_all', 35, null, 'monthly'), limit('weekly_odd', 29, model('Fable'))] },
      [
        { ...shownWeek, id: 'weekly-odd-fable', label: 'Weekly odd (Fable)', scope: 'Fable' },
        { id: 'monthly-all', label: 'Monthly all', usedPercent: 35, lengthMs: null, resetsAt },
      ],
    ],
    ['nothing used', { five_hour: meter(0) }, [{ ...shownSession, usedPercent: 0 }]],
    ['more than all used', { five_hour: meter(130.5) }, [{ ...shownSession, usedPercent: 130.5 }]],
    [
      'a key with a label and dollars of its own',
      {
        wattle_ember: {
          ...meter(35),
          label: 'Summer offer',
          limit_dollars: 50,
          used_dollars: '17.5',
          remaining_dollars: 32.5,
        },
      },
      [
        {
          id: 'wattle-ember',
          label: 'Summer offer',
          scope: 'Summer offer',
          usedPercent: 35,
          amount: { unit: 'currency', currency: 'USD', used: 17.5, limit: 50, left: 32.5 },
          lengthMs: null,
          resetsAt,
        },
      ],
    ],
    [
      'a limit that is not the one that counts now',
      { limits: [{ ...limit('weekly_all', 29), is_active: false }] },
      [shownWeek],
    ],
    ['use as text', { five_hour: meter('11') }, [shownSession]],
    ['use as words', { five_hour: meter('11 %') }, [{ ...shownSession, usedPercent: null }]],
    ['use beyond belief', { five_hour: meter(1e12) }, [{ ...shownSession, usedPercent: null }]],
    ['use below nothing', { five_hour: meter(-1) }, [{ ...shownSession, usedPercent: null }]],
    ['no use', { five_hour: { resets_at: reset } }, [{ ...shownSession, usedPercent: null }]],
    ['no reset', { five_hour: { utilization: 11, resets_at: null } }, [{ ...shownSession, resetsAt: null }]],
    [
      'a reset that has passed',
      { five_hour: { utilization: 11, resets_at: '2026-11-24T11:00:00Z' } },
      [{ ...shownSession, resetsAt: Date.UTC(2026, 10, 24, 11) }],
    ],
    [
      'a reset that is no time',
      { five_hour: { utilization: 11, resets_at: '1' }, seven_day: { utilization: 29, resets_at: 1 } },
      [
        { ...shownSession, resetsAt: null },
        { ...shownWeek, resetsAt: null },
      ],
    ],
    [
      'what is no window',
      { ...keys, member: true, name: 'x', list: [1], plan: { name: 'max' } },
      [shownSession, shownWeek],
    ],
    ['a list that is none', { ...keys, limits: { a: 1 } }, [shownSession, shownWeek]],
    ['a list of nonsense', { ...keys, limits: [null, 1, 'x', [], {}] }, [shownSession, shownWeek]],
  ])('%s', (_name, answer, windows) => {
    expect(windowsOf(answer, noonMs)).toEqual(windows);
  });

  test('names are cut and hold no control characters', () => {
    const named = limit('weekly_scoped', 1, model(`\u202eFa\u0000ble${'x'.repeat(99)}`));
    const [window] = windowsOf({ limits: [named] }, noonMs);
    expect(window?.label).toBe(`Weekly (Fable${'x'.repeat(35)})`);
  });
});

describe('extra usage', () => {
  test.each<[string, unknown, readonly QuotaWindow[]]>([
    ['by its share', { is_enabled: true, utilization: 12 }, [shownExtra(12)]],
    [
      'by use and limit in cents',
      { is_enabled: true, utilization: null, used_credits: 650, monthly_limit: '5000', currency: 'usd' },
      [shownExtra(13, 6.5, 50, { currency: 'USD' })],
    ],
    [
      'in a currency that is none',
      { is_enabled: true, utilization: 12, used_credits: 600, currency: 'dollars' },
      [shownExtra(12, 6)],
    ],
    [
      'without a limit',
      { is_enabled: true, utilization: null, used_credits: 600, monthly_limit: null },
      [shownExtra(null, 6)],
    ],
    [
      'with a limit of nothing',
      { is_enabled: true, used_credits: 0, monthly_limit: 0 },
      [shownExtra(null, 0, 0)],
    ],
    [
      'in a currency without hundredths',
      { is_enabled: true, used_credits: 650, monthly_limit: 5000, currency: 'JPY', decimal_places: 0 },
      [shownExtra(13, 650, 5000, { currency: 'JPY' })],
    ],
    [
      'in a currency with thousandths',
      { is_enabled: true, used_credits: 6500, monthly_limit: 50_000, currency: 'KWD', decimal_places: '3' },
      [shownExtra(13, 6.5, 50, { currency: 'KWD' })],
    ],
    [
      'in parts that no currency has',
      { is_enabled: true, used_credits: 650, monthly_limit: 5000, decimal_places: 5 },
      [shownExtra(13)],
    ],
    [
      'in half a digit',
      { is_enabled: true, used_credits: 650, monthly_limit: 5000, decimal_places: 0.5 },
      [shownExtra(13)],
    ],
    ['switched off', { is_enabled: false, utilization: 12 }, []],
    ['unknown', { utilization: 12 }, []],
    ['absent', null, []],
  ])('%s', (_name, extra, windows) => {
    expect(windowsOf({ extra_usage: extra }, noonMs)).toEqual(windows);
  });

  const spend = (enabled: boolean, limit: object | null = null) => ({
    used: { amount_minor: 650, currency: 'JPY', exponent: 0 },
    limit,
    percent: 0,
    severity: 'normal',
    enabled,
  });
  const spendLimit = { amount_minor: 5000, currency: 'JPY', exponent: 0 };

  test.each<[string, Record<string, unknown>, readonly QuotaWindow[]]>([
    ['switched off in both places', { extra_usage: { is_enabled: false }, spend: spend(false) }, []],
    [
      'said in both places',
      { extra_usage: { is_enabled: true, utilization: 12 }, spend: spend(true, spendLimit) },
      [shownExtra(12)],
    ],
    ['switched off, as spend alone', { spend: spend(false, spendLimit) }, []],
    [
      'said as spend alone',
      { extra_usage: null, spend: spend(true, spendLimit) },
      [shownExtra(13, 650, 5000, { currency: 'JPY' })],
    ],
    [
      'said as spend alone, without a limit',
      { spend: spend(true) },
      [shownExtra(null, 650, null, { currency: 'JPY' })],
    ],
  ])('%s is no window of the plan', (_name, answer, windows) => {
    expect(windowsOf(answer, noonMs)).toEqual(windows);
  });

  test('is a feature of the plan while it is switched on', async () => {
    const answer = { ...keys, extra_usage: { is_enabled: true, utilization: 12 } };
    expect(await read(json(answer)).answer).toEqual({
      windows: [shownSession, shownWeek, shownExtra(12)],
      source: 'Claude',
      features: ['extra usage'],
    });
  });
});

describe('what Claude Code says', () => {
  const resetS = resetsAt / 1000;
  const told = (used: number | null) => ({ used_percentage: used, resets_at: resetS });

  test.each<[string, JsonObject, readonly QuotaWindow[] | undefined]>([
    [
      'both windows',
      { model: { id: 'claude-fable-5' }, rate_limits: { five_hour: told(11), seven_day: told(29) } },
      [shownSession, shownWeek],
    ],
    ['one of them', { rate_limits: { seven_day: told(29) } }, [shownWeek]],
    [
      'the spend limit of a gateway',
      {
        rate_limits: {
          spend_limit: { ...told(13), used_usd: 6.5, limit_usd: 50, period: 'monthly' },
        },
      },
      [
        {
          id: 'spend-limit',
          label: 'Spend limit',
          usedPercent: 13,
          amount: { unit: 'currency', currency: 'USD', used: 6.5, limit: 50, left: null },
          lengthMs: null,
          resetsAt,
        },
      ],
    ],
    [
      'a window without a figure',
      { rate_limits: { five_hour: told(null) } },
      [{ ...shownSession, usedPercent: null }],
    ],
    ['nothing before the first answer', { rate_limits: {} }, undefined],
    ['nothing at all', { model: { id: 'claude-fable-5' } }, undefined],
  ])('to a status line: %s', async (_name, status, windows) => {
    expect(await claude.quotaIn?.['status-line']?.(status, noonMs)).toEqual(
      windows && { windows, source: 'Claude Code' },
    );
  });

  test.each<[string, JsonObject, readonly QuotaWindow[] | undefined]>([
    [
      'two windows',
      { five_hour: { utilization: 11, resets_at: reset }, seven_day: { utilization: 29, resets_at: reset } },
      [shownSession, shownWeek],
    ],
    ['nothing', {}, undefined],
  ])('on its usage screen: %s', async (_name, screen, windows) => {
    expect(await claude.quotaIn?.screen?.(screen, noonMs)).toEqual(
      windows && { windows, source: 'Claude Code’s usage screen' },
    );
  });
});

describe('whatever the answer holds', () => {
  const figure = fc.oneof(
    fc.double(),
    fc.constantFrom(null, undefined, '0', '', false, [], {}),
    fc.integer(),
  );
  const window = fc.record(
    { utilization: figure, percent: figure, resets_at: fc.oneof(figure, fc.string()) },
    {
      requiredKeys: [],
    },
  );
  const entry = fc.record(
    {
      kind: fc.oneof(fc.constantFrom('session', 'weekly_all', 'weekly_scoped'), fc.string(), fc.jsonValue()),
      group: fc.constantFrom('session', 'weekly', null),
      percent: figure,
      resets_at: fc.string(),
      scope: fc.oneof(fc.jsonValue(), fc.record({ model: fc.record({ display_name: fc.string() }) })),
    },
    { requiredKeys: [] },
  );
  const key = fc.oneof(fc.constantFrom('five_hour', 'seven_day', 'seven_day_opus', '__proto__'), fc.string());
  const answer = fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc
      .record({
        keys: fc.dictionary(key, fc.oneof(window, fc.jsonValue())),
        limits: fc.oneof(fc.array(entry), fc.jsonValue()),
        extra_usage: fc.oneof(
          fc.record({
            is_enabled: fc.boolean(),
            used_credits: figure,
            monthly_limit: figure,
            utilization: figure,
          }),
          fc.jsonValue(),
        ),
      })
      .map(({ keys: named, ...rest }) => ({ ...named, ...rest })),
  );

  test('the windows are well formed, each there once, and sorted by length', () => {
    fc.assert(
      fc.property(answer, (given) => {
        const windows = windowsOf(given, noonMs);
        const wrong = windows.filter(
          ({ id, label, usedPercent, lengthMs, resetsAt: at }) =>
            id === '' ||
            label === '' ||
            !(usedPercent === null || (Number.isFinite(usedPercent) && usedPercent >= 0)) ||
            !(lengthMs === null || lengthMs > 0) ||
            !(at === null || (Number.isFinite(at) && at > 0)),
        );
        const lengths = windows.map(({ lengthMs }) => lengthMs ?? Infinity);
        const ids = windows.map(({ id }) => id);
        expect([wrong, lengths, new Set(ids).size]).toEqual([
          [],
          lengths.toSorted((left, right) => left - right || 0),
          ids.length,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test('unknown use is never 0 percent', () => {
    const unknown = fc.constantFrom(null, undefined, '-0', '0x0', ' ', '', false, [], {}, -1, NaN, Infinity);
    fc.assert(
      fc.property(key, fc.string(), unknown, (name, kind, used) => {
        const given = {
          [name === 'extra_usage' || name === 'limits' ? 'five_hour' : name]: meter(used),
          limits: [limit(kind, used)],
          extra_usage: { is_enabled: true, utilization: used, used_credits: used, monthly_limit: 100 },
        };
        const windows = windowsOf(given, noonMs);
        expect(windows.map(({ usedPercent }) => usedPercent)).toEqual(windows.map(() => null));
      }),
    );
  });
});

describe('answers that cannot be used', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'Claude',
    detail,
  });

  test.each<[string, () => Response, FailureValue]>([
    ['nothing known at all', json({ meters: [] }), refusal('provider/unexpected-answer', 'no known window')],
    ['a list', json([1]), refusal('provider/unexpected-answer', 'field ')],
    ['a page with 200', html(), refusal('network/intercepted', 'a web page')],
    ['401', json({}, 401), refusal('credential/rejected', 'status 401')],
    ['403, when the token may not', json({}, 403), refusal('provider/forbidden', 'status 403')],
    [
      '429',
      json({}, 429, { 'retry-after': '2160' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: noonMs + 2_160_000 },
    ],
    ['529', json({}, 529), refusal('provider/unavailable', 'status 529')],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(read(answer).answer)).toEqual(failure);
  });

  test('a plan without any meter is no fault', async () => {
    expect((await read(json({ five_hour: null, seven_day: null })).answer).windows).toEqual([]);
  });
});
