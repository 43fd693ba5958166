// Signing in with ChatGPT through the real OpenID client: what the token endpoint may answer, and what counts.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import type { BrowserAttempt } from '../../main/providers/description.ts';
import { browserSignIn } from '../../main/providers/openai/browser-sign-in.ts';
import { revealed } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { html, json, scriptedHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import { begin, code, signal, signIn, withToken } from '../fakes/openai-attempt.ts';
import {
  authClaims,
  claimsWith,
  clientId,
  discovery,
  discoveryUrl,
  formOf,
  idToken,
  issuer,
  keys,
  keysUrl,
  tokens,
  tokenUrl,
} from '../fakes/openai-server.ts';
import { FakeTime } from '../fakes/time.ts';

const log = new RecordingLog();

describe('the address that the browser opens', () => {
  test('asks for a code with PKCE, state and our own name', async () => {
    const { http } = scriptedHttp({ [discoveryUrl]: discovery(), [keysUrl]: keys });
    const { url, expectation } = await begin(http);
    const { origin, pathname, searchParams } = new URL(url);
    const { code_challenge, state, ...fixed } = Object.fromEntries(searchParams);
    expect({ origin, pathname, fixed, lengths: [code_challenge?.length, state?.length] }).toEqual({
      origin: issuer,
      pathname: '/oauth/authorize',
      fixed: {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: 'http://127.0.0.1:1455/auth/callback',
        scope: 'openid profile email offline_access',
        code_challenge_method: 'S256',
        id_token_add_organizations: 'true',
        codex_cli_simplified_flow: 'true',
        originator: 'gatehouse',
      },
      lengths: [43, 43],
    });
    expect(expectation).toEqual({
      path: '/auth/callback',
      state,
      stateSuffixes: ['.onboarding_entrypoint=life_sciences'],
      issuer,
    });
  });

  test('is another one each time', async () => {
    const { http } = scriptedHttp({ [discoveryUrl]: discovery(), [keysUrl]: keys });
    const [first, second] = [await begin(http), await begin(http)];
    const secretsOf = ({ url }: BrowserAttempt): (string | null)[] =>
      ['state', 'code_challenge'].map((name) => new URL(url).searchParams.get(name));
    expect(new Set([...secretsOf(first), ...secretsOf(second)]).size).toBe(4);
  });

  test('asks for one workspace where that was named', async () => {
    const { http } = scriptedHttp({ [discoveryUrl]: discovery(), [keysUrl]: keys });
    const tools = { http, clock: new FakeTime(), log };
    const named = await browserSignIn.begin({ port: 1455, workspace: 'acc-1' }, tools, signal);
    const addresses = [named, await begin(http)].map(({ url }) => new URL(url).searchParams);
    expect(addresses.map((query) => query.get('allowed_workspace_id'))).toEqual(['acc-1', null]);
  });

  test('uses the redirect of the port that listens', async () => {
    const { http } = scriptedHttp({ [discoveryUrl]: discovery(), [keysUrl]: keys });
    const attempt = await browserSignIn.begin({ port: 1457 }, { http, clock: new FakeTime(), log }, signal);
    expect(new URL(attempt.url).searchParams.get('redirect_uri')).toBe('http://127.0.0.1:1457/auth/callback');
  });
});

describe('a good answer', () => {
  test('becomes an account with its plan and its tokens', async () => {
    const time = new FakeTime(Date.now());
    const { http, seen } = scriptedHttp({
      [tokenUrl]: () => tokens(),
      [discoveryUrl]: discovery(),
      [keysUrl]: keys,
    });
    const attempt = await browserSignIn.begin(
      { port: 1455 },
      { http, clock: time, log: new RecordingLog() },
      signal,
    );
    const entry = await attempt.finish(code, signal);
    const { credential } = entry;
    expect(revealed(entry)).toEqual({
      account: {
        id: 'openai:user-1.acc-1',
        provider: 'openai',
        label: 'ada@example.test',
        workspaceId: 'acc-1',
        plan: 'plus',
        kind: 'oauth',
      },
      credential: {
        kind: 'oauth',
        origin: 'browser-sign-in',
        destinations: ['codex'],
        issuer,
        clientId,
        accessToken: 'canary_access_token',
        refreshToken: 'canary_refresh_token',
        idToken: credential.kind === 'oauth' ? credential.idToken?.reveal() : '',
        expiresAt: time.nowMs() + 3_600_000,
        scopes: ['openid', 'profile', 'email', 'offline_access'],
        obtainedAt: time.nowMs(),
      },
    });
    const request = seen.find(({ method }) => method === 'POST');
    const { code_verifier = '', ...form } = request === undefined ? {} : formOf(request);
    const challenge = createHash('sha256').update(code_verifier).digest('base64url');
    expect([
      form,
      /^[\w-]{43,128}$/.test(code_verifier),
      challenge,
      request?.headers['content-type']?.split(';')[0],
    ]).toEqual([
      {
        grant_type: 'authorization_code',
        client_id: clientId,
        code,
        redirect_uri: 'http://127.0.0.1:1455/auth/callback',
      },
      true,
      new URL(attempt.url).searchParams.get('code_challenge'),
      'application/x-www-form-urlencoded',
    ]);
    expect(seen.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(
      [discoveryUrl, keysUrl, tokenUrl].sort(),
    );
  });

  test.each<[string, () => Promise<Response>, object]>([
    ['no e-mail address', withToken(claimsWith({ email: undefined })), { label: 'auth0|ada' }],
    [
      'its e-mail address in the profile alone',
      withToken(
        claimsWith({ email: undefined, 'https://api.openai.com/profile': { email: 'eve@example.test' } }),
      ),
      { label: 'eve@example.test' },
    ],
    [
      'a profile that is none',
      withToken(claimsWith({ 'https://api.openai.com/profile': null })),
      { label: 'ada@example.test' },
    ],
    [
      'null for its user',
      withToken(
        claimsWith({
          'https://api.openai.com/auth': { ...authClaims, chatgpt_user_id: null, user_id: null },
        }),
      ),
      { id: 'openai:auth0|ada.acc-1' },
    ],
    [
      'no plan',
      withToken(
        claimsWith({ 'https://api.openai.com/auth': { ...authClaims, chatgpt_plan_type: undefined } }),
      ),
      { plan: undefined },
    ],
    [
      'no user of its own',
      withToken(claimsWith({ 'https://api.openai.com/auth': { chatgpt_account_id: 'acc-1' } })),
      { id: 'openai:auth0|ada.acc-1' },
    ],
    [
      'the name of its workspace',
      withToken(
        claimsWith({
          'https://api.openai.com/auth': { ...authClaims, organizations: [{ id: 'o', title: 'Mill' }] },
        }),
      ),
      { id: 'openai:user-1.acc-1', organization: 'Mill' },
    ],
    ['claims that we do not know', withToken(claimsWith({ extra: [1] })), { label: 'ada@example.test' }],
    ['an audience that is no list', withToken(claimsWith({ aud: clientId })), { id: 'openai:user-1.acc-1' }],
  ])('may have %s', async (_name, answer, account) => {
    expect((await signIn(answer)).account).toEqual(
      expect.objectContaining(
        Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined)),
      ),
    );
  });

  test('counts what is empty as not told', async () => {
    const empty = { ...authClaims, chatgpt_user_id: '', user_id: '', chatgpt_plan_type: '' };
    const claims = claimsWith({ email: '', 'https://api.openai.com/auth': empty });
    expect((await signIn(withToken(claims))).account).toEqual({
      id: 'openai:auth0|ada.acc-1',
      provider: 'openai',
      label: 'auth0|ada',
      workspaceId: 'acc-1',
      kind: 'oauth',
    });
  });

  test('of one person in two workspaces makes two accounts', async () => {
    const ofWorkspace = (chatgpt_account_id: string) =>
      signIn(withToken(claimsWith({ 'https://api.openai.com/auth': { ...authClaims, chatgpt_account_id } })));
    const accounts = [(await ofWorkspace('acc-1')).account, (await ofWorkspace('acc-2')).account];
    expect(accounts.map(({ id, workspaceId, label }) => [id, workspaceId, label])).toEqual([
      ['openai:user-1.acc-1', 'acc-1', 'ada@example.test'],
      ['openai:user-1.acc-2', 'acc-2', 'ada@example.test'],
    ]);
  });

  test('without a life time ends when its access token says so', async () => {
    const expiresAt = (Math.floor(Date.now() / 1000) + 900) * 1000;
    const access_token = await idToken(claimsWith({ exp: expiresAt / 1000 }));
    const { credential } = await signIn(() => tokens({ expires_in: undefined, access_token }));
    expect(credential).toMatchObject({ expiresAt });
  });

  test('without a life time and with a token that says nothing has no time of expiry', async () => {
    const { credential } = await signIn(() => tokens({ expires_in: undefined }));
    expect('expiresAt' in credential).toBe(false);
  });
});

describe('an id token that does not pass', () => {
  const past = Math.floor(Date.now() / 1000) - 3600;

  test.each<[string, () => Promise<Response>]>([
    ['of another issuer', withToken(claimsWith({ iss: 'https://evil.test' }))],
    ['without an issuer', withToken(claimsWith({ iss: undefined }))],
    ['for another client', withToken(claimsWith({ aud: ['another'] }))],
    ['without an audience', withToken(claimsWith({ aud: undefined }))],
    [
      'for us and others, meant for another',
      withToken(claimsWith({ aud: [clientId, 'another'], azp: 'another' })),
    ],
    ['for us alone, meant for another', withToken(claimsWith({ azp: 'another' }))],
    ['that has expired', withToken(claimsWith({ iat: past - 60, exp: past }))],
    ['without a time of expiry', withToken(claimsWith({ exp: undefined }))],
    ['without a time of issue', withToken(claimsWith({ iat: undefined }))],
    ['without a subject', withToken(claimsWith({ sub: undefined }))],
    ['that answers a nonce we never sent', withToken(claimsWith({ nonce: 'canary_nonce' }))],
    ['signed by another key', withToken(claimsWith(), 'foreign key')],
    ['signed by an unknown key', withToken(claimsWith(), 'unknown key')],
    ['that is not signed', withToken(claimsWith(), 'none')],
    ['signed with the public key as a shared secret', withToken(claimsWith(), 'shared secret')],
    ['whose signature is cut', withToken(claimsWith(), 'cut')],
    ['that is no token', () => tokens({ id_token: 'canary_not_a_token' })],
    ['that is missing', () => tokens({ id_token: undefined })],
    ['without the claims of ChatGPT', withToken(claimsWith({ 'https://api.openai.com/auth': undefined }))],
    [
      'without an account',
      withToken(claimsWith({ 'https://api.openai.com/auth': { chatgpt_user_id: 'user-1' } })),
    ],
    [
      'with an empty account',
      withToken(claimsWith({ 'https://api.openai.com/auth': { chatgpt_account_id: '' } })),
    ],
    [
      'with an account of white space',
      withToken(claimsWith({ 'https://api.openai.com/auth': { chatgpt_account_id: 'a b' } })),
    ],
  ])('%s is refused', async (_name, answer) => {
    expect((await failureOf(signIn(answer))).code).toBe('sign-in/refused-answer');
  });
});

test('a signing key that came after the page was opened is looked for, once', async () => {
  const asked: number[] = [];
  const keySet = (known: string) => async () => {
    asked.push(asked.length);
    const body = await (await keys()).text();
    return new Response(asked.length === 1 ? body.replace('key-1', 'key-0') : body.replace('key-1', known));
  };
  const rotated = await signIn(() => tokens(), { keySet: keySet('key-1') });
  const times = asked.splice(0).length;
  const failure = await failureOf(signIn(() => tokens(), { keySet: keySet('key-9') }));
  expect([rotated.account.id, times, failure.code, asked.length]).toEqual([
    'openai:user-1.acc-1',
    2,
    'sign-in/refused-answer',
    2,
  ]);
});

test('where each answer names its issuer, one without is refused before anything is asked (CB-04)', async () => {
  const { http, seen } = scriptedHttp({
    [tokenUrl]: () => tokens(),
    [discoveryUrl]: discovery({ authorization_response_iss_parameter_supported: true }),
    [keysUrl]: keys,
  });
  const attempt = await begin(http);
  const failure = await failureOf(attempt.finish(code, signal));
  const before = seen.filter(({ method }) => method === 'POST').length;
  const { account } = await attempt.finish(code, signal, issuer);
  expect([failure, before, account.id]).toEqual([
    { code: 'sign-in/refused-answer', subject: 'OpenAI', detail: 'the answer does not name its issuer' },
    0,
    'openai:user-1.acc-1',
  ]);
});

describe('keys that cannot be had', () => {
  const warning = 'signing keys unreachable; claims are checked, the signature is not';

  test.each<[string, () => Response | Promise<Response>]>([
    ['a server that fails', json({}, 500)],
    ['a page of HTML', html()],
    ['no keys in the set', json({ keys: [] })],
    [
      'a network that is down',
      () => Promise.reject(new Failure('network/offline', { subject: 'auth.openai.com' })),
    ],
  ])('%s: the sign-in goes on and the log says so', async (_name, keySet) => {
    const warned = new RecordingLog();
    const { account } = await signIn(withToken(claimsWith(), 'foreign key'), { log: warned, keySet });
    expect([account.id, warned.warnings]).toEqual(['openai:user-1.acc-1', [warning]]);
  });

  test.each<[string, () => Promise<Response>]>([
    ['another issuer', withToken(claimsWith({ iss: 'https://evil.test' }))],
    ['another client', withToken(claimsWith({ aud: ['another'] }))],
    ['an expired token', withToken(claimsWith({ iat: 1, exp: 2 }))],
    ['a token that is not signed', withToken(claimsWith(), 'none')],
  ])('the claims are checked all the same: %s is refused', async (_name, answer) => {
    expect((await failureOf(signIn(answer, { keySet: json({}, 500) }))).code).toBe('sign-in/refused-answer');
  });

  test('a discovery of another issuer counts as none', async () => {
    const warned = new RecordingLog();
    const { http } = scriptedHttp({
      [tokenUrl]: () => tokens(),
      [discoveryUrl]: discovery({ issuer: 'https://evil.test' }),
    });
    await (await begin(http, { log: warned })).finish(code, signal);
    expect(warned.warnings).toEqual([warning]);
  });

  test('a cancelled sign-in is not worth a warning', async () => {
    const warned = new RecordingLog();
    const abort = new AbortController();
    const { http } = scriptedHttp({
      [discoveryUrl]: (_request, aborted) =>
        new Promise((_resolve, reject) => {
          aborted?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    });
    await begin(http, { log: warned, signal: abort.signal });
    abort.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned.lines).toEqual([]);
  });
});

test('what the person refused is told apart by what the page says', async () => {
  const { http } = scriptedHttp({ [discoveryUrl]: discovery(), [keysUrl]: keys });
  const attempt = await begin(http);
  expect([
    attempt.denied('access_denied', ''),
    attempt.denied('access_denied', 'missing_codex_entitlement'),
  ]).toEqual(['sign-in/denied', 'sign-in/not-entitled']);
});
