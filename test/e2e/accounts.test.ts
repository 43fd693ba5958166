// Both providers whole: consent, plans and windows, the files of other programs, several accounts, fallback, sign-out.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import {
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { canaries, persona, resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

const registered = ['auth', 'login', '--provider', 'claude', '--method', 'registered-client'] as const;
const agreed = [...registered, '--client-id', registeredClaudeClient, '--agree'] as const;
const claudeAuth = join(home, '.codex/claude_auth.json');
const codexAuth = join(home, '.codex/auth.json');
let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  app = await startApp();
});

afterAll(() => app.quit());

beforeEach(async () => {
  await resetSandbox();
});

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function accountIn(path: string): Promise<unknown> {
  const { tokens } = z.object({ tokens: z.object({ account_id: z.string() }) }).parse(await json(path));
  return tokens.account_id;
}

test('the registered client of Claude is not used before the person has agreed, and then remembered', async () => {
  expect(await gatehouseJson(registered)).toMatchObject({
    ok: false,
    error: { code: 'sign-in/consent-needed', subject: 'Claude' },
  });
  expect(await gatehouseJson(agreed)).toMatchObject({
    ok: true,
    provider: 'claude',
    account: {
      label: (await persona('claude-max20-lea')).email,
      plan: 'Max 20x',
      windows: [{ label: '5-hour' }, { label: 'Weekly' }, { label: 'Weekly (Fable)' }],
      problem: null,
    },
  });
  expect(await gatehouseJson(registered)).toMatchObject({ ok: true });
});

test('claude_auth.json has the access token, plan and use, and no file but the vault ever has the refresh token', async () => {
  const file = z.strictObject({
    oauth_tokens: z.strictObject({
      access_token: z.string().startsWith('sk-ant-oat01-'),
      expires_at: z.iso.datetime(),
      subscription_tier: z.literal('max'),
      scope: z.literal('user:profile user:inference'),
    }),
    subscription_info: z.strictObject({
      tier: z.literal('max'),
      usage_limit: z.literal(100),
      usage_current: z.int(),
      reset_date: z.iso.datetime(),
      features: z.tuple([]),
    }),
    preferred_mode: z.literal('MaxSubscription'),
    last_refresh: z.iso.datetime(),
  });
  await expect
    .poll(async () => file.safeParse(await json(claudeAuth)).error, { timeout: 10_000 })
    .toBeUndefined();
  expect((await stat(claudeAuth)).mode & 0o777).toBe(0o600);
  const refreshTokens = (await canaries()).filter((secret) => secret.startsWith('sk-ant-ort01-'));
  expect(refreshTokens.length).toBeGreaterThan(0);
  const texts = await Promise.all(
    [join(home, '.codex'), dataFolder].map(async (folder) => {
      const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      // Some are there for a moment only.
      const texts = names.map(({ parentPath, name }) =>
        readFile(join(parentPath, name), 'utf8').catch(() => ''),
      );
      return Promise.all(texts);
    }),
  );
  expect(refreshTokens.filter((token) => texts.flat().some((text) => text.includes(token)))).toEqual([]);
});

test('the files without keys say who is preferred and who serves', async () => {
  expect({
    config: await json(join(home, '.codex/auth_config.json')),
    view: await json(join(dataFolder, 'auth.json')),
  }).toMatchObject({
    config: {
      preferred_provider: 'claude',
      auto_fallback_enabled: true,
      provider_priorities: ['claude', 'openai'],
    },
    view: {
      schema: 1,
      preferred_provider: 'claude',
      selected_provider: 'claude',
      providers: { claude: { signed_in: true, plan: 'max' }, openai: { signed_in: false } },
    },
  });
});

test('a second OpenAI account takes the place of the first in the file, and one command puts the first back', async () => {
  const [ada, eve] = [await persona('openai-plus-ada'), await persona('openai-business-eve')];
  await gatehouseJson(['auth', 'login', '--provider', 'openai']);
  const first = await accountIn(codexAuth);
  await scenario({ browser: { byProvider: { openai: { persona: 'openai-business-eve' } } } });
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({
    ok: true,
    account: { label: eve.email, active: true, usedBy: ['Codex'] },
  });
  expect(await accountIn(codexAuth)).not.toBe(first);
  expect(
    await gatehouseJson(['auth', 'switch', '--provider', 'openai', '--account', ada.email]),
  ).toMatchObject({
    ok: true,
    preferred: 'openai',
    account: ada.email,
  });
  expect(await accountIn(codexAuth)).toBe(first);
  // And the same from the tray.
  await app.tray.click(app.item, ['OpenAI', new RegExp(`^Use ${eve.email}`)]);
  await expect.poll(() => accountIn(codexAuth), { timeout: 10_000 }).not.toBe(first);
});

test('with several accounts a sign-out asks which, and takes only that one', async () => {
  const [ada, eve] = [await persona('openai-plus-ada'), await persona('openai-business-eve')];
  const asked = await gatehouse(['auth', 'logout', '--provider', 'openai', '--json']);
  expect({ code: asked.code, answer: JSON.parse(asked.stdout) as unknown }).toMatchObject({
    code: 2,
    answer: { error: { code: 'selection/several-accounts' } },
  });
  expect(
    await gatehouseJson(['auth', 'logout', '--provider', 'openai', '--account', eve.email]),
  ).toMatchObject({
    ok: true,
    account: { label: eve.email },
    signedOutToo: ['Codex'],
  });
  // The one that is left takes its place.
  await expect
    .poll(() => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
    .toMatchObject({
      providers: [{}, { id: 'openai', accounts: [{ label: ada.email, active: true, usedBy: ['Codex'] }] }],
    });
});

test('when the quota of Claude is used up OpenAI stands in, and tray and command line say why', async () => {
  // The other account of Claude would stand in first.
  expect(await gatehouseJson(['auth', 'logout', '--provider', 'claude'])).toMatchObject({ ok: true });
  await gatehouse(['auth', 'switch', '--provider', 'claude']);
  await scenario({
    browser: { byProvider: { claude: { persona: 'claude-pro-ivo' } } },
    personas: { 'claude-pro-ivo': { windows: { fiveHour: { usedPercent: 97 } } } },
  });
  expect(await gatehouseJson(registered)).toMatchObject({ ok: true, account: { plan: 'Pro' } });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    preferred: 'claude',
    selection: { provider: 'openai', fallenBack: true, reason: 'In use: OpenAI, because Claude is used up.' },
  });
  await app.tray.waitForEntry(app.item, ['In use: OpenAI, because Claude is used up.']);
  await scenario({ browser: { byProvider: { claude: { persona: 'claude-max20-lea' } } } });
  expect(await gatehouseJson(registered)).toMatchObject({ ok: true, account: { plan: 'Max 20x' } });
  await expect
    .poll(() => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
    .toMatchObject({ selection: { provider: 'claude', fallenBack: false } });
});

test('signing out from the tray ends the sign-in at the provider and takes the keys out of the file', async () => {
  const { email } = await persona('claude-pro-ivo');
  await app.tray.click(app.item, ['Claude', new RegExp(`^(✓ )?${email}`), /^Sign out of/]);
  await expect
    .poll(async () => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
    .toMatchObject({
      providers: [{ id: 'claude', accounts: [{ plan: 'Max 20x' }] }, {}],
    });
  const { email: lea } = await persona('claude-max20-lea');
  await app.tray.click(app.item, ['Claude', new RegExp(`^(✓ )?${lea}`), /^Sign out of/]);
  await expect
    .poll(async () => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
    .toMatchObject({ providers: [{ accounts: [] }, {}] });
  await expect(stat(claudeAuth)).rejects.toThrow('ENOENT');
  const revoked = (await seenRequests()).filter(({ path }) => path === '/v1/oauth/token/revoke');
  expect(revoked.map(({ status }) => status)).toContain(200);
});
