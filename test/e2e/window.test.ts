// The window of the packaged app, worked by Playwright in the copy of the package that differs only in its inspect fuse.
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { appFolder, forgetEverything, gatehouse, home, untilAnswered } from './support/app.ts';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import { leakingMessages, messages, recordMessages } from './support/messages.ts';
import { canaries, persona, resetSandbox, scenario } from './support/sandbox.ts';

let app: ElectronApplication;
let page: Page;
const consoleLines: string[] = [];

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  await scenario({ personas: { 'openai-plus-ada': { windows: { fiveHour: { usedPercent: 100 } } } } });
  app = await _electron.launch({
    executablePath: join(`${appFolder}-inspect`, 'gatehouse-app'),
    chromiumSandbox: true,
  });
  await untilAnswered();
  await Promise.all([app.firstWindow(), gatehouse(['open'])]);
  page = await app.firstWindow();
  page.on('console', (line) => consoleLines.push(line.text()));
  page.on('pageerror', (error) => consoleLines.push(error.message));
  await page.getByRole('heading', { name: 'OpenAI' }).waitFor();
  await recordMessages(app);
});

afterAll(() => app.close());

test('the running window is locked down as promised', async () => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Not in Electron's types; what a window really runs with is told nowhere else.
    const ask: unknown = contents === undefined ? undefined : Reflect.get(contents, 'getLastWebPreferences');
    const told: unknown = typeof ask === 'function' ? Reflect.apply(ask, contents, []) : undefined;
    return told;
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const origin = await page.evaluate(() => ({
    url: location.href,
    opened: window.open('https://example.test') === null,
  }));
  expect(origin).toEqual({ url: 'gatehouse://window/index.html', opened: true });
});

test('a key typed into the window is checked, stored and shown as an account; a wrong one says so', async () => {
  const { apiKey } = await persona('claude-pro-ada');
  await page
    .getByRole('region', { name: 'Claude' })
    .getByRole('button', { name: /API key/ })
    .click();
  const field = page.getByRole('textbox').or(page.locator('input[type=password]'));
  await field.fill(`${apiKey}x`);
  await field.press('Enter');
  await page.getByText('Claude does not accept this API key').waitFor();
  expect(await field.inputValue()).toBe('');
  await field.fill(apiKey);
  await field.press('Enter');
  await page.getByText(`sk-ant-…${apiKey.slice(-4)}`).waitFor();
});

test('a sign-in started in the window runs through the browser and ends in a card that says the quota is used up', async () => {
  await page.getByRole('button', { name: /Sign in with ChatGPT/ }).click();
  const { email } = await persona('openai-plus-ada');
  await page.getByText(email).waitFor({ timeout: 30_000 });
  await page.getByText('100% used').waitFor();
  await page.screenshot({ path: join(z.string().parse(process.env['WORLD_OUT']), 'window.png') });
});

test('switching in the window is what the command line then says', async () => {
  await page.getByRole('radio', { name: 'OpenAI' }).click();
  await page.getByRole('radio', { name: 'OpenAI', checked: true }).waitFor();
  const { stdout } = await gatehouse(['auth', 'status', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ preferred: 'openai' });
});

test('the registered client asks for a client id and a yes in the window, and ends in a card with plan and windows', async () => {
  const claude = page.getByRole('region', { name: 'Claude' });
  await claude.getByRole('button', { name: 'Sign in again or add an account' }).click();
  await claude.getByRole('button', { name: /registered client/ }).click();
  await claude.getByRole('textbox', { name: 'Client id' }).fill(registeredClaudeClient);
  await claude.getByRole('checkbox', { name: 'I agree' }).check();
  await claude.getByRole('button', { name: 'Continue in the browser' }).click();
  const { email } = await persona('claude-max20-lea');
  const card = page.getByRole('article', { name: email });
  await card.getByText('Max 20x').waitFor({ timeout: 30_000 });
  await card.getByText('Weekly (Fable)').waitFor();
});

test('a setting changed in the window is kept and decides what happens from then on', async () => {
  await page.getByRole('button', { name: 'Settings' }).click();
  const everyCode = page.getByRole('switch', { name: /auth_config/ }).or(page.getByLabel(/auth_config/));
  await everyCode.first().click();
  const notice = page.getByRole('spinbutton', { name: /Notice at/ }).or(page.getByLabel('Notice at'));
  await notice.first().fill('60');
  await notice.first().press('Enter');
  await page.getByRole('button', { name: 'Accounts' }).click();
  const kept = z
    .object({ notifyAtPercent: z.number(), sharedFiles: z.record(z.string(), z.boolean()) })
    .parse(JSON.parse(await readFile(join(home, '.config/gatehouse/preferences.json'), 'utf8')));
  expect(kept).toEqual({ notifyAtPercent: 60, sharedFiles: { 'code-auth-config': false } });
});

test('signing out in the window asks first, names the programs that lose the sign-in, and then ends it', async () => {
  const { email } = await persona('openai-plus-ada');
  const card = page.getByRole('article', { name: email });
  await card.getByRole('button', { name: 'Sign out' }).click();
  await card.getByText('Codex is signed out too.').waitFor();
  await card.getByRole('button', { name: 'Sign out' }).click();
  await card.waitFor({ state: 'detached' });
  await expect(readFile(join(home, '.codex/auth.json'), 'utf8')).rejects.toThrow('ENOENT');
});

test('no secret was in any message but the one that enters it, and the page had nothing to say', async () => {
  const secrets = await canaries();
  const seen = await messages(app);
  const entered = seen.filter(({ direction, channel }) => `${direction} ${channel}` === 'in secret.enter');
  expect(seen.length).toBeGreaterThan(10);
  // The wrong key and the right one: the search does see what it looks for.
  expect(entered.map(({ text }) => secrets.some((secret) => text.includes(secret)))).toEqual([true, true]);
  expect(leakingMessages(seen, secrets)).toEqual([]);
  expect(consoleLines).toEqual([]);
});
