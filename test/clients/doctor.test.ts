// Doctor in the packaged app beside the real programs: each case is planted alone and named alone, what can be repaired is
// repaired, and a healthy set-up has nothing to be found. Whom a program really acts as is told by the sandbox.
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { gatehouse, gatehouseJson, home, startApp } from '../e2e/support/app.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { expectNothingUnknown, fingerprintOf, personAtBrowser, requestsTo } from './sandbox-log.ts';
import { entered, followInTerminals, leaveNothing, signIn, typed, type Terminal } from './signed-in-app.ts';

const messages = 'api.anthropic.com/v1/messages';
const usage = 'chatgpt.com/backend-api/wham/usage';
const codexAuth = join(home, '.codex/auth.json');
const bashrc = join(home, '.bashrc');
const opencodeAuth = join(home, '.local/share/opencode/auth.json');

/** Of nobody: a key that the sandbox has given out may stand in no variable. */
const madeUpKey = 'sk-ant-api03-canary_of_nobody';
const madeUpToken = 'sk-ant-oat01-canary_of_nobody';

/** An entry of another vendor in the file of OpenCode. */
const other = { mistral: { type: 'api', key: 'canary_other' } };

let jun = '';
let ben = '';
let cleo = '';
/** The PATH of a terminal that was opened before anything was planted. */
let path = '';

beforeAll(async () => {
  await leaveNothing();
  await personAtBrowser('claude-max5-jun');
  const app = await startApp();
  jun = await signIn('claude-max5-jun');
  cleo = await signIn('openai-pro-cleo');
  ben = await signIn('openai-plus-ben');
  await followInTerminals();
  path = (await typed('printf %s "$PATH"')).stdout;
  return () => app.quit();
}, 120_000);
afterAll(leaveNothing);

const reportShape = z.object({
  ok: z.boolean(),
  identities: z.array(z.object({ consumer: z.string(), by: z.string(), identity: z.string().nullable() })),
  findings: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      where: z.string(),
      fix: z.object({ changesFile: z.boolean() }).nullable(),
    }),
  ),
  repaired: z.array(z.object({ id: z.string(), path: z.string() })),
});
type Report = z.output<typeof reportShape>;

/** `gatehouse doctor` in the terminal that is open. */
async function doctor(
  words: readonly string[] = [],
  { more, folder = home }: Terminal = {},
): Promise<Report> {
  const terminal = { more: { PATH: path, ...more }, folder };
  const { stdout } = await entered(['gatehouse', 'doctor', ...words, '--json'], terminal);
  return reportShape.parse(JSON.parse(stdout));
}

/** What is found now, without its words. */
async function found(terminal: Terminal = {}): Promise<readonly (readonly [kind: string, where: string])[]> {
  const { findings } = await doctor([], terminal);
  return findings.map(({ kind, where }) => [kind, where]);
}

/** Repairs the finding of this kind. */
async function repair(kind: string): Promise<Report> {
  const finding = (await doctor()).findings.find((each) => each.kind === kind);
  expect(finding?.fix).toEqual(expect.anything());
  return doctor(['--fix', finding?.id ?? '', '--yes']);
}

/**
 * Repairs the one finding, in a file of the person's, and takes that back: every byte stands there again and is found again.
 * Then it is repaired for good.
 */
async function repairThereAndBack(
  kind: string,
  path: string,
  whenRepaired = async (): Promise<void> => undefined,
): Promise<void> {
  const before = await readFile(path);
  const { findings, repaired } = await repair(kind);
  expect(findings).toEqual([]);
  await whenRepaired();
  const newest = repaired.find((each) => each.path === path);
  const undone = await doctor(['--undo', newest?.id ?? '']);
  expect(undone.findings.map((each) => each.kind)).toEqual([kind]);
  expect(await readFile(path)).toEqual(before);
  expect((await repair(kind)).findings).toEqual([]);
}

/** Whoever the real programs act as when they are started now. */
async function codexActsAs(): Promise<string | undefined> {
  await using codex = await startCodexAppServer(home);
  await codex.call('account/rateLimits/read', {});
  return (await requestsTo('GET', usage)).at(-1)?.credential?.account;
}

async function claudeActsAs(): Promise<unknown> {
  // Refused, it would try again for a minute and more.
  await typed('CLAUDE_CODE_MAX_RETRIES=0 claude -p hi');
  return (await requestsTo('POST', messages)).at(-1)?.credential;
}

afterEach(async () => {
  // Whatever was planted is gone, and nothing else was broken by it.
  expect(await found()).toEqual([]);
  await expectNothingUnknown();
});

test('a healthy set-up yields nothing, and the programs act as whom Doctor names', async () => {
  const { ok, identities, findings } = await doctor();
  expect([ok, findings]).toEqual([true, []]);
  expect(identities).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ consumer: 'claude-code', by: 'file', identity: jun }),
      expect.objectContaining({ consumer: 'codex', by: 'file', identity: ben }),
    ]),
  );
  expect([await claudeActsAs(), await codexActsAs()]).toEqual([
    expect.objectContaining({ account: 'claude-max5-jun', kind: 'access-token' }),
    'openai-plus-ben',
  ]);
});

test.each([
  ['an API key over a login', { ANTHROPIC_API_KEY: madeUpKey }, ['environment-key', 'ANTHROPIC_API_KEY']],
  [
    'a token over a login',
    { CLAUDE_CODE_OAUTH_TOKEN: madeUpToken },
    ['environment-token', 'CLAUDE_CODE_OAUTH_TOKEN'],
  ],
  ['a folder that is not there', { CODEX_HOME: join(home, 'nowhere') }, ['config-folder', 'CODEX_HOME']],
  [
    'another way to the network than the app has',
    { HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' },
    ['different-proxies', 'HTTPS_PROXY'],
  ],
])('in the environment of a terminal, %s is found', async (_name, more, finding) => {
  expect(await found({ more })).toEqual([finding]);
});

test('Codex told to keep its login in the keyring is found', async () => {
  const config = join(home, '.codex/config.toml');
  await writeFile(config, 'cli_auth_credentials_store = "keyring"\n');
  expect(await found()).toEqual([['keyring', config]]);
  await rm(config);
});

const statusShape = z.object({
  providers: z.array(
    z.object({
      accounts: z.array(
        z.object({ label: z.string(), keys: z.object({ renewedBy: z.string().nullable() }) }),
      ),
    }),
  ),
});

/** Who has renewed the sign-in of the OpenAI account in use, as far as the app knows. */
async function renewedBy(): Promise<string | null | undefined> {
  const { providers } = statusShape.parse(await gatehouseJson(['auth', 'status']));
  const accounts = providers.flatMap((provider) => provider.accounts);
  return accounts.find(({ label }) => label === ben)?.keys.renewedBy;
}

test('a file with an older sign-in is found and written anew', async () => {
  const older = await readFile(codexAuth, 'utf8');
  {
    await using codex = await startCodexAppServer(home);
    await codex.call('account/read', { refreshToken: true });
  }
  // Else what was taken over last would be the older one.
  await expect.poll(renewedBy, { timeout: 10_000 }).toBe('Codex');
  // That its own program renews it is as it should be.
  expect(await found()).toEqual([]);
  await writeFile(codexAuth, older);
  // Somebody has put it there, which is found as well.
  await expect
    .poll(() => found(), { timeout: 10_000 })
    .toEqual([
      ['stale-file', codexAuth],
      ['foreign-writer', codexAuth],
    ]);
  await repair('stale-file');
  await expect.poll(() => found(), { timeout: 10_000 }).toEqual([]);
  expect(await codexActsAs()).toBe('openai-plus-ben');
});

test('what another program has written over the sign-in is found, and the account in use put there again', async () => {
  const text = await readFile(codexAuth, 'utf8');
  await writeFile(codexAuth, JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: 'sk-canary_of_nobody' }));
  await expect.poll(() => found(), { timeout: 10_000 }).toEqual([['foreign-writer', codexAuth]]);
  expect((await repair('foreign-writer')).findings).toEqual([]);
  expect(JSON.parse(await readFile(codexAuth, 'utf8'))).toMatchObject(
    z.looseObject({}).parse(JSON.parse(text)),
  );
  expect(await codexActsAs()).toBe('openai-plus-ben');
});

/** Writes a file of OpenCode in which this stands beside something that is nobody else's business. */
async function besideOthers(entries: object): Promise<void> {
  await mkdir(dirname(opencodeAuth), { recursive: true });
  await writeFile(opencodeAuth, JSON.stringify({ ...entries, ...other }), { mode: 0o600 });
}

async function othersRemain(): Promise<void> {
  expect(JSON.parse(await readFile(opencodeAuth, 'utf8'))).toEqual(other);
  await rm(opencodeAuth);
}

test('an entry of OpenCode whose host does not answer is found and taken out, and put back on demand', async () => {
  // Nothing listens there, and no proxy is asked.
  const dead = 'https://127.0.0.1:9';
  await besideOthers({ [dead]: { type: 'wellknown', key: 'K', token: 'canary_of_nobody' } });
  expect(await found()).toEqual([['dead-well-known', dead]]);
  await repairThereAndBack('dead-well-known', opencodeAuth);
  await othersRemain();
});

test('the same sign-in in the file of OpenCode is found and taken out there, and put back on demand', async () => {
  const shape = z.object({ tokens: z.object({ access_token: z.string(), refresh_token: z.string() }) });
  const { tokens } = shape.parse(JSON.parse(await readFile(codexAuth, 'utf8')));
  await besideOthers({
    openai: {
      type: 'oauth',
      refresh: tokens.refresh_token,
      access: tokens.access_token,
      expires: Date.now() + 3_600_000,
    },
  });
  expect(await found()).toEqual([['two-owners', opencodeAuth]]);
  await repairThereAndBack('two-owners', opencodeAuth);
  await othersRemain();
});

test('a copy of the sign-in in the folder of Every Code is found and taken out, and put back on demand', async () => {
  const copy = join(home, '.code/auth.json');
  await mkdir(dirname(copy));
  await copyFile(codexAuth, copy);
  expect(await found()).toEqual([['forked-chain', copy]]);
  await repairThereAndBack('forked-chain', copy);
  // Nothing else stood in it.
  expect(await readdir(dirname(copy))).toEqual([]);
  await rm(dirname(copy), { recursive: true });
});

test('a file that others can read is found and closed', async () => {
  await chmod(codexAuth, 0o644);
  expect(await found()).toEqual([['open-rights', codexAuth]]);
  expect((await repair('open-rights')).findings).toEqual([]);
  expect((await stat(codexAuth)).mode & 0o777).toBe(0o600);
});

test('a file that is a link is found', async () => {
  const elsewhere = join(home, '.codex/elsewhere.json');
  await rename(codexAuth, elsewhere);
  await symlink(elsewhere, codexAuth);
  expect(await found()).toEqual([['link', codexAuth]]);
  await rename(elsewhere, codexAuth);
});

test('a Codex that runs since before the switch is found until it ends', async () => {
  {
    await using codex = await startCodexAppServer(home);
    expect(await gatehouse(['auth', 'switch', '--provider', 'openai', '--account', cleo])).toMatchObject({
      code: 0,
    });
    expect(await found()).toEqual([['old-identity-runs', `pid ${String(codex.pid)}`]]);
  }
  expect(await gatehouse(['auth', 'switch', '--provider', 'openai', '--account', ben])).toMatchObject({
    code: 0,
  });
});

test('a key in a start-up file is found and commented out, and every byte is put back on demand', async () => {
  await appendFile(bashrc, `export ANTHROPIC_API_KEY="${madeUpKey}"\n`);
  expect(await found()).toEqual([['key-in-rc-file', bashrc]]);
  expect(await claudeActsAs()).toMatchObject({ kind: 'unknown', fingerprint: fingerprintOf(madeUpKey) });
  await repairThereAndBack('key-in-rc-file', bashrc, async () => {
    expect(await claudeActsAs()).toMatchObject({ account: 'claude-max5-jun', kind: 'access-token' });
  });
  // Commented out, it is all still there.
  expect((await readFile(bashrc, 'utf8')).split('\n').filter((line) => line.includes(madeUpKey))).toEqual([
    expect.stringMatching(/^#.*export ANTHROPIC_API_KEY=/),
  ]);
});

test('a key in the .env of a folder above is found where one works, and only reported', async () => {
  const folder = join(home, 'project/inner');
  const file = join(home, 'project/.env');
  await mkdir(folder, { recursive: true });
  await writeFile(file, `OPENAI_API_KEY=sk-canary_of_nobody\n`);
  const { findings } = await doctor([], { folder });
  expect(findings).toMatchObject([{ kind: 'key-in-env-file', where: file, fix: null }]);
});
