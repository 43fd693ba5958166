// A hundred accounts: all are there, and opening a page or coming back builds none of their cards anew.
import { expect, test } from 'vitest';
import type { AccountView } from '../../preload/view.ts';
import { useWindows } from './support/open-window.ts';
import { leastPaintedMs, paintedAfter, percentile95 } from './support/painted.ts';
import * as views from './support/views.ts';

const { anna, claude, openAi, viewOf } = views;
const { open } = useWindows();

const windows = [
  views.lasting,
  views.runningOut,
  views.modelWeek('Opus', { usedPercent: 95, level: 'low' }),
  views.spend,
];
const accounts = (provider: string): readonly AccountView[] =>
  Array.from({ length: 50 }, (_, index) => ({
    ...anna,
    id: `${provider}:${index}`,
    label: `person${index}@${provider}.example.com`,
    active: index === 0,
    windows,
  }));

test('a page opens and closes without building the cards anew', async () => {
  const many = viewOf([openAi({ accounts: accounts('openai') }), claude({ accounts: accounts('claude') })]);
  const window = await open(many);
  await window.card('person0@openai.example.com').waitFor();
  // The whole dates come after the first picture, all at once.
  await window.page.locator('.meter-words [title]').first().waitFor();
  await window.page.evaluate(() => {
    const changes: string[] = [];
    new MutationObserver((records) => {
      for (const { type } of records) changes.push(type);
    }).observe(document.querySelector('.providers') ?? document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    Object.assign(globalThis, { changes });
  });
  const taken: number[] = [];
  for (const page of ['Agents', 'Accounts', 'Doctor', 'Accounts']) {
    taken.push(await paintedAfter(window, () => window.button(page).click()));
  }
  expect({
    cards: await window.page.locator('article').count(),
    changes: await window.page.evaluate('globalThis.changes'),
    measured: percentile95(taken) >= leastPaintedMs,
  }).toEqual({ cards: 100, changes: [], measured: true });
});
