// Signing in to GitHub Copilot with an app of one's own: which client ids are taken, and what each answer of GitHub means.
import { describe, expect, test } from 'vitest';
import { isOAuthAccount, type SignedInAccount } from '../../main/domain/account.ts';
import type { Http } from '../../main/ports.ts';
import type { DeviceAttempt } from '../../main/providers/description.ts';
import { ownAppAt } from '../../main/providers/copilot/own-app.ts';
import { githubCom } from '../../main/providers/copilot/site.ts';
import { failureOf } from '../fakes/failures.ts';
import {
  ada,
  clientId,
  codeUrl,
  endingClientId,
  page,
  started,
  token,
  tokenUrl,
  toolsWith,
  userUrl,
} from '../fakes/github-server.ts';
import { html, json, scriptedHttp } from '../fakes/http.ts';
import { formOf } from '../fakes/openai-server.ts';
import { FakeTime } from '../fakes/time.ts';

const { signal } = new AbortController();
const ownApp = ownAppAt(githubCom);

function begin(http: Http, clock = new FakeTime()): Promise<DeviceAttempt> {
  return ownApp.begin({ clientId }, toolsWith(http, clock), signal);
}

/** An attempt whose question is answered so. */
function asking(answer: () => Response, whose: Readonly<Record<string, () => Response>> = {}) {
  const { http, seen } = scriptedHttp({ [codeUrl]: json(started), [tokenUrl]: answer, ...whose });
  return { attempt: begin(http), seen };
}

/** What comes of a question that is answered with a token. */
async function entryFor(answer: object, user: () => Response = json(ada)): Promise<SignedInAccount> {
  const asked = await (await asking(json(answer), { [userUrl]: user }).attempt).ask(signal);
  if (asked.kind !== 'allowed') throw new Error(`not allowed but ${asked.kind}`);
  return asked.finish();
}

describe('the client id', () => {
  test.each([
    [undefined, 'sign-in/consent-needed', undefined],
    ['Iv1.b507a08c87ecfe98', 'credential/malformed', 'this client id belongs to Visual Studio Code'],
    ['IV1.B507A08C87ECFE98', 'credential/malformed', 'this client id belongs to Visual Studio Code'],
    ['Ov23ctDVkRmgkPke0Mmm', 'credential/malformed', 'this client id belongs to Copilot CLI'],
    ['Ov23li8tweQw6odWQebz', 'credential/malformed', 'this client id belongs to OpenCode'],
    ['my app', 'credential/malformed', 'a client id looks like Ov23li…'],
    ['constructor', 'credential/malformed', 'a client id looks like Ov23li…'],
  ])('%s is refused before anything is sent', async (given, code, detail) => {
    const { http, seen } = scriptedHttp({});
    const named = given === undefined ? {} : { clientId: given };
    const failure = await failureOf(() => ownApp.begin(named, toolsWith(http), signal));
    const allowed = given !== undefined && ownApp.registration?.clientIdPattern.test(given);
    expect([failure.code, failure.detail, seen, allowed]).toEqual([code, detail, [], false]);
  });

  test.each([clientId, endingClientId, 'Iv1.0123456789abcdef', 'Ov23liABCDEFGHIJKLMN'])(
    '%s of one’s own is taken',
    (given) => {
      expect(ownApp.registration?.clientIdPattern.test(given)).toBe(true);
    },
  );
});

describe('the code', () => {
  test('is asked for as a form with the id and the one scope, and shown with page and end', async () => {
    const { http, seen } = scriptedHttp({ [codeUrl]: json(started) });
    const time = new FakeTime();
    const { url, code, lifeMs, intervalMs } = await begin(http, time);
    const [request] = seen;
    expect([
      { url, code, lifeMs, intervalMs },
      request === undefined ? {} : formOf(request),
      request?.headers,
    ]).toEqual([
      { url: page, code: 'ABCD-EFGH', lifeMs: 900_000, intervalMs: 5_000 },
      { client_id: clientId, scope: 'read:user' },
      { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    ]);
  });

  test.each<[string, object, object]>([
    ['no interval', { interval: undefined }, { intervalMs: 5_000 }],
    ['an interval of nothing', { interval: 0 }, { intervalMs: 5_000 }],
    ['an interval of hours', { interval: 36_000 }, { intervalMs: 900_000 }],
    ['an interval that is none', { interval: 'soon' }, { intervalMs: 5_000 }],
    ['an end sooner than usual', { expires_in: 300 }, { lifeMs: 300_000 }],
    ['an end next year', { expires_in: 31_536_000 }, { lifeMs: 900_000 }],
    ['an end in the past', { expires_in: -1 }, { lifeMs: 900_000 }],
  ])('may come with %s', async (_name, change, expected) => {
    const { http } = scriptedHttp({ [codeUrl]: json({ ...started, ...change }) });
    const time = new FakeTime();
    const { intervalMs, lifeMs } = await begin(http, time);
    expect({ intervalMs, lifeMs }).toMatchObject(expected);
  });

  const otherPage = {
    code: 'sign-in/refused-answer',
    detail: 'it names another page than github.com/login/device',
  };
  test.each<[string, () => Response, object]>([
    ...[
      'https://github.com.example.test/login/device',
      'https://github.com/login/device?user_code=ABCD-EFGH',
      'https://github.com@example.test/login/device',
      'https://ada:canary_password@github.com/login/device',
      'http://github.com/login/device',
      'javascript:alert(1)//https://github.com/login/device',
      'file:///etc/passwd',
      ' https://github.com/login/device',
      '',
    ].map((verification_uri): [string, () => Response, object] => [
      `with the page ${JSON.stringify(verification_uri)}`,
      json({ ...started, verification_uri }),
      otherPage,
    ]),
    [
      'without a page',
      json({ ...started, verification_uri: undefined }),
      { code: 'provider/unexpected-answer', detail: 'field verification_uri' },
    ],
    [
      'that would steer the terminal',
      json({ ...started, user_code: 'A\u001b[2JBCD' }),
      { code: 'provider/unexpected-answer', detail: 'field user_code' },
    ],
    [
      'for an app without device flow',
      json({ error: 'device_flow_disabled' }),
      { code: 'sign-in/denied', detail: 'device flow is switched off in the settings of this app' },
    ],
    [
      'for an app that GitHub does not know',
      json({ error: 'Not Found' }, 404),
      { code: 'credential/malformed', detail: 'GitHub knows no app with this client id' },
    ],
    [
      'for an app that may not',
      json({ error: 'incorrect_client_credentials' }),
      { code: 'credential/malformed', detail: 'GitHub knows no app with this client id' },
    ],
    [
      'refused for another reason',
      json({ error: 'unsupported_app' }),
      { code: 'sign-in/refused-answer', detail: 'unsupported_app' },
    ],
    ['refused in words that repeat', json({ error: 'canary words' }), { code: 'sign-in/refused-answer' }],
    ['asked for too often', json({}, 429), { code: 'provider/rate-limited' }],
    ['while GitHub is down', json({}, 503), { code: 'provider/unavailable' }],
    ['from the page of a public network', html(), { code: 'network/intercepted' }],
  ])('%s fails the sign-in and repeats nothing', async (_name, answer, failure) => {
    const { http } = scriptedHttp({ [codeUrl]: answer });
    const value = await failureOf(begin(http));
    expect([value, JSON.stringify(value).includes('canary')]).toMatchObject([
      { subject: 'GitHub Copilot', ...failure },
      false,
    ]);
  });
});

describe('a question whether the person is done', () => {
  test.each<[string, () => Response, object]>([
    ['authorization_pending', json({ error: 'authorization_pending' }), { kind: 'pending' }],
    ['slow_down', json({ error: 'slow_down' }), { kind: 'slow-down' }],
    [
      'slow_down with a time',
      json({ error: 'slow_down', interval: 10 }),
      { kind: 'slow-down', intervalMs: 10_000 },
    ],
    [
      'slow_down for days',
      json({ error: 'slow_down', interval: 9e5 }),
      { kind: 'slow-down', intervalMs: 900_000 },
    ],
    ['slow_down for no time', json({ error: 'slow_down', interval: 'long' }), { kind: 'slow-down' }],
    ['access_denied', json({ error: 'access_denied' }), { kind: 'denied' }],
    ['expired_token', json({ error: 'expired_token' }), { kind: 'expired' }],
    ['pending by the status of OAuth', json({ error: 'authorization_pending' }, 400), { kind: 'pending' }],
  ])('answered with %s', async (_name, answer, expected) => {
    const { attempt } = asking(answer);
    expect(await (await attempt).ask(signal)).toEqual(expected);
  });

  test.each<[string, () => Response, object]>([
    ['device_flow_disabled', json({ error: 'device_flow_disabled' }), { code: 'sign-in/denied' }],
    [
      'incorrect_client_credentials',
      json({ error: 'incorrect_client_credentials' }),
      { code: 'credential/malformed' },
    ],
    [
      'incorrect_device_code',
      json({ error: 'incorrect_device_code' }),
      { code: 'sign-in/refused-answer', detail: 'incorrect_device_code' },
    ],
    ['a limit', json({}, 429, { 'retry-after': '30' }), { code: 'provider/rate-limited' }],
    ['an error of the server', json({}, 502), { code: 'provider/unavailable' }],
    ['the page of a public network', html(), { code: 'network/intercepted' }],
    [
      'a token of a kind that is not known',
      json({ ...token, token_type: 'mac' }),
      { code: 'sign-in/refused-answer' },
    ],
    ['no token', json({ token_type: 'bearer' }), { code: 'sign-in/refused-answer' }],
    ['nothing that could be read', () => new Response('canary{'), { code: 'sign-in/refused-answer' }],
  ])('answered with %s fails and repeats nothing', async (_name, answer, failure) => {
    const { attempt } = asking(answer);
    const value = await failureOf((await attempt).ask(signal));
    expect([value, JSON.stringify(value).includes('canary')]).toMatchObject([
      { subject: 'GitHub Copilot', ...failure },
      false,
    ]);
  });

  test('carries the code for the device, and no secret of an app', async () => {
    const { attempt, seen } = asking(json({ error: 'authorization_pending' }));
    await (await attempt).ask(signal);
    expect(seen.slice(1).map(formOf)).toEqual([
      {
        client_id: clientId,
        device_code: 'canary_device',
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      },
    ]);
  });
});

describe('a token', () => {
  test('that lasts is kept like a key, under the name and the number that GitHub gives', async () => {
    const entry = await entryFor(token);
    const { credential } = entry;
    expect([entry.account, credential.kind === 'api-key' && credential.key.reveal(), credential]).toEqual([
      {
        id: 'copilot:user-1815',
        provider: 'copilot',
        label: 'ada-moreau',
        kind: 'api-key',
      },
      'gho_canary_token',
      expect.objectContaining({ origin: 'browser-sign-in', destinations: ['copilot'] }),
    ]);
  });

  test('that ends is kept with the one that renews it', async () => {
    const ending = { ...token, scope: '', expires_in: 28_800, refresh_token: 'ghr_canary_refresh' };
    const entry = await entryFor(ending);
    if (!isOAuthAccount(entry)) throw new Error('no tokens');
    const { accessToken, refreshToken, expiresAt, issuer, ...rest } = entry.credential;
    expect([
      entry.account.kind,
      accessToken.reveal(),
      refreshToken.reveal(),
      expiresAt,
      issuer,
      rest.clientId,
    ]).toEqual([
      'oauth',
      'gho_canary_token',
      'ghr_canary_refresh',
      new FakeTime().nowMs() + 28_800_000,
      'https://github.com/login/oauth',
      clientId,
    ]);
  });

  test('that ends for good leads to no account', async () => {
    const { http } = scriptedHttp({
      [codeUrl]: json(started),
      [tokenUrl]: json({ ...token, expires_in: 28_800 }),
    });
    const answer = await (await begin(http)).ask(signal);
    const finish = answer.kind === 'allowed' ? answer.finish() : Promise.resolve();
    expect(await failureOf(finish)).toMatchObject({
      code: 'sign-in/refused-answer',
      detail: 'its token ends and cannot be renewed',
    });
  });

  test.each<[string, () => Response, object]>([
    ['is not accepted', json({ message: 'Bad credentials' }, 401), { code: 'sign-in/refused-answer' }],
    ['is nobody’s', json({ login: 'ada' }), { code: 'provider/unexpected-answer', detail: 'field id' }],
    [
      'has a name that is none',
      json({ id: 1, login: 'ada \u202e' }),
      { code: 'provider/unexpected-answer', detail: 'field login' },
    ],
    [
      'was used too often',
      json({}, 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795000000' }),
      { code: 'provider/rate-limited', retryAt: 1_795_000_000_000 },
    ],
  ])('that %s leads to no account', async (_name, user, failure) => {
    expect(await failureOf(entryFor(token, user))).toMatchObject({ subject: 'GitHub Copilot', ...failure });
  });
});
