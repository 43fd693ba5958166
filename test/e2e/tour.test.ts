// The tour of docs/tour.md, in the packaged app as the demo leaves it: what stands there in bold is pressed, and what it promises
// is seen.
import type { ElectronApplication, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registeredClaudeClient } from '../world/sandbox/deviations.ts';
import { forgetEverything, gatehouse, gatehouseJson } from './support/app.ts';
import { persona, resetSandbox, scenario } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';

const tour = readFileSync(join(import.meta.dirname, '../../docs/tour.md'), 'utf8');
const person = 'openai-plus-ada';

/** By its number, what is pressed there. */
const steps = tour
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    title: text.split('\n', 1).join(),
    presses: [...text.matchAll(/\*\*(.+?)\*\*/gs)].map(([, name = '']) => name.replaceAll(/\s+/g, ' ')),
  }));

let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  await resetSandbox();
  await forgetEverything();
  await scenario({
    personas: { [person]: { windows: { fiveHour: { usedPercent: 86 } } } },
    browser: { persona: person },
  });
  app = await startInspected();
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({ ok: true });
  const consent = ['--client-id', registeredClaudeClient, '--agree'];
  expect((await gatehouse(['auth', 'login', '--provider', 'claude', ...consent])).code).toBe(0);
  expect((await gatehouse(['auth', 'switch', '--provider', 'openai'])).code).toBe(0);
  page = await openWindow(app);
});

afterAll(() => app.close());

async function press(name: string): Promise<void> {
  const choice = page.getByRole('radio', { name, exact: true });
  if ((await choice.count()) > 0) await choice.first().check({ force: true });
  else {
    // What can be opened says more than its name to a screen reader.
    const opened = page.locator('summary', { hasText: name });
    const named = page.getByText(name, { exact: true }).or(opened);
    await named.filter({ visible: true }).first().click();
  }
}

const see = (text: string | RegExp): Promise<void> =>
  page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 15_000 });

/** What is seen at the beginning of a step, and after each of its presses. */
const sights: Readonly<Record<string, readonly (() => Promise<void>)[]>> = {
  '1. What is left': [
    async () => {
      const { email } = await persona(person);
      await see(email);
      await see(/86\s?% used/);
      await see('Running low');
    },
  ],
  '2. One click to switch': [
    () => see(/In use: OpenAI/),
    () => see(/In use: Claude/),
    () => see(/In use: OpenAI/),
  ],
  '3. How it went': [
    async () => undefined,
    () => page.getByRole('heading', { name: 'History', exact: true }).waitFor(),
    async () => {
      expect(await page.getByRole('radio', { name: '90 days', exact: true }).isChecked()).toBe(true);
    },
    () => page.getByRole('table').first().waitFor(),
  ],
  '4. Who works with it': [async () => undefined, () => see('gatehouse run -- claude')],
  '5. What happened': [
    async () => undefined,
    () => see(/signed in to OpenAI/i),
    () => see(/The log is whole/),
  ],
  '6. What was written': [
    async () => undefined,
    async () => {
      await page.locator('summary', { hasText: '.codex/auth.json' }).first().click();
      await page.getByRole('list', { name: /^Versions of .*\.codex\/auth\.json/ }).waitFor();
    },
  ],
  '7. Who each program works as': [
    async () => undefined,
    () => see(/Who each program works as/),
    () => see(/looked just now/),
  ],
  '8. Your way': [
    async () => undefined,
    async () => {
      await page.getByRole('searchbox', { name: 'Search settings' }).fill('language');
    },
    () => page.getByRole('heading', { name: 'Einstellungen', exact: true }).waitFor(),
    () => page.getByRole('heading', { name: 'Settings', exact: true }).waitFor(),
  ],
  '9. Leaving': [
    async () => undefined,
    () => see('Sign out'),
    () => page.getByRole('group', { name: /^Sign out of .*\?$/ }).waitFor(),
    async () => {
      expect(await page.getByRole('group', { name: /^Sign out of .*\?$/ }).count()).toBe(0);
    },
  ],
};

test('the steps that are told are those that are walked', () => {
  expect(steps.map(({ title, presses }) => [title, presses.length + 1])).toEqual(
    Object.entries(sights).map(([title, seen]) => [title, seen.length]),
  );
});

test.each(steps)('$title', async ({ title, presses }) => {
  const [first, ...after] = sights[title] ?? [];
  await first?.();
  for (const [index, name] of presses.entries()) {
    await press(name);
    await after[index]?.();
  }
});
