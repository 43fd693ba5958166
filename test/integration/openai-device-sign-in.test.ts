// Signing in to ChatGPT by a code: what the two endpoints may answer, and the whole way against the strict sandbox.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPinnedHttp, type Fetch } from '../../main/adapters/node/pinned-http.ts';
import { isOAuthAccount } from '../../main/domain/account.ts';
import type { Http } from '../../main/ports.ts';
import type { DeviceAttempt } from '../../main/providers/description.ts';
import { deviceCode } from '../../main/providers/openai/device-code.ts';
import { openai } from '../../main/providers/openai/index.ts';
import { failureOf } from '../fakes/failures.ts';
import { html, json, scriptedHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import {
  clientId,
  discovery,
  discoveryUrl,
  formOf,
  issuer,
  keys,
  keysUrl,
  tokens,
  tokenUrl,
} from '../fakes/openai-server.ts';
import { parsed } from '../fakes/parsed.ts';
import { FakeTime } from '../fakes/time.ts';
import { makeClient, type Ask, type Response as SandboxAnswer } from '../world/sandbox/client.ts';
import { startSandbox, type RunningSandbox } from '../world/sandbox/start.ts';

const codeUrl = `POST ${issuer}/api/accounts/deviceauth/usercode`;
const answerUrl = `POST ${issuer}/api/accounts/deviceauth/token`;
const started = { device_auth_id: 'canary_device', user_code: 'ABCD-EFGH', interval: '5' };
const grant = {
  authorization_code: 'canary_code',
  code_challenge: 'unused',
  code_verifier: `canary_verifier_${'a'.repeat(40)}`,
};
const refusal = (code: string) => ({ error: { code, message: 'canary_message' } });
const { signal } = new AbortController();

function begin(http: Http, time = new FakeTime(Date.now())): Promise<DeviceAttempt> {
  return deviceCode.begin({}, { http, clock: time, log: new RecordingLog() }, signal);
}

/** An attempt whose question is answered so. */
async function asking(answer: () => Response): Promise<DeviceAttempt> {
  const { http } = scriptedHttp({
    [codeUrl]: json(started),
    [answerUrl]: answer,
    [discoveryUrl]: discovery(),
    [keysUrl]: keys,
  });
  return begin(http);
}

describe('the code', () => {
  test('is asked for with the client id alone and shown with the address and the end', async () => {
    const { http, seen } = scriptedHttp({
      [codeUrl]: json(started),
      [discoveryUrl]: discovery(),
      [keysUrl]: keys,
    });
    const time = new FakeTime(Date.now());
    const { url, code, lifeMs, intervalMs } = await begin(http, time);
    const [request] = seen;
    expect([
      { url, code, lifeMs, intervalMs },
      parsed(request?.body ?? ''),
      request?.headers['content-type'],
    ]).toEqual([
      {
        url: `${issuer}/codex/device`,
        code: 'ABCD-EFGH',
        lifeMs: 900_000,
        intervalMs: 5_000,
      },
      { client_id: clientId },
      'application/json',
    ]);
  });

  test.each<[string, object, object]>([
    ['the other name of the field', { user_code: undefined, usercode: 'WXYZ-1234' }, { code: 'WXYZ-1234' }],
    ['a number as the interval', { interval: 7 }, { intervalMs: 7_000 }],
    ['no interval', { interval: undefined }, { intervalMs: 5_000 }],
    ['an interval of nothing', { interval: '0' }, { intervalMs: 5_000 }],
    ['an interval of minutes', { interval: 300 }, { intervalMs: 300_000 }],
    ['an interval of hours', { interval: '36000' }, { intervalMs: 900_000 }],
    ['an interval that is none', { interval: 'soon' }, { intervalMs: 5_000 }],
    ['an end of its own', { expires_in: 300 }, { lifeMs: 300_000 }],
    ['an end next year', { expires_in: '31536000' }, { lifeMs: 900_000 }],
  ])('may come with %s', async (_name, change, expected) => {
    const { http } = scriptedHttp({
      [codeUrl]: json({ ...started, ...change }),
      [discoveryUrl]: discovery(),
      [keysUrl]: keys,
    });
    const time = new FakeTime(Date.now());
    const { code, intervalMs, lifeMs } = await begin(http, time);
    expect({ code, intervalMs, lifeMs }).toMatchObject(expected);
  });

  test.each<[string, () => Response, object]>([
    [
      'are not given out',
      json(refusal('not_found'), 404),
      { code: 'sign-in/denied', detail: 'it gives no device codes out here' },
    ],
    ['are asked for too often', json({}, 429), { code: 'provider/rate-limited' }],
    ['cannot be given out now', json({}, 503), { code: 'provider/unavailable' }],
    ['come from a public network', html(), { code: 'network/intercepted' }],
    [
      'lack the code',
      json({ ...started, user_code: undefined }),
      { code: 'provider/unexpected-answer', detail: 'field user_code' },
    ],
    [
      'would steer the terminal',
      json({ ...started, user_code: 'A\u001b[2JBCD' }),
      { code: 'provider/unexpected-answer' },
    ],
  ])('codes that %s fail the sign-in', async (_name, answer, failure) => {
    const { http } = scriptedHttp({ [codeUrl]: answer });
    expect(await failureOf(begin(http))).toMatchObject({ subject: 'OpenAI', ...failure });
  });
});

describe('a question whether the person is done', () => {
  test.each<[string, () => Response, string]>([
    ['403', json(refusal('authorization_pending'), 403), 'pending'],
    ['404', json(refusal('unknown'), 404), 'pending'],
    ['403 with a page', html(403), 'pending'],
    ['403 with nothing in it', () => new Response('', { status: 403 }), 'pending'],
    ['slow down', json(refusal('slow_down'), 403), 'slow-down'],
    ['slow down, as OAuth says it', json({ error: 'slow_down' }, 400), 'slow-down'],
    ['denied', json(refusal('access_denied'), 403), 'denied'],
    ['expired', json({ error: 'expired_token' }, 400), 'expired'],
    ['a code', json(grant), 'allowed'],
  ])('answered with %s means: %s', async (_name, answer, kind) => {
    const attempt = await asking(answer);
    expect((await attempt.ask(signal)).kind).toBe(kind);
  });

  test.each<[string, () => Response, object]>([
    ['a limit', json({}, 429, { 'retry-after': '30' }), { code: 'provider/rate-limited' }],
    ['an error of the server', json({}, 502), { code: 'provider/unavailable' }],
    ['the page of a public network', html(), { code: 'network/intercepted' }],
    [
      'something else',
      json({ authorization_code: 'canary_code' }),
      { code: 'provider/unexpected-answer', detail: 'field code_verifier' },
    ],
  ])('answered with %s fails and repeats nothing', async (_name, answer, failure) => {
    const attempt = await asking(answer);
    const value = await failureOf(attempt.ask(signal));
    expect([value, JSON.stringify(value).includes('canary')]).toMatchObject([failure, false]);
  });

  test('carries the code and its id, and what comes is redeemed with the verifier of the server', async () => {
    const { http, seen } = scriptedHttp({
      [codeUrl]: json(started),
      [answerUrl]: json(grant),
      [tokenUrl]: () => tokens(),
      [discoveryUrl]: discovery(),
      [keysUrl]: keys,
    });
    const attempt = await begin(http);
    const answer = await attempt.ask(signal);
    const entry = answer.kind === 'allowed' ? await answer.finish() : undefined;
    const at = (call: string) => seen.find(({ method, url }) => `${method} ${url}` === call);
    const redeemed = at(tokenUrl);
    expect([
      entry?.account.id,
      entry?.credential.kind,
      parsed(at(answerUrl)?.body ?? ''),
      redeemed === undefined ? {} : formOf(redeemed),
    ]).toEqual([
      'openai:user-1.acc-1',
      'oauth',
      { device_auth_id: 'canary_device', user_code: 'ABCD-EFGH' },
      {
        grant_type: 'authorization_code',
        client_id: clientId,
        code: 'canary_code',
        redirect_uri: `${issuer}/deviceauth/callback`,
        code_verifier: grant.code_verifier,
      },
    ]);
  });

  test('leads to no account when the code cannot be redeemed', async () => {
    const { http } = scriptedHttp({
      [codeUrl]: json(started),
      [answerUrl]: json(grant),
      [tokenUrl]: json({ error: 'invalid_grant' }, 400),
      [discoveryUrl]: discovery(),
      [keysUrl]: keys,
    });
    const answer = await (await begin(http)).ask(signal);
    const finish = answer.kind === 'allowed' ? answer.finish() : Promise.resolve();
    expect(await failureOf(finish)).toEqual({
      code: 'sign-in/refused-answer',
      subject: 'OpenAI',
      detail: 'invalid_grant',
    });
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

  /** fetch through the sandbox's proxy; bodies reach it as they were written. */
  const fetchThere: Fetch = async (url, { method, headers, body }) => {
    const sent = new Headers(headers);
    const written = z.optional(z.string()).parse(body);
    const isJson = sent.get('content-type')?.includes('json') === true;
    const { status, text } = await ask(url, {
      method: method ?? 'GET',
      headers: Object.fromEntries(sent),
      ...(written !== undefined && {
        body: isJson
          ? z.record(z.string(), z.unknown()).parse(parsed(written))
          : new URLSearchParams(written),
      }),
    });
    return new Response(text, { status, headers: { 'content-type': 'application/json' } });
  };

  function start(): Promise<DeviceAttempt> {
    const http = createPinnedHttp(fetchThere, { hosts: openai.hosts, userAgent: 'Gatehouse/test' });
    const clock = { nowMs: () => running.sandbox.clock.nowMs() };
    return deviceCode.begin({}, { http, clock, log: new RecordingLog() }, signal);
  }

  /** Later by as many seconds, for the sandbox. */
  function wait(seconds: number): void {
    running.sandbox.clock.offsetMs += seconds * 1000;
  }

  async function control(path: string, body: object): Promise<number> {
    const answer = await fetch(`${running.addresses.control}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.status;
  }

  /** Types the code into the page as a person would. */
  async function typeIn(url: string, code: string, decision: 'allow' | 'deny'): Promise<SandboxAnswer> {
    const { origin } = new URL(url);
    const attempt = /name="attempt" value="([^"]+)"/.exec((await ask(url)).text)?.[1] ?? '';
    await ask(`${origin}/sandbox/email`, {
      body: new URLSearchParams({ attempt, email: 'cleo@pro.example.test' }),
    });
    return ask(`${origin}/sandbox/device`, {
      body: new URLSearchParams({ attempt, user_code: code, decision }),
    });
  }

  const deviations = (): string[] => running.sandbox.log.since(0).flatMap(({ deviation }) => deviation ?? []);

  test('from the code to the account of who typed it in, without a deviation', async () => {
    const attempt = await start();
    wait(5);
    const before = await attempt.ask(signal);
    const page = await typeIn(attempt.url, attempt.code, 'allow');
    wait(5);
    const answer = await attempt.ask(signal);
    const entry = answer.kind === 'allowed' ? await answer.finish() : undefined;
    const persona = running.sandbox.personas.byEmail('openai', 'cleo@pro.example.test');
    wait(5);
    expect([
      before.kind,
      page.text.includes('The device is connected'),
      entry?.account.label,
      entry?.account.workspaceId,
      entry !== undefined && isOAuthAccount(entry),
      (await attempt.ask(signal)).kind,
      deviations(),
    ]).toEqual(['pending', true, persona?.email, persona?.accountId, true, 'pending', []]);
  });

  test('a denial on the page, an end, and too many questions are told apart', async () => {
    const denied = await start();
    await typeIn(denied.url, denied.code, 'deny');
    wait(5);
    const first = await denied.ask(signal);
    const late = await start();
    const hasty = await late.ask(signal);
    wait(901);
    expect([first.kind, hasty.kind, (await late.ask(signal)).kind, deviations()]).toEqual([
      'denied',
      'slow-down',
      'expired',
      [],
    ]);
  });

  test('the control address types a code in, or denies it, and says when none waits', async () => {
    const none = await control('/device', { account: 'openai-plus-ben' });
    const allowed = await start();
    const statuses = [await control('/device', { account: 'openai-plus-ben' })];
    const other = await start();
    const deny = { account: 'openai-plus-ben', decision: 'deny', userCode: other.code };
    statuses.push(await control('/device', deny));
    wait(5);
    const answer = await allowed.ask(signal);
    const entry = answer.kind === 'allowed' ? await answer.finish() : undefined;
    expect([none, statuses, entry?.account.label, (await other.ask(signal)).kind]).toEqual([
      400,
      [200, 200],
      running.sandbox.personas.get('openai-plus-ben').email,
      'denied',
    ]);
  });

  test('a scenario sets pace and life of the codes, or gives none out', async () => {
    await control('/scenario', { deviceCodes: { intervalSeconds: 1, lifeSeconds: 30 } });
    const attempt = await start();
    wait(2);
    const soon = await attempt.ask(signal);
    wait(30);
    const late = await attempt.ask(signal);
    await control('/scenario', { deviceCodes: { enabled: false } });
    expect([attempt.intervalMs, soon.kind, late.kind, (await failureOf(start())).code]).toEqual([
      1_000,
      'pending',
      'expired',
      'sign-in/denied',
    ]);
  });
});
