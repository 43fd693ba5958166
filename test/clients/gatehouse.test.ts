// The files that Gatehouse writes, used by the real programs that read them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { gatehouse, gatehouseJson, home, storedVault } from '../e2e/support/app.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { credentialOf, expectNothingUnknown, personAtBrowser, requestsTo } from './sandbox-log.ts';

const authFile = z.object({ tokens: z.object({ access_token: z.string(), refresh_token: z.string() }) });
const usage = 'chatgpt.com/backend-api/wham/usage';

async function tokensInFile(): Promise<z.output<typeof authFile>['tokens']> {
  return authFile.parse(JSON.parse(await readFile(join(home, '.codex/auth.json'), 'utf8'))).tokens;
}

async function sealedKeys(): Promise<readonly string[]> {
  return Object.values((await storedVault()).entries).map(({ blob }) => blob);
}

afterEach(async () => {
  await gatehouse(['quit']);
});

test('after gatehouse auth login, the real Codex makes its request as that account from the file we wrote', async () => {
  await personAtBrowser('openai-pro-cleo');
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  expect(login).toMatchObject({ ok: true, provider: 'openai', account: { plan: 'Pro' } });
  const tokens = await tokensInFile();
  const before = (await requestsTo('GET', usage)).length;
  {
    await using codex = await startCodexAppServer(home);
    expect(await codex.call('account/read', { refreshToken: false })).toMatchObject({
      account: { type: 'chatgpt', planType: 'pro' },
    });
    await codex.call('account/rateLimits/read', {});
  }
  expect((await requestsTo('GET', usage)).slice(before)).toMatchObject([
    { status: 200, credential: credentialOf('openai-pro-cleo', 'access-token', tokens.access_token) },
  ]);
  await expectNothingUnknown();
});

test('when Codex renews the sign-in in the file we wrote, Gatehouse has the new tokens within two seconds and spends none', async () => {
  await personAtBrowser('openai-plus-ben');
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  const { account } = z.object({ account: z.object({ id: z.string() }) }).parse(login);
  const before = await tokensInFile();
  const sealedBefore = await sealedKeys();
  {
    await using codex = await startCodexAppServer(home);
    await codex.call('account/read', { refreshToken: true });
    await codex.call('account/rateLimits/read', {});
  }
  const after = await tokensInFile();
  expect(after.refresh_token).not.toBe(before.refresh_token);
  await expect.poll(sealedKeys, { timeout: 2_000, interval: 50 }).not.toEqual(sealedBefore);
  // Signing out ends the sign-in at the provider with the token that was taken over: the proof that it is the new one.
  expect(await gatehouse(['auth', 'logout', '--provider', 'openai', '--account', account.id])).toMatchObject({
    code: 0,
  });
  expect(await requestsTo('POST', 'auth.openai.com/oauth/revoke')).toMatchObject([
    { status: 200, credential: credentialOf('openai-plus-ben', 'refresh-token', after.refresh_token) },
  ]);
  const renewals = (await requestsTo('POST', 'auth.openai.com/oauth/token')).filter(
    ({ body }) => body['grant_type'] === 'refresh_token',
  );
  expect(renewals).toMatchObject([{ status: 200, body: { refresh_reason: 'forced' } }]);
  expect((await requestsTo('GET', usage)).at(-1)).toMatchObject({
    credential: credentialOf('openai-plus-ben', 'access-token', after.access_token),
  });
  await expectNothingUnknown();
});
