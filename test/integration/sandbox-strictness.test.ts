// Proves that the sandbox providers reject and record whatever protocols.md does not list.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeClient } from '../world/sandbox/client.ts';
import type { Ask, Request } from '../world/sandbox/client.ts';
import { deviations } from '../world/sandbox/deviations.ts';
import {
  claudeAuthorize,
  claudeCodeBody,
  codexClient,
  makeFlows,
  openaiAuthorize,
} from '../world/sandbox/flows.ts';
import { Sandbox } from '../world/sandbox/sandbox.ts';
import { startSandbox } from '../world/sandbox/start.ts';
import type { RunningSandbox } from '../world/sandbox/start.ts';

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

const deviationsLogged = (): string[] =>
  running.sandbox.log.since(0).flatMap(({ deviation }) => deviation ?? []);

// Needs no network to be listed; the running one answers.
const apiEndpoints = new Sandbox().endpoints.filter(({ path }) => !path.startsWith('/sandbox/'));
const planted: readonly [string, (url: string) => [string, Request]][] = [
  ['query parameter "planted"', (url) => [`${url}?planted=1`, {}]],
  ['header "x-planted"', (url) => [url, { headers: { 'x-planted': '1' } }]],
];
const rows = apiEndpoints.flatMap(({ method, host, path, kind }) =>
  planted
    .filter(([what]) => kind === 'api' || what.startsWith('query'))
    .map(([what, plant]) => ({
      name: `${method} ${host}${path}`,
      method,
      url: `https://${host}${path}`,
      what,
      plant,
    })),
);

test.each(rows)('$name rejects and logs an unlisted $what', async ({ name, method, url, what, plant }) => {
  const [changed, options] = plant(url);
  const answer = await ask(changed, { ...options, method });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain(what.replaceAll('"', '\\"'));
  expect(deviationsLogged()).toHaveLength(1);
  expect(deviationsLogged()[0]).toContain(`${name}: `);
  expect(deviationsLogged()[0]).toContain(what);
});

const bearer = { authorization: 'Bearer whatever' };
const code = claudeCodeBody('c', 'v'.repeat(43));
const { state: _state, ...codeWithoutState } = code;
const refreshForm = { grant_type: 'refresh_token', client_id: codexClient, refresh_token: 'r' };
const challenge = 'c'.repeat(43);

test.each<[string, string, Request, string]>([
  ['an unknown endpoint', 'https://api.anthropic.com/api/oauth/planted', {}, 'no such endpoint'],
  ['an unknown method', 'https://auth.openai.com/oauth/token', {}, 'no such endpoint'],
  ['another originator', openaiAuthorize(challenge, { originator: 'planted' }), {}, '"originator"'],
  ['another scope set', openaiAuthorize(challenge, { scope: 'openid' }), {}, '"scope"'],
  [
    'another redirect',
    openaiAuthorize(challenge, { redirect_uri: 'http://127.0.0.1:9/auth/callback' }),
    {},
    '"redirect_uri"',
  ],
  ['a nonce with the client id of Codex', openaiAuthorize(challenge, { nonce: 'n' }), {}, '"nonce"'],
  ['a parameter given twice', `${openaiAuthorize(challenge)}&state=again`, {}, 'given twice'],
  [
    'a plain PKCE challenge',
    openaiAuthorize(challenge, { code_challenge_method: 'plain' }),
    {},
    '"code_challenge_method"',
  ],
  [
    'the scopes of Claude Code for a registered client',
    claudeAuthorize(challenge, { scope: 'org:create_api_key' }),
    {},
    '"scope"',
  ],
  [
    'a registered client on another port',
    claudeAuthorize(challenge, { redirect_uri: 'http://127.0.0.1:1457/callback' }),
    {},
    '"redirect_uri"',
  ],
  [
    'a form where Claude takes JSON',
    'https://platform.claude.com/v1/oauth/token',
    { body: new URLSearchParams(code) },
    'encoding',
  ],
  [
    'JSON where OpenAI takes a form',
    'https://auth.openai.com/oauth/token',
    { body: { ...code, client_id: codexClient } },
    '"grant_type"',
  ],
  [
    'a code without its state at Claude',
    'https://platform.claude.com/v1/oauth/token',
    { body: codeWithoutState },
    '"state"',
  ],
  [
    'a client secret',
    'https://auth.openai.com/oauth/token',
    { body: new URLSearchParams({ ...refreshForm, client_secret: 's' }) },
    '"client_secret"',
  ],
  [
    'a credential at the token endpoint',
    'https://auth.openai.com/oauth/token',
    { body: new URLSearchParams(refreshForm), headers: bearer },
    '"authorization"',
  ],
  ['a cookie', 'https://auth.openai.com/.well-known/jwks.json', { headers: { cookie: 'a=b' } }, '"cookie"'],
  [
    'usage without the account header',
    'https://chatgpt.com/backend-api/wham/usage',
    { headers: bearer },
    '"chatgpt-account-id"',
  ],
  [
    'usage without the beta header',
    'https://api.anthropic.com/api/oauth/usage',
    { headers: bearer },
    '"anthropic-beta"',
  ],
  [
    'the profile with a beta header',
    'https://api.anthropic.com/api/oauth/profile',
    { headers: { ...bearer, 'anthropic-beta': 'oauth-2025-04-20' } },
    '"anthropic-beta"',
  ],
  [
    'an API key check with another version',
    'https://api.anthropic.com/v1/models',
    { headers: { 'x-api-key': 'k', 'anthropic-version': '2024-01-01' } },
    '"anthropic-version"',
  ],
  [
    'a prompt with two keys',
    'https://api.anthropic.com/v1/messages',
    {
      headers: {
        ...bearer,
        'x-api-key': 'k',
        'anthropic-version': '2023-06-01',
        'anthropic-beta': 'claude-code-20250219',
      },
      body: { model: 'm', messages: ['hi'] },
    },
    'two credentials',
  ],
  [
    'a device code with a scope',
    'https://auth.openai.com/api/accounts/deviceauth/usercode',
    { body: { client_id: codexClient, scope: 's' } },
    '"scope"',
  ],
  [
    'a revocation as a form',
    'https://auth.openai.com/oauth/revoke',
    { body: new URLSearchParams({ token: 't' }) },
    'encoding',
  ],
])('%s is rejected and logged', async (_name, url, options, named) => {
  const answer = await ask(url, options);
  expect(answer.status).toBe(400);
  expect(deviationsLogged()).toHaveLength(1);
  expect(deviationsLogged()[0]).toContain(named);
});

test('an account header that names somebody else is rejected', async () => {
  const flows = makeFlows(ask);
  const { access_token } = await flows.openaiTokens();
  const ben = running.sandbox.personas.get('openai-plus-ben');
  const answer = await flows.openaiUsage(access_token, ben.accountId);
  expect(answer.status).toBe(400);
  expect(deviationsLogged()[0]).toContain('names another account');
});

test('deviations.md says the same as the table of the program', async () => {
  const page = await readFile(new URL('../world/deviations.md', import.meta.url), 'utf8');
  const cells = page
    .split('\n')
    .filter((line) => /^\| [a-z]+-/.test(line))
    .map((line) =>
      line
        .slice(2, -2)
        .split(/ +\| +/)
        .map((cell) => cell.trim()),
    );
  const table = Object.entries(deviations).map(([id, { where, what, value, reason }]) => [
    id,
    where,
    what,
    value,
    reason,
  ]);
  expect(cells).toEqual(table);
});
