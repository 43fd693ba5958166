// Company logins of OpenCode in the settings: which ones, one more with its question in a dialog of the app, and one less.
import { describe, expect, test } from 'vitest';
import type { CompanyLoginView, View } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { companyLogin: login, openAi, settings, viewOf } = views;
const { open } = useWindows();

const section = 'Company logins of OpenCode';
const viewWith = (...companyLogins: readonly CompanyLoginView[]): View =>
  viewOf([openAi()], { settings: { ...settings, companyLogins } });

async function openLogins(...logins: readonly CompanyLoginView[]): Promise<WindowPage> {
  const window = await open(viewWith(...logins));
  await window.openSettings();
  await window.provider(section).waitFor();
  return window;
}

const address = (window: WindowPage) => window.page.getByRole('textbox', { name: 'Server' });

describe('a login', () => {
  const logOut = `Log out of ${login.url}`;

  test('stands with its server and the variable of its key', async () => {
    const window = await openLogins(login, { url: 'https://b.example.test/x', variable: 'OTHER' });
    expect(await window.provider(section).locator('.setting-words').allTextContents()).toEqual([
      `${login.url}Its key is in COMPANY_TOKEN.`,
      'https://b.example.test/xIts key is in OTHER.',
    ]);
  });

  test('is taken out with a press, which leaves the keyboard in the section', async () => {
    const window = await openLogins(login);
    window.main.answer('company.logout', async () => {
      await window.main.show(viewWith());
      return { ok: true, value: null };
    });
    await window.button(logOut).press('Enter');
    await window.button(logOut).waitFor({ state: 'detached' });
    expect(window.main.received('company.logout')).toEqual([{ address: login.url }]);
    await expect.poll(() => window.focused()).toBe(`heading "${section}"`);
  });

  test('that cannot be taken out says why beside it', async () => {
    const window = await openLogins(login);
    window.main.answer('company.logout', () => refused(views.unreadableFile));
    await window.button(logOut).click();
    await expect
      .poll(() => window.announced())
      .toEqual([`${views.unreadableFile.what} ${views.unreadableFile.next}`]);
  });
});

describe('one more', () => {
  test('is asked for once by its address alone, and what it waits for is said', async () => {
    const window = await openLogins();
    window.main.answer('company.login', () => new Promise(() => undefined));
    await window.button('Log in…').click();
    await address(window).fill(` ${login.url} `);
    await address(window).press('Enter');
    await expect
      .poll(() => window.announced())
      .toEqual(['Waiting for the server, your answer in the dialog and the command…']);
    await address(window).press('Enter');
    expect(window.main.received('company.login')).toEqual([{ address: login.url }]);
  });

  test('that was made is said, and the field is empty for the next', async () => {
    const window = await openLogins();
    await address(window).fill(login.url);
    await address(window).press('Enter');
    await expect.poll(() => window.announced()).toEqual([`OpenCode is logged in at ${login.url}.`]);
    expect(await address(window).inputValue()).toBe('');
  });

  test('that was refused says why and keeps what was typed, which Escape takes back', async () => {
    const window = await openLogins();
    window.main.answer('company.login', () => refused(views.offline));
    await address(window).fill(login.url);
    await window.button('Log in…').click();
    await expect.poll(() => window.announced()).toEqual([`${views.offline.what} ${views.offline.next}`]);
    const kept = await address(window).inputValue();
    await address(window).press('Escape');
    expect([kept, await address(window).inputValue()]).toEqual([login.url, '']);
  });
});

test.for(['light', 'dark'] as const)('axe finds nothing wrong with it in %s', async (colorScheme) => {
  const window = await openLogins(login);
  await window.page.emulateMedia({ colorScheme });
  expect([await violations(window), await window.overflow()]).toEqual([[], 0]);
});
