// The line on how much work is left over all accounts, and which quota comes back next.
import { describe, expect, test } from 'vitest';
import type { HeadroomView } from '../../preload/view.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, headroom, minute, noHeadroom, openAi, viewOf } = views;
const { open } = useWindows();

const openWith = (changes: Partial<HeadroomView>): Promise<WindowPage> =>
  open(viewOf([openAi({ accounts: [anna] })], { headroom: { ...headroom, ...changes } }));
const line = (window: WindowPage) => window.page.locator('.headroom');
const refill = 'next refill: Claude 5-hour in 40 min (+62%)';
const refillAlone = 'Next refill: Claude 5-hour in 40 min (+62%)';

describe('the work that is left', () => {
  test.for<{ changes: Partial<HeadroomView>; words: string }>([
    { changes: {}, words: `About 14 h of work left · ${refill}` },
    { changes: { hoursLeft: 1200.4, nextRefill: null }, words: 'About 1,200 h of work left' },
    { changes: { hoursLeft: 0.62, nextRefill: null }, words: 'About 35 min of work left' },
    { changes: { hoursLeft: 0 }, words: `No work left for now · ${refill}` },
    { changes: { hoursLeft: 0, unknown: 2 }, words: refillAlone },
    { changes: { hoursLeft: null, unknown: 2 }, words: refillAlone },
    {
      changes: { unknown: 1 },
      words: `About 14 h of work left · ${refill} · 1 account not counted, pace unknown`,
    },
    {
      changes: { unknown: 2, nextRefill: null },
      words: 'About 14 h of work left · 2 accounts not counted, pace unknown',
    },
  ])('is said in one line: "$words"', async ({ changes, words }) => {
    const window = await openWith(changes);
    await expect.poll(() => line(window).textContent()).toBe(words);
  });

  test('names the account and the time of the refill on request', async () => {
    const window = await openWith({});
    await expect
      .poll(() => line(window).getAttribute('title'))
      .toMatch(/^lin@example\.com · Tuesday.*12:40$/);
  });

  test('counts down by the minute, without being read out each time', async () => {
    const window = await openWith({});
    await line(window).waitFor();
    await window.page.clock.runFor(15 * minute);
    await expect.poll(() => line(window).textContent()).toContain('in 25 min (+62%)');
    await window.page.clock.runFor(30 * minute);
    await expect.poll(() => line(window).textContent()).toContain('Claude 5-hour is due (+62%)');
    expect(await window.announced()).toEqual([views.serving.reason]);
  });

  test.for([
    { name: 'nothing is known', accounts: [anna], shown: noHeadroom },
    { name: 'there is no account', accounts: [], shown: headroom },
  ])('is not spoken of while $name', async ({ accounts, shown }) => {
    const window = await open(viewOf([openAi({ accounts })], { headroom: shown }));
    await window.provider('OpenAI').waitFor();
    expect(await line(window).count()).toBe(0);
  });
});
