// The packaged app inside the world with two accounts, whose window a driver opens, walks through and closes.
import type { ElectronApplication, Page } from '@playwright/test';
import { forgetEverything } from '../../e2e/support/app.ts';
import { resetSandbox } from '../../e2e/support/sandbox.ts';
import { startInspected } from '../../e2e/support/window.ts';
import { signInTwo } from './window-accounts.ts';

export async function signedInWithWindow(): Promise<ElectronApplication> {
  await resetSandbox();
  await forgetEverything();
  const app = await startInspected();
  await signInTwo();
  return app;
}

/** As a click on the icon in the Dock opens it. */
export async function openWindow(app: ElectronApplication): Promise<Page> {
  const [page] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ app: own }) => {
      // Not here: what is evaluated may stand in the middle of anything that the app does, and no window bears that.
      setImmediate(() => own.emit('activate'));
    }),
  ]);
  await page.getByRole('article').first().waitFor();
  return page;
}

export async function closeWindow(app: ElectronApplication, page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
  });
  await closed;
}
