// The first steps in the packaged app: shown in an empty home, resumed after a restart, skipped for the accounts; and the
// start with the desktop as the file that the desktop reads.
import type { ElectronApplication, Page } from '@playwright/test';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { forgetEverything, gatehouse, home } from './support/app.ts';
import { resetSandbox } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';

const pictures = z.string().parse(process.env['WORLD_OUT']);
const entry = join(process.env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'autostart/gatehouse.desktop');
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  await resetSandbox();
  await forgetEverything();
  app = await startInspected();
  page = await openWindow(app);
});

afterAll(() => app.close());

const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const shot = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

test('in an empty home the first steps are shown, each after the other', async () => {
  await heading('Which providers do you use?').waitFor();
  await shot('first-steps-providers');
  await press('Next');
  await page.getByText('Nothing to take over').waitFor({ timeout: 20_000 });
  await press('Next');
  await page.getByText(join(home, '.codex/auth.json')).first().waitFor();
  await press('Next');
  await heading('Notices and start').waitFor();
});

test('the start with the desktop is a file that the desktop reads, and is gone when it is off', async () => {
  const start = page.getByRole('switch', { name: 'Start with the desktop', exact: true });
  await start.click();
  await expect
    .poll(() => readFile(entry, 'utf8').catch(() => ''))
    .toMatch(/^Exec=".*gatehouse-app" "--hidden"$/m);
  await start.click();
  await expect
    .poll(() =>
      stat(entry).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
});

test('after a restart they go on where they were', async () => {
  await press('Next');
  await heading('In your terminal').waitFor();
  await page.getByText('A terminal finds gatehouse.').waitFor();
  await shot('first-steps-terminal');
  await app.close();
  app = await startInspected();
  [page] = await Promise.all([app.firstWindow(), gatehouse(['open'])]);
  await heading('In your terminal').waitFor();
});

test('skipped, the accounts stand there with their ways to sign in, now and after a restart', async () => {
  await press('Skip for now');
  await heading('No account yet').waitFor();
  await page.getByRole('region', { name: 'OpenAI', exact: true }).getByRole('button').first().waitFor();
  await app.close();
  app = await startInspected();
  page = await openWindow(app);
  await heading('No account yet').waitFor();
});
