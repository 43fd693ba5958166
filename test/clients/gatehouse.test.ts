// The files that Gatehouse writes, used by the real programs that read them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { gatehouse, gatehouseJson, home } from '../e2e/support/app.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { credentialOf, expectNothingUnknown, personAtBrowser, requestsTo } from './sandbox-log.ts';

const authFile = z.object({ tokens: z.object({ access_token: z.string() }) });

afterEach(async () => {
  await gatehouse(['quit']);
});

test('after gatehouse auth login, the real Codex makes its request as that account from the file we wrote', async () => {
  await personAtBrowser('openai-pro-cleo');
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  expect(login).toMatchObject({ ok: true, provider: 'openai', account: { plan: 'Pro' } });
  const { tokens } = authFile.parse(JSON.parse(await readFile(join(home, '.codex/auth.json'), 'utf8')));
  const usage = 'chatgpt.com/backend-api/wham/usage';
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
