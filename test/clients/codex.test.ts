// Codex, unmodified, against the sandbox: sign-in, refresh, and whose token its requests carry.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { codex } from '../../main/consumers/codex/index.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { foundAtOnce } from './found-at-once.ts';
import { makeHome, openBrowser, run } from './run-client.ts';
import {
  credentialOf,
  emailOf,
  expectNothingUnknown,
  fingerprintOf,
  personAtBrowser,
  requestsOfClients,
  requestsTo,
} from './sandbox-log.ts';

const usage = 'chatgpt.com/backend-api/wham/usage';
const authFile = z.object({
  OPENAI_API_KEY: z.string().nullable(),
  tokens: z.object({ access_token: z.string(), refresh_token: z.string() }),
});

const readAuth = async (home: string): Promise<z.infer<typeof authFile>> =>
  authFile.parse(JSON.parse(await readFile(join(home, '.codex/auth.json'), 'utf8')));

/** One authenticated request, whose token the log then shows. */
async function askUsage(home: string, { refresh = false } = {}): Promise<void> {
  await using server = await startCodexAppServer(home);
  await server.call('account/read', { refreshToken: refresh });
  await server.call('account/rateLimits/read', {});
}

test('codex login takes the account of the person at the browser, whose token it then uses', async () => {
  await using home = await makeHome();
  await personAtBrowser('openai-pro-cleo');
  const login = await run(home.path, ['codex', 'login']);
  expect(login).toMatchObject({ code: 0 });
  const { tokens, OPENAI_API_KEY } = await readAuth(home.path);
  await askUsage(home.path);
  expect(await requestsTo('GET', usage)).toMatchObject([
    { status: 200, credential: credentialOf('openai-pro-cleo', 'access-token', tokens.access_token) },
  ]);
  expect(OPENAI_API_KEY).toMatch(/^sk-canary_/);
  await expectNothingUnknown();
});

test('codex login --device-auth takes the account of the person who typed the code, and Gatehouse shows it at once', async () => {
  await using home = await makeHome();
  await personAtBrowser('openai-business-eve');
  const page = { pattern: /https:\/\/auth\.openai\.com\/codex\/device/, act: openBrowser };
  const login = await run(home.path, ['codex', 'login', '--device-auth'], page);
  expect([login.code, await foundAtOnce(codex, home.path)]).toMatchObject([
    0,
    [
      {
        kind: 'login',
        identity: { provider: 'openai', label: await emailOf('openai-business-eve') },
        at: { folder: join(home.path, '.codex'), place: 'usual' },
      },
    ],
  ]);
  const { tokens, OPENAI_API_KEY } = await readAuth(home.path);
  await askUsage(home.path);
  expect(await requestsTo('GET', usage)).toMatchObject([
    { status: 200, credential: credentialOf('openai-business-eve', 'access-token', tokens.access_token) },
  ]);
  expect(OPENAI_API_KEY).toBeNull();
  await expectNothingUnknown();
});

test('codex, told to refresh, spends its refresh token once and goes on with the new access token', async () => {
  await using home = await makeHome();
  await personAtBrowser('openai-plus-ben');
  expect(await run(home.path, ['codex', 'login'])).toMatchObject({ code: 0 });
  const before = (await readAuth(home.path)).tokens;
  await askUsage(home.path, { refresh: true });
  const after = (await readAuth(home.path)).tokens;
  expect(fingerprintOf(after.access_token)).not.toBe(fingerprintOf(before.access_token));
  const tokenRequests = await requestsTo('POST', 'auth.openai.com/oauth/token');
  expect(tokenRequests.at(-1)).toMatchObject({
    status: 200,
    body: { grant_type: 'refresh_token', refresh_reason: 'forced' },
    credential: credentialOf('openai-plus-ben', 'refresh-token', before.refresh_token),
  });
  expect(await requestsTo('GET', usage)).toMatchObject([
    { status: 200, credential: credentialOf('openai-plus-ben', 'access-token', after.access_token) },
  ]);
  await expectNothingUnknown();
});

test('codex exec sends its prompt with the token of the account that is signed in', async () => {
  await using home = await makeHome();
  await personAtBrowser('openai-pro-dan');
  expect(await run(home.path, ['codex', 'login'])).toMatchObject({ code: 0 });
  const { tokens } = await readAuth(home.path);
  // With analytics on, Codex reports to a host of its own that is no part of this proof.
  const words = ['codex', 'exec', '--skip-git-repo-check', '-c', 'analytics.enabled=false', 'hi'];
  const said = await run(home.path, words);
  expect(said.output).toContain('Hello from the sandbox, Dan Petrov.');
  expect(await requestsTo('POST', 'chatgpt.com/backend-api/codex/responses')).toMatchObject([
    { status: 200, credential: credentialOf('openai-pro-dan', 'access-token', tokens.access_token) },
  ]);
  await expectNothingUnknown();
});

test('the status line of codex proves nothing: it calls an empty file a login, and the log shows no request', async () => {
  await using home = await makeHome();
  await personAtBrowser('openai-plus-ada');
  await mkdir(join(home.path, '.codex'));
  await writeFile(join(home.path, '.codex/auth.json'), '{}');
  const status = await run(home.path, ['codex', 'login', 'status']);
  expect(status.code).toBe(0);
  expect(status.output).toContain('Logged in using ChatGPT');
  expect(await requestsOfClients()).toEqual([]);
});
