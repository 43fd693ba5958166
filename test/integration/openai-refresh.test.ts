// Refreshing and ending a ChatGPT sign-in: what is sent, what an answer may leave out, and what ends the sign-in.
import { describe, expect, test } from 'vitest';
import type { OAuthAccount } from '../../main/domain/account.ts';
import { Failure, type FailureValue } from '../../main/domain/failure.ts';
import type { ProviderTools } from '../../main/providers/description.ts';
import { openai } from '../../main/providers/openai/index.ts';
import { noonMs, openaiEntry, revealed } from '../fakes/accounts.ts';
import { failureOf, thrownFailure } from '../fakes/failures.ts';
import { html, json, scriptedHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import {
  authClaims,
  claimsWith,
  clientId,
  formOf,
  idToken,
  tokens,
  tokenUrl,
} from '../fakes/openai-server.ts';
import { parsed } from '../fakes/parsed.ts';
import { FakeTime } from '../fakes/time.ts';
import { openaiIdToken } from '../fakes/tokens.ts';
import type { Http } from '../../main/ports.ts';

const nowMs = noonMs + 3_000_000;
const entry = openaiEntry(
  { planDetail: 'large' },
  { clientId, scopes: ['openid'], refreshTokenExpiresAt: noonMs + 86_400_000 },
);

/** The credential of `entry` with its secrets in the open. */
const before = {
  ...entry.credential,
  accessToken: 'canary_access',
  refreshToken: 'canary_refresh',
  idToken: 'canary_id',
};

type Answer = () => Response | Promise<Response>;

function toolsWith(http: Http, atMs = nowMs): ProviderTools {
  return { http, clock: new FakeTime(atMs), log: new RecordingLog() };
}

async function refresh(tools: ProviderTools): Promise<OAuthAccount> {
  if (openai.refresh === undefined) throw new Error('OpenAI cannot refresh');
  return openai.refresh(entry, tools);
}

function refreshed(answer: Answer, atMs = nowMs): Promise<OAuthAccount> {
  return refresh(toolsWith(scriptedHttp({ [tokenUrl]: answer }).http, atMs));
}

const withClaims = (claims: Parameters<typeof claimsWith>[0]) => async () =>
  tokens({ id_token: await idToken(claimsWith(claims)) });

test('the request is a form with the token and our own name, and nothing else is fetched', async () => {
  const { http, seen } = scriptedHttp({ [tokenUrl]: () => tokens() });
  await refresh(toolsWith(http));
  const [request] = seen;
  const { 'user-agent': _library, ...headers } = request?.headers ?? {};
  expect([seen.length, request === undefined ? {} : formOf(request), headers]).toEqual([
    1,
    { grant_type: 'refresh_token', client_id: clientId, refresh_token: 'canary_refresh' },
    {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      originator: 'gatehouse',
    },
  ]);
});

describe('a good answer', () => {
  test('replaces the tokens and the plan; the account stays the same', async () => {
    const claims = { 'https://api.openai.com/auth': { ...authClaims, chatgpt_plan_type: 'pro' } };
    const id_token = await idToken(claimsWith(claims));
    expect(revealed(await refreshed(() => tokens({ id_token })))).toEqual({
      account: { ...entry.account, plan: 'pro' },
      credential: {
        kind: 'oauth',
        origin: 'browser-sign-in',
        destinations: ['codex'],
        issuer: 'https://auth.openai.com',
        clientId,
        accessToken: 'canary_access_token',
        refreshToken: 'canary_refresh_token',
        idToken: id_token,
        expiresAt: nowMs + 3_600_000,
        scopes: ['openid', 'profile', 'email', 'offline_access'],
        obtainedAt: nowMs,
      },
    });
  });

  const full = {
    ...before,
    accessToken: 'canary_access_token',
    expiresAt: nowMs + 3_600_000,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    obtainedAt: nowMs,
  };

  test.each<[string, Answer, object]>([
    [
      'no refresh token and no id token',
      () => tokens({ refresh_token: undefined, id_token: undefined }),
      full,
    ],
    [
      'null in place of what it leaves out',
      () => tokens({ refresh_token: null, id_token: null, scope: null, expires_in: null }),
      { ...full, expiresAt: undefined, scopes: ['openid'] },
    ],
    [
      'no token type',
      () => tokens({ token_type: undefined, refresh_token: undefined, id_token: undefined }),
      full,
    ],
    [
      'nothing but a refresh token',
      json({ refresh_token: 'canary_second' }),
      {
        ...before,
        refreshToken: 'canary_second',
        refreshTokenExpiresAt: undefined,
        expiresAt: undefined,
        obtainedAt: nowMs,
      },
    ],
    [
      'nothing but an access token',
      json({ access_token: 'canary_access_token' }),
      { ...full, expiresAt: undefined, scopes: ['openid'] },
    ],
    [
      'a life of ten years',
      () => tokens({ refresh_token: undefined, id_token: undefined, expires_in: 315_360_000 }),
      { ...full, expiresAt: nowMs + 366 * 86_400_000 },
    ],
  ])('may have %s', async (_name, answer, credential) => {
    expect(revealed(await refreshed(answer))).toEqual({ account: entry.account, credential });
  });

  test('without a life time ends when its access token says so', async () => {
    const access_token = await idToken(claimsWith({ exp: noonMs / 1000 + 7200 }));
    const { credential } = await refreshed(() => tokens({ expires_in: undefined, access_token }));
    expect(credential.expiresAt).toBe(noonMs + 7_200_000);
  });

  test.each([
    ['without an e-mail address keeps the name', { email: undefined }, 'ada@example.test'],
    ['with an empty e-mail address keeps the name', { email: '' }, 'ada@example.test'],
    ['with something else in its place keeps the name', { email: 5 }, 'ada@example.test'],
    ['with another e-mail address takes the new one', { email: 'new@example.test' }, 'new@example.test'],
  ])('%s', async (_name, claims, label) => {
    expect((await refreshed(withClaims(claims))).account.label).toBe(label);
  });

  test('counts although the clock of this computer is a year late or early', async () => {
    const yearMs = 365 * 86_400_000;
    const [late, early] = [await refreshed(tokens, nowMs - yearMs), await refreshed(tokens, nowMs + yearMs)];
    expect([late.credential.obtainedAt, early.credential.obtainedAt]).toEqual([
      nowMs - yearMs,
      nowMs + yearMs,
    ]);
  });

  test.each([
    ['that has ended long ago by it', -365],
    ['that begins in a year by it', 365],
  ])('counts although that clock makes it an id token %s', async (_name, days) => {
    const issued = Math.floor(Date.now() / 1000) + days * 86_400;
    const { credential } = await refreshed(withClaims({ iat: issued, exp: issued + 3_600 }));
    expect(credential.refreshToken.reveal()).toBe('canary_refresh_token');
  });
});

describe('an id token of another identity', () => {
  test.each<[string, Answer]>([
    [
      'of another workspace',
      withClaims({ 'https://api.openai.com/auth': { ...authClaims, chatgpt_account_id: 'acc-2' } }),
    ],
    [
      'of another person',
      withClaims({ 'https://api.openai.com/auth': { ...authClaims, chatgpt_user_id: 'user-2' } }),
    ],
    ['of another issuer', withClaims({ iss: 'https://evil.test' })],
    ['for another client', withClaims({ aud: ['another'] })],
    ['for us, meant for another client', withClaims({ azp: 'another' })],
    ['that is no token', () => tokens({ id_token: 'canary_not_a_token' })],
  ])('%s ends the sign-in, for the old token is spent; nothing is taken over', async (_name, answer) => {
    const failure = await failureOf(refreshed(answer));
    expect([failure.code, failure.subject, revealed(entry)]).toEqual([
      'credential/rejected',
      'ada@example.test',
      { account: entry.account, credential: before },
    ]);
  });
});

test('an id token of another subject than before ends the sign-in, even of the same workspace (OpenID Connect Core §12.2)', async () => {
  const known = openaiEntry({}, { clientId, idToken: openaiIdToken() });
  const renewed = (sub: string): Promise<OAuthAccount> => {
    const { http } = scriptedHttp({ [tokenUrl]: withClaims({ sub }) });
    return openai.refresh?.(known, toolsWith(http)) ?? Promise.reject(new Error('OpenAI cannot refresh'));
  };
  expect([
    (await renewed('auth0|user-1')).account.id,
    (await failureOf(renewed('auth0|user-2'))).code,
  ]).toEqual([known.account.id, 'credential/rejected']);
});

test('an id token without the claims of ChatGPT is no other identity: the old token is spent', async () => {
  const { account } = await refreshed(withClaims({ 'https://api.openai.com/auth': undefined }));
  expect(account).toEqual(entry.account);
});

describe('an answer that says no', () => {
  const dead = (detail: string): FailureValue => ({
    code: 'credential/rejected',
    subject: 'ada@example.test',
    detail,
  });
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'OpenAI',
    detail,
  });

  test.each<[string, Answer, FailureValue]>([
    ['invalid_grant', json({ error: 'invalid_grant' }, 400), dead('invalid_grant')],
    [
      'expired',
      json({ error: { code: 'refresh_token_expired', message: 'canary_words' } }, 401),
      dead('refresh_token_expired'),
    ],
    ['reused', json({ error: { code: 'refresh_token_reused' } }, 401), dead('refresh_token_reused')],
    [
      'invalidated',
      json({ code: 'refresh_token_invalidated' }, 401),
      { ...dead('refresh_token_invalidated'), code: 'credential/revoked' },
    ],
    [
      'reused, with 400',
      json({ error: { code: 'refresh_token_reused' } }, 400),
      dead('refresh_token_reused'),
    ],
    ['401 with another code', json({ error: { code: 'token_odd' } }, 401), dead('token_odd')],
    ['401 with nothing', json({}, 401), dead('status 401')],
    ['401 with a page', html(401), dead('status 401')],
    [
      '401 with a challenge',
      json({}, 401, { 'www-authenticate': 'Bearer error="invalid_token"' }),
      dead('status 401'),
    ],
    [
      '401 with a code that is none',
      json({ error: { code: 'The token rt_0pAqUe is spent' } }, 401),
      dead('status 401'),
    ],
    [
      '400 with another code',
      json({ error: { code: 'invalid_request' } }, 400),
      refusal('provider/unexpected-answer', 'invalid_request'),
    ],
    ['400 with nothing', json({}, 400), refusal('provider/unexpected-answer', 'status 400')],
    ['403', json({ error: 'access_denied' }, 403), refusal('provider/forbidden', 'status 403')],
    ['403 with a page', html(403), refusal('provider/forbidden', 'status 403')],
    [
      '429',
      json({}, 429, { 'retry-after': '30' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: nowMs + 30_000 },
    ],
    ['500', json({ error: 'invalid_grant' }, 500), refusal('provider/unavailable', 'status 500')],
    ['503 with a page', html(503), refusal('provider/unavailable', 'status 503')],
    ['200 with a page', html(), refusal('sign-in/refused-answer', 'OAUTH_RESPONSE_IS_NOT_JSON')],
    ['200 with a list', json([1]), refusal('sign-in/refused-answer', 'OAUTH_INVALID_RESPONSE')],
    ['200 with no token at all', json({}), refusal('sign-in/refused-answer', 'OAUTH_INVALID_RESPONSE')],
    [
      'a network that is down',
      () => Promise.reject(new Failure('network/offline', { subject: 'auth.openai.com' })),
      { code: 'network/offline', subject: 'auth.openai.com' },
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(refreshed(answer))).toEqual(failure);
  });

  // Like real ones these have no shape by which anything could recognise them.
  test.each<[string, Answer]>([
    ['an error that repeats the token', json({ error: 'rt_0pAqUe', error_description: 'rt_0pAqUe' }, 400)],
    ['words in place of JSON', () => new Response('the token rt_0pAqUe', { status: 401 })],
    ['an answer of another type', () => tokens({ token_type: 'mac', refresh_token: 'rt_0pAqUe' })],
    ['an answer that is half JSON', () => new Response('{"refresh_token":"rt_0pAqUe"', { status: 200 })],
    ['an id token of another issuer', withClaims({ iss: 'https://evil.test', secret: 'rt_0pAqUe' })],
  ])('shows no secret of the failure or of any of its causes: %s', async (_name, answer) => {
    const texts: string[] = [];
    const failure = await thrownFailure(refreshed(answer));
    for (let link: unknown = failure; link instanceof Error; link = link.cause) {
      texts.push(link.message, link.stack ?? '', JSON.stringify(link));
    }
    expect(texts.join('\n')).not.toMatch(/0pAqUe|canary|eyJ/);
  });
});

describe('signing out', () => {
  const revokeUrl = 'POST https://auth.openai.com/oauth/revoke';
  const revoke = async (http: Http): Promise<void> => {
    await openai.revoke?.(entry, toolsWith(http), new AbortController().signal);
  };

  test('names the refresh token and the client as JSON', async () => {
    const { http, seen } = scriptedHttp({ [revokeUrl]: json({}) });
    await revoke(http);
    expect(seen.map(({ headers, body = '' }) => [headers, parsed(body)])).toEqual([
      [
        { accept: 'application/json', 'content-type': 'application/json' },
        { token: 'canary_refresh', token_type_hint: 'refresh_token', client_id: clientId },
      ],
    ]);
  });

  test.each<[string, () => Response, FailureValue['code']]>([
    ['500', json({}, 500), 'provider/unavailable'],
    ['400', json({}, 400), 'provider/unexpected-answer'],
  ])('says so when the provider does not take it: %s', async (_name, answer, code) => {
    expect((await failureOf(revoke(scriptedHttp({ [revokeUrl]: answer }).http))).code).toBe(code);
  });
});
