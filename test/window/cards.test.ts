// The account cards: meters, words, ages, and what is not known.
import { describe, expect, test } from 'vitest';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';

const { anna, claude, minute, openAi, viewOf } = views;
const { open } = useWindows();

describe('an account card', () => {
  test('says who, which plan, how much is used until when, how old that is and who says so', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] })]));
    await expect
      .poll(() => window.card(anna.label).ariaSnapshot())
      .toBe(
        [
          '- article "anna@example.com":',
          '  - heading "anna@example.com" [level=3]',
          '  - text: Plus',
          '  - button "Read the quota of anna@example.com now"',
          '  - status',
          '  - text: 5-hour OK',
          '  - meter "5-hour"',
          '  - paragraph: 62% used · resets in 2 h 10 min',
          '  - text: Weekly Running low',
          '  - meter "Weekly"',
          '  - paragraph: 87% used · resets in 4 d 6 h',
          '  - paragraph: Read 3 min ago, from OpenAI usage page',
          '  - button "Sign out of anna@example.com": Sign out',
        ].join('\n'),
      );
  });

  test('tells a screen reader the figure and the words of each meter', async () => {
    const window = await open(
      viewOf([openAi({ accounts: [{ ...anna, windows: [views.fiveHours, views.spent] }] })]),
    );
    await window.card(anna.label).waitFor();
    const meters = await window.page
      .getByRole('meter')
      .evaluateAll((elements) =>
        elements.map((element) =>
          ['aria-valuemin', 'aria-valuenow', 'aria-valuemax', 'aria-valuetext'].map((name) =>
            element.getAttribute(name),
          ),
        ),
      );
    expect(meters).toEqual([
      ['0', '62', '100', '62% used · resets in 2 h 10 min'],
      // Over the limit: the figure stays within the range, the words say it.
      ['0', '100', '100', '112% used · resets in 45 min'],
    ]);
  });

  test('draws a meter as far as it is used', async () => {
    const window = await open(viewOf([openAi({ accounts: [{ ...anna, windows: [views.weekly] }] })]));
    const bar = await window.page.getByRole('meter').boundingBox();
    const used = await window.page.locator('.bar-used').boundingBox();
    expect(Math.round((100 * (used?.width ?? 0)) / (bar?.width ?? 1))).toBe(87);
  });

  test('never shows an unknown use as a number', async () => {
    const account = { ...anna, windows: [views.unknownWindow] };
    const window = await open(viewOf([openAi({ accounts: [account] })]));
    const card = window.card(anna.label);
    await expect.poll(() => card.textContent()).toContain('Use unknown');
    expect({
      meters: await card.getByRole('meter').count(),
      pictures: await card.getByRole('img', { name: 'Weekly: Use unknown' }).count(),
      filled: await card.locator('.bar-used').count(),
      percent: (await card.textContent())?.includes('%'),
    }).toEqual({ meters: 0, pictures: 1, filled: 0, percent: false });
  });

  test.for([
    { window: views.fiveHours, word: 'OK', use: '62% used' },
    { window: views.weekly, word: 'Running low', use: '87% used' },
    { window: { ...views.weekly, usedPercent: 99.6 }, word: 'Running low', use: '99% used' },
    { window: views.spent, word: 'Used up', use: '112% used' },
    { window: views.unknownWindow, word: 'Unknown', use: 'Use unknown' },
  ])('says "$word" in words where $use', async ({ window: quota, word, use }) => {
    const window = await open(viewOf([openAi({ accounts: [{ ...anna, windows: [quota] }] })]));
    await expect.poll(() => window.card(anna.label).textContent()).toContain(`${word}${use}`);
  });

  test('an account without meters says that it has none, and offers no reading', async () => {
    const window = await open(viewOf([claude({ accounts: [views.keyAccount] })]));
    const card = window.card(views.keyAccount.label);
    await expect.poll(() => card.textContent()).toContain('Pay as you go: no quota to show');
    expect(await card.getByRole('button').allTextContents()).toEqual(['Sign out']);
  });

  test('a login whose program tells no figures is not called pay as you go', async () => {
    const { keyAccount } = views;
    const kept = { ...keyAccount, keys: { ...keyAccount.keys, keptBy: 'Copilot CLI' } };
    const window = await open(viewOf([claude({ accounts: [kept] })]));
    await expect
      .poll(() => window.card(kept.label).textContent())
      .toContain('Copilot CLI keeps this login. Gatehouse cannot read its quota.');
  });

  test('before the first reading it says so', async () => {
    const account = { ...anna, windows: [], readAt: null, source: null };
    const window = await open(viewOf([openAi({ accounts: [account] })]));
    await expect.poll(() => window.card(anna.label).textContent()).toContain('Quota not read yet');
  });

  test('keeps the last figures beside a problem', async () => {
    const window = await open(viewOf([openAi({ accounts: [{ ...anna, problem: views.offline }] })]));
    await expect.poll(() => window.announced()).toContain(`${views.offline.what} ${views.offline.next}`);
    expect(await window.card(anna.label).getByRole('meter').count()).toBe(2);
  });

  test('counts down and ages by the minute while it is seen', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] })]));
    const card = window.card(anna.label);
    await card.waitFor();
    await window.page.clock.runFor(11 * minute);
    await expect.poll(() => card.textContent()).toContain('resets in 1 h 59 min');
    expect(await card.textContent()).toContain('Read 14 min ago');
    await window.page.clock.runFor(120 * minute);
    await expect.poll(() => card.textContent()).toContain('reset is due');
  });

  test('stands still while nobody sees it and catches up at once', async () => {
    const window = await open(viewOf([openAi({ accounts: [anna] })]));
    const card = window.card(anna.label);
    await card.waitFor();
    const see = (state: DocumentVisibilityState): Promise<void> =>
      window.page.evaluate((next) => {
        Object.defineProperty(document, 'visibilityState', { value: next, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await see('hidden');
    await window.page.clock.runFor(30 * minute);
    expect(await card.textContent()).toContain('Read 3 min ago');
    await see('visible');
    await expect.poll(() => card.textContent()).toContain('Read 33 min ago');
  });

  test('asks for a new reading of exactly this account, once per press', async () => {
    const other = { ...anna, id: 'openai:other', label: 'other@example.com' };
    const window = await open(viewOf([openAi({ accounts: [anna, other] })]));
    let release = (): void => undefined;
    window.main.answer('quota.refresh', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return refused(views.offline);
    });
    const button = window.button('Read the quota of other@example.com now');
    await button.click();
    await button.click({ force: true });
    await expect.poll(() => window.main.received('quota.refresh')).toEqual([{ account: 'openai:other' }]);
    release();
    await expect.poll(() => window.card(other.label).textContent()).toContain(views.offline.what);
    expect(await window.card(anna.label).textContent()).not.toContain(views.offline.what);
    // A later reading by itself: what had gone wrong at the press is over.
    await window.main.show(viewOf([openAi({ accounts: [anna, { ...other, readAt: views.noon }] })]));
    expect(await window.card(other.label).textContent()).not.toContain(views.offline.what);
  });

  test('comes into sight and takes the focus when it is asked for', async () => {
    const many = Array.from({ length: 8 }, (_, index) => ({
      ...anna,
      id: `openai:${index}`,
      label: `person${index}@example.com`,
    }));
    const window = await open(viewOf([openAi({ accounts: many })]));
    const card = window.card('person7@example.com');
    await card.waitFor();
    await window.main.showAccount('openai:7');
    await expect.poll(() => window.focused()).toBe('article "person7@example.com"');
    await expect
      .poll(() =>
        card.evaluate((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        }),
      )
      .toBe(true);
    expect(await card.getAttribute('class')).toBe('card card-shown');
    // The highlight passes, and can come again.
    await card.evaluate((element) => {
      for (const animation of element.getAnimations()) animation.finish();
    });
    await expect.poll(() => card.getAttribute('class')).toBe('card');
    await window.main.showAccount('openai:7');
    await expect.poll(() => card.getAttribute('class')).toBe('card card-shown');
  });

  test('is shown as soon as it exists when it was asked for before', async () => {
    const window = await open(viewOf([openAi()]));
    await window.provider('OpenAI').waitFor();
    await window.main.showAccount(anna.id);
    await window.main.show(viewOf([openAi({ accounts: [anna] })]));
    await expect.poll(() => window.focused()).toBe('article "anna@example.com"');
  });

  test('a long address is cut off in sight and whole on request, and nothing is pushed aside', async () => {
    const label = `${'a-very-long-name-'.repeat(8)}@department.of.long.names.example.com`;
    const window = await open(
      viewOf([openAi({ accounts: [{ ...anna, label, plan: 'Enterprise with everything' }] })]),
    );
    const title = window.heading(label);
    await title.waitFor();
    const cut = await title.evaluate((element) => element.scrollWidth > element.clientWidth);
    const button = await window.button(`Read the quota of ${label} now`).boundingBox();
    expect({ cut, title: await title.getAttribute('title'), overflow: await window.overflow() }).toEqual({
      cut: true,
      title: label,
      overflow: 0,
    });
    expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThan(440 - 16);
  });
});
