// A Claude API key is checked with Anthropic before it counts.
import { describe, expect, test } from 'vitest';
import type { FailureValue } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { findProvider, providers } from '../../../main/providers/list.ts';
import { noonMs, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, noHttp, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';
import type { Http } from '../../../main/ports.ts';

const url = 'GET https://api.anthropic.com/v1/models';
const key = 'sk-ant-api03-canary_0123456789-wxyz';
const models = json({ data: [{ id: 'claude' }], has_more: false });

function accept(text: string, http: Http) {
  const method = claude.methods.find((candidate) => candidate.kind === 'api-key');
  if (method === undefined) throw new Error('Claude takes no key');
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  return method.accept(new Secret(text), tools, new AbortController().signal);
}

test('an accepted key becomes an account named by its last characters', async () => {
  const { http, seen } = scriptedHttp({ [url]: models });
  expect(revealed(await accept(key, http))).toEqual({
    account: { id: 'claude:key-ac20a7713689', provider: 'claude', label: 'sk-ant-…wxyz', kind: 'api-key' },
    credential: {
      kind: 'api-key',
      key,
      origin: 'entered',
      destinations: ['code', 'opencode'],
      obtainedAt: noonMs,
    },
  });
  expect(seen).toEqual([
    {
      method: 'GET',
      url: 'https://api.anthropic.com/v1/models',
      headers: { accept: 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': key },
      body: undefined,
    },
  ]);
});

test('two keys are two accounts, the same key is the same account', async () => {
  const { http } = scriptedHttp({ [url]: models });
  const [first, again, second] = [
    await accept(key, http),
    await accept(key, http),
    await accept(`${key}2`, http),
  ];
  expect([first.account.id === again.account.id, first.account.id === second.account.id]).toEqual([
    true,
    false,
  ]);
});

test.each([
  '',
  'sk-ant-',
  'sk-ant-short',
  ` ${key}`,
  `${key}\n`,
  `${key} x`,
  `sk-ant-${'x'.repeat(301)}`,
  'sk-ant-canary_012345678901234567890\r\nx-evil: 1',
])('what is no key is not sent anywhere: %j', async (text) => {
  expect(await failureOf(accept(text, noHttp))).toEqual({ code: 'credential/malformed', subject: 'Claude' });
});

test('a key of somebody else is named and not sent anywhere', async () => {
  expect(await failureOf(accept('sk-proj-canary_0123456789012345678901234567', noHttp))).toEqual({
    code: 'credential/malformed',
    subject: 'Claude',
    detail: 'it looks like a key of OpenAI',
  });
});

describe('answers', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'Claude',
    detail,
  });

  test.each<[string, () => Response, FailureValue]>([
    [
      '401 is a rejected key',
      json({ type: 'error', error: { type: 'authentication_error', message: 'canary_x' } }, 401),
      { code: 'credential/key-rejected', subject: 'Claude' },
    ],
    ['403 is not a rejected key', json({}, 403), refusal('provider/forbidden', 'status 403')],
    [
      '429 with Retry-After says when',
      json({}, 429, { 'retry-after': '30' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: noonMs + 30_000 },
    ],
    ['429 without it does not', json({}, 429), refusal('provider/rate-limited', 'status 429')],
    ['500 is a fault of theirs', json({}, 500), refusal('provider/unavailable', 'status 500')],
    ['529 is a fault of theirs', json({}, 529), refusal('provider/unavailable', 'status 529')],
    ['HTML with 200 is not understood', html(), refusal('network/intercepted', 'a web page')],
    ['HTML with 403 is not a rejected key', html(403), refusal('provider/forbidden', 'status 403')],
    [
      'another shape is not understood',
      json({ models: [] }),
      refusal('provider/unexpected-answer', 'field data'),
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(accept(key, scriptedHttp({ [url]: answer }).http))).toEqual(failure);
  });
});

test('the list knows its providers by name, and says so when it does not', async () => {
  expect([
    providers.slice(0, 2).map(({ id }) => id),
    findProvider('claude') === claude,
    await failureOf(() => findProvider('nobody')),
  ]).toEqual([['claude', 'openai'], true, { code: 'selection/unknown-provider', subject: 'nobody' }]);
});

test('Claude may be reached at its own hosts only, and offers its own program first', () => {
  expect([claude.hosts, claude.quotaLimits, claude.methods.map(({ id }) => id)]).toEqual([
    ['claude.com', 'platform.claude.com', 'api.anthropic.com'],
    { spacingMs: 180_000, perHour: 20 },
    ['claude-code', 'api-key', 'registered-client'],
  ]);
});

test("a registered client needs an id of its own, not Claude Code's, and consent to words with a version", () => {
  const method = claude.methods.find((candidate) => candidate.kind === 'browser');
  const { consent = '', consentVersion, clientIdPattern } = method?.registration ?? {};
  expect([
    consent.includes('registered this client id with Anthropic'),
    consentVersion,
    clientIdPattern?.test('ca7e4005-e000-4000-8000-6761746568a5'),
    clientIdPattern?.test('app_EMoamEEZ73f0CkXaXp7hrann'),
    clientIdPattern?.test('9d1c250a-e61b-44d9-88ed-5944d1962f5e'),
    clientIdPattern?.test('9D1C250A-E61B-44D9-88ED-5944D1962F5E'),
  ]).toEqual([true, 1, true, false, false, false]);
});
