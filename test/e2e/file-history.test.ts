// The history of a shared file in the packaged app: who wrote it and what that changed, and back to what stood there before.
import type { ElectronApplication, Page } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { forgetEverything, gatehouse, gatehouseJson, home } from './support/app.ts';
import { resetSandbox, scenario } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';

const pictures = z.string().parse(process.env['WORLD_OUT']);
const codexFolder = join(home, '.codex');
const codexAuth = join(codexFolder, 'auth.json');
/** Of the person's own: nothing that we would write looks like it. */
const theirs = '{\t"note" : "mine",\r\n  "OPENAI_API_KEY": null }\r\n\r\n';
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  await resetSandbox();
  await forgetEverything();
  await mkdir(codexFolder, { recursive: true });
  await writeFile(codexAuth, theirs, { mode: 0o600 });
  app = await startInspected();
  await scenario({ browser: { persona: 'openai-pro-cleo' } });
  expect(await gatehouseJson(['auth', 'login', '--provider', 'openai'])).toMatchObject({ ok: true });
  page = await openWindow(app);
});

afterAll(() => app.close());

test('what was written is told version by version, and every byte of before comes back', async () => {
  const written = await readFile(codexAuth, 'utf8');
  // As its own program may, while Gatehouse looks on.
  await writeFile(codexAuth, written.replace('"mine"', '"still mine"'));
  await expect
    .poll(() => gatehouseJson(['auth', 'history', '--file', 'codex-auth']), { timeout: 15_000 })
    .toMatchObject({ files: [{ versions: [{}, { by: 'Gatehouse' }] }] });

  expect((await gatehouse(['open', '--page', 'activity'])).code).toBe(0);
  await page.getByRole('heading', { name: 'Activity', exact: true }).waitFor();
  await page.locator('summary', { hasText: 'File history' }).click();
  await page.locator('summary', { hasText: codexAuth }).click();
  const versions = page.getByRole('list', { name: `Versions of ${codexAuth}` }).getByRole('listitem');
  await versions.nth(1).waitFor({ timeout: 10_000 });
  const told = await versions.allTextContents();
  await page.screenshot({ path: join(pictures, 'file-history.png'), fullPage: true });

  await page.getByRole('button', { name: `Put back what was there before Gatehouse: ${codexAuth}` }).click();
  await page
    .getByRole('group', { name: `Put back ${codexAuth}?` })
    .getByRole('button', { name: 'Put back', exact: true })
    .click();
  await page
    .getByText('The file is as it was before Gatehouse, byte for byte, and switched off.')
    .waitFor({ timeout: 10_000 });
  await page.screenshot({ path: join(pictures, 'file-history-restored.png'), fullPage: true });

  expect([
    told.length,
    told[0]?.includes('+  "note": "still mine"'),
    told[1]?.startsWith('Gatehouse'),
    await readFile(codexAuth, 'utf8'),
  ]).toEqual([2, true, true, theirs]);
  expect(await gatehouseJson(['auth', 'files'])).toMatchObject({
    files: expect.arrayContaining([expect.objectContaining({ id: 'codex-auth', enabled: false })]) as unknown,
  });
});
