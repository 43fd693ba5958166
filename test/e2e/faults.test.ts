// What a person meets when things go wrong, in the packaged app: a clear word, nothing lost, and the second try works.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  forgetEverything,
  gatehouse,
  gatehouseJson,
  home,
  startApp,
  type RunningApp,
} from './support/app.ts';
import { resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

const login = ['auth', 'login', '--provider', 'openai'] as const;
const authFile = join(home, '.codex/auth.json');
let app: RunningApp;
const servers: Server[] = [];

beforeAll(async () => {
  await forgetEverything();
  app = await startApp();
});

afterAll(() => app.quit());

beforeEach(resetSandbox);

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function hold(port: number): Promise<void> {
  // A browser that has come back to this port before connects ahead of any need, and a server ends with its last connection.
  const server = createServer((socket) => socket.destroy());
  servers.push(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

interface LiveLogin {
  /** The address the person is asked to open; there once it waits. */
  readonly url: string;
  interrupt(): Promise<number | null>;
}

/** A login that waits for a browser in which nobody does anything. */
async function waitingLogin(): Promise<LiveLogin> {
  await scenario({ browser: { decision: 'ignore' } });
  const child = spawn('gatehouse', [...login], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let text = '';
  const url = await new Promise<string>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /^ {2}(https:\S+)$/m.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    async interrupt() {
      child.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

test('access denied on the page ends the sign-in with words, and the second try works', async () => {
  await scenario({ browser: { decision: 'deny' } });
  const denied = await gatehouse(login);
  expect({ code: denied.code, words: denied.stderr.split('\n').slice(-3) }).toEqual({
    code: 6,
    words: [
      'gatehouse: Access was denied on the sign-in page of OpenAI.',
      '  Start again and choose Allow, or pick another account there.',
      '',
    ],
  });
  await scenario({ browser: { decision: 'allow' } });
  expect(await gatehouseJson(login)).toMatchObject({ ok: true, account: { plan: 'Plus' } });
});

test('Ctrl-C cancels the waiting sign-in everywhere, and the port is free again', async () => {
  const live = await waitingLogin();
  await app.tray.waitForEntry(app.item, ['OpenAI', 'Cancel sign-in']);
  expect(await live.interrupt()).toBe(6);
  await app.tray.waitForEntry(app.item, ['OpenAI', /Sign in with ChatGPT/]);
  await expect(fetch(new URL(live.url).searchParams.get('redirect_uri') ?? '')).rejects.toThrow(
    'fetch failed',
  );
});

test('a sign-in started on the command line can be cancelled from the tray', async () => {
  await scenario({ browser: { decision: 'ignore' } });
  const running = gatehouse([...login, '--json']);
  await app.tray.click(app.item, ['OpenAI', 'Cancel sign-in'], { deadlineMs: 15_000 });
  const { code, stdout } = await running;
  expect({ code, answer: JSON.parse(stdout) as unknown }).toMatchObject({
    code: 6,
    answer: { error: { code: 'sign-in/cancelled' } },
  });
});

test('a second sign-in to the same provider is refused while one waits', async () => {
  const live = await waitingLogin();
  expect(await gatehouseJson(login)).toMatchObject({ ok: false, error: { code: 'sign-in/already-running' } });
  expect(await live.interrupt()).toBe(6);
});

test('forged and stray requests at the port change nothing, and the genuine answer still counts', async () => {
  const live = await waitingLogin();
  const redirect = new URL(new URL(live.url).searchParams.get('redirect_uri') ?? '');
  const ask = async (path: string): Promise<number> =>
    (await fetch(new URL(path, redirect), { redirect: 'manual' })).status;
  expect(
    await Promise.all([
      ask('/cancel'),
      ask('/auth/callback'),
      ask('/auth/callback?code=stolen&state=wrong'),
      ask('/auth/callback?error=access_denied'),
      ask('/auth/callback?error=access_denied&state=wrong'),
    ]),
  ).toEqual([404, 400, 400, 400, 400]);
  await scenario({ browser: { decision: 'allow' } });
  const opened = spawn('xdg-open', [live.url], { stdio: 'ignore' });
  await once(opened, 'exit');
  await app.tray.waitForEntry(app.item, ['OpenAI', /Sign in with ChatGPT/], () => true, {
    deadlineMs: 30_000,
  });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{}, { accounts: [{ plan: 'Plus' }] }],
  });
});

test('with the first port taken the second is used; with both taken the words name who holds them', async () => {
  await hold(1455);
  expect(await gatehouseJson(login)).toMatchObject({ ok: true });
  const authorized = (await seenRequests()).find(({ path }) => path === '/oauth/authorize');
  expect(authorized).toBeDefined();
  await hold(1457);
  const busy = await gatehouseJson(login);
  expect(busy).toMatchObject({ ok: false, error: { code: 'sign-in/ports-busy' } });
  expect(JSON.stringify(busy)).toMatch(/1455: [^"]*\(pid \d+\), 1457: [^"]*\(pid \d+\)/);
});

test('a token endpoint with a fault stores nothing and says that it is theirs', async () => {
  await scenario({
    faults: [{ host: 'auth.openai.com', path: '/oauth/token', status: 503, body: 'down', times: 1 }],
  });
  expect(await gatehouseJson(login)).toMatchObject({
    ok: false,
    error: { code: 'provider/unavailable', subject: 'OpenAI' },
  });
  expect(await gatehouseJson(login)).toMatchObject({ ok: true });
});

test('a usage page that fails leaves the sign-in usable and says so on the account', async () => {
  await scenario({
    // Somebody else than before: one account is asked for its quota only so often.
    browser: { persona: 'openai-pro-dan' },
    faults: [{ host: 'chatgpt.com', path: '/backend-api/wham/usage', status: 500, body: '' }],
  });
  expect(await gatehouseJson(login)).toMatchObject({
    ok: true,
    account: { problem: { code: 'provider/unavailable' } },
  });
});

test('a file that is not what it should be is left untouched, named, and written after it is repaired', async () => {
  await mkdir(join(home, '.codex'), { recursive: true });
  await writeFile(authFile, '{"tokens": ', { mode: 0o600 });
  expect(await gatehouseJson(login)).toMatchObject({ ok: true });
  expect(await readFile(authFile, 'utf8')).toBe('{"tokens": ');
  const spoiled = await gatehouseJson(['auth', 'status']);
  expect(spoiled).toMatchObject({
    problems: [{ code: 'storage/unreadable', what: expect.stringContaining(authFile) as string }],
  });
  await writeFile(authFile, '{"mine": 1.50}', { mode: 0o600 });
  expect(await gatehouseJson(login)).toMatchObject({ ok: true });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({ problems: [] });
  expect(await readFile(authFile, 'utf8')).toMatch(/^\{"mine": 1\.50, "auth_mode": "chatgpt"/);
});
