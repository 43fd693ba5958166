// Quotas of logins that the real programs keep, as the packaged app gets them: from Claude Code's status line beside the
// person's own, from its usage screen on request, and from Codex.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { dataFolder, gatehouse, gatehouseJson, home, startApp } from '../e2e/support/app.ts';
import { answerFirstQuestions, startClaude } from './claude-session.ts';
import { expectNothingUnknown, personAtBrowser, playScenario } from './sandbox-log.ts';

const soon = { timeout: 40_000, interval: 200 };
const settings = join(home, '.claude/settings.json');

const quotaShape = z.looseObject({
  accounts: z.array(
    z.looseObject({
      figuresFrom: z.string().nullable(),
      source: z.string().nullable(),
      windows: z.array(
        z.looseObject({ id: z.string(), usedPercent: z.number().nullable(), source: z.string() }),
      ),
    }),
  ),
});

async function shown(words: readonly string[] = []) {
  const { accounts } = quotaShape.parse(await gatehouseJson(['auth', 'quota', ...words]));
  return accounts.map(({ figuresFrom, windows }) => ({
    figuresFrom,
    windows: windows.map(({ id, usedPercent, source }) => [id, usedPercent, source]),
  }));
}

afterEach(async () => {
  await gatehouse(['quit']);
  const left = ['.codex', '.claude', '.claude.json', '.local/share/gatehouse', 'project'];
  await Promise.all(left.map((name) => rm(join(home, name), { recursive: true, force: true })));
});

test('Claude Code says its quota on request, and then by itself through its status line, beside the person’s own', async () => {
  await personAtBrowser('claude-max5-jun');
  const app = await startApp();
  const login = await gatehouseJson(['auth', 'login', '--provider', 'claude', '--method', 'claude-code']);
  expect(login).toMatchObject({ ok: true });
  const screen = 'Claude Code’s usage screen';
  // The sign-in asks once; nothing asks again by itself.
  await expect
    .poll(() => shown(), soon)
    .toMatchObject([
      { figuresFrom: 'status-line', windows: [['five-hour', 23, screen], ['weekly', 48, screen], {}] },
    ]);

  await mkdir(join(home, '.claude'), { recursive: true });
  await writeFile(settings, JSON.stringify({ statusLine: { type: 'command', command: 'echo it is ADA' } }));
  const before = await readFile(settings, 'utf8');
  expect((await gatehouse(['statusline', 'install'])).code).toBe(0);
  const logins = join(dataFolder, 'logins/claude-code');
  const [folder = ''] = await readdir(logins);
  await answerFirstQuestions(home);
  await playScenario({ personas: { 'claude-max5-jun': { windows: { fiveHour: { usedPercent: 31 } } } } });
  {
    await using session = startClaude(home, { CLAUDE_SECURESTORAGE_CONFIG_DIR: join(logins, folder) });
    await expect.poll(() => session.drawn(), soon).toContain('ADA');
    session.type('hello');
    await expect.poll(() => session.drawn(), soon).toContain('hello');
    session.type('\r');
    await expect
      .poll(() => shown(), soon)
      .toMatchObject([
        {
          figuresFrom: null,
          windows: [
            ['five-hour', 31, 'Claude Code'],
            ['weekly', 48, expect.stringContaining('Claude Code')],
            {},
          ],
        },
      ]);
  }
  expect((await gatehouse(['statusline', 'uninstall'])).code).toBe(0);
  expect(await readFile(settings, 'utf8')).toBe(before);
  await expectNothingUnknown();
  await app.quit();
});

test('Codex is asked for the quota of the login that it keeps', async () => {
  await personAtBrowser('openai-pro-cleo');
  const app = await startApp();
  const login = await gatehouseJson(['auth', 'login', '--provider', 'openai', '--method', 'codex']);
  expect(login).toMatchObject({ ok: true });
  await expect
    .poll(() => shown(), soon)
    .toMatchObject([
      { figuresFrom: null, windows: [['length-18000', 12, 'Codex'], ['length-604800', 31, 'Codex'], {}] },
    ]);
  await expectNothingUnknown();
  await app.quit();
});
