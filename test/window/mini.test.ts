// The small meter above the other windows, the note where there is no tray, and what vendors say of themselves.
import { expect, test } from 'vitest';
import type { MiniLineView, View } from '../../preload/view.ts';
import { german } from '../../renderer/messages/de/all.ts';
import { english } from '../../renderer/messages/en/all.ts';
import { violations } from './support/axe.ts';
import { useWindows, type Look } from './support/open-window.ts';
import { anna, claude, hour, lin, long, minute, noon, openAi, viewOf } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();

const low: MiniLineView = {
  account: lin.id,
  provider: 'Claude',
  label: lin.label,
  window: { label: '5-hour', usedPercent: 87.6, level: 'low', resetsAt: noon + 2 * hour + 10 * minute },
};
const spent: MiniLineView = {
  account: anna.id,
  provider: 'OpenAI',
  label: anna.label,
  window: { label: 'Weekly', usedPercent: 100, level: 'exhausted', resetsAt: null },
};
const two = viewOf([claude({ accounts: [lin] }), openAi({ accounts: [anna] })], { mini: [low, spent] });

/** As main/desktop/mini-window.ts opens it. */
async function openMini(view: View, look: Look = {}): Promise<WindowPage> {
  const window = await open(view, { viewport: { width: 280, height: 68 }, ...look });
  await window.page.evaluate("location.hash = 'mini'");
  await window.page.reload();
  await window.page.locator('.mini').waitFor();
  return window;
}

test('it says who serves, how much is used and when that ends, first the one that serves', async () => {
  const { page } = await openMini(two);
  expect(await page.locator('.mini-line').allInnerTexts()).toEqual([
    `Claude ${lin.label}\n87%2 h 10 min`,
    `OpenAI ${anna.label}\n100%`,
  ]);
  expect(await page.locator('.mini-open .unseen').textContent()).toBe(
    `Open Gatehouse. Claude, ${lin.label}, 5-hour: 87% used, low, resets in 2 h 10 min. ` +
      `OpenAI, ${anna.label}, Weekly: 100% used, used up`,
  );
});

test('a click opens the window; Escape, a right click and the cross each put the meter away', async () => {
  const { page, main } = await openMini(two);
  await page.locator('.mini-open').click();
  await page.keyboard.press('Escape');
  await page.locator('.mini-open').click({ button: 'right' });
  await page.getByRole('button', { name: 'Hide the meter' }).click();
  await expect
    .poll(() => main.received('settings.change'))
    .toEqual([1, 2, 3].map(() => ({ miniMeter: false })));
  expect(main.received('window.open')).toEqual([{}]);
});

test('new figures come by themselves, and unknown use is never drawn as none', async () => {
  const { page, main } = await openMini(two);
  await main.show({ ...two, mini: [{ ...low, window: null }] });
  await expect
    .poll(() => page.locator('.mini-line').allInnerTexts())
    .toEqual([`Claude ${lin.label}\nUse unknown`]);
});

test('with nobody signed in it says so', async () => {
  const { page } = await openMini(viewOf([claude()]));
  expect(await page.locator('.mini-empty').innerText()).toBe('Nobody is signed in');
});

const longest = {
  ...two,
  mini: [
    { ...low, label: long },
    { ...spent, label: long },
  ],
};

test.each<[string, View, Look]>([
  ['mini-light', two, { colorScheme: 'light' }],
  ['mini-dark', two, { colorScheme: 'dark' }],
  ['mini-long', longest, { colorScheme: 'light' }],
  ['mini-contrast', two, { colorScheme: 'dark', forcedColors: 'active' }],
  ['mini-german', { ...longest, language: 'de' }, { colorScheme: 'dark' }],
  ['mini-empty', viewOf([claude()]), { colorScheme: 'light' }],
])('%s: nothing is in the way of anybody, and nothing is cut off', async (name, view, look) => {
  const window = await openMini(view, { ...look, deviceScaleFactor: 2 });
  await window.page.screenshot({ path: `out/pictures/${name}.png` });
  expect(await violations(window)).toEqual([]);
  expect(
    await window.page.evaluate(
      'document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth',
    ),
  ).toBe(true);
  const box = await window.page
    .locator('.mini-open')
    .evaluate((element) => [
      element.scrollHeight <= element.clientHeight,
      element.scrollWidth <= element.clientWidth,
    ]);
  expect(box).toEqual([true, true]);
});

test('without a tray the window says how it comes back', async () => {
  const { page } = await open({ ...two, tray: 'none' });
  await page.getByText('This desktop shows no tray icons.').waitFor();
});

const incident = {
  text: 'Elevated errors on many models and a long explanation of what that means for everybody',
  impact: 'major',
  at: noon - 100 * minute,
  url: 'https://status.claude.com/',
} as const;

test.each(['light', 'dark'] as const)('what a vendor reports stands at its name, %s', async (colorScheme) => {
  const view = viewOf([claude({ accounts: [lin], incident }), openAi({ accounts: [anna] })]);
  const window = await open(view, { colorScheme });
  await window.page.getByText('Claude reports: Elevated errors').waitFor();
  await window.page.screenshot({ path: `out/pictures/incident-${colorScheme}.png` });
  expect(await window.page.locator('.incident').count()).toBe(1);
  expect(await violations(window)).toEqual([]);
});

test('an incident that began weeks ago is dated by its day', () => {
  const old = { text: 'Errors', impact: 'minor', at: noon - 20 * 24 * hour } as const;
  const words = [
    english.incident('Claude', { ...incident, ...old }, noon),
    german.incident('Claude', { ...incident, ...old }, noon),
  ];
  expect(words.filter((each) => /\d:\d\d/.test(each))).toEqual([]);
});
