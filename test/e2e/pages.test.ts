// The pages beside the accounts in the packaged app: they show what really happens, and what is done there is done.
import type { ElectronApplication, Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { forgetEverything, gatehouse, gatehouseJson } from './support/app.ts';
import { persona, resetSandbox, scenario } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';

const pictures = z.string().parse(process.env['WORLD_OUT']);
let app: ElectronApplication;
let page: Page;
let email: string;

beforeAll(async () => {
  await resetSandbox();
  await forgetEverything();
  app = await startInspected();
  ({ email } = await persona('openai-pro-cleo'));
  await scenario({ browser: { persona: 'openai-pro-cleo' } });
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({ ok: true });
  page = await openWindow(app);
});

afterAll(() => app.close());

async function openPage(name: string, heading: string): Promise<void> {
  expect((await gatehouse(['open', '--page', name])).code).toBe(0);
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
}

const shot = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });

test('an agent is shown with its account as long as it runs, and its lease can be taken back', async () => {
  await openPage('agents', 'Agents');
  const words = ['run', '--consumer', 'codex', '--provider', 'openai', '--estimate', '5%', '--'];
  const agent = spawn('gatehouse', [...words, 'sleep', '600'], { stdio: 'ignore' });
  const ended = once(agent, 'exit');
  const row = page.getByRole('listitem').filter({ hasText: 'sleep' });
  await row.filter({ hasText: `process ${String(agent.pid)}` }).waitFor({ timeout: 20_000 });
  const said = await row.textContent();
  await shot('agents');
  await row.getByRole('button', { name: /^Take back from sleep/ }).click();
  await page
    .getByRole('group', { name: /^Take back from sleep/ })
    .getByRole('button', { name: 'Take back', exact: true })
    .click();
  await row.waitFor({ state: 'detached' });
  const leases = await gatehouseJson(['lease', 'list']);
  const isAlive = agent.exitCode === null;
  agent.kill('SIGKILL');
  await ended;
  expect([said?.includes(email), isAlive]).toEqual([true, true]);
  expect(leases).toMatchObject({ leases: [] });
});

test('what has happened is told, the sign-in and the agent, and the log is whole', async () => {
  await openPage('activity', 'Activity');
  await expect
    .poll(() => page.getByRole('main').textContent(), { timeout: 10_000 })
    .toMatch(new RegExp(`signed in.*${email.replaceAll('.', '\\.')}`, 'si'));
  await page.getByRole('button', { name: 'Check the log' }).click();
  await page.getByText(/The log is whole/).waitFor();
  await shot('activity');
  expect(await page.getByRole('main').textContent()).toMatch(/taken back.*began to work with/s);
});

test('the quota that was read has a course, which says in words what it shows', async () => {
  await openPage('history', 'History');
  const chart = page.getByRole('img', { name: /^(?:5-hour|Weekly)/ }).first();
  await chart.waitFor({ timeout: 10_000 });
  await shot('history');
  expect(await chart.getAttribute('aria-label')).toMatch(/\d+\s?%/);
});

test('the window opens again where and as large as it was left', async () => {
  const left = { x: 50, y: 60, width: 600, height: 500 };
  const closed = page.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }, bounds) => {
    // What is evaluated may stand in the middle of anything that the app does: no place to close a window.
    setImmediate(() => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setBounds(bounds);
      window?.close();
    });
  }, left);
  await closed;
  page = await openWindow(app);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    left,
  );
});
