// Claude Code, unmodified, against the sandbox: both sign-ins, refresh, and whose credential a prompt carries.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeHome, run, runInTerminal } from './run-client.ts';
import { apiKeyOf, credentialOf, expectNothingUnknown, personAtBrowser, requestsTo } from './sandbox-log.ts';

const messages = 'api.anthropic.com/v1/messages';
const tokenEndpoint = 'platform.claude.com/v1/oauth/token';
const credentialFile = z.looseObject({
  claudeAiOauth: z.looseObject({
    accessToken: z.string(),
    refreshToken: z.string(),
    expiresAt: z.number(),
    subscriptionType: z.string().nullable(),
  }),
});

const pathOf = (home: string): string => join(home, '.claude/.credentials.json');
const readCredentials = async (home: string): Promise<z.infer<typeof credentialFile>> =>
  credentialFile.parse(JSON.parse(await readFile(pathOf(home), 'utf8')));

test('claude auth login takes the account of the person at the browser, whose token a prompt then carries', async () => {
  await using home = await makeHome();
  await personAtBrowser('claude-max5-jun');
  expect(await runInTerminal(home.path, 'claude auth login --claudeai')).toMatchObject({ code: 0 });
  const { claudeAiOauth } = await readCredentials(home.path);
  expect(claudeAiOauth.subscriptionType).toBe('max');
  const said = await run(home.path, ['claude', '-p', 'hi']);
  expect(said.output).toContain('Hello from the sandbox, Jun Park.');
  expect(await requestsTo('POST', messages)).toMatchObject([
    { status: 200, credential: credentialOf('claude-max5-jun', 'access-token', claudeAiOauth.accessToken) },
  ]);
  await expectNothingUnknown();
});

test('claude auth login --console makes an API key, which a prompt then carries', async () => {
  await using home = await makeHome();
  await personAtBrowser('claude-team-noa');
  expect(await runInTerminal(home.path, 'claude auth login --console')).toMatchObject({ code: 0 });
  const said = await run(home.path, ['claude', '-p', 'hi']);
  expect(said.output).toContain('Hello from the sandbox, Noa Levi.');
  expect(await requestsTo('POST', messages)).toMatchObject([
    {
      status: 200,
      credential: credentialOf('claude-team-noa', 'api-key', await apiKeyOf('claude-team-noa')),
    },
  ]);
  await expectNothingUnknown();
});

test('claude renews an expired login: the refresh token is spent once and the prompt carries the new token', async () => {
  await using home = await makeHome();
  await personAtBrowser('claude-pro-ivo');
  expect(await runInTerminal(home.path, 'claude auth login --claudeai')).toMatchObject({ code: 0 });
  const before = await readCredentials(home.path);
  before.claudeAiOauth.expiresAt = Date.now() - 1000;
  await writeFile(pathOf(home.path), JSON.stringify(before));
  const said = await run(home.path, ['claude', '-p', 'hi']);
  expect(said.output).toContain('Hello from the sandbox, Ivo Santos.');
  const after = await readCredentials(home.path);
  expect((await requestsTo('POST', tokenEndpoint)).slice(1)).toMatchObject([
    {
      status: 200,
      body: { grant_type: 'refresh_token' },
      credential: credentialOf('claude-pro-ivo', 'refresh-token', before.claudeAiOauth.refreshToken),
    },
  ]);
  expect(await requestsTo('POST', messages)).toMatchObject([
    {
      status: 200,
      credential: credentialOf('claude-pro-ivo', 'access-token', after.claudeAiOauth.accessToken),
    },
  ]);
  await expectNothingUnknown();
});
