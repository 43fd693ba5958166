// Doctor in the packaged app: nothing where all is well, each planted case by its id, repairs, and the way back after a restart.
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { forgetEverything, gatehouse, home, startApp, type RunningApp } from './support/app.ts';
import { resetSandbox } from './support/sandbox.ts';

const run = promisify(execFile);
const codexAuth = join(home, '.codex/auth.json');
const codexConfig = join(home, '.codex/config.toml');
const claudeAuth = join(home, '.codex/claude_auth.json');
const codeAuth = join(home, '.code/auth.json');
const opencodeAuth = join(home, '.local/share/opencode/auth.json');
const bashrc = join(home, '.bashrc');
const work = join(home, 'work');
const bin = join(home, 'bin');
const planted = [
  bashrc,
  work,
  bin,
  join(home, '.code'),
  join(home, '.local/share/opencode'),
  join(home, '.claude'),
];
const nobodyThere = 'https://127.0.0.1:9';
const key = 'sk-canary_planted-0123456789';

const reportShape = z.object({
  identities: z.array(z.object({ consumer: z.string(), by: z.string(), identity: z.nullable(z.string()) })),
  findings: z.array(z.object({ id: z.string(), fix: z.nullable(z.object({ changesFile: z.boolean() })) })),
  repaired: z.array(z.object({ id: z.string(), path: z.string() })),
});

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  app = await startApp();
  await gatehouse(['auth', 'login', '--provider', 'openai']);
});

afterAll(async () => {
  await app.quit();
  await Promise.all(planted.map((path) => rm(path, { recursive: true, force: true })));
});

/** In a terminal of the working folder with these variables. */
async function doctor(words: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) {
  const options = { cwd: work, env: { ...process.env, ...variables } };
  const { stdout } = await run('gatehouse', ['doctor', '--json', ...words], options).catch(
    (thrown: unknown) => z.object({ code: z.literal(6), stdout: z.string() }).parse(thrown),
  );
  expect(stdout).not.toContain('planted');
  return reportShape.parse(JSON.parse(stdout));
}

/** Without the time at which another program has written. */
const idsOf = ({ findings }: z.output<typeof reportShape>): readonly string[] =>
  findings.map(({ id }) => id.replace(/:\d{13}$/, '')).toSorted();

/** Written with these rights whatever stood there. */
async function place(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  await chmod(path, mode);
}

test('a healthy set-up yields nothing, and each program has its identity', async () => {
  await place(bashrc, 'export EDITOR=vi\n', 0o644);
  await mkdir(work, { recursive: true });
  const report = await doctor();
  expect([report.findings, report.identities[0]]).toEqual([
    [],
    { consumer: 'codex', by: 'file', identity: expect.stringContaining('@') as unknown },
  ]);
});

const variables = {
  ANTHROPIC_API_KEY: 'planted',
  CLAUDE_CODE_OAUTH_TOKEN: 'planted',
  CLAUDE_CONFIG_DIR: 'relative',
  https_proxy: 'http://ada:planted@127.0.0.1:1',
  PATH: `${bin}:${process.env['PATH'] ?? ''}`,
};

const repairable = [
  `codex/foreign-writer/${codexAuth}`,
  `codex/open-rights/${codexAuth}`,
  `code/forked-chain/${codeAuth}`,
  `opencode/dead-well-known/${nobodyThere}`,
  `key-in-rc-file/${bashrc}:2:OPENAI_API_KEY`,
];
const byHand = [
  `codex/keyring/${codexConfig}:1`,
  `codex/forced-login-method/${codexConfig}:2`,
  `code/stale-file/${claudeAuth}`,
  `key-in-env-file/${join(work, '.env')}:1:ANTHROPIC_API_KEY`,
];
const ofTheTerminal = [
  'claude-code/environment-key/ANTHROPIC_API_KEY',
  'claude-code/environment-token/CLAUDE_CODE_OAUTH_TOKEN',
  'code/environment-key/ANTHROPIC_API_KEY',
  'claude-code/config-folder/CLAUDE_CONFIG_DIR',
  'different-proxies/HTTPS_PROXY',
];

test('each planted case is found', async () => {
  const login = {
    accessToken: 'planted',
    refreshToken: 'planted',
    expiresAt: 4e12,
    scopes: ['user:inference'],
  };
  await gatehouse(['shell', 'install', '--shell', 'bash']);
  await place(join(bin, 'codex'), '#!/bin/sh\n', 0o755);
  await place(join(work, '.env'), `ANTHROPIC_API_KEY=${key}\n`);
  await place(join(work, 'relative/.credentials.json'), '{}');
  await place(join(home, '.claude/.credentials.json'), JSON.stringify({ claudeAiOauth: login }));
  await place(
    claudeAuth,
    JSON.stringify({ oauth_tokens: { access_token: 'planted', expires_at: '2020-01-01T00:00:00Z' } }),
  );
  await place(
    opencodeAuth,
    JSON.stringify({ [nobodyThere]: { type: 'wellknown', key: 'X', token: 'planted' } }, null, 2),
  );
  await mkdir(join(home, '.code'), { recursive: true });
  await copyFile(codexAuth, codeAuth);
  await chmod(codeAuth, 0o600);
  // Another program adds something to what we wrote, and leaves it open to others.
  const text = await readFile(codexAuth, 'utf8');
  await place(codexAuth, text.replace('{', '{ "added": true,'), 0o644);
  await place(codexConfig, 'cli_auth_credentials_store = "auto"\nforced_login_method = "api"\n', 0o644);
  await place(bashrc, `# mine\nexport OPENAI_API_KEY=${key}\n${await readFile(bashrc, 'utf8')}`, 0o644);
  await expect
    .poll(async () => idsOf(await doctor([], variables)), { timeout: 10_000, interval: 200 })
    .toEqual([...repairable, ...byHand, ...ofTheTerminal].toSorted());
});

test('with --fix the repairable ones are repaired, and only the others are left', async () => {
  await rm(codexConfig);
  const { findings } = await doctor();
  const ids = findings.filter(({ fix }) => fix !== null).map(({ id }) => id);
  const report = await doctor(['--yes', '--fix', ...ids]);
  const rc = await readFile(bashrc, 'utf8');
  expect([
    idsOf(report),
    rc.split('\n').slice(0, 2),
    (await stat(bashrc)).mode & 0o777,
    (await stat(codexAuth)).mode & 0o777,
    await stat(codeAuth).catch(() => 'gone'),
    await stat(opencodeAuth).catch(() => 'gone'),
    report.repaired.map(({ path }) => path).toSorted(),
  ]).toEqual([
    byHand.slice(2).toSorted(),
    ['# mine', `# [Gatehouse] export OPENAI_API_KEY=${key}`],
    0o644,
    0o600,
    'gone',
    'gone',
    [bashrc, codeAuth, opencodeAuth].toSorted(),
  ]);
});

test('after a restart each repair can be taken back', async () => {
  await app.quit();
  app = await startApp();
  const { repaired } = await doctor();
  for (const { id } of repaired) await doctor(['--undo', id]);
  const report = await doctor();
  expect([idsOf(report), report.repaired, (await readFile(bashrc, 'utf8')).split('\n').slice(0, 2)]).toEqual([
    [...repairable.slice(2), ...byHand.slice(2)].toSorted(),
    [],
    ['# mine', `export OPENAI_API_KEY=${key}`],
  ]);
});

test('a link is told of, with where it leads', async () => {
  const elsewhere = join(work, 'auth.json');
  await rename(codexAuth, elsewhere);
  await symlink(elsewhere, codexAuth);
  const { code, stdout } = await gatehouse(['doctor']);
  await rm(codexAuth);
  await rename(elsewhere, codexAuth);
  expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
    6,
    expect.stringContaining(`is a link (to ${elsewhere})`),
  ]);
});

test('the folder of Codex under the name of Every Code’s holds no copy', async () => {
  const folder = join(home, '.code');
  await rm(folder, { recursive: true, force: true });
  await symlink(join(home, '.codex'), folder);
  const found = idsOf(await doctor());
  await rm(folder);
  expect(found.filter((id) => id.startsWith('code/forked-chain/') || id.includes('/two-owners/'))).toEqual(
    [],
  );
});
