// Proves the sandbox providers themselves: sign-in, rotation, limits, scenarios, and silence about secrets.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeClient, pkce, signInAs } from '../world/sandbox/client.ts';
import type { Ask, Response } from '../world/sandbox/client.ts';
import {
  codexClient,
  makeFlows,
  openaiAuthorize,
  openaiCodeForm,
  readTokens,
} from '../world/sandbox/flows.ts';
import type { Flows } from '../world/sandbox/flows.ts';
import { parsed } from '../fakes/parsed.ts';
import { startSandbox } from '../world/sandbox/start.ts';
import type { RunningSandbox } from '../world/sandbox/start.ts';

let folder: string;
let running: RunningSandbox;
let ask: Ask;
let flows: Flows;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  running = await startSandbox(folder);
  ask = await makeClient(running.addresses);
  flows = makeFlows(ask);
});

beforeEach(() => {
  running.sandbox.reset();
});

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const deviationsLogged = (): string[] =>
  running.sandbox.log.since(0).flatMap(({ deviation }) => deviation ?? []);

const usageOf = (accessToken: string, persona = 'openai-plus-ada'): Promise<Response> =>
  flows.openaiUsage(accessToken, running.sandbox.personas.get(persona).accountId);

describe('sign-in', () => {
  test('a ChatGPT sign-in as Gatehouse does it ends with usage, uses two allowed deviations and makes no other', async () => {
    const { access_token } = await flows.openaiTokens();
    const usage = await usageOf(access_token);
    expect(usage.status).toBe(200);
    expect(JSON.parse(usage.text)).toMatchObject({
      plan_type: 'plus',
      rate_limit: { primary_window: { used_percent: 42, limit_window_seconds: 18_000 } },
    });
    expect(deviationsLogged()).toEqual([]);
    const allowed = running.sandbox.log.since(0).flatMap((entry) => entry.allowed ?? []);
    expect(allowed).toEqual(['originator-gatehouse', 'openai-identity-scopes']);
    expect(running.sandbox.log.since(0).at(-1)).toMatchObject({ account: 'openai-plus-ada', via: 'app' });
  });

  test('a Claude sign-in of a registered client ends with usage in both shapes', async () => {
    const { access_token } = await flows.claudeTokens();
    const limits = await flows.claudeUsage(access_token);
    expect(JSON.parse(limits.text)).toMatchObject({
      five_hour: { utilization: 11 },
      limits: [{ kind: 'session' }, {}, {}],
    });
    running.sandbox.apply({ personas: { 'claude-max20-lea': { shape: 'old-keys' } } });
    const keys = await flows.claudeUsage(access_token);
    expect(JSON.parse(keys.text)).toMatchObject({ seven_day_opus: { utilization: 35 } });
    expect(keys.text).not.toContain('"limits"');
    expect(deviationsLogged()).toEqual([]);
  });

  test('a refusal leads back with access_denied and the state', async () => {
    const back = await signInAs(ask, openaiAuthorize(pkce().challenge), 'ada@plus.example.test', 'deny');
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('state-of-the-test');
    expect(back.searchParams.has('code')).toBe(false);
  });

  test('a code is good once and only with its verifier', async () => {
    const { challenge } = pkce();
    const back = await signInAs(ask, openaiAuthorize(challenge), 'ada@plus.example.test');
    const redeem = () =>
      ask('https://auth.openai.com/oauth/token', {
        body: openaiCodeForm(back.searchParams.get('code') ?? '', pkce().verifier),
      });
    expect((await redeem()).text).toContain('code_verifier does not match');
    expect((await redeem()).text).toContain('unknown or used code');
  });

  test('an API key is checked at both providers', async () => {
    const { apiKey: openaiKey } = running.sandbox.personas.get('openai-pro-cleo');
    const { apiKey: claudeKey } = running.sandbox.personas.get('claude-pro-ada');
    const openai = (key: string) =>
      ask('https://api.openai.com/v1/models', { headers: { authorization: `Bearer ${key}` } });
    const claude = (key: string) =>
      ask('https://api.anthropic.com/v1/models', {
        headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
      });
    expect([(await openai(openaiKey)).status, (await openai('sk-wrong')).status]).toEqual([200, 401]);
    expect([(await claude(claudeKey)).status, (await claude('sk-ant-wrong')).status]).toEqual([200, 401]);
    running.sandbox.apply({ personas: { 'claude-pro-ada': { apiKeyValid: false } } });
    expect((await claude(claudeKey)).status).toBe(401);
  });

  test('a key that Claude Code sends twice, as its helper has it do, counts once', async () => {
    const { apiKey } = running.sandbox.personas.get('claude-pro-ada');
    const { status, text } = await ask('https://api.anthropic.com/v1/messages', {
      headers: {
        authorization: `Bearer ${apiKey}`,
        'x-api-key': apiKey,
        'anthropic-version': '2023-06-01',
        'anthropic-beta': 'claude-code-20250219',
      },
      body: { model: 'm', messages: ['hi'] },
    });
    expect([status, text]).toEqual([200, expect.stringContaining('Hello from the sandbox')]);
  });
});

describe('rotation', () => {
  test('a refresh token of OpenAI used twice kills its family: the new refresh token and every access token', async () => {
    const first = await flows.openaiTokens();
    const second = readTokens(await flows.refreshOpenai(first.refresh_token));
    expect((await usageOf(second.access_token)).status).toBe(200);
    const reused = await flows.refreshOpenai(first.refresh_token);
    expect(reused.status).toBe(401);
    expect(reused.text).toContain('refresh_token_reused');
    expect((await flows.refreshOpenai(second.refresh_token)).status).toBe(401);
    expect((await usageOf(first.access_token)).status).toBe(401);
    expect((await usageOf(second.access_token)).status).toBe(401);
  });

  test('a refresh token of Claude used twice kills its family', async () => {
    const first = await flows.claudeTokens();
    const second = readTokens(await flows.refreshClaude(first.refresh_token));
    expect((await flows.claudeUsage(second.access_token)).status).toBe(200);
    const reused = await flows.refreshClaude(first.refresh_token);
    expect(reused.status).toBe(400);
    expect(reused.text).toContain('invalid_grant');
    expect((await flows.refreshClaude(second.refresh_token)).text).toContain('invalid_grant');
    expect((await flows.claudeUsage(second.access_token)).status).toBe(401);
  });

  test('another sign-in of the same person is another family', async () => {
    const [dead, alive] = [await flows.claudeTokens(), await flows.claudeTokens()];
    await flows.refreshClaude(dead.refresh_token);
    await flows.refreshClaude(dead.refresh_token);
    expect((await flows.claudeUsage(alive.access_token)).status).toBe(200);
  });

  test('a provider that does not rotate lets the old refresh token live', async () => {
    running.sandbox.apply({ personas: { 'openai-plus-ada': { omitFromTokens: ['expires_in'] } } });
    const first = await flows.openaiTokens();
    running.sandbox.apply({ personas: { 'openai-plus-ada': { omitFromTokens: ['refresh_token'] } } });
    const answers = [
      await flows.refreshOpenai(first.refresh_token),
      await flows.refreshOpenai(first.refresh_token),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.text).not.toContain('refresh_token"');
  });

  test('an access token expires by order and by the clock', async () => {
    const { access_token, refresh_token } = await flows.claudeTokens();
    expect(running.sandbox.grants.expire('claude-max20-lea', 'access')).toBe(1);
    expect((await flows.claudeUsage(access_token)).status).toBe(401);
    const renewed = readTokens(await flows.refreshClaude(refresh_token));
    running.sandbox.apply({ clock: { offsetMs: 9 * 3_600_000 } });
    expect((await flows.claudeUsage(renewed.access_token)).status).toBe(401);
  });
});

describe('limits and faults', () => {
  test('the 29th usage request within 60 minutes gets 429 and works again when the first is an hour old', async () => {
    const { access_token } = await flows.claudeTokens();
    for (let count = 1; count <= 28; count += 1)
      expect((await flows.claudeUsage(access_token)).status).toBe(200);
    const refused = await flows.claudeUsage(access_token);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3500);
    expect(
      (await flows.claudeUsage((await flows.claudeTokens('jun@max.example.test')).access_token)).status,
    ).toBe(200);
    running.sandbox.apply({ clock: { offsetMs: 3_600_000 } });
    expect((await flows.claudeUsage(access_token)).status).toBe(200);
  });

  test('a fault answers in place of the provider, for one account and so many times', async () => {
    const [ada, ben] = [await flows.openaiTokens(), await flows.openaiTokens('ben@plus.example.test')];
    running.sandbox.apply({
      faults: [
        {
          path: '/backend-api/wham/usage',
          account: 'openai-plus-ada',
          status: 503,
          headers: { 'retry-after': '7' },
          times: 1,
        },
      ],
    });
    expect((await usageOf(ben.access_token, 'openai-plus-ben')).status).toBe(200);
    const failed = await usageOf(ada.access_token);
    expect([failed.status, failed.headers['retry-after']]).toEqual([503, '7']);
    expect((await usageOf(ada.access_token)).status).toBe(200);
  });

  test('an answer dropped after the rotation leaves the client with a spent token', async () => {
    const { refresh_token } = await flows.openaiTokens();
    running.sandbox.apply({
      faults: [{ path: '/oauth/token', grant: 'refresh_token', drop: 'after', times: 1 }],
    });
    await expect(flows.refreshOpenai(refresh_token)).rejects.toThrow();
    expect((await flows.refreshOpenai(refresh_token)).text).toContain('refresh_token_reused');
  });

  test('a window whose reset has passed starts again at nothing', async () => {
    const { access_token } = await flows.openaiTokens();
    running.sandbox.apply({
      personas: { 'openai-plus-ada': { windows: { fiveHour: { usedPercent: 97, resetsInSeconds: 60 } } } },
    });
    expect((await usageOf(access_token)).text).toContain('"used_percent":97');
    running.sandbox.apply({ clock: { offsetMs: 61_000 } });
    expect((await usageOf(access_token)).text).toContain('"used_percent":0');
  });
});

describe('usage and the way there', () => {
  test('a usage answer carries what the scenario says, in the words of the provider', async () => {
    const [openai, claude] = [await flows.openaiTokens(), await flows.claudeTokens()];
    const credits = { has_credits: true, unlimited: false, balance: '12.5' };
    const extra = { is_enabled: true, monthly_limit: 5000, used_credits: 650, utilization: 13 };
    running.sandbox.apply({
      personas: {
        'openai-plus-ada': { usage: { credits } },
        'claude-max20-lea': { usage: { extra_usage: extra } },
      },
    });
    const answers = [await usageOf(openai.access_token), await flows.claudeUsage(claude.access_token)];
    expect(answers.map(({ text }) => parsed(text))).toMatchObject([
      { plan_type: 'plus', credits },
      { five_hour: { utilization: 11 }, extra_usage: extra },
    ]);
  });

  test('a public network answers in place of every provider until somebody signs in to it', async () => {
    const { access_token } = await flows.openaiTokens();
    running.sandbox.apply({ network: 'portal' });
    const page = await usageOf(access_token);
    running.sandbox.apply({ network: 'open' });
    expect([
      page.status,
      page.headers['content-type'],
      page.text.includes('Guest network'),
      (await usageOf(access_token)).status,
    ]).toEqual([200, 'text/html; charset=utf-8', true, 200]);
  });

  test.each(['proxy-sign-in', 'down'])('nothing gets through while the network is %s', async (network) => {
    const { access_token } = await flows.openaiTokens();
    const before = running.sandbox.log.since(0).length;
    running.sandbox.apply({ network });
    await expect(usageOf(access_token)).rejects.toThrow();
    const during = running.sandbox.log.since(0).length;
    running.sandbox.reset();
    expect([during - before, running.sandbox.network.state]).toEqual([0, 'open']);
  });
});

describe('scenarios', () => {
  test.each<[string, unknown, string]>([
    [
      'an unknown field',
      { personas: { 'openai-plus-ada': { widnows: {} } } },
      'personas.openai-plus-ada.widnows: no such field',
    ],
    ['a wrong value', { faults: [{ path: '/x', times: 0 }] }, 'faults.0.times: '],
    ['an unknown persona', { browser: { persona: 'nobody' } }, 'browser.persona: no such name'],
    ['a wrong decision', { browser: { decision: 'maybe' } }, 'browser.decision: '],
    [
      'a window of the wrong kind',
      { personas: { 'claude-pro-ada': { windows: { fiveHour: { usedPercent: '9' } } } } },
      'personas.claude-pro-ada.windows.fiveHour.usedPercent: ',
    ],
  ])('%s is named and nothing is changed', async (_name, scenario, message) => {
    const answer = await fetch(`${running.addresses.control}/scenario`, {
      method: 'POST',
      body: JSON.stringify(scenario),
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
  });

  test('one scenario holds a person per provider', () => {
    running.sandbox.apply({
      browser: {
        persona: 'openai-pro-cleo',
        byProvider: { claude: { persona: 'claude-team-noa', decision: 'deny' } },
      },
    });
    expect(running.sandbox.browser.answer('https://auth.openai.com/oauth/authorize')).toMatchObject({
      email: 'cleo@pro.example.test',
      decision: 'allow',
    });
    expect(running.sandbox.browser.answer('https://claude.com/cai/oauth/authorize')).toMatchObject({
      email: 'noa@harbour.example.test',
      decision: 'deny',
    });
  });
});

describe('what stays inside', () => {
  test('a host of no provider is refused and recorded as outside', async () => {
    await expect(ask('https://telemetry.example.test/')).rejects.toThrow();
    expect(running.sandbox.outside.all()).toMatchObject({
      app: [{ method: 'CONNECT', host: 'telemetry.example.test:443' }],
      browser: [],
    });
  });

  test('the list of canaries holds every secret and the log holds none', async () => {
    const openai = await flows.openaiTokens();
    const claude = await flows.claudeTokens();
    await usageOf(openai.access_token);
    await flows.refreshOpenai(openai.refresh_token);
    await ask('https://auth.openai.com/oauth/revoke', {
      body: { token: openai.refresh_token, token_type_hint: 'refresh_token', client_id: codexClient },
    });
    await ask(`https://auth.openai.com/oauth/authorize?leak=${claude.refresh_token}`);
    const canaries = z
      .array(z.string())
      .parse(await (await fetch(`${running.addresses.control}/canaries`)).json());
    const log = await (await fetch(`${running.addresses.control}/requests`)).text();
    const secrets = [
      ...Object.values(openai),
      ...Object.values(claude),
      running.sandbox.personas.get('claude-pro-ada').apiKey,
    ];
    expect(canaries).toEqual(expect.arrayContaining(secrets));
    expect(canaries.filter((canary) => log.includes(canary))).toEqual([]);
    expect(canaries.filter((canary) => !canary.includes('canary_') && !canary.startsWith('eyJ'))).toEqual([]);
  });
});
