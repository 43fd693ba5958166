// Feature flags in the settings: what counts and why, and a change that the app asks about in its dialog.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { flags as table } from '../../main/domain/flags.ts';
import type { Language } from '../../main/domain/language.ts';
import { initialState } from '../../main/state/state.ts';
import { makeView } from '../../main/state/view.ts';
import type { FlagView, View } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows, type Look } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { flag, chosenFlag, openAi, settings, viewOf } = views;
const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

const section = 'Feature flags';
const viewWith = (...flags: readonly FlagView[]): View =>
  viewOf([openAi()], { settings: { ...settings, flags } });

async function openFlags(...flags: readonly FlagView[]): Promise<WindowPage> {
  const window = await open(viewWith(...flags));
  await window.openSettings();
  await window.provider(section).waitFor();
  return window;
}

const buttons = (window: WindowPage) =>
  window
    .provider(section)
    .getByRole('button')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));

describe('a flag', () => {
  test('stands with what counts, what it is and why, and offers what else there is', async () => {
    const locked: FlagView = { ...flag, id: 'provider-packages', variant: 'off', why: 'locked' };
    const damaged: FlagView = { ...flag, id: 'other', variant: 'off', why: 'damaged' };
    const window = await openFlags(flag, chosenFlag, locked, damaged);
    expect([
      await window.provider(section).locator('.setting-label').allTextContents(),
      await window.provider(section).locator('.setting-effect:last-child').allTextContents(),
      await buttons(window),
    ]).toEqual([
      ['company-logins: on', 'early-view: off', 'provider-packages: off', 'other: off'],
      [
        'Nobody has chosen anything else.',
        'You have chosen this.',
        'What you have chosen cannot be opened now, so the careful variant counts.',
        'What you have chosen cannot be opened any more, so the careful variant counts until you choose again.',
      ],
      ['Set to off… company-logins', 'Take back… early-view', 'Set to on… other'],
    ]);
  });

  test('is asked for once by its name and variant alone, and the dialog is said', async () => {
    const window = await openFlags(flag);
    window.main.answer('flag.set', () => new Promise(() => undefined));
    await window.button('Set to off… company-logins').press('Enter');
    await expect.poll(() => window.announced()).toEqual(['Waiting for your answer in the dialog…']);
    await window.button('Set to off… company-logins').click({ force: true });
    expect(window.main.received('flag.set')).toEqual([{ flag: 'company-logins', variant: 'off' }]);
  });

  test('whose choice is taken back names no variant', async () => {
    const window = await openFlags(chosenFlag);
    await window.button('Take back… early-view').click();
    await expect
      .poll(() => window.main.received('flag.set'))
      .toEqual([{ flag: 'early-view', variant: null }]);
  });

  test('that was not changed says why beside it', async () => {
    const window = await openFlags(flag);
    window.main.answer('flag.set', () => refused(views.offline));
    await window.button('Set to off… company-logins').click();
    await expect.poll(() => window.announced()).toEqual([`${views.offline.what} ${views.offline.next}`]);
  });
});

const looks: readonly (readonly [name: string, look: Look, language: Language])[] = [
  ['light', { colorScheme: 'light' }, 'en'],
  ['dark', { colorScheme: 'dark' }, 'de'],
  ['narrow', { colorScheme: 'light', viewport: { width: 220, height: 420 } }, 'de'],
];

beforeAll(() => mkdir(pictures, { recursive: true }));

test.for(looks)('the real ones fit and can be read: %s', async ([name, look, language]) => {
  const [packages, logins, early] = table;
  const view = makeView(
    {
      ...initialState,
      loaded: true,
      settings: { ...initialState.settings, firstRun: 'done' },
      flags: {
        known: [
          { flag: packages, variant: 'on', why: 'default' },
          { flag: logins, variant: 'off', why: 'chosen' },
          { flag: early, variant: 'on', why: 'locked' },
        ],
        inert: [],
      },
    },
    { providers: [], files: [], owners: [], version: '1.2.3', language, now: views.noon },
  );
  const window = await open(view, look);
  const [settingsName, title] =
    language === 'de' ? ['Einstellungen', 'Funktionsschalter'] : ['Settings', section];
  await window.button(settingsName).click();
  const shown = window.provider(title);
  await shown.scrollIntoViewIfNeeded();
  await shown.screenshot({ path: path.join(pictures, `flags-${name}.png`) });
  expect({ overflow: await window.overflow(), wrong: await violations(window) }).toEqual({
    overflow: 0,
    wrong: [],
  });
});
