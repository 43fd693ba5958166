// Opens the window in Debian's Chromium at a fixed time, and fails any test during which something went wrong in it.
import { chromium, type Browser, type BrowserContextOptions } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { View } from '../../../preload/view.ts';
import { FakeMain } from './fake-main.ts';
import { openSite, type Site } from './site.ts';
import { noon } from './views.ts';
import { WindowPage } from './window-page.ts';

export type Look = Pick<
  BrowserContextOptions,
  'viewport' | 'deviceScaleFactor' | 'colorScheme' | 'contrast' | 'forcedColors' | 'reducedMotion'
>;

/** As main/desktop/window.ts opens it. */
const size = { width: 440, height: 640 };

export interface Windows {
  /** `prepare` runs before the page is loaded. */
  readonly open: (view: View, look?: Look, prepare?: (main: FakeMain) => void) => Promise<WindowPage>;
  /** For the test that provokes faults: hands them out and forgets them. */
  readonly takeFaults: () => readonly string[];
}

/** Call once at the top of a test file. */
export function useWindows(): Windows {
  let site: Site;
  let browser: Browser;
  let faults: string[] = [];

  beforeAll(async () => {
    // Chromium's own sandbox refuses to run as root, which is who runs tests in a container.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    [site, browser] = await Promise.all([
      openSite(),
      chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args }),
    ]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([browser.close(), site.close()]);
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const seen = faults;
    faults = [];
    expect(seen).toEqual([]);
  });

  return {
    async open(view, look = {}, prepare) {
      const context = await browser.newContext({
        viewport: size,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'UTC',
        ...look,
      });
      context.setDefaultTimeout(5_000);
      const page = await context.newPage();
      page.on('console', (message) => faults.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(`${site.origin}/`)) faults.push(`request: ${request.url()}`);
      });
      await page.clock.install({ time: noon });
      const main = await FakeMain.behind(page, view);
      prepare?.(main);
      await page.goto(`${site.origin}/index.html`);
      return new WindowPage(page, main, faults);
    },
    takeFaults() {
      const seen = faults;
      faults = [];
      return seen;
    },
  };
}
