// The small meter and hidden names in the packaged app: a real second window, and no name in window, menu and tooltip.
import type { ElectronApplication, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetEverything, gatehouse } from './support/app.ts';
import { persona, resetSandbox } from './support/sandbox.ts';
import { openWindow, startInspected } from './support/window.ts';
import { Tray, type TrayItem } from '../world/desktop/tray.ts';

let app: ElectronApplication;
let page: Page;
let item: TrayItem;
const tray = new Tray();

beforeAll(async () => {
  await forgetEverything();
  await resetSandbox();
  app = await startInspected();
  item = await tray.waitForItem(/gatehouse|chrome_status_icon/i, { deadlineMs: 15_000 });
  page = await openWindow(app);
  await change({ firstRun: 'done' });
  const { email } = await persona('openai-plus-ada');
  await tray.click(item, ['OpenAI', /Sign in with ChatGPT/]);
  await page.getByText(email).first().waitFor({ timeout: 30_000 });
});

afterAll(async () => {
  tray.close();
  await app.close();
});

/** As the switches in the settings do it. */
async function change(changes: Readonly<Record<string, boolean | string>>): Promise<void> {
  const call = `window.gatehouse.call('settings.change', ${JSON.stringify(changes)}).then(JSON.parse)`;
  const outcome: unknown = await page.evaluate(call);
  expect(outcome).toEqual({ ok: true, value: null });
}

/** Everything that the window is made from. */
async function viewNow(): Promise<unknown> {
  const outcome: unknown = await page.evaluate("window.gatehouse.call('view.get', {}).then(JSON.parse)");
  return outcome;
}

const meters = (): Promise<readonly { readonly top: boolean; readonly size: readonly number[] }[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((each) => each.webContents.getURL().endsWith('#mini'))
      .map((each) => ({ top: each.isAlwaysOnTop(), size: each.getSize() })),
  );

test('the small meter comes when it is switched on, stays above the others, and goes with its cross', async () => {
  const [meter] = await Promise.all([app.waitForEvent('window'), change({ miniMeter: true })]);
  await meter.locator('.mini-line').first().waitFor();
  expect(await meters()).toEqual([{ top: true, size: [280, 68] }]);
  await Promise.all([
    meter.waitForEvent('close'),
    meter.getByRole('button', { name: 'Hide the meter' }).click(),
  ]);
  expect(await meters()).toEqual([]);
  expect(await viewNow()).toMatchObject({
    ok: true,
    value: { settings: { miniMeter: false } },
  });
});

test('hidden names are nowhere in window, tray menu and tooltip, and come back', async () => {
  const { email } = await persona('openai-plus-ada');
  await tray.click(item, ['Hide names']);
  await page.getByText('Account 1').first().waitFor();
  await tray.waitForEntry(item, ['Show names']);
  await tray.waitForEntry(item, ['OpenAI', /Account 1/]);
  const shown = [
    await page.content(),
    JSON.stringify(await viewNow()),
    JSON.stringify(await tray.menu(item)),
    JSON.stringify((await tray.waitForTooltip(item, /Gatehouse/)).tooltip),
  ];
  expect(shown.filter((text) => text.includes(email))).toEqual([]);
  // The command line is for programs; it goes on naming the account.
  expect((await gatehouse(['auth', 'status', '--json'])).stdout).toContain(email);
  await tray.click(item, ['Show names']);
  await page.getByText(email).first().waitFor();
});
