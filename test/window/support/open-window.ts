// Opens the window in Debian's Chromium at a fixed time, and fails any test during which something went wrong in it.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import type { View } from '../../../preload/view.ts';
import { sharedBrowser } from './browser.ts';
import { FakeMain } from './fake-main.ts';
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

export interface How {
  /**
   * A browser profile for each test in place of one for the file: for tests that leave more behind than the document they
   * load, such as scripts for later documents, routes and permissions.
   */
  readonly isOwn?: boolean;
}

/** Call once at the top of a test file. */
export function useWindows({ isOwn = false }: How = {}): Windows {
  const origin = inject('siteOrigin');
  let browser: Browser;
  let faults: string[] = [];
  /** By the device scale factor, which is all that cannot be changed later. */
  const kept = new Map<number, Page>();
  const used = new Set<Page>();
  const others: BrowserContext[] = [];
  let loads = 0;

  beforeAll(async () => {
    browser = await sharedBrowser();
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...kept.values()].map((page) => page.context().close()));
  });

  afterEach(async ({ task }) => {
    await Promise.all(others.splice(0).map((context) => context.close()));
    // Nothing of this test goes on behind the next one. After a failure nobody knows how the page was left.
    const isFailed = task.result?.state === 'fail';
    await Promise.all([...used].map((page) => (isFailed ? page.context().close() : leave(page))));
    if (isFailed) kept.clear();
    used.clear();
    const seen = faults;
    faults = [];
    expect(seen).toEqual([]);
  });

  async function leave(page: Page): Promise<void> {
    // Outside: what the pointer rests on looks and behaves differently.
    await page.mouse.move(-1, -1);
    await page.goto('about:blank');
  }

  async function newPage(deviceScaleFactor: number): Promise<Page> {
    const context = await browser.newContext({
      viewport: size,
      deviceScaleFactor,
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    context.setDefaultTimeout(5_000);
    const page = await context.newPage();
    page.on('console', (message) => faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) faults.push(`request: ${request.url()}`);
    });
    return page;
  }

  /** A page that shows nothing: the one that is kept, unless this test has it already. */
  async function emptyPage(deviceScaleFactor: number): Promise<Page> {
    const old = kept.get(deviceScaleFactor);
    if (old !== undefined && !used.has(old)) {
      used.add(old);
      // A test may have stopped its time.
      await old.clock.resume();
      return old;
    }
    const page = await newPage(deviceScaleFactor);
    if (isOwn || old !== undefined) others.push(page.context());
    else {
      kept.set(deviceScaleFactor, page);
      used.add(page);
    }
    return page;
  }

  return {
    async open(view, { viewport = size, deviceScaleFactor = 1, ...media } = {}, prepare) {
      const page = await emptyPage(deviceScaleFactor);
      await page.setViewportSize(viewport ?? size);
      await page.emulateMedia({
        colorScheme: 'light',
        contrast: 'no-preference',
        forcedColors: 'none',
        reducedMotion: 'reduce',
        ...media,
      });
      await page.clock.install({ time: noon });
      const main = await FakeMain.behind(page, view);
      prepare?.(main);
      loads += 1;
      // Another address each time: nothing of the visit before, such as where it was scrolled to, comes back.
      await page.goto(`${origin}/index.html?${loads}`);
      return new WindowPage(page, main, faults);
    },
    takeFaults() {
      const seen = faults;
      faults = [];
      return seen;
    },
  };
}
