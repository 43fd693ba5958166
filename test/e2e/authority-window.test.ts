// What one authority means at the screen: the passphrase in the banner, accounts with one address, a program that is missing.
import type { ElectronApplication } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { Tray } from '../world/desktop/tray.ts';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import { forgetEverything, gatehouse, gatehouseJson, home } from './support/app.ts';
import { withYes } from './support/consent.ts';
import { leakingMessages, messages, recordMessages } from './support/messages.ts';
import { persona, resetSandbox, scenario } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';

const codexAuth = join(home, '.codex/auth.json');
let app: ElectronApplication | undefined;

beforeEach(async () => {
  await resetSandbox();
  await forgetEverything();
});

afterEach(quit);

async function start(): Promise<ElectronApplication> {
  app = await startInspected();
  return app;
}

async function quit(): Promise<void> {
  const running = app;
  app = undefined;
  await running?.close();
}

async function signIn(provider: string, person: string, more: readonly string[] = []): Promise<string> {
  await scenario({ browser: { byProvider: { [provider]: { persona: person } } } });
  const words = ['auth', 'login', '--provider', provider, ...more];
  const answer = z
    .object({ ok: z.literal(true), account: z.object({ id: z.string() }) })
    .parse(await gatehouseJson(words));
  return answer.account.id;
}

async function activeAccounts(): Promise<readonly string[]> {
  const status = z
    .object({
      providers: z.array(z.object({ accounts: z.array(z.object({ id: z.string(), active: z.boolean() })) })),
    })
    .parse(await gatehouseJson(['auth', 'status']));
  return status.providers.flatMap(({ accounts }) =>
    accounts.filter(({ active }) => active).map(({ id }) => id),
  );
}

async function accountInCodex(): Promise<string> {
  const shape = z.object({ tokens: z.object({ account_id: z.string() }) });
  return shape.parse(JSON.parse(await readFile(codexAuth, 'utf8'))).tokens.account_id;
}

test(
  'the banner asks for the passphrase after a start, and with it every account is back',
  leftToWhole,
  async () => {
    // One that the sandbox issued, so that the world looks for it too: in arguments, variables, logs and files.
    const passphrase = (await persona('openai-pro-dan')).apiKey;
    const { email } = await persona('openai-plus-ada');
    await start();
    await signIn('openai', 'openai-plus-ada');
    const choose = ['auth', 'keystore', '--use', 'passphrase', '--passphrase-stdin'];
    await withYes(gatehouse(choose, `${passphrase}\n`));
    await quit();

    const running = await start();
    const page = await openWindow(running);
    await recordMessages(running);
    const card = page.getByRole('article', { name: email });
    await card.waitFor();
    const field = page.getByLabel('Passphrase', { exact: true });
    await field.fill(`${passphrase}x`);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('This is not the passphrase of the stored keys.').waitFor();
    expect(await field.inputValue()).toBe('');
    await field.fill(passphrase);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await field.waitFor({ state: 'detached' });
    await card.getByText('42% used').waitFor();
    await page.screenshot({ path: join(z.string().parse(process.env['WORLD_OUT']), 'unlocked.png') });
    expect(leakingMessages(await messages(running), [passphrase])).toEqual([]);
    expect(await gatehouseJson(['auth', 'keystore'])).toMatchObject({ passphrase: 'open', problem: null });
  },
);

test(
  'two accounts with one address are told apart by their organisation, in command line, tray and window',
  leftToWhole,
  async () => {
    const { email } = await persona('openai-business-eve');
    const { email: claudeEmail } = await persona('claude-team-noa');
    const registered = ['--method', 'registered-client', '--client-id', registeredClaudeClient, '--agree'];
    const running = await start();
    const harbour = await signIn('openai', 'openai-business-eve');
    const claudeHarbour = await signIn('claude', 'claude-team-noa', registered);
    // The same person in another workspace: the sandbox knows them by the address.
    await scenario({
      personas: { 'openai-plus-ada': { email }, 'claude-pro-ada': { email: claudeEmail } },
    });
    const own = await signIn('openai', 'openai-plus-ada');
    const claudeOwn = await signIn('claude', 'claude-pro-ada', registered);
    expect(await gatehouseJson(['auth', 'status'])).toMatchObject({
      providers: [
        {
          accounts: [
            { id: claudeHarbour, label: claudeEmail, organization: 'Harbour Works', active: false },
            { id: claudeOwn, label: claudeEmail, organization: 'Ada Moreau', active: true },
          ],
        },
        {
          accounts: [
            { id: harbour, label: email, organization: 'Harbour Works', active: false },
            { id: own, label: email, organization: 'Personal', active: true },
          ],
        },
      ],
    });

    // The command line says what can be typed, and takes it.
    const inUse = await accountInCodex();
    const use = ['auth', 'switch', '--provider', 'openai', '--account'];
    expect(await gatehouseJson([...use, email])).toMatchObject({
      ok: false,
      error: {
        code: 'selection/several-accounts',
        detail: `${email} (Harbour Works), or ${email} (Personal)`,
      },
    });
    expect(await gatehouseJson([...use, `${email} (Harbour Works)`])).toMatchObject({ ok: true });
    expect(await accountInCodex()).not.toBe(inUse);

    // The tray has a line for each.
    using tray = new Tray();
    const item = await tray.waitForItem(/gatehouse|chrome_status_icon/i);
    await tray.click(item, ['OpenAI', /^Use .*\(Personal\)/]);
    await expect.poll(accountInCodex, { timeout: 10_000 }).toBe(inUse);
    await tray.click(item, ['Claude', /^Use .*\(Harbour Works\)/]);
    await expect.poll(activeAccounts, { timeout: 10_000 }).toEqual([claudeHarbour, own]);

    // The window has a card for each, and each of its buttons says which.
    const page = await openWindow(running);
    await page.getByRole('article', { name: `${claudeEmail} Ada Moreau` }).waitFor();
    await page.getByRole('button', { name: `Use this account: ${claudeEmail} (Ada Moreau)` }).click();
    await expect.poll(activeAccounts, { timeout: 10_000 }).toEqual([claudeOwn, own]);
    await page.getByRole('button', { name: `Use this account: ${email} (Harbour Works)` }).click();
    await expect.poll(activeAccounts, { timeout: 10_000 }).toEqual([claudeOwn, harbour]);
    await page.screenshot({
      path: join(z.string().parse(process.env['WORLD_OUT']), 'one-address.png'),
      fullPage: true,
    });
    const card = page.getByRole('article', { name: `${email} Personal` });
    await card.getByRole('button', { name: /^Sign out/ }).click();
    await card.getByText(`Sign out of ${email} (Personal)?`).waitFor();
  },
);

test('a sign-in through Claude Code that is not there opens the window at Claude, with the way to install it', async () => {
  const running = await start();
  using tray = new Tray();
  const item = await tray.waitForItem(/gatehouse|chrome_status_icon/i);
  const [page] = await Promise.all([
    running.firstWindow(),
    tray.click(item, ['Claude', /^Sign in through Claude Code/]),
  ]);
  const claude = page.getByRole('region', { name: 'Claude' });
  const command = claude.getByRole('textbox', { name: 'Command that installs Claude Code' });
  await command.waitFor();
  expect(await command.textContent()).toContain('claude');
  expect(await claude.getByText('Claude Code is not installed').isVisible()).toBe(true);
  await page.screenshot({ path: join(z.string().parse(process.env['WORLD_OUT']), 'missing.png') });
  expect(await gatehouseJson(['auth', 'status'])).toMatchObject({ providers: [{ accounts: [] }, {}] });
});
