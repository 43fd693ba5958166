// The faults a person meets with either provider, as a table: what it says, that nothing is stored, that the second try works.
import { once } from 'node:events';
import { chmod, lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
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
import { resetSandbox, scenario } from './support/sandbox.ts';

const providers = [
  {
    label: 'OpenAI',
    login: ['auth', 'login', '--provider', 'openai'],
    token: { host: 'auth.openai.com', path: '/oauth/token' },
    usage: { host: 'chatgpt.com', path: '/backend-api/wham/usage' },
    file: join(home, '.codex/auth.json'),
  },
  {
    label: 'Claude',
    login: [
      ...['auth', 'login', '--provider', 'claude', '--method', 'registered-client'],
      ...['--client-id', registeredClaudeClient, '--agree'],
    ],
    token: { host: 'platform.claude.com', path: '/v1/oauth/token' },
    usage: { host: 'api.anthropic.com', path: '/api/oauth/usage' },
    file: join(home, '.codex/claude_auth.json'),
  },
] as const;

const tokenFaults = [
  {
    name: 'refuses the code',
    answer: { status: 400, body: '{"error":"invalid_grant"}' },
    code: 'sign-in/refused-answer',
  },
  {
    name: 'asks for patience',
    answer: { status: 429, body: '', headers: { 'retry-after': '30' } },
    code: 'provider/rate-limited',
  },
  {
    name: 'has a fault of its own',
    answer: { status: 500, body: '{"error":"server_error"}' },
    code: 'provider/unavailable',
  },
  {
    name: 'answers with a page',
    answer: {
      status: 200,
      body: '<!doctype html><title>Sorry</title>',
      headers: { 'content-type': 'text/html' },
    },
    code: 'sign-in/refused-answer',
  },
  { name: 'breaks the connection', answer: { drop: true, times: 9 }, code: 'network/offline' },
] as const;

const newcomers = {
  byProvider: { openai: { persona: 'openai-pro-dan' }, claude: { persona: 'claude-max5-jun' } },
};
let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  app = await startApp();
});
afterAll(() => app.quit());

beforeEach(async () => {
  await resetSandbox();
  for (const provider of ['openai', 'claude']) {
    while ((await gatehouse(['auth', 'logout', '--provider', provider])).code === 0);
  }
});

for (const { label, login, token, usage, file } of providers) {
  /**
   * What is done with an answer or a file is the same for each provider: the second one's are left to the whole size, and so
   * is most of what is also in faults.test.ts.
   */
  const alike = label === providers[0].label ? {} : leftToWhole;

  for (const [index, { name, answer, code }] of tokenFaults.entries())
    test(
      `${label}: a token endpoint that ${name} stores nothing, and the second try works`,
      index === 0 ? alike : leftToWhole,
      async () => {
        await scenario({ faults: [{ ...token, times: 1, ...answer }] });
        expect(await gatehouseJson(login)).toMatchObject({ ok: false, error: { code } });
        await scenario({ faults: [] });
        await expect(lstat(file)).rejects.toThrow('ENOENT');
        expect(await gatehouseJson(login)).toMatchObject({ ok: true, account: { problem: null } });
      },
    );

  test(
    `${label}: a browser that is closed without an answer can be given up, and the second try works`,
    alike,
    async () => {
      await scenario({ browser: { decision: 'close' } });
      const running = gatehouse([...login, '--json']);
      await app.tray.click(app.item, [label, 'Cancel sign-in'], { deadlineMs: 15_000 });
      expect(JSON.parse((await running).stdout)).toMatchObject({ error: { code: 'sign-in/cancelled' } });
      await scenario({ browser: { decision: 'allow' } });
      expect(await gatehouseJson(login)).toMatchObject({ ok: true });
    },
  );

  test(`${label}: access denied on the page says so, and the second try works`, alike, async () => {
    await scenario({ browser: { decision: 'deny' } });
    expect(await gatehouseJson(login)).toMatchObject({
      ok: false,
      error: { code: 'sign-in/denied', subject: label },
    });
    await scenario({ browser: { decision: 'allow' } });
    expect(await gatehouseJson(login)).toMatchObject({ ok: true });
  });

  test(
    `${label}: a usage page that fails leaves the sign-in usable, says so on the account, and keeps the file`,
    alike,
    async () => {
      // Somebody else than before: one account is asked for its quota only so often.
      await scenario({ browser: newcomers, faults: [{ ...usage, status: 500, body: '' }] });
      expect(await gatehouseJson(login)).toMatchObject({
        ok: true,
        account: { problem: { code: 'provider/unavailable' } },
      });
      expect((await lstat(file)).mode & 0o777).toBe(0o600);
    },
  );

  test(
    `${label}: a file that is not what it should be keeps every byte, is named, and is written after the repair`,
    alike,
    async () => {
      const spoiled = '{"tokens": ';
      await mkdir(join(home, '.codex'), { recursive: true });
      await writeFile(file, spoiled, { mode: 0o600 });
      expect(await gatehouseJson(login)).toMatchObject({ ok: true });
      expect(await readFile(file, 'utf8')).toBe(spoiled);
      expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
        problems: [{ code: 'storage/unreadable', what: expect.stringContaining(file) as string }],
      });
      await rm(file);
      // Looking again is enough: no restart, no new sign-in.
      await expect
        .poll(async () => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
        .toMatchObject({ problems: [] });
      expect((await lstat(file)).mode & 0o777).toBe(0o600);
    },
  );

  test(
    `${label}: a folder that cannot be written is named, and the sign-in is kept`,
    leftToWhole,
    async () => {
      await mkdir(join(home, '.codex'), { recursive: true });
      await chmod(join(home, '.codex'), 0o500);
      try {
        expect(await gatehouseJson(login)).toMatchObject({ ok: true });
        expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
          problems: expect.arrayContaining([
            expect.objectContaining({
              code: 'storage/write-failed',
              what: expect.stringContaining(file) as string,
            }),
          ]) as unknown,
        });
      } finally {
        await chmod(join(home, '.codex'), 0o700);
      }
      await expect
        .poll(async () => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
        .toMatchObject({ problems: [] });
      expect((await lstat(file)).mode & 0o777).toBe(0o600);
    },
  );

  test(
    `${label}: a link to somewhere that is not ours is refused and left as it is`,
    leftToWhole,
    async () => {
      await mkdir(join(home, '.codex'), { recursive: true });
      await symlink('/etc/hostname', file);
      expect(await gatehouseJson(login)).toMatchObject({ ok: true });
      expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
        problems: [{ what: expect.stringContaining(file) as string }],
      });
      expect((await lstat(file)).isSymbolicLink()).toBe(true);
      await rm(file);
    },
  );
}

test('a profile that fails leaves the plan of Claude unknown and everything else there', async () => {
  await scenario({
    browser: { byProvider: { claude: { persona: 'claude-team-omar' } } },
    faults: [{ host: 'api.anthropic.com', path: '/api/oauth/profile', status: 500, body: '' }],
  });
  expect(await gatehouseJson(providers[1].login)).toMatchObject({
    ok: true,
    account: { plan: null, problem: null, windows: [{}, {}] },
  });
});

test('the one port of Claude taken by another program names it', async () => {
  const server = createServer();
  server.listen(1456, '127.0.0.1');
  await once(server, 'listening');
  try {
    const busy = await gatehouseJson(providers[1].login);
    expect(busy).toMatchObject({ ok: false, error: { code: 'sign-in/ports-busy' } });
    expect(JSON.stringify(busy)).toMatch(/1456: [^"]*\(pid \d+\)/);
  } finally {
    server.close();
  }
  expect(await gatehouseJson(providers[1].login)).toMatchObject({ ok: true });
});

test('the unified view of a newer version is left untouched and named', async () => {
  const path = join(dataFolder, 'auth.json');
  const newer = '{"schema": 2, "later": true}';
  await writeFile(path, newer, { mode: 0o600 });
  expect(await gatehouseJson(providers[0].login)).toMatchObject({ ok: true });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    problems: [{ code: 'storage/newer-schema' }],
  });
  expect(await readFile(path, 'utf8')).toBe(newer);
  await rm(path);
  await expect
    .poll(async () => gatehouseJson(['auth', 'status']), { timeout: 10_000 })
    .toMatchObject({ problems: [] });
});
