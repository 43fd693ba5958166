// `npm run shots`: pictures of every page, light and dark, in both languages, at twice the size, into out/shots; the best of
// them also into assets/screenshots for the README, with a palette so that they stay small.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import type { Language } from '../../preload/view.ts';
import { withPalette } from './support/palette-png.ts';
import { everyPage, walkTo } from './support/every-page.ts';
import { loading } from './support/every-page-views.ts';
import { FakeMain } from './support/fake-main.ts';
import { openSite } from './support/site.ts';
import { noon } from './support/views.ts';
import { WindowPage } from './support/window-page.ts';

const root = path.join(import.meta.dirname, '..', '..');
const all = path.join(root, 'out', 'shots');
const best = path.join(root, 'assets', 'screenshots');

/** Eight that show what the product is. */
const chosen = [
  'good-day-light-en',
  'good-day-dark-en',
  'good-day-light-de',
  'history-light-en',
  'agents-dark-en',
  'activity-light-en',
  'settings-light-en',
  'sign-in-light-en',
];
const mostBytes = 150_000;

const schemes = ['light', 'dark'] as const;
const languages: readonly Language[] = ['en', 'de'];

async function openWindow(browser: Browser, origin: string, scheme: 'light' | 'dark'): Promise<WindowPage> {
  const context = await browser.newContext({
    viewport: { width: 440, height: 640 },
    deviceScaleFactor: 2,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.clock.install({ time: noon });
  const main = await FakeMain.behind(page, loading);
  await page.goto(`${origin}/index.html`);
  return new WindowPage(page, main, []);
}

const site = await openSite();
// Chromium's own sandbox refuses to run as root, which is who runs tests in a container.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args,
});
try {
  await rm(all, { recursive: true, force: true });
  await Promise.all([all, best].map((folder) => mkdir(folder, { recursive: true })));
  let taken = 0;
  for (const scheme of schemes)
    for (const language of languages) {
      const window = await openWindow(browser, site.origin, scheme);
      for (const state of everyPage) {
        await walkTo(window, state, language);
        // The ring round a title says where the keyboard is; nobody is there.
        await window.page.evaluate(() => {
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        });
        const picture = await window.page.screenshot();
        const name = `${state.name}-${scheme}-${language}`;
        await writeFile(path.join(all, `${name}.png`), picture);
        taken += 1;
      }
      await window.page.context().close();
    }
  for (const name of chosen) {
    const small = withPalette(await readFile(path.join(all, `${name}.png`)));
    if (small.length > mostBytes)
      throw new Error(`${name}.png has ${small.length} bytes, more than ${mostBytes}`);
    await writeFile(path.join(best, `${name}.png`), small);
  }
  process.stdout.write(`${taken} pictures in out/shots, ${chosen.length} of them in assets/screenshots\n`);
} finally {
  await Promise.all([browser.close(), site.close()]);
}
