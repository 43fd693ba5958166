// The real clients and the packaged app inside the world, as a figure needs them. To be loaded inside the world only.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startCodexAppServer, type CodexAppServer } from '../../clients/codex-app-server.ts';
import { clientEnvironment, openBrowser } from '../../clients/run-client.ts';
import { home } from '../../e2e/support/app.ts';

const control = z.string().parse(process.env['WORLD_CONTROL']);

const entryShape = z.object({
  via: z.string(),
  method: z.string(),
  host: z.string(),
  path: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.unknown()),
  body: z.record(z.string(), z.unknown()),
  credential: z.object({ account: z.string(), kind: z.string(), fingerprint: z.string() }).optional(),
});
export type LogEntry = z.infer<typeof entryShape>;

const codexFile = z.object({ tokens: z.object({ refresh_token: z.string(), access_token: z.string() }) });

/** A fresh sandbox with this person at the browser, and with access tokens that live so long. */
export async function beginWith(persona: string, accessLifeSeconds: number, delayMs = 0): Promise<void> {
  const faults =
    delayMs === 0 ? [] : [{ host: 'auth.openai.com', path: '/oauth/token', grant: 'refresh_token', delayMs }];
  const scenario = { browser: { persona }, personas: { [persona]: { accessLifeSeconds } }, faults };
  for (const [path, body] of Object.entries({ '/reset': {}, '/scenario': scenario })) {
    const answer = await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

/** Everything that did not come from the browser, oldest first. */
export async function sandboxLog(): Promise<readonly LogEntry[]> {
  const answer: unknown = await (await fetch(`${control}/requests`)).json();
  const { requests } = z.object({ requests: z.array(entryShape) }).parse(answer);
  return requests.filter(({ via }) => via !== 'browser');
}

export function isRenewal({ method, host, path, body }: LogEntry): boolean {
  return (
    method === 'POST' &&
    `${host}${path}` === 'auth.openai.com/oauth/token' &&
    body['grant_type'] === 'refresh_token'
  );
}

export function isUsage({ method, host, path }: LogEntry): boolean {
  return method === 'GET' && `${host}${path}` === 'chatgpt.com/backend-api/wham/usage';
}

/** Whose program a request came from, by what it calls itself. */
export function senderOf({ headers }: LogEntry): 'gatehouse' | 'opencode' | 'codex' {
  const said = headers['user-agent'];
  const agent = typeof said === 'string' ? said.toLowerCase() : '';
  if (agent.startsWith('opencode')) return 'opencode';
  // Codex under a host program calls itself by that program's name and its own version, with its system in brackets.
  return agent.startsWith('gatehouse/') && !agent.includes('(') ? 'gatehouse' : 'codex';
}

/** The refresh token in Codex's file of a home. */
export async function tokenInCodexFile(folder = home): Promise<string> {
  const text = await readFile(join(folder, '.codex/auth.json'), 'utf8');
  return codexFile.parse(JSON.parse(text)).tokens.refresh_token;
}

/** Real Codex processes on one home. */
export async function startCodexes(
  count: number,
  folder = home,
): Promise<{ readonly all: readonly CodexAppServer[] } & AsyncDisposable> {
  const all = await Promise.all(Array.from({ length: count }, () => startCodexAppServer(folder)));
  return {
    all,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((one) => one[Symbol.asyncDispose]()));
    },
  };
}

const accountRead = z.object({ account: z.unknown().nullable() });

/** One authenticated request of a Codex process; false when it says that nobody is signed in, or cannot make it. */
export async function makeRequest(codex: CodexAppServer): Promise<boolean> {
  try {
    const read = accountRead.parse(await codex.call('account/read', { refreshToken: false }));
    await codex.call('account/rateLimits/read', {});
    return read.account !== null && read.account !== undefined;
  } catch {
    return false;
  }
}

/** Signs OpenCode in with ChatGPT, in a terminal and in the system browser, as a person does. */
export async function signInToOpenCode(folder: string): Promise<void> {
  const command = 'opencode auth login -p openai -m "ChatGPT Pro/Plus (browser)"';
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    // It asks for its list of models even when it is told not to; the world has none to give.
    env: { ...clientEnvironment(folder), OPENCODE_MODELS_URL: 'http://127.0.0.1:9' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let opened = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const url = /https:\/\/auth\.openai\.com\/oauth\/authorize[^\s\u001b]+(?=\s)/.exec(output)?.[0];
    if (url === undefined || opened) return;
    opened = true;
    openBrowser(url);
  });
  const stop = setTimeout(() => child.kill(), 60_000);
  await once(child, 'close');
  clearTimeout(stop);
  if (child.exitCode !== 0) throw new Error(`OpenCode did not sign in: ${output.slice(-400)}`);
}
