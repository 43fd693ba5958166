// Providers that have API keys and nothing else: what counts as a key, what an answer about one says, and what is left for it.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import type { FailureValue } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { Http } from '../../../main/ports.ts';
import { windowsOf as balances } from '../../../main/providers/deepseek/balance.ts';
import { deepseek } from '../../../main/providers/deepseek/index.ts';
import type { ProviderDescription, QuotaAnswer } from '../../../main/providers/description.ts';
import { groq } from '../../../main/providers/groq.ts';
import { mistral } from '../../../main/providers/mistral.ts';
import { openrouter } from '../../../main/providers/openrouter/index.ts';
import { windowsOf as limits } from '../../../main/providers/openrouter/key-limit.ts';
import { xai } from '../../../main/providers/xai.ts';
import { claudeEntry, noonMs, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { json, noHttp, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';

const dayMs = 86_400_000;
const rest = 'canary_0123456789abcdef-wxyz';
const money = { unit: 'currency', currency: 'USD' } as const;
const whole = { lengthMs: null, resetsAt: null } as const;

const toolsWith = (http: Http) => ({ http, clock: new FakeTime(noonMs), log: new RecordingLog() });

async function accept(provider: ProviderDescription, key: string, http: Http): Promise<SignedInAccount> {
  const [method] = provider.methods;
  if (method?.kind !== 'api-key') throw new Error('takes no key');
  return method.accept(new Secret(key), toolsWith(http), new AbortController().signal);
}

async function quota(provider: ProviderDescription, key: string, http: Http): Promise<QuotaAnswer> {
  if (provider.readKeyQuota === undefined) throw new Error('has no quota of a key');
  return provider.readKeyQuota({ account: claudeEntry().account, key: new Secret(key) }, toolsWith(http));
}

describe('a key', () => {
  const models = json({ object: 'list', data: [] });
  test.each<[string, ProviderDescription, string, string, () => Response]>([
    ['OpenRouter', openrouter, 'sk-or-v1-', 'https://openrouter.ai/api/v1/key', json({ data: {} })],
    ['Mistral', mistral, '', 'https://api.mistral.ai/v1/models', models],
    ['Groq', groq, 'gsk_', 'https://api.groq.com/openai/v1/models', models],
    ['xAI', xai, 'xai-', 'https://api.x.ai/v1/api-key', json({ api_key_id: 'id', team_blocked: false })],
    ['DeepSeek', deepseek, 'sk-', 'https://api.deepseek.com/models', models],
  ])(
    'of %s is asked about once, as a bearer, and goes to OpenCode alone',
    async (_name, provider, ...more) => {
      const [start, url, answer] = more;
      const key = `${start}${rest}`;
      const { http, seen } = scriptedHttp({ [`GET ${url}`]: answer });
      const entry = await accept(provider, key, http);
      const { id } = entry.account;
      expect([id.startsWith(`${provider.id}:key-`), revealed(entry), seen]).toEqual([
        true,
        {
          account: { id, provider: provider.id, label: `${key.slice(0, 7)}…wxyz`, kind: 'api-key' },
          credential: {
            kind: 'api-key',
            key,
            origin: 'entered',
            destinations: ['opencode'],
            obtainedAt: noonMs,
          },
        },
        [
          {
            method: 'GET',
            url,
            headers: { accept: 'application/json', authorization: `Bearer ${key}` },
            body: undefined,
          },
        ],
      ]);
    },
  );

  test.each<[ProviderDescription, string, string]>([
    [openrouter, 'xai-', 'xAI'],
    [openrouter, 'sk-proj-', 'OpenAI'],
    [mistral, 'gsk_', 'Groq'],
    [mistral, 'sk-ant-api03-', 'Claude'],
    [mistral, 'AIza', 'Google Gemini'],
    [mistral, 'github_pat_', 'GitHub'],
    [groq, 'sk-or-v1-', 'OpenRouter'],
    [xai, 'gsk_', 'Groq'],
    [deepseek, 'sk-ant-api03-', 'Claude'],
    [deepseek, 'sk-or-v1-', 'OpenRouter'],
    [deepseek, 'sk-svcacct-', 'OpenAI'],
  ])('is not given to $label when it starts with %s', async (provider, start, vendor) => {
    expect(await failureOf(accept(provider, `${start}${rest}`, noHttp))).toEqual({
      code: 'credential/malformed',
      subject: provider.label,
      detail: `it looks like a key of ${vendor}`,
    });
  });

  test('of its own vendor that is too short is not called somebody else’s', async () => {
    expect(await failureOf(accept(groq, 'gsk_short', noHttp))).toEqual({
      code: 'credential/malformed',
      subject: 'Groq',
    });
  });

  const rejected: FailureValue = { code: 'credential/key-rejected', subject: 'xAI' };
  test.each<[string, () => Response, FailureValue]>([
    [
      '400, as xAI says to a wrong key',
      json({ error: 'Incorrect API key provided: xai-canary' }, 400),
      rejected,
    ],
    ['401', json({}, 401), rejected],
    ['a blocked key', json({ api_key_id: 'id', api_key_blocked: true }), rejected],
    ['a key that is switched off', json({ api_key_id: 'id', api_key_disabled: true }), rejected],
    ['a blocked team', json({ api_key_id: 'id', team_blocked: true }), rejected],
    [
      'something else',
      json({ hello: 1 }),
      { code: 'provider/unexpected-answer', subject: 'xAI', detail: 'field api_key_id' },
    ],
    ['403', json({}, 403), { code: 'provider/forbidden', subject: 'xAI', detail: 'status 403' }],
  ])('of xAI is answered with %s', async (_name, answer, failure) => {
    const { http } = scriptedHttp({ 'GET https://api.x.ai/v1/api-key': answer });
    expect(await failureOf(accept(xai, `xai-${rest}`, http))).toEqual(failure);
  });

  test('is wrong by 400 only where its provider says so like that', async () => {
    const { http } = scriptedHttp({ 'GET https://api.mistral.ai/v1/models': json({}, 400) });
    expect(await failureOf(accept(mistral, rest, http))).toEqual({
      code: 'provider/unexpected-answer',
      subject: 'Mistral',
      detail: 'status 400',
    });
  });
});

describe('what OpenRouter says of a key', () => {
  // noonMs is a Tuesday, the 24th of November.
  test.each<[string, string | null, object]>([
    ['no period', null, { id: 'limit', label: 'Key limit', ...whole }],
    [
      'a day',
      'daily',
      { id: 'limit-daily', label: 'Daily limit', lengthMs: dayMs, resetsAt: Date.UTC(2026, 10, 25) },
    ],
    [
      'a week',
      'weekly',
      { id: 'limit-weekly', label: 'Weekly limit', lengthMs: 7 * dayMs, resetsAt: Date.UTC(2026, 10, 30) },
    ],
    [
      'a month',
      'monthly',
      { id: 'limit-monthly', label: 'Monthly limit', lengthMs: 30 * dayMs, resetsAt: Date.UTC(2026, 11, 1) },
    ],
  ])('is its limit in %s', (_name, limit_reset, window) => {
    const data = { limit: 10, limit_remaining: 9.87, limit_reset, usage: 123 };
    const [found] = limits({ data }, noonMs);
    expect({ ...found, usedPercent: Math.round((found?.usedPercent ?? 0) * 1e6) / 1e6 }).toEqual({
      ...window,
      usedPercent: 1.3,
      amount: { ...money, used: 0.13, limit: 10, left: 9.87 },
    });
  });

  test.each<[string, number, number]>([
    ['a Sunday', Date.UTC(2026, 10, 29, 23, 59), Date.UTC(2026, 10, 30)],
    ['a Monday', Date.UTC(2026, 10, 30), Date.UTC(2026, 11, 7)],
  ])('ends with the Sunday, seen on %s', (_name, now, end) => {
    const data = { limit: 10, limit_remaining: 9, limit_reset: 'weekly' };
    expect(limits({ data }, now).map(({ resetsAt }) => resetsAt)).toEqual([end]);
  });

  test.each<[string, object, object]>([
    [
      'that it has no limit: only what was spent is known',
      { limit: null, limit_remaining: null, usage: 25.5 },
      {
        id: 'spent',
        label: 'Spent',
        usedPercent: null,
        amount: { ...money, used: 25.5, limit: null, left: null },
      },
    ],
    [
      'that a little more was used than there was',
      { limit: 10, limit_remaining: -0.02 },
      {
        id: 'limit',
        label: 'Key limit',
        usedPercent: 100,
        amount: { ...money, used: 10, limit: 10, left: 0 },
      },
    ],
    [
      'nothing of what is left',
      { limit: 10 },
      {
        id: 'limit',
        label: 'Key limit',
        usedPercent: null,
        amount: { ...money, used: null, limit: 10, left: null },
      },
    ],
    [
      'more than there is',
      { limit: 10, limit_remaining: 11 },
      {
        id: 'limit',
        label: 'Key limit',
        usedPercent: null,
        amount: { ...money, used: null, limit: 10, left: 11 },
      },
    ],
    [
      'a limit of nothing',
      { limit: 0, limit_remaining: 0 },
      {
        id: 'limit',
        label: 'Key limit',
        usedPercent: null,
        amount: { ...money, used: null, limit: 0, left: 0 },
      },
    ],
  ])('may be %s', (_name, data, window) => {
    expect(limits({ data }, noonMs)).toEqual([{ ...window, ...whole }]);
  });
});

describe('a balance at DeepSeek', () => {
  const info = (currency: unknown, total_balance: unknown) => ({ currency, total_balance });
  const window = (currency: string, label: string, left: number | null) => ({
    id: `balance-${currency.toLowerCase()}`,
    label,
    usedPercent: null,
    amount: { unit: 'currency', currency, used: null, limit: null, left },
    ...whole,
  });

  test.each<[string, unknown, readonly object[]]>([
    ['is an amount without a share', [info('USD', '12.34')], [window('USD', 'Balance', 12.34)]],
    ['may be nothing, which is known', [info('USD', '0.00')], [window('USD', 'Balance', 0)]],
    ['may be just used up', [info('USD', '-0.00')], [window('USD', 'Balance', 0)]],
    ['may be overdrawn', [info('USD', '-0.10')], [window('USD', 'Balance', 0)]],
    ['may be overdrawn, as a number', [info('USD', -0.1)], [window('USD', 'Balance', 0)]],
    [
      'comes in each currency',
      [info('CNY', '110.00'), info('USD', '1.5')],
      [window('CNY', 'Balance (CNY)', 110), window('USD', 'Balance (USD)', 1.5)],
    ],
    ['may be unknown', [info('USD', 'much')], [window('USD', 'Balance', null)]],
    ['needs a currency', [info('dollars', '1'), info(undefined, '1'), 'x'], []],
    ['may be missing', undefined, []],
  ])('%s', (_name, balance_infos, windows) => {
    expect(balances({ is_available: true, balance_infos })).toEqual(windows);
  });
});

test.each<[string, typeof limits]>([
  ['a limit', limits],
  ['a balance', balances],
])('whatever stands there in place of %s, nothing is thrown and no share is made up', (_name, windowsOf) => {
  const anything = fc.dictionary(
    fc.constantFrom('data', 'limit', 'limit_remaining', 'limit_reset', 'balance_infos', 'x'),
    fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('limit', 'usage', 'currency'), fc.jsonValue())),
  );
  fc.assert(
    fc.property(anything, (answer) => {
      const windows = windowsOf(answer, noonMs);
      const figures = windows.flatMap(({ usedPercent, amount }) => [
        usedPercent,
        amount?.used ?? null,
        amount?.limit ?? null,
        amount?.left ?? null,
      ]);
      expect(figures.every((figure) => figure === null || (Number.isFinite(figure) && figure >= 0))).toBe(
        true,
      );
    }),
  );
});

describe('asking what is left', () => {
  const url = 'GET https://api.deepseek.com/user/balance';
  const key = `sk-${rest}`;

  test('sends the key and nothing else, and names who said it', async () => {
    const body = { is_available: true, balance_infos: [{ currency: 'USD', total_balance: '2.50' }] };
    const { http, seen } = scriptedHttp({ [url]: json(body) });
    expect([await quota(deepseek, key, http), seen.map(({ headers }) => headers)]).toEqual([
      { windows: balances(body), source: 'DeepSeek' },
      [{ accept: 'application/json', authorization: `Bearer ${key}` }],
    ]);
  });

  test.each<[string, () => Response, FailureValue]>([
    [
      'a key that no longer works, which is refused like any stored sign-in',
      json({}, 401),
      { code: 'credential/rejected', subject: 'DeepSeek', detail: 'status 401' },
    ],
    [
      'too many questions',
      json({}, 429),
      { code: 'provider/rate-limited', subject: 'DeepSeek', detail: 'status 429' },
    ],
    [
      'no figures, which must not wipe those of before',
      json({ hello: 1 }),
      { code: 'provider/unexpected-answer', subject: 'DeepSeek', detail: 'no figures' },
    ],
  ])('may fail with %s', async (_name, answer, failure) => {
    expect(await failureOf(quota(deepseek, key, scriptedHttp({ [url]: answer }).http))).toEqual(failure);
  });
});
