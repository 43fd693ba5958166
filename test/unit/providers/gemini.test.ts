// What Google says about a key and about a Code Assist login becomes an account, windows or one of our failures.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure, toFailure, type FailureValue } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { Http } from '../../../main/ports.ts';
import { readQuota } from '../../../main/providers/gemini/code-assist.ts';
import { gemini } from '../../../main/providers/gemini/index.ts';
import { noonMs, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, noHttp, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { parsed } from '../../fakes/parsed.ts';
import { FakeTime } from '../../fakes/time.ts';

const toolsWith = (http: Http) => ({ http, clock: new FakeTime(noonMs), log: new RecordingLog() });
const subject = 'Google Gemini';
const googleError = (status: number, word: string, ...reasons: readonly string[]) =>
  json(
    {
      error: {
        code: status,
        message: 'canary_message',
        status: word,
        details: [{ '@type': 'other' }, ...reasons.map((reason) => ({ reason }))],
      },
    },
    status,
  );

describe('an API key', () => {
  const url = 'GET https://generativelanguage.googleapis.com/v1beta/models?pageSize=1';
  const key = 'AIzaSycanary_0123456789-wxyz';
  const models = json({ models: [{ name: 'models/gemini-3-pro' }] });

  async function accept(text: string, http: Http) {
    const method = gemini.methods.find((candidate) => candidate.kind === 'api-key');
    if (method === undefined) throw new Error('no key is taken');
    return method.accept(new Secret(text), toolsWith(http), new AbortController().signal);
  }

  test('that is accepted becomes an account named by its ends, and stands in one header alone', async () => {
    const { http, seen } = scriptedHttp({ [url]: models });
    const entry = await accept(key, http);
    const { id } = entry.account;
    expect([
      /^gemini:key-[\da-f]{12}$/.test(id),
      revealed(entry),
      seen.map(({ headers }) => headers),
    ]).toEqual([
      true,
      {
        account: { id, provider: 'gemini', label: 'AIzaSyc…wxyz', kind: 'api-key' },
        credential: {
          kind: 'api-key',
          key,
          origin: 'entered',
          destinations: ['opencode'],
          obtainedAt: noonMs,
        },
      },
      [{ accept: 'application/json', 'x-goog-api-key': key }],
    ]);
  });

  test.each(['AQ.canary_Ab8RN6Ixyz-0123456789', 'IQ.canary_0123456789abcdef'])(
    'of the newer shapes is asked about too: %s',
    async (text) => {
      const { http } = scriptedHttp({ [url]: models });
      expect((await accept(text, http)).account.kind).toBe('api-key');
    },
  );

  test.each([
    '',
    'AIza',
    ` ${key}`,
    `${key}\n`,
    'ya29.canary_0123456789abcdef',
    'eyJcanary_0123456789.abcdefgh.ijkl',
    'sk-proj-canary_0123456789-wxyz',
    `AQ.${'x'.repeat(301)}`,
  ])('that does not look like one is sent nowhere: %j', async (text) => {
    expect(await failureOf(accept(text, noHttp))).toMatchObject({ code: 'credential/malformed', subject });
  });

  test.each<[string, () => Response, FailureValue]>([
    [
      'unknown to Google',
      googleError(400, 'INVALID_ARGUMENT', 'API_KEY_INVALID'),
      { code: 'credential/key-rejected', subject },
    ],
    [
      'no key at all to Google',
      googleError(401, 'UNAUTHENTICATED', 'ACCESS_TOKEN_TYPE_UNSUPPORTED'),
      { code: 'credential/key-rejected', subject },
    ],
    [
      'from where Google serves nobody',
      googleError(400, 'FAILED_PRECONDITION'),
      { code: 'provider/forbidden', subject, detail: 'status 403' },
    ],
    [
      'of a project that may not use Gemini',
      googleError(403, 'PERMISSION_DENIED', 'API_KEY_SERVICE_BLOCKED'),
      { code: 'provider/forbidden', subject, detail: 'status 403' },
    ],
    [
      'with a question that Google does not understand',
      googleError(400, 'INVALID_ARGUMENT', 'OTHER'),
      { code: 'provider/unexpected-answer', subject, detail: 'status 400' },
    ],
    [
      'with a fault of Google’s',
      json({}, 503),
      { code: 'provider/unavailable', subject, detail: 'status 503' },
    ],
    ['with a page of somebody else', html(), { code: 'network/intercepted', subject, detail: 'a web page' }],
    [
      'with an answer without models',
      json({ other: [] }),
      { code: 'provider/unexpected-answer', subject, detail: 'field models' },
    ],
  ])('%s is told apart', async (_name, answer, failure) => {
    const { http } = scriptedHttp({ [url]: answer });
    expect(await failureOf(accept(key, http))).toEqual(failure);
  });
});

describe('a Code Assist login', () => {
  const base = 'POST https://cloudcode-pa.googleapis.com/v1internal:';
  const [tierUrl, quotaUrl] = [`${base}loadCodeAssist`, `${base}retrieveUserQuota`];
  const accessToken = new Secret('canary_ya29.token');
  const standard = {
    currentTier: { id: 'standard-tier', name: 'Standard' },
    cloudaicompanionProject: 'lamp',
  };
  const buckets = [{ modelId: 'gemini-3-pro', remainingFraction: 0.25, resetTime: '2026-11-25T00:00:00Z' }];
  const pro = {
    id: 'gemini-3-pro',
    label: 'gemini-3-pro',
    scope: 'gemini-3-pro',
    usedPercent: 75,
    lengthMs: null,
    resetsAt: Date.UTC(2026, 10, 25),
  };
  const source = 'Gemini Code Assist';

  const reading = (http: Http) => readQuota({ accessToken }, toolsWith(http));

  test('is asked whose project it is, and then about that project', async () => {
    const { http, seen } = scriptedHttp({ [tierUrl]: json(standard), [quotaUrl]: json({ buckets }) });
    expect([await reading(http), seen.map(({ headers, body }) => [headers, parsed(body ?? '')])]).toEqual([
      { windows: [pro], source, plan: { plan: 'standard' } },
      [
        {
          metadata: { ideType: 'IDE_UNSPECIFIED', platform: 'PLATFORM_UNSPECIFIED', pluginType: 'GEMINI' },
        },
        { project: 'lamp' },
      ].map((body) => [
        {
          accept: 'application/json',
          authorization: 'Bearer canary_ya29.token',
          'content-type': 'application/json',
        },
        body,
      ]),
    ]);
  });

  const project = 'example.test:lamp';
  test.each<[string, object, string | undefined]>([
    ['what is paid for', { ...standard, paidTier: { id: 'g1-pro-tier' } }, 'g1-pro'],
    ['what comes with it', { currentTier: { id: 'free-tier' }, cloudaicompanionProject: project }, 'free'],
    [
      'its name where there is no id',
      { currentTier: { name: 'Enterprise' }, cloudaicompanionProject: project },
      'Enterprise',
    ],
    ['nothing where Google says nothing', { cloudaicompanionProject: project }, undefined],
  ])('is of the plan that Google names: %s', async (_name, tier, plan) => {
    const { http } = scriptedHttp({ [tierUrl]: json(tier), [quotaUrl]: json({}) });
    expect(await reading(http)).toEqual({
      windows: [],
      source,
      ...(plan !== undefined && { plan: { plan } }),
    });
  });

  const notServed = {
    code: 'sign-in/not-entitled',
    subject,
    detail: 'Google no longer serves plans of single persons in Gemini CLI; an API key works',
  } as const;
  test.each<[string, () => Response, FailureValue]>([
    [
      'of a single person is no longer served',
      json({
        allowedTiers: [],
        ineligibleTiers: [{ reasonCode: 'UNSUPPORTED_CLIENT', tierId: 'free-tier' }],
      }),
      notServed,
    ],
    [
      'whose plan is of the past',
      json({ currentTier: { id: 'free-tier' }, ineligibleTiers: [{ reasonCode: 'UNSUPPORTED_CLIENT' }] }),
      notServed,
    ],
    [
      'that is refused with that reason',
      googleError(403, 'PERMISSION_DENIED', 'UNSUPPORTED_CLIENT'),
      notServed,
    ],
    [
      'that Google wants to look at first',
      json({
        ineligibleTiers: [null, { reasonCode: 'VALIDATION_REQUIRED', validationUrl: 'https://x.test' }],
      }),
      { code: 'provider/forbidden', subject, detail: 'VALIDATION_REQUIRED' },
    ],
    [
      'whose token has ended',
      googleError(401, 'UNAUTHENTICATED'),
      { code: 'credential/rejected', subject, detail: 'status 401' },
    ],
    [
      'asked about too often',
      json({}, 429, { 'retry-after': '60' }),
      { code: 'provider/rate-limited', subject, detail: 'status 429', retryAt: noonMs + 60_000 },
    ],
    [
      'with an answer of another shape',
      json({ tiers: [] }),
      { code: 'provider/unexpected-answer', subject, detail: 'no known tier' },
    ],
    ['with a list', json([]), { code: 'provider/unexpected-answer', subject, detail: 'field ' }],
  ])('%s', async (_name, answer, failure) => {
    const { http } = scriptedHttp({ [tierUrl]: answer });
    expect(await failureOf(reading(http))).toEqual(failure);
  });

  test('with buckets of another shape keeps its last good figures', async () => {
    const { http } = scriptedHttp({ [tierUrl]: json(standard), [quotaUrl]: json({ quotas: [] }) });
    expect(await failureOf(reading(http))).toEqual({
      code: 'provider/unexpected-answer',
      subject,
      detail: 'no known bucket',
    });
  });

  test('whatever Google answers, it is read or is one of our failures, and nothing of the answer is told but words', async () => {
    const answer = fc.oneof(
      fc.jsonValue(),
      fc.record({
        currentTier: fc.jsonValue(),
        ineligibleTiers: fc.jsonValue(),
        cloudaicompanionProject: fc.oneof(fc.string(), fc.jsonValue()),
      }),
    );
    await fc.assert(
      fc.asyncProperty(answer, fc.constantFrom(200, 400, 403, 404, 500), async (body, status) => {
        const thrown: unknown = await reading(async () => Response.json(body, { status })).then(
          () => undefined,
          (failed: unknown) => failed,
        );
        expect(thrown === undefined || thrown instanceof Failure).toBe(true);
        if (thrown !== undefined) expect(toFailure(thrown).detail ?? '').toMatch(/^(?:[\w :;.-]{0,90})$/);
      }),
    );
  });
});
