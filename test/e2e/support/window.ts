// The packaged app with its window open, in the copy of the package that Playwright can look into.
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { join } from 'node:path';
import { appFolder, gatehouse, untilAnswered } from './app.ts';

/** Starts the app without opening its window, as it starts with the session. */
export async function startInspected(): Promise<ElectronApplication> {
  const app = await _electron.launch({
    executablePath: join(`${appFolder}-inspect`, 'gatehouse-app'),
    chromiumSandbox: true,
  });
  await untilAnswered();
  return app;
}

/** Opens its window as `gatehouse open` does, and waits until the page stands. */
export async function openWindow(app: ElectronApplication): Promise<Page> {
  const [page] = await Promise.all([app.firstWindow(), gatehouse(['open'])]);
  await page.getByRole('heading', { name: 'OpenAI' }).waitFor();
  return page;
}
