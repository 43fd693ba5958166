// Switching as the real programs see it: after a click in the tray a plain `claude` in a new terminal and the next request
// of Codex are the other account, an undo brings the one before back, and who still runs with that one is named.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { gatehouse, home, startApp, type CommandResult, type RunningApp } from '../e2e/support/app.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { credentialOf, expectNothingUnknown, personAtBrowser, requestsTo } from './sandbox-log.ts';
import { followInTerminals, leaveNothing, signIn, typed } from './signed-in-app.ts';

const messages = 'api.anthropic.com/v1/messages';
const usage = 'chatgpt.com/backend-api/wham/usage';

beforeEach(leaveNothing);
afterEach(leaveNothing);

/** As a person does it who has several accounts. */
async function use({ tray, item }: RunningApp, provider: string, label: string): Promise<void> {
  const entry = [provider, new RegExp(`^Use ${label}`)];
  await tray.click(item, entry);
  await tray.waitForEntry(item, entry, ({ on, enabled }) => on && enabled, { deadlineMs: 30_000 });
}

test('after a click in the tray, a plain claude in a new terminal is the other account, with the settings of the person', async () => {
  await personAtBrowser('claude-max5-jun');
  const app = await startApp();
  const jun = await signIn('claude-max5-jun');
  const noa = await signIn('claude-team-noa');
  await mkdir(join(home, '.claude'), { recursive: true });
  await mkdir(join(home, 'project'));
  await writeFile(join(home, '.claude/settings.json'), JSON.stringify({ model: 'claude-opus-4-5' }));
  await followInTerminals();
  // In the home itself, the settings of the person would be those of a project as well.
  const plainClaude = (): Promise<CommandResult> => typed('cd project && claude -p hi');
  for (const label of [jun, noa, jun]) {
    await use(app, 'Claude', label);
    expect(await plainClaude()).toMatchObject({ code: 0 });
  }
  expect(await gatehouse(['auth', 'undo'])).toMatchObject({ code: 0 });
  expect(await plainClaude()).toMatchObject({ code: 0 });
  const sent = await requestsTo('POST', messages);
  expect(sent.map(({ status, credential, body }) => [status, credential?.account, body['model']])).toEqual([
    [200, 'claude-max5-jun', 'claude-opus-4-5'],
    [200, 'claude-team-noa', 'claude-opus-4-5'],
    [200, 'claude-max5-jun', 'claude-opus-4-5'],
    [200, 'claude-team-noa', 'claude-opus-4-5'],
  ]);
  // What was said to either account is in the one history that the person has.
  const history = await readdir(join(home, '.claude/projects'), { recursive: true });
  expect(history.filter((name) => name.endsWith('.jsonl'))).toHaveLength(sent.length);
  await expectNothingUnknown();
  await app.quit();
});

const authFile = z.object({ tokens: z.object({ access_token: z.string() }) });

/** Has a Codex that is started now make its request, which must carry the token in its file of this account. */
async function nextCodexIs(persona: string): Promise<void> {
  const { tokens } = authFile.parse(JSON.parse(await readFile(join(home, '.codex/auth.json'), 'utf8')));
  await using codex = await startCodexAppServer(home);
  await codex.call('account/rateLimits/read', {});
  expect((await requestsTo('GET', usage)).at(-1)).toMatchObject({
    status: 200,
    credential: credentialOf(persona, 'access-token', tokens.access_token),
  });
}

test('after a click in the tray, the next request of Codex is the other account, and after an undo the one before', async () => {
  await personAtBrowser('openai-pro-cleo');
  const app = await startApp();
  const cleo = await signIn('openai-pro-cleo');
  const ben = await signIn('openai-plus-ben');
  await nextCodexIs('openai-plus-ben');
  {
    await using codex = await startCodexAppServer(home);
    await use(app, 'OpenAI', cleo);
    const line = new RegExp(`^codex, pid ${String(codex.pid)}, keeps ${ben}.* until it restarts$`, 'm');
    expect((await gatehouse(['auth', 'status'])).stdout).toMatch(line);
  }
  await expect
    .poll(async () => (await gatehouse(['auth', 'status'])).stdout, { timeout: 20_000 })
    .not.toContain('codex, pid');
  await nextCodexIs('openai-pro-cleo');
  expect(await gatehouse(['auth', 'undo'])).toMatchObject({ code: 0 });
  await nextCodexIs('openai-plus-ben');
  await expectNothingUnknown();
  await app.quit();
});
