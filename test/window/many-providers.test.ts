// The whole list of providers, most of them hidden at first: none is in the way, each can be had, and how that looks.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../main/domain/settings.ts';
import type { Language } from '../../main/domain/language.ts';
import { providers, usualSettings } from '../../main/providers/list.ts';
import { initialState } from '../../main/state/state.ts';
import { makeView } from '../../main/state/view.ts';
import type { View } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { useWindows, type Look } from './support/open-window.ts';
import { noon } from './support/views.ts';

const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

/** A new installation, as main would say it. */
function fresh(settings: Partial<Settings> = {}, language: Language = 'en'): View {
  return makeView(
    { ...initialState, loaded: true, settings: { ...defaultSettings, ...usualSettings, ...settings } },
    { providers, files: [], owners: [], version: '1.2.3', language, now: noon },
  );
}

const shownAtFirst = providers.filter(({ isHiddenAtFirst }) => isHiddenAtFirst === undefined);
const hiddenAtFirst = providers.filter(({ isHiddenAtFirst }) => isHiddenAtFirst);

const looks: readonly (readonly [name: string, look: Look, language: Language])[] = [
  ['light', { colorScheme: 'light' }, 'en'],
  ['dark', { colorScheme: 'dark' }, 'en'],
  ['german', { colorScheme: 'light' }, 'de'],
  ['narrow', { colorScheme: 'light', viewport: { width: 220, height: 420 } }, 'de'],
];

beforeAll(() => mkdir(pictures, { recursive: true }));

test.for(looks)('the first steps ask for each, and fit: %s', async ([name, look, language]) => {
  const window = await open(fresh({ firstRun: 'providers' }, language), look);
  const switches = window.page.getByRole('switch');
  await switches.first().waitFor();
  await window.page.screenshot({ path: path.join(pictures, `many-steps-${name}.png`), fullPage: true });
  expect({
    on: await Promise.all((await switches.all()).map((each) => each.isChecked())),
    overflow: await window.overflow(),
    wrong: await violations(window),
    more: await window.page.locator('.hidden-providers').count(),
  }).toEqual({
    on: providers.map(({ isHiddenAtFirst }) => isHiddenAtFirst === undefined),
    overflow: 0,
    wrong: [],
    more: 0,
  });
});

test.for(looks)(
  'the accounts have one line for those that are hidden, and fit: %s',
  async ([name, look, language]) => {
    const window = await open(fresh({ firstRun: 'done' }, language), look);
    const more = window.page.locator('.hidden-providers').getByRole('button');
    await more.first().waitFor();
    await window.page.screenshot({ path: path.join(pictures, `many-accounts-${name}.png`), fullPage: true });
    expect({
      drawn: await window.page.locator('[data-provider]').evaluateAll((all) => all.length),
      more: await more.allTextContents(),
      overflow: await window.overflow(),
      wrong: await violations(window),
    }).toEqual({
      drawn: shownAtFirst.length,
      more: hiddenAtFirst.map(({ label }) => label),
      overflow: 0,
      wrong: [],
    });
  },
);

test.for(looks)('with all of them shown everything still fits: %s', async ([name, look, language]) => {
  const window = await open(fresh({ firstRun: 'done', hiddenProviders: [] }, language), look);
  await window.page.locator('[data-provider]').last().waitFor();
  await window.page.screenshot({ path: path.join(pictures, `many-shown-${name}.png`) });
  expect({
    drawn: await window.page.locator('[data-provider]').count(),
    overflow: await window.overflow(),
    wrong: await violations(window),
  }).toEqual({ drawn: providers.length, overflow: 0, wrong: [] });
});

test('in the settings that is the usual, and what differs goes back to it', async () => {
  const window = await open(fresh({ firstRun: 'done' }));
  await window.openSettings();
  const details = window.page.locator('.setting-details', { hasText: 'Providers shown' });
  const back = window.button('Back to usual: Providers shown');
  const before = await back.count();
  await window.main.show(fresh({ firstRun: 'done', hiddenProviders: [] }));
  await details.locator('summary').click();
  await window.page.screenshot({ path: path.join(pictures, 'many-settings.png'), fullPage: true });
  await back.click();
  expect([before, window.main.received('settings.change')]).toEqual([
    0,
    [{ hiddenProviders: usualSettings.hiddenProviders }],
  ]);
});
