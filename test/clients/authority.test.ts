// Logins that the real programs keep, as the packaged app takes them in, makes them, and uses its own beside them.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { dataFolder, gatehouse, gatehouseJson, home, startApp } from '../e2e/support/app.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { run, runInTerminal } from './run-client.ts';
import {
  apiKeyOf,
  credentialOf,
  expectNothingUnknown,
  personAtBrowser,
  playScenario,
  requestsTo,
} from './sandbox-log.ts';

const messages = 'api.anthropic.com/v1/messages';
const usage = 'chatgpt.com/backend-api/wham/usage';

const keysShape = z.object({
  owner: z.string(),
  backend: z.string().nullable(),
  expiresAt: z.number().nullable(),
  renewedAt: z.number().nullable(),
  renewedBy: z.string().nullable(),
});
const statusShape = z.object({
  providers: z.array(
    z.object({
      id: z.string(),
      accounts: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          plan: z.string().nullable(),
          organization: z.string().nullable(),
          keys: keysShape,
        }),
      ),
    }),
  ),
});

async function accounts(): Promise<z.output<typeof statusShape>['providers'][number]['accounts']> {
  const { providers } = statusShape.parse(await gatehouseJson(['auth', 'status']));
  return providers.flatMap((provider) => provider.accounts);
}

const claudeTokens = z.object({ claudeAiOauth: z.object({ accessToken: z.string() }) });

async function claudeTokenIn(folder: string): Promise<string> {
  const text = await readFile(join(folder, '.credentials.json'), 'utf8');
  return claudeTokens.parse(JSON.parse(text)).claudeAiOauth.accessToken;
}

afterEach(async () => {
  await gatehouse(['quit']);
  const left = ['.codex', '.claude', '.claude.json', '.local/share/opencode', '.local/share/gatehouse'];
  await Promise.all(left.map((name) => rm(join(home, name), { recursive: true, force: true })));
});

test('logins of the real programs are found, stay theirs when taken in, and status names their owner', async () => {
  await personAtBrowser('openai-pro-cleo');
  expect(await run(home, ['codex', 'login'])).toMatchObject({ code: 0 });
  await playScenario({ browser: { persona: 'claude-max5-jun' } });
  expect(await runInTerminal(home, 'claude auth login --claudeai')).toMatchObject({ code: 0 });
  const before = await readFile(join(home, '.claude/.credentials.json'), 'utf8');
  const codexBefore = await readFile(join(home, '.codex/auth.json'), 'utf8');

  expect(await gatehouseJson(['auth', 'import', '--dry-run'])).toMatchObject({
    logins: [
      { kind: 'login', provider: 'openai', owner: 'Codex', state: 'new' },
      // Signing in through the browser makes Codex ask for a key as well.
      { kind: 'api-key', provider: 'openai', owner: 'Codex', state: 'new' },
      { kind: 'login', provider: 'claude', owner: 'Claude Code', state: 'new' },
    ],
  });
  expect(await gatehouseJson(['auth', 'import', '--yes'])).toMatchObject({
    ok: true,
    taken: [{ outcome: 'taken' }, { outcome: 'taken' }, { outcome: 'taken' }],
  });
  expect((await accounts()).map(({ plan, keys }) => [plan, keys.owner, keys.backend])).toEqual([
    ['Max 5x', 'Claude Code', null],
    ['Pro', 'Codex', null],
    ['API key', 'gatehouse', 'gnome_libsecret'],
  ]);
  expect([
    await readFile(join(home, '.claude/.credentials.json'), 'utf8'),
    await readFile(join(home, '.codex/auth.json'), 'utf8'),
  ]).toEqual([before, codexBefore]);
  await expectNothingUnknown();
});

test('Claude through its own program by a click in the tray: the login is the program’s, and its prompt carries it', async () => {
  await personAtBrowser('claude-max5-jun');
  const app = await startApp();
  await app.tray.click(app.item, ['Claude', /Sign in through Claude Code/]);
  await expect.poll(async () => (await accounts()).length, { timeout: 60_000 }).toBe(1);
  const logins = join(dataFolder, 'logins/claude-code');
  const [folder = ''] = await readdir(logins);
  const [account] = await accounts();
  expect(account).toMatchObject({ plan: 'Max 5x', keys: { owner: 'Claude Code', renewedBy: 'Claude Code' } });
  const token = await claudeTokenIn(join(logins, folder));
  const said = await run(home, ['env', `CLAUDE_CONFIG_DIR=${join(logins, folder)}`, 'claude', '-p', 'hi']);
  expect(said.output).toContain('Hello from the sandbox, Jun Park.');
  expect(await requestsTo('POST', messages)).toMatchObject([
    { status: 200, credential: credentialOf('claude-max5-jun', 'access-token', token) },
  ]);
  const forgotten = await gatehouseJson(['auth', 'logout', '--provider', 'claude']);
  expect(forgotten).toMatchObject({ ok: true, signedOutToo: [] });
  expect(await requestsTo('POST', 'platform.claude.com/v1/oauth/token/revoke')).toEqual([]);
  await expectNothingUnknown();
  await app.quit();
});

test('Codex keeps a login for us, makes its request as that account, and is signed out only when that was ticked', async () => {
  await personAtBrowser('openai-plus-ben');
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai', '--method', 'codex']);
  expect(login).toMatchObject({ ok: true, account: { plan: 'Plus', keys: { owner: 'Codex' } } });
  const logins = join(dataFolder, 'logins/codex');
  const [folder = ''] = await readdir(logins);
  const shape = z.object({ tokens: z.object({ access_token: z.string(), refresh_token: z.string() }) });
  const text = await readFile(join(logins, folder, 'auth.json'), 'utf8');
  const { tokens } = shape.parse(JSON.parse(text));
  {
    await using codex = await startCodexAppServer(home, { CODEX_HOME: join(logins, folder) });
    await codex.call('account/read', { refreshToken: false });
    await codex.call('account/rateLimits/read', {});
  }
  expect((await requestsTo('GET', usage)).at(-1)).toMatchObject({
    status: 200,
    credential: credentialOf('openai-plus-ben', 'access-token', tokens.access_token),
  });
  const ended = await gatehouseJson(['auth', 'logout', '--provider', 'openai', '--also-program']);
  expect(ended).toMatchObject({ ok: true, signedOutToo: ['Codex'] });
  expect((await requestsTo('POST', 'auth.openai.com/oauth/revoke')).at(-1)).toMatchObject({ status: 200 });
  expect(await readdir(logins)).toEqual([]);
  await expectNothingUnknown();
});

test('OpenCode sends its request with the API key that we wrote for it, once its file is switched on', async () => {
  const persona = 'claude-pro-ada';
  await personAtBrowser(persona);
  const key = await apiKeyOf(persona);
  await gatehouse(['auth', 'login', '--provider', 'claude', '--key-stdin'], `${key}\n`);
  expect(await gatehouse(['auth', 'files', '--on', 'opencode-anthropic'])).toMatchObject({ code: 0 });
  const words = ['opencode', 'run', '--model', 'anthropic/claude-opus-4-5', 'hi'];
  expect(await run(home, words)).toMatchObject({ code: 0 });
  const requests = await requestsTo('POST', messages);
  expect(requests.length).toBeGreaterThan(0);
  for (const request of requests)
    expect(request).toMatchObject({ status: 200, credential: credentialOf(persona, 'api-key', key) });
  await expectNothingUnknown();
});
