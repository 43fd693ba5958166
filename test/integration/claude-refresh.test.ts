// Refreshing and ending the sign-in of a registered client: what is sent, what an answer may leave out, what ends it.
import { describe, expect, test } from 'vitest';
import type { OAuthAccount } from '../../main/domain/account.ts';
import { Failure, type FailureValue } from '../../main/domain/failure.ts';
import type { Http } from '../../main/ports.ts';
import { claude } from '../../main/providers/claude/index.ts';
import type { ProviderTools } from '../../main/providers/description.ts';
import { noonMs, revealed } from '../fakes/accounts.ts';
import { clientId, identity, registeredEntry, revokeUrl, tokens, tokenUrl } from '../fakes/claude-server.ts';
import { failureOf, thrownFailure } from '../fakes/failures.ts';
import { html, json, scriptedHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import { FakeTime } from '../fakes/time.ts';

const nowMs = noonMs + 3_000_000;
const entry = registeredEntry({ plan: 'max', planDetail: '20x' });

/** The credential of `entry` with its secrets in the open. */
const before = {
  ...entry.credential,
  accessToken: 'sk-ant-oat01-canary_old',
  refreshToken: 'sk-ant-ort01-canary_old',
};

type Changes = Parameters<typeof tokens>[0];
type Answer = () => Response | Promise<Response>;

function toolsWith(http: Http): ProviderTools {
  return { http, clock: new FakeTime(nowMs), log: new RecordingLog() };
}

async function refresh(http: Http): Promise<OAuthAccount> {
  if (claude.refresh === undefined) throw new Error('Claude cannot refresh');
  return claude.refresh(entry, toolsWith(http));
}

function refreshed(answer: Answer): Promise<OAuthAccount> {
  return refresh(scriptedHttp({ [tokenUrl]: answer }).http);
}

test('the request is JSON with the token and the client, and no scope', async () => {
  const { http, seen } = scriptedHttp({ [tokenUrl]: () => tokens() });
  await refresh(http);
  const [request] = seen;
  const { 'user-agent': _library, ...headers } = request?.headers ?? {};
  expect([seen.length, headers, request?.body]).toEqual([
    1,
    { accept: 'application/json', 'content-type': 'application/json' },
    JSON.stringify({
      grant_type: 'refresh_token',
      refresh_token: 'sk-ant-ort01-canary_old',
      client_id: clientId,
    }),
  ]);
});

describe('a good answer', () => {
  const full = {
    ...before,
    accessToken: 'sk-ant-oat01-canary_new',
    refreshToken: 'sk-ant-ort01-canary_new',
    expiresAt: nowMs + 28_800_000,
    refreshTokenExpiresAt: nowMs + 2_592_000_000,
    obtainedAt: nowMs,
  };

  test.each<[string, Changes, object]>([
    ['everything', {}, full],
    [
      'no refresh token',
      { refresh_token: undefined, refresh_token_expires_in: undefined },
      {
        ...full,
        refreshToken: before.refreshToken,
        refreshTokenExpiresAt: entry.credential.refreshTokenExpiresAt,
      },
    ],
    [
      'a new refresh token without its life',
      { refresh_token_expires_in: undefined },
      { ...full, refreshTokenExpiresAt: undefined },
    ],
    ['no life time', { expires_in: undefined }, { ...full, expiresAt: undefined }],
    ['no scope', { scope: undefined }, full],
    ['fewer scopes', { scope: 'user:profile' }, { ...full, scopes: ['user:profile'] }],
    ['no identity', { account: undefined, organization: undefined }, full],
    ['null in place of the identity', { account: null, organization: null }, full],
  ])('may have %s; plan and account stay', async (_name, changes, credential) => {
    expect(revealed(await refreshed(() => tokens(changes)))).toEqual({ account: entry.account, credential });
  });

  test('brings a new e-mail address along', async () => {
    const account = { ...identity.account, email_address: 'new@example.test' };
    expect((await refreshed(() => tokens({ account }))).account).toEqual({
      ...entry.account,
      label: 'new@example.test',
    });
  });
});

test.each<[string, Changes]>([
  ['another person', { account: { uuid: 'person-2', email_address: 'lea@example.test' } }],
  ['another organization', { organization: { uuid: 'org-2', name: 'Lea Dubois' } }],
])(
  'an answer for %s ends the sign-in, for the old token is spent; nothing is taken over',
  async (_name, changes) => {
    expect([await failureOf(refreshed(() => tokens(changes))), revealed(entry)]).toEqual([
      {
        code: 'credential/rejected',
        subject: 'lea@example.test',
        detail: 'the answer names another account',
      },
      { account: entry.account, credential: before },
    ]);
  },
);

test('an answer that says only half whose the tokens are is no other identity: the old token is spent', async () => {
  const { account } = await refreshed(() => tokens({ organization: undefined }));
  expect(account).toEqual(entry.account);
});

describe('an answer that says no', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'Claude',
    detail,
  });
  const apiError = (type: string) => ({ type: 'error', error: { type, message: 'canary_words' } });

  test.each<[string, Answer, FailureValue]>([
    [
      'invalid_grant ends the sign-in',
      json({ error: 'invalid_grant', error_description: 'canary_words' }, 400),
      { code: 'credential/rejected', subject: 'lea@example.test', detail: 'invalid_grant' },
    ],
    [
      '401 speaks of the client, not of the token',
      json({ error: 'invalid_client' }, 401),
      refusal('provider/unexpected-answer', 'invalid_client'),
    ],
    [
      "401 in the form of Anthropic's API",
      json(apiError('authentication_error'), 401),
      refusal('provider/unexpected-answer', 'authentication_error'),
    ],
    ['401 with nothing', json({}, 401), refusal('provider/unexpected-answer', 'status 401')],
    ['400', json({ error: 'invalid_scope' }, 400), refusal('provider/unexpected-answer', 'invalid_scope')],
    ['403', json(apiError('permission_error'), 403), refusal('provider/forbidden', 'status 403')],
    ['403 with a page', html(403), refusal('provider/forbidden', 'status 403')],
    [
      '429',
      json({}, 429, { 'retry-after': '30' }),
      { ...refusal('provider/rate-limited', 'status 429'), retryAt: nowMs + 30_000 },
    ],
    ['529', json(apiError('overloaded_error'), 529), refusal('provider/unavailable', 'status 529')],
    ['200 with a page', html(), refusal('sign-in/refused-answer', 'OAUTH_RESPONSE_IS_NOT_JSON')],
    ['200 with no token at all', json(identity), refusal('sign-in/refused-answer', 'OAUTH_INVALID_RESPONSE')],
    [
      'a network that is down',
      () => Promise.reject(new Failure('network/timed-out', { subject: 'platform.claude.com' })),
      { code: 'network/timed-out', subject: 'platform.claude.com' },
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(refreshed(answer))).toEqual(failure);
  });

  test.each<[string, Answer]>([
    ['an error that repeats the token', json({ error: 'sk-ant-ort01-canary_old' }, 400)],
    ['an answer of another type', () => tokens({ token_type: 'mac' })],
    ['an answer that is half JSON', () => new Response('{"refresh_token":"sk-ant-ort01-canary_new"')],
  ])('shows no secret of the failure or of any of its causes: %s', async (_name, answer) => {
    const texts: string[] = [];
    const failure = await thrownFailure(refreshed(answer));
    for (let link: unknown = failure; link instanceof Error; link = link.cause) {
      texts.push(link.message, link.stack ?? '', JSON.stringify(link));
    }
    expect(texts.join('\n')).not.toMatch(/canary|sk-ant/);
  });
});

describe('signing out', () => {
  const revoke = async (http: Http): Promise<void> => {
    await claude.revoke?.(entry, toolsWith(http), new AbortController().signal);
  };

  test('names the refresh token and the client', async () => {
    const { http, seen } = scriptedHttp({ [revokeUrl]: json({}) });
    await revoke(http);
    expect(seen.map(({ headers, body }) => [headers, body])).toEqual([
      [
        { accept: 'application/json', 'content-type': 'application/json' },
        JSON.stringify({
          token: 'sk-ant-ort01-canary_old',
          token_type_hint: 'refresh_token',
          client_id: clientId,
        }),
      ],
    ]);
  });

  test('says so when the provider does not take it', async () => {
    expect(await failureOf(revoke(scriptedHttp({ [revokeUrl]: json({}, 500) }).http))).toEqual({
      code: 'provider/unavailable',
      subject: 'Claude',
      detail: 'status 500',
    });
  });
});
