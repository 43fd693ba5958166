// The page that the browser shows at the end of a sign-in, in both languages and both schemes. The pictures are kept in
// out/pictures for the eye.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import axe from 'axe-core';
import { beforeAll, expect, test } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { resultPage, type ResultPage } from '../../main/adapters/node/result-page.ts';
import { sharedBrowser } from './support/browser.ts';

const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');
let browser: Browser;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  browser = await sharedBrowser();
}, 60_000);

const pages = ['signed-in', 'denied', 'failed', 'not-expected'] as const satisfies readonly ResultPage[];

const looks = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced', colorScheme: 'dark', forcedColors: 'active' },
] as const;

const everyLook = pages.flatMap((page) => looks.map(({ name, ...look }) => ({ page, name, look })));
for (const { page: shown, name, look } of everyLook)
  test(`the page ${shown} reads well in ${name}`, name === 'light' ? {} : leftToWhole, async () => {
    const context = await browser.newContext({ viewport: { width: 640, height: 520 }, ...look });
    const page = await context.newPage();
    const found = [];
    for (const language of ['en', 'de'] as const) {
      await page.setContent(resultPage(shown, language));
      await page.screenshot({ path: path.join(pictures, `result-${shown}-${language}-${name}.png`) });
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run(document));
      found.push(
        ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join()}`),
      );
    }
    const title = await page.locator('html[lang="de"] h1').textContent();
    await context.close();
    expect([found, title !== null && title !== '']).toEqual([[], true]);
  });

test('each outcome has a sign of its own beside its colour, and no page runs a script or loads anything', () => {
  const all = pages.map((page) => resultPage(page, 'de'));
  const signs = all.map((text) => /<div class="mark[^>]*>.*?<\/div>/.exec(text)?.[0]);
  expect([new Set(signs).size, all.some((text) => /<script|src=|href=|url\(/.test(text))]).toEqual([
    3,
    false,
  ]);
});
