// Every credential has one authority: backups, files given back, a set-up brought along, what protects the keys, who wrote.
import { chmod, mkdir, readdir, readFile, readlink, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { anyCanary } from '../world/desktop/secrets.ts';
import { makeClient } from '../world/sandbox/client.ts';
import {
  dataFolder,
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  storedVault,
  type RunningApp,
} from './support/app.ts';
import { withYes } from './support/consent.ts';
import { canaries, persona, resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

const codexFolder = join(home, '.codex');
const codexAuth = join(codexFolder, 'auth.json');
const claudeAuth = join(codexFolder, 'claude_auth.json');
const claudeFolder = join(home, '.claude');
const archive = join(home, 'accounts.backup');
let app: RunningApp | undefined;

beforeEach(async () => {
  await resetSandbox();
  await forgetEverything();
  await rm(claudeFolder, { recursive: true, force: true });
});

afterEach(async () => {
  await quit();
  // A test may have made it read-only.
  await chmod(claudeFolder, 0o755).catch(() => undefined);
});

async function start(): Promise<RunningApp> {
  app = await startApp();
  return app;
}

async function quit(): Promise<void> {
  const running = app;
  app = undefined;
  await running?.quit();
}

async function signInWithKey(id: string, provider: 'claude' | 'openai'): Promise<void> {
  const { apiKey } = await persona(id);
  const words = ['auth', 'login', '--provider', provider, '--method', 'api-key', '--key-stdin'];
  expect(await gatehouseJson(words, `${apiKey}\n`)).toMatchObject({ ok: true });
}

async function signInInBrowser(): Promise<void> {
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({ ok: true });
}

/** One that the sandbox issued, so that the world looks for it too: in arguments, variables, logs and files. */
async function passphraseOf(id: string): Promise<string> {
  return (await persona(id)).apiKey;
}

/** What stands in a folder: the text of each file, and where each link leads. */
async function snapshot(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const read = entries.map(async (entry): Promise<[string, string]> => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [entry.name, `-> ${await readlink(path)}`];
    return [entry.name, entry.isDirectory() ? '(folder)' : await readFile(path, 'utf8')];
  });
  return Object.fromEntries(await Promise.all(read));
}

/** Files as a person and other programs have left them: odd spacing, keys that nobody knows, API keys. */
async function oddSetUp(): Promise<void> {
  const [openai, claude] = [await persona('openai-plus-ada'), await persona('claude-pro-ada')];
  await mkdir(codexFolder, { recursive: true });
  await writeFile(
    codexAuth,
    `{ "OPENAI_API_KEY" : "${openai.apiKey}",\n\t"auth_mode":"apikey", "mine": [1,  2.50] }`,
  );
  await writeFile(claudeAuth, `{\n    "ANTHROPIC_API_KEY": "${claude.apiKey}","odd":   true}\n\n`);
  await writeFile(join(codexFolder, 'auth_config.json'), '{"preferred_provider" :"openai",  "x":{ }}');
  await writeFile(join(codexFolder, 'config.toml'), '# mine\nmodel  = "x"\n');
}

test('a backup brings back accounts that are gone, with keys that work, and only its passphrase opens it', async () => {
  const [ada, key] = [await persona('openai-plus-ada'), await persona('claude-pro-ada')];
  const passphrase = await passphraseOf('openai-pro-dan');
  await rm(archive, { force: true });
  await start();
  await signInWithKey('claude-pro-ada', 'claude');
  await signInInBrowser();
  const backup = ['auth', 'backup', '--out', archive, '--passphrase-stdin'];
  expect(await withYes(gatehouseJson(backup, `${passphrase}\n`))).toMatchObject({
    ok: true,
    path: archive,
    accounts: [
      { provider: 'claude', content: 'keys' },
      { provider: 'openai', label: ada.email, content: 'keys' },
    ],
  });
  const sealed = await readFile(archive, 'utf8');
  expect([...(await canaries()), ada.email].filter((text) => sealed.includes(text))).toEqual([]);

  // An API key is nobody's to revoke: signed out, it comes back as it was.
  const restore = ['auth', 'restore', archive, '--passphrase-stdin'];
  expect(await gatehouseJson(['auth', 'logout', '--provider', 'claude'])).toMatchObject({ ok: true });
  const label = `sk-ant-…${key.apiKey.slice(-4)}`;
  expect(await gatehouseJson([...restore, '--account', label], `${passphrase}\n`)).toMatchObject({
    ok: true,
    accounts: [{ provider: 'claude', label, outcome: 'restored', problem: null }],
  });

  // A new computer, as far as Gatehouse can tell.
  await quit();
  await rm(dataFolder, { recursive: true });
  await start();
  expect(await gatehouseJson(restore, `${passphrase}x\n`)).toMatchObject({
    ok: false,
    error: { code: 'storage/passphrase-wrong' },
  });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{ accounts: [] }, { accounts: [] }],
  });
  expect(await gatehouseJson(restore, `${passphrase}\n`)).toMatchObject({
    ok: true,
    accounts: [
      { provider: 'claude', outcome: 'restored', otherCopies: null },
      { provider: 'openai', outcome: 'restored', otherCopies: ['Codex'] },
    ],
  });
  const since = (await seenRequests()).at(-1)?.id ?? 0;
  expect(await gatehouseJson(['auth', 'quota', '--now'])).toMatchObject({
    accounts: [
      { provider: 'claude', metered: false, problem: null },
      {
        provider: 'openai',
        label: ada.email,
        problem: null,
        windows: [{ usedPercent: 42 }, {}, { label: 'Credits' }],
      },
    ],
  });
  const asked = (await seenRequests(since)).filter(({ account }) => account === 'openai-plus-ada');
  expect(asked.map(({ status }) => status)).not.toContain(401);
});

test('a sign-in that was signed out comes back from a backup dead, and says so', leftToWhole, async () => {
  const passphrase = await passphraseOf('openai-pro-dan');
  await rm(archive, { force: true });
  await start();
  await signInInBrowser();
  const backup = ['auth', 'backup', '--out', archive, '--passphrase-stdin'];
  await withYes(gatehouse(backup, `${passphrase}\n`));
  await gatehouse(['auth', 'logout', '--provider', 'openai']);
  // Elsewhere, so that nothing is known of when the provider was asked last.
  await quit();
  await rm(dataFolder, { recursive: true });
  await start();
  // A provider lets an access token run out; the next request after that is refused.
  await scenario({ faults: [{ host: 'chatgpt.com', path: '/backend-api/wham/usage', status: 401 }] });
  const restored = await gatehouse(['auth', 'restore', archive, '--passphrase-stdin'], `${passphrase}\n`);
  expect(restored.stderr).toContain('its refresh token may be spent');
  expect(await gatehouseJson(['auth', 'quota', '--now'])).toMatchObject({
    accounts: [{ provider: 'openai', problem: { code: 'credential/revoked' } }],
  });
});

test(
  'restore --files gives every byte back as it was before the first touch, and writes those files no more',
  leftToWhole,
  async () => {
    await oddSetUp();
    await rm(claudeAuth);
    const before = await snapshot(codexFolder);
    await start();
    await signInInBrowser();
    await signInWithKey('claude-pro-ada', 'claude');
    // A second account in the same files: what counts is the first touch.
    await scenario({ browser: { byProvider: { openai: { persona: 'openai-business-eve' } } } });
    await signInInBrowser();
    const touched = await snapshot(codexFolder);
    const changed = ['auth.json', 'auth_config.json', 'claude_auth.json'].filter(
      (name) => touched[name] !== before[name],
    );
    expect(changed).toEqual(['auth.json', 'auth_config.json', 'claude_auth.json']);
    expect(await gatehouseJson(['auth', 'restore', '--files'])).toMatchObject({ ok: true });
    expect(await snapshot(codexFolder)).toMatchObject(before);
    await signInInBrowser();
    const { 'auth.lock': _lock, 'auth.json.lock': _own, ...after } = await snapshot(codexFolder);
    expect(after).toEqual(before);
    expect(await gatehouseJson(['auth', 'files'])).toMatchObject({
      files: expect.arrayContaining(
        ['codex-auth', 'code-claude-auth', 'code-auth-config'].map((id): unknown =>
          expect.objectContaining({ id, enabled: false }),
        ),
      ) as unknown,
    });
  },
);

test('an existing set-up is brought along: its keys become accounts, and what nobody knows in its files stays', async () => {
  await oddSetUp();
  const before = await snapshot(codexFolder);
  await start();
  expect(await gatehouseJson(['auth', 'migrate', '--yes'])).toMatchObject({
    ok: true,
    outcome: 'done',
    failed: null,
    taken: [
      { provider: 'openai', outcome: 'taken' },
      { provider: 'claude', outcome: 'taken' },
    ],
  });
  const { 'auth.json': auth, 'claude_auth.json': claude, 'config.toml': toml } = await snapshot(codexFolder);
  expect([auth, claude?.slice(0, -1), toml]).toEqual([
    before['auth.json'],
    expect.stringContaining(before['claude_auth.json']?.replace(/\}\s*$/, '') ?? 'nothing'),
    before['config.toml'],
  ]);
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [
      { id: 'claude', accounts: [{ keys: { owner: 'gatehouse' }, usedBy: ['Every Code'], problem: null }] },
      { id: 'openai', accounts: [{ keys: { owner: 'gatehouse' }, usedBy: ['Codex'], problem: null }] },
    ],
  });
  expect(await gatehouseJson(['auth', 'restore', '--files'])).toMatchObject({ ok: true });
  expect(await snapshot(codexFolder)).toMatchObject(before);
});

test(
  'a set-up that cannot be brought along is put back byte for byte, and the step that failed is said',
  leftToWhole,
  async () => {
    await oddSetUp();
    const target = join(claudeFolder, '.credentials.json');
    await mkdir(claudeFolder);
    await writeFile(target, await readFile(claudeAuth));
    await rm(claudeAuth);
    await symlink(target, claudeAuth);
    await chmod(claudeFolder, 0o555);
    const all = async (): Promise<unknown> => {
      const { 'auth.lock': _lock, 'auth.json.lock': _own, ...codex } = await snapshot(codexFolder);
      return [codex, await snapshot(claudeFolder)];
    };
    const before = await all();
    await start();
    const failed = await gatehouse(['auth', 'migrate', '--yes']);
    expect([failed.code, failed.stderr]).toEqual([
      6,
      expect.stringContaining(`Stopped at the step "write"; everything was put back.\n! ${claudeAuth}`),
    ]);
    // Longer than the moment after which files follow the accounts.
    await wait(600);
    expect(await all()).toEqual(before);
    expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
      providers: [{ accounts: [] }, { accounts: [] }],
    });

    await chmod(claudeFolder, 0o755);
    await rm(claudeAuth);
    await mkdir(claudeAuth);
    const inTheWay = await all();
    expect(await gatehouseJson(['auth', 'migrate', '--yes'])).toMatchObject({
      ok: false,
      outcome: 'rolled-back',
      failed: { step: 'backup', problem: { code: 'storage/unreadable' } },
    });
    await wait(600);
    expect(await all()).toEqual(inTheWay);

    await rmdir(claudeAuth);
    expect(await gatehouseJson(['auth', 'migrate', '--yes'])).toMatchObject({ outcome: 'done' });
  },
);

test('a passphrase protects the keys: after the next start they are locked until it is entered', async () => {
  const passphrase = await passphraseOf('openai-pro-dan');
  const other = await passphraseOf('openai-pro-cleo');
  const ada = await persona('openai-plus-ada');
  await start();
  await signInInBrowser();
  const choose = ['auth', 'keystore', '--use', 'passphrase', '--passphrase-stdin'];
  expect(await withYes(gatehouseJson(choose, `${passphrase}\n`))).toMatchObject({
    ok: true,
    kind: 'passphrase',
    passphrase: 'open',
  });
  const { entries } = await storedVault();
  expect(new Set(Object.values(entries).map(({ backend }) => backend))).toEqual(new Set(['passphrase']));

  await quit();
  await start();
  expect(await gatehouseJson(['auth', 'keystore'])).toMatchObject({
    kind: 'passphrase',
    passphrase: 'locked',
    problem: { code: 'storage/key-store-passphrase' },
  });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{}, { accounts: [{ label: ada.email, problem: { code: 'storage/key-store-passphrase' } }] }],
  });
  expect(await gatehouseJson(['auth', 'unlock', '--passphrase-stdin'], `${other}\n`)).toMatchObject({
    ok: false,
    error: { code: 'storage/passphrase-wrong' },
  });
  expect(await gatehouseJson(['auth', 'unlock', '--passphrase-stdin'], `${passphrase}\n`)).toMatchObject({
    ok: true,
    passphrase: 'open',
    problem: null,
  });
  expect(await gatehouseJson(['auth', 'quota', '--now'])).toMatchObject({
    accounts: [{ label: ada.email, problem: null, windows: [{ usedPercent: 42 }, {}, { label: 'Credits' }] }],
  });
});

test('in memory alone nothing is written, and after the end nothing is there', async () => {
  await start();
  const chosen = withYes(gatehouseJson(['auth', 'keystore', '--use', 'memory']));
  expect(await chosen).toMatchObject({ kind: 'memory' });
  await signInInBrowser();
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{}, { accounts: [{ problem: null }] }],
  });
  await quit();
  const left = Object.keys(await snapshot(dataFolder));
  expect(left.filter((name) => ['vault.json', 'passphrase.json', 'history'].includes(name))).toEqual([]);
  await start();
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{ accounts: [] }, { accounts: [] }],
  });
});

const tokensInFile = z.looseObject({
  tokens: z.looseObject({ refresh_token: z.string() }),
});

/** Renews the tokens in Codex's file as Codex itself does. */
async function renewAsCodex(): Promise<void> {
  const read = tokensInFile.parse(JSON.parse(await readFile(codexAuth, 'utf8')));
  const variable = (name: string): string => z.string().parse(process.env[name]);
  const ask = await makeClient({ ca: variable('NODE_EXTRA_CA_CERTS'), proxy: variable('HTTPS_PROXY') });
  const answer = await ask('https://auth.openai.com/oauth/token', {
    body: {
      client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
      grant_type: 'refresh_token',
      refresh_token: read.tokens.refresh_token,
    },
  });
  const renewed = z
    .object({ id_token: z.string(), access_token: z.string(), refresh_token: z.string() })
    .parse(JSON.parse(answer.text));
  const content = { ...read, tokens: { ...read.tokens, ...renewed }, last_refresh: new Date().toISOString() };
  await writeFile(codexAuth, JSON.stringify(content, null, 2));
}

const historyShape = z.object({
  files: z.tuple([z.object({ versions: z.array(z.object({ by: z.string(), text: z.string() })) })]),
});

test('preview and history show no secret, and who wrote what', async () => {
  const writers = async (): Promise<readonly string[]> => {
    const answer = await gatehouseJson(['auth', 'history', '--file', 'codex-auth']);
    return historyShape.parse(answer).files[0].versions.map(({ by }) => by);
  };
  await start();
  await signInInBrowser();
  expect(await writers()).toEqual(['Gatehouse']);
  await renewAsCodex();
  await expect.poll(writers, { timeout: 10_000 }).toEqual(['Codex', 'Gatehouse']);
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{}, { accounts: [{ keys: { renewedBy: 'Codex' }, usedBy: ['Codex'], problem: null }] }],
  });
  const text = await readFile(codexAuth, 'utf8');
  const { apiKey } = await persona('openai-plus-ada');
  await writeFile(codexAuth, text.replace('"OPENAI_API_KEY": null', `"OPENAI_API_KEY": "${apiKey}"`));
  await expect.poll(writers, { timeout: 10_000 }).toEqual(['another program', 'Codex', 'Gatehouse']);

  const shown = await Promise.all(
    [
      ['auth', 'history', '--file', 'codex-auth'],
      ['auth', 'preview', '--file', 'codex-auth'],
    ].flatMap((words) => [gatehouse(words), gatehouse([...words, '--json'])]),
  );
  const secrets = await canaries();
  const texts = shown.map(({ stdout, stderr }) => stdout + stderr);
  expect(texts.map((each) => each.includes('OPENAI_API_KEY'))).toEqual([true, true, true, true]);
  expect(
    texts.flatMap((each) =>
      [anyCanary.exec(each)?.[0] ?? [], secrets.filter((one) => each.includes(one))].flat(),
    ),
  ).toEqual([]);
  expect(await gatehouseJson(['auth', 'files'])).toMatchObject({
    files: expect.arrayContaining([
      expect.objectContaining({
        id: 'codex-auth',
        changedElsewhere: expect.objectContaining({ by: 'another program' }) as unknown,
      }),
    ]) as unknown,
  });
});
