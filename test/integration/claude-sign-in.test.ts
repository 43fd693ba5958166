// Signing in to Claude with a registered client through the real OAuth client: the address, the exchange, the refusals.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Failure, type FailureValue } from '../../main/domain/failure.ts';
import { noonMs, revealed } from '../fakes/accounts.ts';
import { begin, code, signal, signIn } from '../fakes/claude-attempt.ts';
import { authorizeUrl, clientId, identity, tokens, tokenUrl } from '../fakes/claude-server.ts';
import { failureOf, thrownFailure } from '../fakes/failures.ts';
import { html, json, noHttp, scriptedHttp } from '../fakes/http.ts';

type Changes = Parameters<typeof tokens>[0];

describe('the address that the browser opens', () => {
  test('asks for a code with PKCE, state and the two scopes, in the name of the registered client', async () => {
    const { url, expectation } = await begin(noHttp);
    const { origin, pathname, searchParams } = new URL(url);
    const { code_challenge, state, ...fixed } = Object.fromEntries(searchParams);
    expect([origin + pathname, fixed, code_challenge?.length, expectation]).toEqual([
      authorizeUrl,
      {
        code: 'true',
        client_id: clientId,
        response_type: 'code',
        redirect_uri: 'http://127.0.0.1:1456/callback',
        scope: 'user:profile user:inference',
        code_challenge_method: 'S256',
      },
      43,
      { path: '/callback', state, stateSuffixes: [], issuer: 'https://platform.claude.com' },
    ]);
  });

  test('is another one each time', async () => {
    const addresses = [await begin(noHttp), await begin(noHttp)].map(({ url }) => new URL(url).searchParams);
    const unique = ['state', 'code_challenge'].flatMap((name) => addresses.map((query) => query.get(name)));
    expect(new Set(unique).size).toBe(4);
  });
});

describe('a code that is shown for pasting', () => {
  const redirect = 'https://platform.claude.com/oauth/code/callback';

  test('is asked for by the redirect of that page, and redeemed with the same one', async () => {
    const { http, seen } = scriptedHttp({ [tokenUrl]: () => tokens() });
    const attempt = await begin(http, { port: 1456, clientId, onCodePage: true });
    const query = new URL(attempt.url).searchParams;
    await attempt.finish(code, signal);
    expect([attempt.codePage, query.get('redirect_uri'), JSON.parse(seen[0]?.body ?? '')]).toMatchObject([
      { host: 'platform.claude.com', path: '/oauth/code/callback' },
      redirect,
      { code, redirect_uri: redirect, client_id: clientId, state: query.get('state') },
    ]);
  });
});

describe('client ids', () => {
  const malformed = (detail: string): FailureValue => ({
    code: 'credential/malformed',
    subject: 'Claude',
    detail,
  });

  test.each<[string, string | undefined, FailureValue]>([
    ['none', undefined, { code: 'sign-in/consent-needed', subject: 'Claude' }],
    ['an empty one', '', malformed('a client id looks like a UUID')],
    ['one that is no UUID', 'app_EMoamEEZ73f0CkXaXp7hrann', malformed('a client id looks like a UUID')],
    ['one with a line after it', `${clientId}\n`, malformed('a client id looks like a UUID')],
    [
      "Claude Code's own",
      '9d1c250a-e61b-44d9-88ed-5944d1962f5e',
      malformed('this client id belongs to Claude Code'),
    ],
    [
      "Claude Code's own in capitals",
      '9D1C250A-E61B-44D9-88ED-5944D1962F5E',
      malformed('this client id belongs to Claude Code'),
    ],
  ])('%s is refused before anything is opened or fetched', async (_name, given, failure) => {
    const attempt = begin(noHttp, { port: 1456, ...(given !== undefined && { clientId: given }) });
    expect(await failureOf(attempt)).toEqual(failure);
  });
});

describe('a good answer', () => {
  test('becomes an account of its organization, by JSON in the order of the protocol with the state', async () => {
    const { http, seen } = scriptedHttp({ [tokenUrl]: () => tokens() });
    const attempt = await begin(http);
    const entry = await attempt.finish(code, signal);
    expect(revealed(entry)).toEqual({
      account: {
        id: 'claude:person-1.org-1',
        provider: 'claude',
        label: 'lea@example.test',
        workspaceId: 'org-1',
        organization: 'Lea Dubois',
        kind: 'oauth',
      },
      credential: {
        kind: 'oauth',
        origin: 'browser-sign-in',
        destinations: ['code', 'claude-code'],
        issuer: 'https://platform.claude.com',
        clientId,
        accessToken: 'sk-ant-oat01-canary_new',
        refreshToken: 'sk-ant-ort01-canary_new',
        expiresAt: noonMs + 28_800_000,
        refreshTokenExpiresAt: noonMs + 2_592_000_000,
        scopes: ['user:profile', 'user:inference'],
        obtainedAt: noonMs,
      },
    });
    const { searchParams: query } = new URL(attempt.url);
    const [request] = seen;
    const verifier = /"code_verifier":"([\w-]{43,128})"/.exec(request?.body ?? '')?.[1] ?? '';
    const { 'user-agent': _library, ...headers } = request?.headers ?? {};
    expect([seen.length, headers, request?.body, query.get('code_challenge')]).toEqual([
      1,
      { accept: 'application/json', 'content-type': 'application/json' },
      JSON.stringify({
        grant_type: 'authorization_code',
        code,
        redirect_uri: 'http://127.0.0.1:1456/callback',
        client_id: clientId,
        code_verifier: verifier,
        state: query.get('state'),
      }),
      createHash('sha256').update(verifier).digest('base64url'),
    ]);
  });

  test.each<[string, Changes, object]>([
    [
      'no e-mail address',
      { account: { uuid: 'person-1' } },
      { account: { label: 'person-1' }, credential: { expiresAt: noonMs + 28_800_000 } },
    ],
    [
      'a life of ten years',
      { expires_in: 315_360_000, refresh_token_expires_in: 315_360_000 },
      {
        credential: {
          expiresAt: noonMs + 366 * 86_400_000,
          refreshTokenExpiresAt: noonMs + 366 * 86_400_000,
        },
      },
    ],
    [
      'an organization without a name and fields that we do not know',
      { organization: { uuid: 'org-1', extra: [1] }, extra: null },
      { account: { workspaceId: 'org-1' } },
    ],
  ])('may have %s', async (_name, changes, expected) => {
    expect(await signIn(() => tokens(changes))).toMatchObject(expected);
  });

  test.each([undefined, '', ' ', null])('may have %j as e-mail address', async (email_address) => {
    const { account } = await signIn(() => tokens({ account: { uuid: 'person-1', email_address } }));
    expect(account).toEqual({
      id: 'claude:person-1.org-1',
      provider: 'claude',
      label: 'person-1',
      workspaceId: 'org-1',
      organization: 'Lea Dubois',
      kind: 'oauth',
    });
  });

  test.each<[string, unknown, string | undefined]>([
    ['a name with space around it', ' Mill ', 'Mill'],
    ['none', undefined, undefined],
    ['a blank', ' ', undefined],
    ['something else than a text', ['Lea'], undefined],
    ['an endless text', 'x'.repeat(201), undefined],
  ])('may call its organization %s', async (_name, name, expected) => {
    const { account } = await signIn(() => tokens({ organization: { uuid: 'org-1', name } }));
    expect(account.organization).toBe(expected);
  });

  test.each<[string, Changes, readonly string[]]>([
    ['expires_in', { expires_in: undefined }, ['expiresAt']],
    ['refresh_token_expires_in', { refresh_token_expires_in: undefined }, ['refreshTokenExpiresAt']],
    ['sense in refresh_token_expires_in', { refresh_token_expires_in: 'soon' }, ['refreshTokenExpiresAt']],
    ['scope', { scope: undefined }, ['scopes']],
  ])('without %s leaves that unknown', async (_name, changes, absent) => {
    const { credential } = await signIn(() => tokens(changes));
    const all = ['expiresAt', 'refreshTokenExpiresAt', 'scopes'];
    expect(all.filter((field) => !(field in credential))).toEqual(absent);
  });
});

describe('an answer that says no, or nothing that makes sense', () => {
  const refused = (detail: string): FailureValue => ({
    code: 'sign-in/refused-answer',
    subject: 'Claude',
    detail,
  });
  const fault = (failureCode: FailureValue['code'], detail: string): FailureValue => ({
    code: failureCode,
    subject: 'Claude',
    detail,
  });
  const lacks = refused('the answer lacks the account or a token');

  test.each<[string, () => Response | Promise<Response>, FailureValue]>([
    [
      'an error as OAuth has it',
      json({ error: 'invalid_grant', error_description: 'canary_words' }, 400),
      refused('invalid_grant'),
    ],
    [
      "an error as Anthropic's API has it",
      json({ type: 'error', error: { type: 'invalid_request_error', message: 'canary_words' } }, 400),
      refused('invalid_request_error'),
    ],
    [
      'an error that is no code',
      json({ error: 'Code ac_0pAqUe is spent' }, 400),
      { code: 'sign-in/refused-answer', subject: 'Claude' },
    ],
    ['no refresh token', () => tokens({ refresh_token: undefined }), lacks],
    ['no account', () => tokens({ account: undefined }), lacks],
    ['no organization', () => tokens({ organization: undefined }), lacks],
    ['an organization without an id', () => tokens({ organization: { name: 'Lea' } }), lacks],
    ['an id with white space', () => tokens({ account: { ...identity.account, uuid: 'a b' } }), lacks],
    ['no access token', () => tokens({ access_token: undefined }), refused('OAUTH_INVALID_RESPONSE')],
    ['200 with a page', html(), refused('OAUTH_RESPONSE_IS_NOT_JSON')],
    ['403 with a page', html(403), fault('provider/forbidden', 'status 403')],
    [
      '429, which is nothing to work around',
      json({}, 429, { 'retry-after': '60' }),
      { ...fault('provider/rate-limited', 'status 429'), retryAt: noonMs + 60_000 },
    ],
    ['500', json({}, 500), fault('provider/unavailable', 'status 500')],
    [
      'a network that is down',
      () => Promise.reject(new Failure('network/offline', { subject: 'platform.claude.com' })),
      { code: 'network/offline', subject: 'platform.claude.com' },
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(signIn(answer))).toEqual(failure);
  });

  test.each<[string, () => Response]>([
    ['an error that repeats the code', json({ error: 'ac_0pAqUe', error_description: 'ac_0pAqUe' }, 400)],
    ['an answer of another type', () => tokens({ token_type: 'mac', refresh_token: 'sk-ant-ort01-0pAqUe' })],
    ['words in place of JSON', () => new Response('the code ac_0pAqUe', { status: 400 })],
  ])('shows no secret of the failure or of any of its causes: %s', async (_name, answer) => {
    const texts: string[] = [];
    const failure = await thrownFailure(signIn(answer));
    for (let link: unknown = failure; link instanceof Error; link = link.cause) {
      texts.push(link.message, link.stack ?? '', JSON.stringify(link));
    }
    expect(texts.join('\n')).not.toMatch(/0pAqUe|canary|sk-ant/);
  });

  test('what the person refused is denied, whatever the page says', async () => {
    const attempt = await begin(noHttp);
    expect([attempt.denied('access_denied', ''), attempt.denied('server_error', 'x')]).toEqual([
      'sign-in/denied',
      'sign-in/denied',
    ]);
  });
});
