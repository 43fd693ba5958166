// The settings are found by their words, say what is usual, and travel in files; the page about Gatehouse names whose work it is.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import type { SettingsView, View } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, claude, openAi, settings, viewOf } = views;
const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

beforeAll(() => mkdir(pictures, { recursive: true }));

const withSettings = (changes: Partial<SettingsView> = {}): View =>
  viewOf([openAi({ accounts: [anna] }), claude()], {
    settings: { ...settings, usual: { ...settings.usual, language: 'en' }, ...changes },
  });

async function openSettings(view = withSettings()): Promise<WindowPage> {
  const window = await open(view);
  await window.openSettings();
  return window;
}

const search = (window: WindowPage) => window.page.getByRole('searchbox', { name: 'Search settings' });
const shownSections = (window: WindowPage) =>
  window.page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents();

describe('the search', () => {
  test('finds settings by words of their own and of their section, in any order and writing', async () => {
    const window = await openSettings();
    await search(window).fill('SCREEN  ágents lock');
    await expect.poll(() => window.announced()).toEqual(['1 setting shown']);
    expect([
      await shownSections(window),
      await window.switch('Lock when the screen is locked').isVisible(),
    ]).toEqual([['Agents'], true]);
  });

  test('is reached with Ctrl+F, emptied with Escape, and only then left', async () => {
    const window = await openSettings();
    const all = await shownSections(window);
    await window.page.keyboard.press('Control+f');
    await window.page.keyboard.type('reserve');
    await expect.poll(() => shownSections(window)).toEqual(['Choosing a provider']);
    await window.page.keyboard.press('Escape');
    await expect.poll(() => shownSections(window)).toEqual(all);
    await window.page.keyboard.press('Escape');
    await window.card(anna.label).waitFor();
  });

  test('that finds nothing says so and leads back to all', async () => {
    const window = await openSettings();
    const all = await shownSections(window);
    await search(window).fill('zeppelin');
    await window.page.getByText('No setting matches').waitFor();
    expect(await shownSections(window)).toEqual([]);
    await window.button('Show all settings').click();
    await expect.poll(() => shownSections(window)).toEqual(all);
    expect([await search(window).inputValue(), await window.focused()]).toEqual([
      '',
      'searchbox "Search settings"',
    ]);
  });

  test('finds what is drawn later as well', async () => {
    const window = await openSettings(withSettings({ files: [] }));
    await search(window).fill('auth.json');
    await window.page.getByText('No setting matches').waitFor();
    await window.main.show(withSettings());
    await expect.poll(() => shownSections(window)).toEqual(['Shared files']);
  });
});

describe('what was changed', () => {
  const changed = withSettings({
    hideIdentities: true,
    numbers: { ...settings.numbers, reservePercent: { ...settings.numbers.reservePercent, value: 20 } },
    alerts: { ...views.alerts, muted: ['reset'], thresholds: [] },
  });

  test('is all that is shown when that is wanted', async () => {
    const window = await openSettings(changed);
    await window.page.getByRole('checkbox', { name: 'Only what I changed' }).check();
    await expect.poll(() => window.announced()).toEqual(['3 settings shown']);
    expect(await shownSections(window)).toEqual(['Appearance', 'Choosing a provider', 'Notices']);
  });

  test('goes back to usual with one press, and the keyboard stays', async () => {
    const window = await openSettings(changed);
    await window.button('Back to usual: Keep in reserve').click();
    await window.button('Back to usual: Hide identities').click();
    await window.press('What is told');
    await window.button('Back to usual: What is told').click();
    await expect
      .poll(() => window.main.received('settings.change'))
      .toEqual([{ reservePercent: 5 }, { hideIdentities: false }, { mutedAlerts: [] }]);
    expect(await window.focused()).toMatch(/^summary "What is told/);
  });

  test('is nothing at first, and says so', async () => {
    const window = await openSettings(withSettings({ alerts: { ...views.alerts, thresholds: [] } }));
    await window.page.getByRole('checkbox', { name: 'Only what I changed' }).check();
    await window.page.getByText('You have changed nothing').waitFor();
  });
});

test('new settings send exactly themselves', async () => {
  const window = await openSettings();
  await window.page.getByRole('radio', { name: 'Deutsch' }).click();
  await window.switch('Hide identities').click();
  await window.switch('Small meter').click();
  await window.switch('Show incidents of providers').click();
  await window.press('Providers shown');
  await window.page.getByRole('checkbox', { name: 'Claude', exact: true }).click();
  await expect
    .poll(() => window.main.received('settings.change'))
    .toEqual([
      { language: 'de' },
      { hideIdentities: true },
      { miniMeter: true },
      { incidents: true },
      { hiddenProviders: ['claude'] },
    ]);
});

const offer = {
  id: '1',
  path: '/home/ada/gatehouse-settings.json',
  steps: [
    {
      setting: 'reservePercent',
      of: null,
      from: { kind: 'number', value: 5 },
      to: { kind: 'number', value: 20 },
    },
    {
      setting: 'fallBackFrom',
      of: 'Claude',
      from: { kind: 'switch', on: true },
      to: { kind: 'switch', on: false },
    },
    {
      setting: 'quietHours',
      of: null,
      from: { kind: 'hours', hours: null },
      to: { kind: 'hours', hours: { fromMinute: 1320, toMinute: 480 } },
    },
    {
      setting: 'mutedAlerts',
      of: null,
      from: { kind: 'kinds', kinds: [] },
      to: { kind: 'kinds', kinds: ['reset', 'switched'] },
    },
  ],
  ignored: [{ reason: 'stays-here', names: ['keyStore', 'consents'] }],
} as const;

describe('a file with settings', () => {
  test('is shown before it changes anything, is applied as shown, and taken back', async () => {
    const window = await openSettings();
    window.main.answer('settings.readFile', () => ({ ok: true, value: offer }));
    await window.button('Choose a file…').click();
    await expect.poll(() => window.focused()).toBe('heading "Would change 4 settings"');
    expect(await window.page.locator('.settings-step').allTextContents()).toEqual([
      'Keep in reserve 5 becomes  → 20',
      'Fall back from Claude on becomes  → off',
      'Quiet hours none becomes  → 22:00–08:00',
      'What is told all becomes  → all but “A quota is reset” and “Another account is used”',
    ]);
    await window.button('Change 4 settings').click();
    await window.button('Put settings back as they were').click();
    await window.page.getByText('Your settings are as they were before.').waitFor();
    expect([window.main.received('settings.applyFile'), window.main.received('settings.putBack')]).toEqual([
      [{ offer: '1' }],
      [{}],
    ]);
  });

  test('says by name what stays when it is taken back, because it was set by hand since', async () => {
    const window = await openSettings();
    window.main.answer('settings.readFile', () => ({ ok: true, value: offer }));
    window.main.answer('settings.putBack', () => ({
      ok: true,
      value: {
        kept: [
          { setting: 'quietHours', of: null },
          { setting: 'alertAtPercent', of: 'OpenAI Weekly' },
        ],
      },
    }));
    await window.button('Choose a file…').click();
    await window.button('Change 4 settings').click();
    await window.button('Put settings back as they were').click();
    await expect
      .poll(() => window.announced())
      .toEqual([
        'You have set “Quiet hours” and “Notices for OpenAI Weekly” since, so that stays. The rest is as it was before.',
      ]);
  });

  test('that no longer fits is shown anew', async () => {
    const window = await openSettings();
    window.main.answer('settings.readFile', () => ({ ok: true, value: offer }));
    window.main.answer('settings.applyFile', () => ({
      ok: true,
      value: { kind: 'changed-since', offer: { ...offer, id: '2', steps: offer.steps.slice(0, 1) } },
    }));
    await window.button('Choose a file…').click();
    await window.button('Change 4 settings').click();
    await window.button('Change 1 setting').waitFor();
    await expect
      .poll(() => window.announced())
      .toEqual(['Your settings have changed meanwhile. This is what the file would change now.']);
  });

  test('says why it cannot be read, and where one was saved', async () => {
    const window = await openSettings();
    window.main.answer('settings.readFile', () => refused(views.unreadableFile));
    window.main.answer('settings.export', () => ({ ok: true, value: { path: '/home/ada/mine.json' } }));
    await window.button('Choose a file…').click();
    await window.page.getByText(views.unreadableFile.what).waitFor();
    await window.button('Save…').click();
    await window.page.getByText('Saved as /home/ada/mine.json').waitFor();
  });
});

describe('the page about Gatehouse', () => {
  test('opens from the foot of the accounts and gives the keyboard back', async () => {
    const window = await open(withSettings());
    await window.button('Gatehouse 1.2.3').or(window.page.locator('.footer button')).first().click();
    await window.heading('About Gatehouse').waitFor();
    await window.page.getByRole('searchbox', { name: 'Search packages' }).fill('isc');
    await expect
      .poll(() => window.page.locator('.about-package').allTextContents())
      .toEqual(['semver 7.8.6 ISCThe ISC License\n\nCopyright (c) Isaac Z.']);
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
    await window.card(anna.label).waitFor();
    await expect.poll(() => window.focused()).toMatch(/^button "Gatehouse/);
  });

  test('goes on without the list of packages, and says so', async () => {
    const window = await openSettings();
    window.main.answer('about.get', () => refused(views.noKeyStore));
    await window.button('Open About Gatehouse').click();
    await window.page.getByText(views.noKeyStore.what).waitFor();
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  const options = colorScheme === 'light' ? {} : leftToWhole;
  test.for([440, 900])('nothing is wrong for anybody at %i px', options, async (width) => {
    const window = await open(
      withSettings({ hideIdentities: true, alerts: { ...views.alerts, muted: ['reset'] } }),
      {
        colorScheme,
        viewport: { width, height: 900 },
      },
    );
    await window.openSettings();
    window.main.answer('settings.readFile', () => ({ ok: true, value: offer }));
    await window.page.screenshot({ path: path.join(pictures, `settings-top-${width}-${colorScheme}.png`) });
    const wrong = [...(await violations(window))];
    await window.button('Choose a file…').click();
    await window.heading('Would change 4 settings').waitFor();
    await window.page.screenshot({ path: path.join(pictures, `settings-offer-${width}-${colorScheme}.png`) });
    wrong.push(...(await violations(window)));
    await search(window).fill('zeppelin');
    await window.page.getByText('No setting matches').waitFor();
    await window.page.screenshot({
      path: path.join(pictures, `settings-nothing-${width}-${colorScheme}.png`),
    });
    await window.main.showPage('about');
    await window.page.locator('.about-package summary').first().click();
    await window.page.screenshot({
      path: path.join(pictures, `about-${width}-${colorScheme}.png`),
      fullPage: true,
    });
    wrong.push(...(await violations(window)));
    expect([wrong, await window.overflow()]).toEqual([[], 0]);
  });
});
