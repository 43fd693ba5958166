// The pages of the window: each one press away, by the keyboard too, and at the word of main.
import { expect, test } from 'vitest';
import { useWindows } from './support/open-window.ts';
import { anna, openAi, viewOf } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();
const names = ['Accounts', 'History', 'Agents', 'Activity', 'Doctor', 'Settings'];
const withAnna = viewOf([openAi({ accounts: [anna] })]);

const current = (window: WindowPage): Promise<string[]> =>
  window.page.getByRole('navigation', { name: 'Pages' }).locator('[aria-current=page]').allTextContents();

test('every page is one press away from every other, with its heading focused', async () => {
  const window = await open(withAnna);
  const others = names.slice(1);
  const walk = [...others, ...others.slice(0, -1).reverse()];
  const seen: (readonly [string[], string])[] = [];
  for (const name of walk) {
    await window.button(name).press('Enter');
    await window.heading(name).waitFor();
    seen.push([await current(window), await window.focused()]);
  }
  expect(seen).toEqual(walk.map((name) => [[name], `heading "${name}"`]));
});

test.each([
  ['history', 'History'],
  ['settings', 'Settings'],
] as const)('main can ask for the page %s, and Escape leads back to the accounts', async (page, name) => {
  const window = await open(withAnna);
  await window.main.showPage(page);
  await window.heading(name).waitFor();
  const there = await current(window);
  await window.page.keyboard.press('Escape');
  await window.card(anna.label).waitFor();
  expect([there, await current(window), await window.focused()]).toEqual([
    [name],
    ['Accounts'],
    'button "Settings"',
  ]);
});

test('main can ask for the accounts while another page is open', async () => {
  const window = await open(withAnna);
  await window.openDoctor();
  await window.main.showPage('accounts');
  await window.card(anna.label).waitFor();
  expect(await current(window)).toEqual(['Accounts']);
});

test.each([440, 360])('at %i pixels no word of the tabs is cut off', async (width) => {
  const window = await open(withAnna, { viewport: { width, height: 640 } });
  const cut = await window.page
    .locator('.tab-label')
    .evaluateAll((labels) => labels.filter((label) => label.scrollWidth > label.clientWidth).length);
  expect(cut).toBe(0);
});

test('enlarged to twice its size the drawings stand alone, each in sight and with its name', async () => {
  const window = await open(withAnna, { viewport: { width: 220, height: 320 } });
  const tabs = window.page.getByRole('navigation').getByRole('button');
  const widths = await tabs.evaluateAll((all) =>
    all.map((tab) => Math.round(tab.getBoundingClientRect().width)),
  );
  const labels = await window.page
    .locator('.tab-label')
    .evaluateAll((all) => all.map((label) => label.getBoundingClientRect().width));
  expect([await tabs.allTextContents(), new Set(labels), Math.min(...widths) >= 24]).toEqual([
    names,
    new Set([1]),
    true,
  ]);
});

test('before there is anything to show there is nowhere to go', async () => {
  const window = await open({ ...withAnna, loaded: false });
  expect(await window.page.getByRole('navigation').count()).toBe(0);
});
