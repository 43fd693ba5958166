// The packaged app inside the world with one account of each kind, whose window is opened and closed again.
import type { ElectronApplication, Page } from '@playwright/test';
import * as z from 'zod';
import { forgetEverything, gatehouseJson } from '../../e2e/support/app.ts';
import { resetSandbox, scenario } from '../../e2e/support/sandbox.ts';
import { startInspected } from '../../e2e/support/window.ts';

const accounts = ['openai-plus-ada', 'openai-business-eve'] as const;

declare global {
  interface Window {
    /** When every card stood on the screen, Unix milliseconds; 0 until then. */
    cardsShownAt: number;
  }
}

export async function signedInWithWindow(): Promise<ElectronApplication> {
  await resetSandbox();
  await forgetEverything();
  const app = await startInspected();
  for (const persona of accounts) {
    await scenario({ browser: { persona } });
    z.looseObject({ ok: z.literal(true) }).parse(
      await gatehouseJson(['auth', 'login', '--provider', 'openai']),
    );
  }
  // In the page itself, so that nobody's way there and back is measured.
  await app.context().addInitScript((count) => {
    window.cardsShownAt = 0;
    const look = (): void => {
      const isThere = document.querySelectorAll('article').length === count;
      if (!isThere) requestAnimationFrame(look);
      // The frame after the one that draws them is not begun before they stand there.
      else
        requestAnimationFrame(() => {
          window.cardsShownAt = performance.timeOrigin + performance.now();
        });
    };
    requestAnimationFrame(look);
  }, accounts.length);
  return app;
}

/** @returns the page, and from the click until every card was there, in milliseconds */
export async function openAndTime(app: ElectronApplication): Promise<{ page: Page; tookMs: number }> {
  const [page, askedAt] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ app: own }) => {
      const now = Date.now();
      // As a click on the icon in the Dock arrives.
      own.emit('activate');
      return now;
    }),
  ]);
  await page.waitForFunction(() => window.cardsShownAt > 0);
  return { page, tookMs: (await page.evaluate(() => window.cardsShownAt)) - askedAt };
}

export async function closeWindow(app: ElectronApplication, page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  await closed;
}
