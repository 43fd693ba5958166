// Both providers against the strict sandbox: the product's own requests from sign-in to sign-out, without a deviation.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPinnedHttp, type Fetch } from '../../main/adapters/node/pinned-http.ts';
import { isOAuthAccount, type OAuthAccount } from '../../main/domain/account.ts';
import { Secret } from '../../main/domain/secret.ts';
import { claude } from '../../main/providers/claude/index.ts';
import { judgePasted } from '../../main/domain/pasted-answer.ts';
import { registeredClient } from '../../main/providers/claude/registered-client.ts';
import type { BrowserAttempt, ProviderDescription, ProviderTools } from '../../main/providers/description.ts';
import { openai } from '../../main/providers/openai/index.ts';
import { failureOf } from '../fakes/failures.ts';
import { RecordingLog } from '../fakes/log.ts';
import { parsed } from '../fakes/parsed.ts';
import { makeClient, signInAs, type Ask } from '../world/sandbox/client.ts';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import { startSandbox, type RunningSandbox } from '../world/sandbox/start.ts';

const { signal } = new AbortController();
const ada = 'ada@plus.example.test';
const lea = 'lea@max.example.test';

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
  const isJson = sent.get('content-type')?.includes('json') === true;
  const bodyText = z.optional(z.string()).parse(body);
  const {
    status,
    text,
    headers: answered,
  } = await ask(url, {
    method: method ?? 'GET',
    headers: Object.fromEntries(sent),
    ...(bodyText !== undefined && {
      body: isJson
        ? z.record(z.string(), z.unknown()).parse(parsed(bodyText))
        : new URLSearchParams(bodyText),
    }),
  });
  const plain = Object.entries(answered).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return new Response(text, { status, headers: Object.fromEntries(plain) });
};

/** The tools as the product makes them: the provider's own hosts and nothing else. */
function toolsOf({ hosts }: ProviderDescription): ProviderTools {
  const http = createPinnedHttp(fetchThere, { hosts, userAgent: 'Gatehouse/test' });
  return { http, clock: { nowMs: () => running.sandbox.clock.nowMs() }, log: new RecordingLog() };
}

async function signIn(
  provider: ProviderDescription,
  email: string,
  besides: { readonly workspace?: string } = {},
): Promise<OAuthAccount> {
  const method = provider.methods.find((candidate) => candidate.kind === 'browser');
  if (method === undefined) throw new Error('no sign-in by browser');
  const given = {
    port: method.ports[0] ?? 0,
    ...besides,
    ...(method.registration !== undefined && { clientId: registeredClaudeClient }),
  };
  const attempt = await method.begin(given, toolsOf(provider), signal);
  const back = await signInAs(ask, attempt.url, email);
  expect([back.pathname, back.searchParams.get('state')]).toEqual([
    attempt.expectation.path,
    attempt.expectation.state,
  ]);
  const entry = await attempt.finish(back.searchParams.get('code') ?? '', signal);
  if (!isOAuthAccount(entry)) throw new Error('no tokens');
  return entry;
}

async function refresh(provider: ProviderDescription, entry: OAuthAccount): Promise<OAuthAccount> {
  if (provider.refresh === undefined) throw new Error('cannot refresh');
  return provider.refresh(entry, toolsOf(provider));
}

async function percents(provider: ProviderDescription, entry: OAuthAccount): Promise<unknown> {
  const { account, credential } = entry;
  const asked = { account, accessToken: credential.accessToken };
  const answer = await provider.readQuota?.(asked, toolsOf(provider));
  return [answer?.windows.map(({ label, usedPercent }) => [label, usedPercent]), answer?.plan];
}

const deviations = (): readonly string[] =>
  running.sandbox.log.since(0).flatMap(({ deviation }) => deviation ?? []);

const allowed = (): readonly string[] => [
  ...new Set(running.sandbox.log.since(0).flatMap((entry) => entry.allowed ?? [])),
];

describe('OpenAI', () => {
  test('signs in, reads the quota, refreshes, and is out after signing out', async () => {
    const first = await signIn(openai, ada);
    const second = await refresh(openai, first);
    const shown = await percents(openai, second);
    await openai.revoke?.(second, toolsOf(openai), signal);
    expect([
      second.account,
      second.credential.refreshToken.reveal() === first.credential.refreshToken.reveal(),
      shown,
      await failureOf(percents(openai, second)),
      await failureOf(refresh(openai, second)),
      deviations(),
      allowed(),
    ]).toEqual([
      first.account,
      false,
      [
        [
          ['5-hour', 42],
          ['Weekly', expect.any(Number)],
          ['Credits', null],
        ],
        { plan: 'plus' },
      ],
      { code: 'credential/rejected', subject: 'OpenAI', detail: 'status 401' },
      { code: 'credential/revoked', subject: ada, detail: 'refresh_token_invalidated' },
      [],
      ['originator-gatehouse', 'openai-identity-scopes'],
    ]);
  });

  test('signs in for one workspace, and the account is of it', async () => {
    const { accountId } = running.sandbox.personas.get('openai-plus-ada');
    const { account } = await signIn(openai, ada, { workspace: accountId });
    const [asked] = running.sandbox.log.since(0).filter(({ path }) => path === '/oauth/authorize');
    expect([account.workspaceId, asked?.query['allowed_workspace_id'], deviations()]).toEqual([
      accountId,
      accountId,
      [],
    ]);
  });

  test('a refresh brings a changed plan along', async () => {
    const entry = await signIn(openai, ada);
    running.sandbox.apply({ personas: { 'openai-plus-ada': { plan: 'pro' } } });
    expect((await refresh(openai, entry)).account).toEqual({ ...entry.account, plan: 'pro' });
  });

  test('tokens that the answer leaves out are kept, and good', async () => {
    const first = await signIn(openai, ada);
    running.sandbox.apply({
      personas: { 'openai-plus-ada': { omitFromTokens: ['refresh_token', 'id_token', 'token_type'] } },
    });
    const second = await refresh(openai, first);
    const third = await refresh(openai, second);
    expect([
      third.credential.refreshToken.reveal() === first.credential.refreshToken.reveal(),
      third.credential.idToken?.reveal() === first.credential.idToken?.reveal(),
      await percents(openai, third),
    ]).toEqual([true, true, [expect.any(Array), { plan: 'plus' }]]);
  });

  test('a token that was used twice is dead, a fault of the moment is not', async () => {
    const entry = await signIn(openai, ada);
    const fault = { host: 'auth.openai.com', path: '/oauth/token', status: 500, times: 1 };
    running.sandbox.apply({ faults: [fault] });
    const moment = await failureOf(refresh(openai, entry));
    await refresh(openai, entry);
    expect([moment.code, await failureOf(refresh(openai, entry)), deviations()]).toEqual([
      'provider/unavailable',
      { code: 'credential/rejected', subject: ada, detail: 'refresh_token_reused' },
      [],
    ]);
  });

  test('takes an API key that works and refuses one that does not', async () => {
    const accept = (key: string) => {
      const method = openai.methods.find((candidate) => candidate.kind === 'api-key');
      if (method === undefined) throw new Error('OpenAI takes no key');
      return method.accept(new Secret(key), toolsOf(openai), signal);
    };
    const { apiKey } = running.sandbox.personas.get('openai-pro-cleo');
    expect([
      (await accept(apiKey)).account.kind,
      await failureOf(accept(`${apiKey}x`)),
      deviations(),
    ]).toEqual(['api-key', { code: 'credential/key-rejected', subject: 'OpenAI' }, []]);
  });
});

describe('Claude with a registered client that nothing can listen for', () => {
  const pasted = async (attempt: BrowserAttempt): Promise<string> => {
    const { text } = await ask((await signInAs(ask, attempt.url, lea)).href);
    return /data-testid="code">([^<]+)</.exec(text)?.[1] ?? '';
  };
  const begin = (): Promise<BrowserAttempt> =>
    registeredClient.begin(
      { port: 1456, clientId: registeredClaudeClient, onCodePage: true },
      toolsOf(claude),
      signal,
    );
  const judged = (text: string, { expectation, codePage }: BrowserAttempt) =>
    codePage === undefined ? undefined : judgePasted(text, { ...expectation, codePage });

  test('takes the code that the page shows, and that of no other attempt', async () => {
    const [other, attempt] = [await begin(), await begin()];
    const [foreign, shown] = [await pasted(other), await pasted(attempt)];
    const half = shown.slice(0, shown.indexOf('#'));
    const refusals = [foreign, half].map((text) => judged(text, attempt));
    const mixed = await failureOf(attempt.finish(foreign.slice(0, foreign.indexOf('#')), signal));
    const verdict = judged(shown, attempt);
    const entry = await attempt.finish(verdict?.kind === 'answer' ? verdict.code : '', signal);
    expect([refusals, mixed.code, entry.account.label, deviations()]).toMatchObject([
      [
        { kind: 'refused', reason: 'wrong state' },
        { kind: 'refused', reason: 'no code' },
      ],
      'sign-in/refused-answer',
      lea,
      [],
    ]);
  });
});

describe('Claude with a registered client', () => {
  test('signs in, reads plan and quota, refreshes, and is out after signing out', async () => {
    const first = await signIn(claude, lea);
    const second = await refresh(claude, first);
    const shown = await percents(claude, second);
    const plan = await claude.readPlan?.(second, toolsOf(claude));
    await claude.revoke?.(second, toolsOf(claude), signal);
    expect([
      second.account,
      second.credential.refreshToken.reveal() === first.credential.refreshToken.reveal(),
      second.credential.scopes,
      shown,
      plan,
      await failureOf(percents(claude, second)),
      await failureOf(refresh(claude, second)),
      deviations(),
      allowed(),
    ]).toEqual([
      first.account,
      false,
      ['user:profile', 'user:inference'],
      [
        [
          ['5-hour', 11],
          ['Weekly', 29],
          ['Weekly (Fable)', 35],
        ],
        undefined,
      ],
      { plan: 'max', planDetail: '20x' },
      { code: 'credential/rejected', subject: 'Claude', detail: 'status 401' },
      { code: 'credential/rejected', subject: lea, detail: 'invalid_grant' },
      [],
      ['claude-registered-client', 'claude-registered-scopes', 'claude-registered-redirect'],
    ]);
  });

  test.each([
    ['claude-free-pia', 'pia@free.example.test', { plan: 'free' }, [['5-hour', 60]]],
    ['claude-free-quin', 'quin@free.example.test', { plan: 'free' }, []],
    [
      'claude-max5-kai',
      'kai@max.example.test',
      { plan: 'max', planDetail: '5x' },
      [
        ['5-hour', 0],
        ['Weekly', 3],
        ['Weekly (Fable)', 0],
      ],
    ],
    [
      'claude-team-noa',
      'noa@harbour.example.test',
      { plan: 'team' },
      [
        ['5-hour', 30],
        ['Weekly', 22],
      ],
    ],
  ])('%s has its plan and its windows', async (_persona, email, plan, windows) => {
    const entry = await signIn(claude, email);
    expect([
      await claude.readPlan?.(entry, toolsOf(claude)),
      await percents(claude, entry),
      deviations(),
    ]).toEqual([plan, [windows, undefined], []]);
  });

  test('the older shape of the usage answer shows the same figures', async () => {
    const entry = await signIn(claude, lea);
    running.sandbox.apply({ personas: { 'claude-max20-lea': { shape: 'old-keys' } } });
    expect(await percents(claude, entry)).toEqual([
      [
        ['5-hour', 11],
        ['Weekly', 29],
        ['Weekly (Opus)', 35],
      ],
      undefined,
    ]);
  });

  test('extra usage and the limits of models are shown beside the plan', async () => {
    const entry = await signIn(claude, lea);
    const extra_usage = { is_enabled: true, monthly_limit: 5000, used_credits: 650, utilization: 13 };
    running.sandbox.apply({ personas: { 'claude-max20-lea': { usage: { extra_usage } } } });
    expect(await percents(claude, entry)).toEqual([
      [
        ['5-hour', 11],
        ['Weekly', 29],
        ['Weekly (Fable)', 35],
        ['Extra usage', 13],
      ],
      undefined,
    ]);
  });

  test('a refresh token that the answer leaves out is kept, and good', async () => {
    const first = await signIn(claude, lea);
    running.sandbox.apply({ personas: { 'claude-max20-lea': { omitFromTokens: ['refresh_token'] } } });
    const third = await refresh(claude, await refresh(claude, first));
    expect(third.credential.refreshToken.reveal()).toBe(first.credential.refreshToken.reveal());
  });
});
