// An OpenAI API key is checked with OpenAI before it counts.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import type { FailureValue } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { Http } from '../../../main/ports.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { noonMs, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, noHttp, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';

const url = 'GET https://api.openai.com/v1/models';
const key = 'sk-proj-canary_0123456789-wxyz';
const models = json({ object: 'list', data: [{ id: 'gpt-5.5' }] });

async function accept(text: string, http: Http): Promise<SignedInAccount> {
  const method = openai.methods.find((candidate) => candidate.kind === 'api-key');
  if (method === undefined) throw new Error('OpenAI takes no key');
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  return method.accept(new Secret(text), tools, new AbortController().signal);
}

test('an accepted key becomes an account named by its ends, for Codex', async () => {
  const { http, seen } = scriptedHttp({ [url]: models });
  const entry = await accept(key, http);
  const { id } = entry.account;
  expect([/^openai:key-[\da-f]{12}$/.test(id), revealed(entry), seen.map(({ headers }) => headers)]).toEqual([
    true,
    {
      account: {
        id,
        provider: 'openai',
        label: 'sk-proj…wxyz',
        kind: 'api-key',
      },
      credential: {
        kind: 'api-key',
        key,
        origin: 'entered',
        destinations: ['codex', 'code', 'opencode'],
        obtainedAt: noonMs,
      },
    },
    [{ accept: 'application/json', authorization: `Bearer ${key}` }],
  ]);
});

test.each([
  '',
  'sk-',
  'sk-short',
  ` ${key}`,
  `${key}\n`,
  `${key} x`,
  `sk-${'x'.repeat(301)}`,
  'sk-canary_012345678901234567890\r\nx-evil: 1',
])('what is no key of OpenAI is not sent anywhere: %j', async (text) => {
  expect(await failureOf(accept(text, noHttp))).toEqual({ code: 'credential/malformed', subject: 'OpenAI' });
});

test.each([
  ['sk-ant-api03-canary_0123456789-wxyz', 'Claude'],
  ['sk-or-v1-canary_0123456789-wxyz', 'OpenRouter'],
  ['gsk_canary_0123456789-wxyz', 'Groq'],
])('a key of somebody else is named and not sent anywhere: %j', async (text, vendor) => {
  expect(await failureOf(accept(text, noHttp))).toEqual({
    code: 'credential/malformed',
    subject: 'OpenAI',
    detail: `it looks like a key of ${vendor}`,
  });
});

describe('answers', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'OpenAI',
    detail,
  });

  test.each<[string, () => Response, FailureValue]>([
    [
      '401 is a rejected key',
      json({ error: { code: 'invalid_api_key', message: 'canary_words' } }, 401),
      { code: 'credential/key-rejected', subject: 'OpenAI' },
    ],
    ['403 is not a rejected key', json({}, 403), refusal('provider/forbidden', 'status 403')],
    ['429 is not a rejected key', json({}, 429), refusal('provider/rate-limited', 'status 429')],
    ['500 is a fault of theirs', json({}, 500), refusal('provider/unavailable', 'status 500')],
    ['a page with 200 is not understood', html(), refusal('network/intercepted', 'a web page')],
    ['another shape is not understood', json({}), refusal('provider/unexpected-answer', 'field data')],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(accept(key, scriptedHttp({ [url]: answer }).http))).toEqual(failure);
  });
});
