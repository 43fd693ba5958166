// Signing in to GitHub Copilot with an app of one's own: the pace to the second on a fake clock, renewal, and the whole way
// against the strict sandbox.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPinnedHttp, type Fetch } from '../../main/adapters/node/pinned-http.ts';
import { isOAuthAccount, type OAuthAccount, type SignedInAccount } from '../../main/domain/account.ts';
import { Failure } from '../../main/domain/failure.ts';
import { accountId, consumerId, providerId } from '../../main/domain/ids.ts';
import { createAccountBook } from '../../main/flows/account-book.ts';
import { signInByDevice } from '../../main/flows/sign-in-by-device.ts';
import type { DeviceAttempt } from '../../main/providers/description.ts';
import { copilot } from '../../main/providers/copilot/index.ts';
import { ownAppAt } from '../../main/providers/copilot/own-app.ts';
import { githubCom } from '../../main/providers/copilot/site.ts';
import { openaiEntry } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { html, json, scriptedHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import {
  ada,
  clientId,
  codeUrl,
  endingClientId,
  started,
  token,
  tokenUrl,
  toolsWith,
  userUrl,
} from '../fakes/github-server.ts';
import { formOf } from '../fakes/openai-server.ts';
import { ToySecretBox } from '../fakes/secret-box.ts';
import { FakeTime, settle } from '../fakes/time.ts';
import { MemoryVault } from '../fakes/vault.ts';
import { makeClient, type Ask, type Response as SandboxAnswer } from '../world/sandbox/client.ts';
import { startSandbox, type RunningSandbox } from '../world/sandbox/start.ts';

const second = 1_000;
const ownApp = ownAppAt(githubCom);
const { signal } = new AbortController();

/** A whole sign-in whose questions are answered in this order. */
function signIn(answers: readonly (() => Response)[]) {
  const time = new FakeTime();
  const startMs = time.nowMs();
  const asked: number[] = [];
  const vault = new MemoryVault();
  const { http } = scriptedHttp({
    [codeUrl]: json(started),
    [tokenUrl]: () => {
      asked.push((time.nowMs() - startMs) / second);
      const answer = answers[asked.length - 1] ?? json({ error: 'authorization_pending' });
      return answer();
    },
    ...(answers.some((answer) => answer === allow) && { [userUrl]: json(ada) }),
  });
  const running = signInByDevice(
    copilot,
    ownApp,
    { clientId },
    {
      tools: toolsWith(http, time),
      clock: time,
      timer: time,
      secretBox: new ToySecretBox(),
      book: createAccountBook(vault),
    },
    signal,
    () => undefined,
  );
  running.catch(() => undefined);
  return { running, time, asked, vault };
}

const allow = json(token);
const pending = json({ error: 'authorization_pending' });

async function pass(time: FakeTime, seconds: number): Promise<void> {
  await settle();
  // Second by second, so that the library’s own steps have ended before the next one.
  for (let passed = 0; passed < seconds; passed += 1) {
    await time.advance(second);
    await settle();
  }
}

describe('the pace', () => {
  // Loaded on use otherwise, which takes real time that the fake clock knows nothing of.
  beforeAll(async () => {
    await import('../../main/providers/copilot/device-authorization.ts');
  });

  test.each<[string, readonly (() => Response)[], readonly number[]]>([
    ['as GitHub wants it', [pending, pending, allow], [5, 10, 15]],
    ['slower by five seconds', [json({ error: 'slow_down' }), pending, allow], [5, 15, 25]],
    ['as slow as GitHub says', [json({ error: 'slow_down', interval: 12 }), pending, allow], [5, 17, 29]],
    ['never faster', [json({ error: 'slow_down', interval: 1 }), pending, allow], [5, 15, 25]],
    ['slower each time', [json({ error: 'slow_down' }), json({ error: 'slow_down' }), allow], [5, 15, 30]],
    [
      'the same while there is no network',
      [
        () => {
          throw new Failure('network/offline', { subject: 'github.com' });
        },
        json({}, 503),
        allow,
      ],
      [5, 10, 15],
    ],
  ])('is %s', async (_name, answers, times) => {
    const { running, time, asked, vault } = signIn(answers);
    await pass(time, times.at(-1) ?? 0);
    expect([(await running).account.label, asked, vault.saved.length]).toEqual(['ada-moreau', times, 1]);
  });

  test('ends with the code, after as many questions as fit', async () => {
    const { running, time, asked, vault } = signIn([]);
    await pass(time, 900);
    expect([(await failureOf(running)).code, asked.length, vault.saved]).toEqual([
      'sign-in/timed-out',
      180,
      [],
    ]);
  });

  test.each([
    ['denied', 'access_denied', 'sign-in/denied'],
    ['expired', 'expired_token', 'sign-in/timed-out'],
    ['without device flow', 'device_flow_disabled', 'sign-in/denied'],
  ])('stops at once when it was %s', async (_name, error, code) => {
    const { running, time, asked, vault } = signIn([json({ error })]);
    await pass(time, 30);
    expect([(await failureOf(running)).code, asked, vault.saved]).toEqual([code, [5], []]);
  });
});

describe('renewal', () => {
  const entry: OAuthAccount = openaiEntry(
    { id: accountId('copilot:user-1815'), provider: providerId('copilot'), label: 'ada-moreau' },
    { clientId: endingClientId, destinations: [consumerId('copilot')] },
  );

  function renewed(answer: () => Response) {
    const { http, seen } = scriptedHttp({ [tokenUrl]: answer });
    const { refresh } = copilot;
    if (refresh === undefined) throw new Error('it cannot be renewed');
    return { done: refresh(entry, toolsWith(http)), seen };
  }

  test('spends the token without a secret of the app, and keeps whose it is', async () => {
    const fresh = {
      ...token,
      access_token: 'ghu_canary_2',
      refresh_token: 'ghr_canary_2',
      expires_in: 28_800,
    };
    const { done, seen } = renewed(json(fresh));
    const { account, credential } = await done;
    expect([
      account,
      credential.accessToken.reveal(),
      credential.refreshToken.reveal(),
      seen.map(formOf),
    ]).toEqual([
      entry.account,
      'ghu_canary_2',
      'ghr_canary_2',
      [{ client_id: endingClientId, grant_type: 'refresh_token', refresh_token: 'canary_refresh' }],
    ]);
  });

  test.each<[string, () => Response, string]>([
    ['a token that is spent', json({ error: 'bad_refresh_token' }), 'credential/rejected'],
    ['an app that is gone', json({ error: 'Not Found' }, 404), 'credential/malformed'],
    ['an error of the server', json({}, 500), 'provider/unavailable'],
    ['the page of a public network', html(), 'network/intercepted'],
  ])('tells %s from the others', async (_name, answer, code) => {
    const { done } = renewed(answer);
    expect((await failureOf(done)).code).toBe(code);
  });
});

describe('against the strict sandbox', () => {
  let folder: string;
  let running: RunningSandbox;
  let ask: Ask;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    running = await startSandbox(folder);
    ask = await makeClient(running.addresses);
  });
  beforeEach(() => {
    running.sandbox.reset();
  });
  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** fetch through the sandbox's proxy; forms reach it as they were written. */
  const fetchThere: Fetch = async (url, { method, headers, body }) => {
    const written = z.optional(z.string()).parse(body);
    const answer = await ask(url, {
      method: method ?? 'GET',
      headers: Object.fromEntries(new Headers(headers)),
      ...(written !== undefined && { body: new URLSearchParams(written) }),
    });
    return new Response(answer.text, {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  };

  function tools() {
    const http = createPinnedHttp(fetchThere, { hosts: copilot.hosts, userAgent: 'Gatehouse/test' });
    return { http, clock: { nowMs: () => running.sandbox.clock.nowMs() }, log: new RecordingLog() };
  }

  const start = (id: string = clientId): Promise<DeviceAttempt> =>
    ownApp.begin({ clientId: id }, tools(), signal);

  /** Later by as many seconds, for the sandbox. */
  function wait(seconds: number): void {
    running.sandbox.clock.offsetMs += seconds * 1000;
  }

  /** Types the code into the page as a person would. */
  async function typeIn(url: string, code: string, decision: 'allow' | 'deny'): Promise<SandboxAnswer> {
    const { origin } = new URL(url);
    const attempt = /name="attempt" value="([^"]+)"/.exec((await ask(url)).text)?.[1] ?? '';
    await ask(`${origin}/sandbox/email`, {
      body: new URLSearchParams({ attempt, email: 'ada@copilot-pro.example.test' }),
    });
    return ask(`${origin}/sandbox/device`, {
      body: new URLSearchParams({ attempt, user_code: code, decision }),
    });
  }

  async function signedIn(id: string = clientId): Promise<SignedInAccount> {
    const attempt = await start(id);
    await typeIn(attempt.url, attempt.code, 'allow');
    wait(5);
    const answer = await attempt.ask(signal);
    if (answer.kind !== 'allowed') throw new Error(`not allowed but ${answer.kind}`);
    return answer.finish();
  }

  const strayed = (): string[] => running.sandbox.log.since(0).flatMap(({ deviation }) => deviation ?? []);
  const premium: unknown = expect.objectContaining({ id: 'premium-requests', usedPercent: 20 });
  const windows: unknown = expect.arrayContaining([premium]);
  const quota = { plan: { plan: 'individual' }, windows };

  test('from the code to the account of who typed it in, with plan and quota', async () => {
    const attempt = await start();
    wait(5);
    const before = await attempt.ask(signal);
    const done = await typeIn(attempt.url, attempt.code, 'allow');
    wait(5);
    const answer = await attempt.ask(signal);
    const entry = answer.kind === 'allowed' ? await answer.finish() : undefined;
    const read = entry?.credential.kind === 'api-key' ? entry.credential.key : undefined;
    expect([
      before.kind,
      done.text.includes('The device is connected'),
      entry?.account.label,
      entry && read && (await copilot.readKeyQuota?.({ account: entry.account, key: read }, tools())),
      strayed(),
    ]).toMatchObject(['pending', true, 'ada-moreau', quota, []]);
  });

  test('an account over its limit is used up as soon as GitHub says so', async () => {
    const { account, credential } = await signedIn();
    if (credential.kind !== 'api-key') throw new Error('no lasting token');
    const { key } = credential;
    running.sandbox.apply({
      personas: { 'copilot-pro-ada': { windows: { premium: { usedPercent: 154 } } } },
    });
    const answer = await copilot.readKeyQuota?.({ account, key }, tools());
    expect(
      answer?.windows
        .filter(({ id }) => id === 'premium-requests')
        .map(({ usedPercent, amount }) => [usedPercent, amount?.left]),
    ).toEqual([[154, 0]]);
  });

  test('an app whose tokens end signs in, is read, and is renewed', async () => {
    const entry = await signedIn(endingClientId);
    if (!isOAuthAccount(entry)) throw new Error('no tokens');
    const next = await copilot.refresh?.(entry, tools());
    const accessToken = next?.credential.accessToken;
    const read = accessToken && (await copilot.readQuota?.({ account: entry.account, accessToken }, tools()));
    const spent = await failureOf(Promise.resolve(copilot.refresh?.(entry, tools())));
    expect([
      read,
      accessToken?.reveal() === entry.credential.accessToken.reveal(),
      spent.code,
      strayed(),
    ]).toMatchObject([quota, false, 'credential/rejected', []]);
  });

  test('a denial, an end, and too many questions are told apart', async () => {
    const denied = await start();
    await typeIn(denied.url, denied.code, 'deny');
    wait(5);
    const first = await denied.ask(signal);
    const late = await start();
    const hasty = await late.ask(signal);
    wait(901);
    const { kind } = await late.ask(signal);
    expect([first, hasty, kind, strayed()]).toEqual([
      { kind: 'denied' },
      { kind: 'slow-down', intervalMs: 10_000 },
      'expired',
      [],
    ]);
  });

  test.each([
    'https://github.com.example.test/login/device',
    'javascript:alert(1)',
    'https://ada:canary_password@github.com/login/device',
  ])('a server that has been told to name the page %s is not believed, and the next one is', async (uri) => {
    const body = { ...started, verification_uri: uri };
    running.sandbox.apply({ faults: [{ host: 'github.com', path: '/login/device/code', body, times: 1 }] });
    const refused = await failureOf(start());
    expect([
      refused.code,
      JSON.stringify(refused).includes('canary'),
      (await signedIn()).account.label,
    ]).toEqual(['sign-in/refused-answer', false, 'ada-moreau']);
  });

  test('codes that are switched off, and a network that is cut, cost one attempt and no more', async () => {
    running.sandbox.apply({ deviceCodes: { enabled: false } });
    const off = await failureOf(start());
    running.sandbox.apply({ deviceCodes: { enabled: true } });
    const attempt = await start();
    await typeIn(attempt.url, attempt.code, 'allow');
    wait(5);
    running.sandbox.apply({ faults: [{ path: '/login/oauth/access_token', drop: true, times: 1 }] });
    const cut = await failureOf(attempt.ask(signal));
    wait(5);
    expect([off.code, cut.code, (await attempt.ask(signal)).kind]).toEqual([
      'sign-in/denied',
      'network/offline',
      'allowed',
    ]);
  });
});
