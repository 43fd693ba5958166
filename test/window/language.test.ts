// The window in German: no page keeps an English word, and a change of language changes the words and nothing else.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { english } from '../../renderer/messages/en/all.ts';
import { german } from '../../renderer/messages/de/all.ts';
import { everyPage, walkTo, type PageState } from './support/every-page.ts';
import { useWindows } from './support/open-window.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');
beforeAll(() => mkdir(pictures, { recursive: true }));

/** Every text that stands by itself and that German says in another way. */
const englishTexts: ReadonlySet<string> = new Set(
  Object.entries(english).flatMap(([name, text]) =>
    typeof text === 'string' && Reflect.get(german, name) !== text ? [text] : [],
  ),
);
/** How texts that are put together begin or end in English. */
const englishParts =
  /(\d|just) ?%? ?(used|left|now|ago)\b|\bresets? in\b|^(Read|Renewed|Used by|Use this|Sign (in|out)|Last \d)\b/;

/** What is seen and what is read out of the page that is open. */
async function wordsOf({ page }: WindowPage): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent?.trim() ?? '');
      if (!(node instanceof HTMLElement)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        const value = node.getAttribute(name);
        if (value !== null) found.push(value);
      }
    }
    return found.filter((text) => text !== '');
  });
}

function stateNamed(name: string): PageState {
  const found = everyPage.find((state) => state.name === name);
  if (found === undefined) throw new Error(`no page is called ${name}`);
  return found;
}

test('no page in German keeps a word of English, is cut off, or is read out in English', async () => {
  const window = await open(stateNamed('accounts').view);
  const found: unknown[] = [];
  for (const state of everyPage) {
    await walkTo(window, state, 'de');
    // What main tells is main's, and here always English.
    const told = JSON.stringify(state.view);
    const words = (await wordsOf(window))
      .filter((text) => !text.split(' · ').every((part) => told.includes(JSON.stringify(part))))
      .filter((text) => englishTexts.has(text) || englishParts.test(text));
    const lang = await window.page.locator('html').getAttribute('lang');
    const overflow = await window.overflow();
    if (words.length > 0 || lang !== 'de' || overflow > 0)
      found.push({ page: state.name, words, lang, overflow });
  }
  expect(found).toEqual([]);
});

describe('a change of language while a page is open', () => {
  test('changes its words and keeps what is typed, why it is refused, and the keyboard', async () => {
    const window = await open(stateNamed('settings').view);
    const { page, main } = window;
    await walkTo(window, stateNamed('settings'), 'en');
    const number = window.number(english.number('notifyAtPercent'));
    await number.fill('0');
    await number.press('Enter');
    const field = page.getByRole('textbox', { name: 'Folder' });
    await field.fill('/home/ada/wo');
    await main.show({ ...stateNamed('settings').view, language: 'de' });
    await window.heading('Einstellungen').waitFor();
    expect({
      typed: await page.getByRole('textbox', { name: 'Ordner' }).inputValue(),
      focused: await window.focused(),
      refused: await window.number('Melden ab').inputValue(),
      why: await page.locator('.field-missing:not(:empty)').allTextContents(),
      title: await page.title(),
      lang: await page.locator('html').getAttribute('lang'),
    }).toEqual({
      typed: '/home/ada/wo',
      focused: 'textbox "Ordner"',
      refused: '0',
      why: ['Gib eine Zahl von 1 bis 100 ein.'],
      title: 'Einstellungen · Gatehouse',
      lang: 'de',
    });
  });

  test('says what happened anew, and goes on searching for the same', async () => {
    const window = await open(stateNamed('activity').view);
    await walkTo(window, stateNamed('activity'), 'en');
    const sentences = () => window.page.locator('.activity-words > p:first-child').allTextContents();
    const before = await sentences();
    await window.page.getByRole('searchbox').fill('a');
    await window.main.show({ ...stateNamed('activity').view, language: 'de' });
    await window.heading('Aktivität').waitFor();
    const after = await sentences();
    expect({
      kept: after.filter((sentence) => before.includes(sentence)),
      some: after.length > 0,
      search: await window.page.getByRole('searchbox').inputValue(),
    }).toEqual({ kept: [], some: true, search: 'a' });
  });

  test.each(['history', 'doctor'])('asks main again for what it told of %s', async (name) => {
    const call = name === 'history' ? 'history.get' : 'doctor.look';
    const window = await open(stateNamed(name).view);
    await walkTo(window, stateNamed(name), 'en');
    const before = window.main.received(call).length;
    await window.main.show({ ...stateNamed(name).view, language: 'de' });
    await expect.poll(() => window.main.received(call).length).toBe(before + 1);
  });
});

describe.each(['light', 'dark'] as const)('in German and %s', (colorScheme) => {
  test.each(['accounts', 'settings', 'history', 'agents', 'activity'])('%s fits', async (name) => {
    const window = await open(stateNamed(name).view, { colorScheme });
    await walkTo(window, stateNamed(name), 'de');
    await window.page.screenshot({
      path: path.join(pictures, `german-${name}-${colorScheme}.png`),
      fullPage: true,
    });
    const cut = await window.page
      .locator('button:visible, .tab-label:visible, .badge:visible, .level:visible')
      .evaluateAll((all) =>
        all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
      );
    expect({ cut, overflow: await window.overflow() }).toEqual({ cut: [], overflow: 0 });
  });
});
