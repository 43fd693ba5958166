// A personal access token for Copilot, and what is asked with a token afterwards.
import { describe, expect, test } from 'vitest';
import { planChange } from '../../../main/domain/plan.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { copilot } from '../../../main/providers/copilot/index.ts';
import { claudeEntry, noonMs } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, noHttp, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';
import type { Http } from '../../../main/ports.ts';

const userUrl = 'GET https://api.github.com/user';
const usageUrl = 'GET https://api.github.com/copilot_internal/user';
const personal = `github_pat_canary_${'a'.repeat(20)}`;
const { signal } = new AbortController();
const toolsWith = (http: Http) => ({ http, clock: new FakeTime(noonMs), log: new RecordingLog() });

function accept(text: string, http: Http) {
  const method = copilot.methods.find(({ kind }) => kind === 'api-key');
  if (method?.kind !== 'api-key') throw new Error('it takes no token');
  return method.accept(new Secret(text), toolsWith(http), signal);
}

describe('a token', () => {
  test.each([personal, `gho_canary_${'a'.repeat(20)}`, `ghu_canary_${'a'.repeat(20)}`])(
    '%s is asked whose it is, and nothing else',
    async (text) => {
      const { http, seen } = scriptedHttp({ [userUrl]: json({ id: 7, login: 'Ada-M_corp', email: 'no' }) });
      const { account, credential } = await accept(text, http);
      const { key, ...kept } = credential.kind === 'api-key' ? credential : { key: undefined };
      expect([account, key?.reveal(), kept, seen.map(({ headers }) => headers)]).toEqual([
        { id: 'copilot:user-7', provider: 'copilot', label: 'Ada-M_corp', kind: 'api-key' },
        text,
        { kind: 'api-key', origin: 'entered', destinations: ['copilot'], obtainedAt: noonMs },
        [{ accept: 'application/json', authorization: `Bearer ${text}` }],
      ]);
    },
  );

  test.each<[string, string, string | undefined]>([
    [
      'a classic one',
      `ghp_canary_${'a'.repeat(30)}`,
      'Copilot takes no classic tokens (ghp_…), only fine-grained ones (github_pat_…)',
    ],
    ['a key of another vendor', `sk-ant-canary_${'a'.repeat(30)}`, undefined],
    ['one that is cut', 'github_pat_canary', undefined],
    ['one with a line break', `${personal}\nx`, undefined],
    ['nothing', '', undefined],
  ])('%s is not sent anywhere', async (_name, text, detail) => {
    expect(await failureOf(accept(text, noHttp))).toEqual({
      code: 'credential/malformed',
      subject: 'GitHub Copilot',
      ...(detail !== undefined && { detail }),
    });
  });

  test.each<[string, () => Response, string]>([
    ['401', json({}, 401), 'credential/key-rejected'],
    ['403', json({}, 403), 'provider/forbidden'],
    ['a limit', json({}, 403, { 'x-ratelimit-remaining': '0' }), 'provider/rate-limited'],
    ['a page', html(), 'network/intercepted'],
  ])('answered with %s is not kept', async (_name, answer, code) => {
    const { http } = scriptedHttp({ [userUrl]: answer });
    expect(await failureOf(accept(personal, http))).toMatchObject({ code, subject: 'GitHub Copilot' });
  });
});

describe('plan and quota', () => {
  function read(answer: () => Response) {
    const { http, seen } = scriptedHttp({ [usageUrl]: answer });
    const entry = claudeEntry();
    const asked = copilot.readKeyQuota?.(
      { account: entry.account, key: new Secret(personal) },
      toolsWith(http),
    );
    return { asked: Promise.resolve(asked), seen };
  }

  test('are read as ourselves: no header of an editor is sent', async () => {
    const { asked, seen } = read(
      json({
        copilot_plan: 'individual',
        quota_snapshots: { premium_interactions: { percent_remaining: 80 } },
      }),
    );
    const quota = await asked;
    expect([
      quota?.plan,
      quota?.source,
      quota?.windows.map(({ id, usedPercent }) => [id, usedPercent]),
      seen.map(({ headers }) => headers),
    ]).toEqual([
      { plan: 'individual' },
      'GitHub Copilot',
      [['premium-requests', 20]],
      [{ accept: 'application/json', authorization: `Bearer ${personal}` }],
    ]);
  });

  test('of who pays nothing are a plan of its own and requests, although GitHub speaks of credits', async () => {
    const chat = {
      entitlement: 200,
      remaining: 175,
      percent_remaining: 87.5,
      unlimited: false,
      has_quota: true,
      credits_used: 0,
    };
    const quota = await read(
      json({
        copilot_plan: 'individual',
        access_type_sku: 'free_limited_copilot',
        token_based_billing: true,
        quota_snapshots: { chat, completions: { ...chat, remaining: 199, percent_remaining: 99.5 } },
      }),
    ).asked;
    const requests = { unit: 'requests', used: null, limit: 200 };
    expect([
      quota?.plan,
      quota?.windows.map(({ id, usedPercent, amount }) => [id, usedPercent, amount]),
    ]).toEqual([
      { plan: 'free' },
      [
        ['chat', 12.5, { ...requests, left: 175 }],
        ['completions', 0.5, { ...requests, left: 199 }],
      ],
    ]);
  });

  test('of the largest plan are known to be so', () => {
    const change = planChange({ plan: 'individual_max' }, { plan: 'individual_pro' }, copilot.plans);
    expect(change).toBe('smaller');
  });

  test('a plan alone is no empty quota but an unknown one', async () => {
    const quota = await read(json({ copilot_plan: 'business' })).asked;
    expect([quota?.plan, quota?.windows]).toEqual([{ plan: 'business' }, []]);
  });

  test.each<[string, () => Response, object]>([
    ['401', json({}, 401), { code: 'credential/rejected' }],
    [
      'that there is none',
      json({}, 404),
      { code: 'provider/forbidden', detail: 'GitHub knows no Copilot plan for it' },
    ],
    ['another shape altogether', json({ message: 'hello' }), { code: 'provider/unexpected-answer' }],
    ['a list', json([]), { code: 'provider/unexpected-answer' }],
    [
      'a limit',
      json({}, 429, { 'retry-after': '60' }),
      { code: 'provider/rate-limited', retryAt: noonMs + 60_000 },
    ],
  ])('answered with %s leave the last figures', async (_name, answer, failure) => {
    expect(await failureOf(read(answer).asked)).toMatchObject(failure);
  });
});
