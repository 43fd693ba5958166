// Signing in from a terminal without a display, by the packaged app: a code typed in elsewhere, and an address pasted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { waitForStep } from '../world/desktop/browser.ts';
import { forgetEverything, gatehouseJson, startApp, type RunningApp } from './support/app.ts';
import { codePattern, startLogin, type StartedLogin } from './support/login.ts';
import { decideDevice, persona, resetSandbox, scenario, seenRequests } from './support/sandbox.ts';

let app: RunningApp;

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  app = await startApp();
});

beforeEach(async () => {
  await resetSandbox();
  // Asked every second, so that nobody waits long.
  await scenario({ deviceCodes: { intervalSeconds: 1 } });
});

afterAll(async () => {
  await app.quit();
});

/** `gatehouse auth login` as over SSH: no display, no terminal. */
function loginWithoutDisplay(words: readonly string[] = []): StartedLogin {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  return startLogin(['--provider', 'openai', ...words], environment);
}

async function deviations(): Promise<readonly string[]> {
  return (await seenRequests()).flatMap(({ deviation }) => deviation ?? []);
}

test('the code that the terminal shows signs in the account of whoever types it in', async () => {
  const login = loginWithoutDisplay();
  const userCode = await login.said(codePattern);
  await decideDevice({ account: 'openai-pro-cleo', userCode });
  const { email } = await persona('openai-pro-cleo');
  expect([
    await login.answer,
    login.words().includes('https://auth.openai.com/codex/device'),
    await deviations(),
  ]).toMatchObject([{ ok: true, account: { label: email } }, true, []]);
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
    providers: [{ id: 'claude' }, { id: 'openai', accounts: [{ label: email, active: true }] }],
  });
});

test('a code that is denied, or grows too old, signs nobody in', async () => {
  const denied = loginWithoutDisplay();
  const userCode = await denied.said(codePattern);
  await decideDevice({ account: 'openai-pro-cleo', userCode, decision: 'deny' });
  const first = await denied.answer;
  await scenario({ deviceCodes: { lifeSeconds: 1 } });
  const late = await loginWithoutDisplay().answer;
  expect([first, late]).toMatchObject([
    { ok: false, error: { code: 'sign-in/denied' } },
    { ok: false, error: { code: 'sign-in/timed-out' } },
  ]);
});

test('a network that goes away while the code waits costs nothing', async () => {
  const login = loginWithoutDisplay();
  const userCode = await login.said(codePattern);
  await scenario({ network: 'down' });
  await decideDevice({ account: 'openai-plus-ben', userCode });
  await scenario({ network: 'open' });
  const { email } = await persona('openai-plus-ben');
  expect(await login.answer).toMatchObject({ ok: true, account: { label: email } });
});

/** Holds the ports of the sign-in, as another computer's browser finds nobody of ours there. */
async function holdPorts(): Promise<AsyncDisposable> {
  const servers = await Promise.all(
    [1455, 1457].map(async (port): Promise<Server> => {
      const server = createServer((_request, response) => response.end('not here'));
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

test('the address that a browser elsewhere ends at is pasted, and no browser opens here by itself', async () => {
  await using stack = new AsyncDisposableStack();
  stack.use(await holdPorts());
  await scenario({ browser: { persona: 'openai-plus-ada' } });
  const login = loginWithoutDisplay(['--paste']);
  const url = await login.said(/https:\/\/auth\.openai\.com\/oauth\/authorize\S+/);
  spawn('xdg-open', [url], { stdio: 'ignore' });
  const state = z.string().parse(new URL(url).searchParams.get('state'));
  // Of this attempt: the browser may have finished others before.
  const { url: ended = '' } = await waitForStep(
    ({ event, url: at = '' }) => event === 'finished' && at.includes(state),
  );
  login.input.end(`${ended}\n`);
  const { email } = await persona('openai-plus-ada');
  expect([await login.answer, login.words().includes('canary'), await deviations()]).toMatchObject([
    { ok: true, account: { label: email } },
    false,
    [],
  ]);
});
