// What a card says of each quota: whether it will last, how it went, how old the figure is, and what is counted.
import { describe, expect, test } from 'vitest';
import type { AccountView, AmountView, WindowView } from '../../preload/view.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, day, fiveHours, hour, minute, noon, openAi, viewOf, weekly } = views;
const { open } = useWindows();

const openWith = (...windows: readonly WindowView[]): Promise<WindowPage> =>
  open(viewOf([openAi({ accounts: [{ ...anna, windows }] })]));

/** Of the first meter: how it is coloured, and all its words. */
async function meter(window: WindowPage): Promise<{ look: string | null; words: readonly string[] }> {
  const first = window.page.locator('.meter').first();
  await first.waitFor();
  const words = await first.locator('.level, p').allTextContents();
  return { look: await first.getAttribute('class'), words };
}

describe('the forecast', () => {
  const used = '62% used · resets in 2 h 10 min';

  test.for<{ name: string; window: Partial<WindowView>; look: string; words: readonly string[] }>([
    {
      name: 'that it will last',
      window: { pace: { kind: 'lasts' } },
      look: 'meter meter-ok',
      words: ['OK', used, 'Will last until the reset'],
    },
    {
      name: 'that it will last, where there is no reset',
      window: { pace: { kind: 'lasts' }, resetsAt: null },
      look: 'meter meter-ok',
      words: ['OK', '62% used', 'Will last at this pace'],
    },
    {
      name: 'that it may run out',
      window: { pace: { kind: 'tight', at: noon + 100 * minute } },
      look: 'meter meter-tight',
      words: ['Tight', used, 'May run out around 13:40'],
    },
    {
      name: 'that it will run out today',
      window: { pace: { kind: 'runs-out', at: noon + 100 * minute } },
      look: 'meter meter-runs-out',
      words: ['Will run out', used, 'Runs out around 13:40, before the reset'],
    },
    {
      name: 'that it will run out this week',
      window: { pace: { kind: 'runs-out', at: noon + 27 * hour }, resetsAt: noon + 4 * day },
      look: 'meter meter-runs-out',
      words: ['Will run out', '62% used · resets in 4 d', 'Runs out around Wed 15:00, before the reset'],
    },
    {
      name: 'that it will run out later, where there is no reset',
      window: { pace: { kind: 'runs-out', at: noon + 9 * day }, resetsAt: null },
      look: 'meter meter-runs-out',
      words: ['Will run out', '62% used', 'Runs out around 3 Dec'],
    },
    {
      name: 'whose time is past',
      window: { pace: { kind: 'runs-out', at: noon - minute } },
      look: 'meter meter-runs-out',
      words: ['Will run out', used, 'May be used up by now'],
    },
    {
      name: 'that nothing is used',
      window: { pace: { kind: 'idle' } },
      look: 'meter meter-ok',
      words: ['OK', used, 'Not being used'],
    },
    { name: 'of nothing', window: {}, look: 'meter meter-ok', words: ['OK', used] },
    {
      name: 'of a window whose reset is due',
      window: { pace: { kind: 'lasts' }, resetsAt: noon },
      look: 'meter meter-ok',
      words: ['OK', '62% used · reset is due'],
    },
    {
      name: 'that it is used up',
      window: { pace: { kind: 'used-up' }, level: 'exhausted', usedPercent: 130 },
      look: 'meter meter-exhausted',
      words: ['Used up', '130% used · resets in 2 h 10 min'],
    },
  ])('$name is said in words and shown by the bar', async ({ window, look, words }) => {
    expect(await meter(await openWith({ ...fiveHours, ...window }))).toEqual({ look, words });
  });

  test('is read out with the meter', async () => {
    const window = await openWith(views.tight);
    await expect
      .poll(() => window.page.getByRole('meter').getAttribute('aria-valuetext'))
      .toBe('74% used · resets in 2 h 10 min · May run out around 14:00');
  });

  test('gives each way to stand a colour of its own', async () => {
    const window = await openWith(
      ...[views.lasting, views.tight, views.runningOut, views.spent, views.old].map((each, index) => ({
        ...each,
        id: String(index),
      })),
    );
    await window.page.locator('.bar-used').nth(4).waitFor();
    const colours = await window.page
      .locator('.bar-used')
      .evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar).backgroundColor));
    expect(new Set(colours).size).toBe(5);
  });

  test('of a low quota that will last colours the bar calmly and leaves the warning to the word', async () => {
    const window = await openWith({ ...weekly, pace: { kind: 'lasts' } });
    expect(await meter(window)).toEqual({
      look: 'meter meter-low meter-lasts',
      words: ['Running low', '87% used · resets in 4 d 6 h', 'Will last until the reset'],
    });
  });
});

describe('the course of a quota', () => {
  const path = (window: WindowPage): Promise<string | null> =>
    window.page.locator('.sparkline-line').getAttribute('d');

  test('is a picture with a short name, and a dot at the newest value', async () => {
    const window = await openWith({ ...fiveHours, trend: views.trendOf([0, 50, 100]) });
    await window.page.getByRole('img', { name: 'Last 24 h: from 0% to 100%' }).waitFor();
    const end = window.page.locator('.sparkline-end');
    expect([await path(window), await end.getAttribute('cx'), await end.getAttribute('cy')]).toEqual([
      'M2.5 25.5h0L36 14L69.5 2.5',
      '69.5',
      '2.5',
    ]);
  });

  test('has gaps where nothing was known, and shows a value between two of them', async () => {
    const window = await openWith({ ...fiveHours, trend: views.trendOf([null, 50, null, 100, 100]) });
    await window.page.getByRole('img', { name: 'Last 24 h: from 50% to 100%' }).waitFor();
    expect(await path(window)).toBe('M19.25 14h0M52.75 2.5h0L69.5 2.5');
  });

  test('is as long as its window where that is longer than a day', async () => {
    const trend = { from: noon - 7 * day, stepMs: day, values: [1, 2, 3, 4, 5, 6, 7] };
    const window = await openWith({ ...weekly, trend });
    await window.page.getByRole('img', { name: 'Last 7 days: from 1% to 7%' }).waitFor();
  });

  test.for([{ trend: null }, { trend: views.trendOf([null, null]) }, { trend: views.trendOf([null, 50]) }])(
    'is not drawn from too little: $trend',
    async ({ trend }) => {
      const window = await openWith({ ...fiveHours, trend });
      await window.card(anna.label).waitFor();
      expect(await window.page.locator('.sparkline').count()).toBe(0);
    },
  );
});

describe('the age of a figure', () => {
  test('and its source stand once on the card, and beside a window only where they differ', async () => {
    const window = await openWith(fiveHours, {
      ...weekly,
      readAt: noon - 20 * minute,
      source: 'Claude Code',
    });
    await window.card(anna.label).waitFor();
    expect(await window.page.getByText(/^Read /).allTextContents()).toEqual([
      'Read 20 min ago, from Claude Code',
      'Read 3 min ago, from OpenAI usage page',
    ]);
  });

  test('is said without a source where none is known', async () => {
    const window = await open(viewOf([openAi({ accounts: [{ ...anna, windows: [], source: null }] })]));
    await window.page.getByText('Read 3 min ago', { exact: true }).waitFor();
  });

  test('that is great is called old, calmly, in place of a level and of a forecast’s colour', async () => {
    const pace = { kind: 'runs-out', at: noon + hour } as const;
    expect(await meter(await openWith({ ...views.old, pace }))).toEqual({
      look: 'meter meter-old',
      words: [
        'Old reading',
        '62% used · resets in 2 h 10 min',
        'Runs out around 13:00, before the reset',
        'Read 3 h ago, from Claude Code',
      ],
    });
  });

  test('takes nothing away from a quota that is used up', async () => {
    const { look, words } = await meter(await openWith({ ...views.spent, stale: true }));
    expect([look, words[0]]).toEqual(['meter meter-exhausted', 'Used up']);
  });
});

describe('an amount', () => {
  const amount = (changes: Partial<AmountView>): AmountView => ({
    unit: 'currency',
    currency: 'USD',
    used: null,
    limit: null,
    left: null,
    ...changes,
  });

  test.for<{ amount: AmountView; words: string }>([
    { amount: amount({ used: 12.4, limit: 50, left: 37.6 }), words: '12.40 of 50.00 USD' },
    { amount: amount({ currency: 'JPY', used: 1200, limit: 5000 }), words: '1,200 of 5,000 JPY' },
    { amount: amount({ currency: null, used: 1.5 }), words: '1.5 used' },
    { amount: amount({ limit: 50 }), words: 'limit 50.00 USD' },
    { amount: amount({ unit: 'credits', currency: null, left: 150 }), words: '150 credits left' },
    { amount: amount({ unit: 'credits', currency: null, left: 1 }), words: '1 credit left' },
    {
      amount: amount({ unit: 'requests', currency: null, used: 1, limit: 1500 }),
      words: '1 of 1,500 requests',
    },
    {
      amount: amount({ unit: 'tokens', currency: null, used: 1_240_000, limit: 5_000_000 }),
      words: '1.2m of 5m tokens',
    },
  ])('is said in the words "$words"', async ({ amount: shown, words }) => {
    const window = await openWith({ ...fiveHours, amount: shown, resetsAt: null });
    await window.page.getByText(`62% used · ${words}`, { exact: true }).waitFor();
  });

  test('whose share is not known is no unknown quota, and has no bar', async () => {
    const window = await openWith(views.credits);
    const first = window.page.locator('.meter');
    await first.waitFor();
    expect([await first.textContent(), await first.locator('.bar').count()]).toEqual([
      'Credits150 credits left',
      0,
    ]);
  });

  test('without a single figure leaves the quota unknown', async () => {
    const window = await openWith({ ...views.unknownWindow, amount: amount({}) });
    await window.page.getByRole('img', { name: 'Weekly: Use unknown' }).waitFor();
  });
});

describe('limits on a part, and beyond the plan', () => {
  const models = ['Opus', 'Sonnet', 'Haiku', 'Fable', 'Lyric'].map((model) => views.modelWeek(model));
  const labels = (window: WindowPage): Promise<string[]> =>
    window.page.locator('.meter-label').allTextContents();
  const folds = (window: WindowPage) => window.page.locator('details.more');

  test('stand smaller, below what limits everything', async () => {
    const window = await openWith(views.spend, views.modelWeek('Opus'), fiveHours, weekly);
    await window.card(anna.label).waitFor();
    expect({
      labels: await labels(window),
      minor: await window.page.locator('.meter-minor .meter-label').allTextContents(),
      folds: await folds(window).count(),
    }).toEqual({
      labels: ['5-hour', 'Weekly', 'Extra usage', 'Weekly (Opus)'],
      minor: ['Extra usage', 'Weekly (Opus)'],
      folds: 0,
    });
  });

  test('are folded away when there are many, and open with a press', async () => {
    const window = await openWith(fiveHours, weekly, views.spend, ...models);
    const hidden = window.page.getByText('Weekly (Opus)', { exact: true });
    await window.page.getByText('5 more limits', { exact: true }).waitFor();
    expect([await hidden.isVisible(), await window.page.getByText('Extra usage').isVisible()]).toEqual([
      false,
      true,
    ]);
    await window.press('5 more limits');
    await expect.poll(() => hidden.isVisible()).toBe(true);
  });

  test('stay in sight when something is the matter with them', async () => {
    const [opus, sonnet, ...others] = models;
    if (opus === undefined || sonnet === undefined) throw new Error('there are models');
    const window = await openWith(
      fiveHours,
      weekly,
      { ...opus, usedPercent: 91, level: 'low' },
      { ...sonnet, pace: { kind: 'runs-out', at: noon + hour } },
      ...others,
      views.credits,
    );
    await window.page.getByText('3 more limits', { exact: true }).waitFor();
    expect(await window.page.locator('.card > .minor-meters .meter-label').allTextContents()).toEqual([
      'Weekly (Opus)',
      'Weekly (Sonnet)',
      'Credits',
    ]);
  });
});

describe('a plan that has changed', () => {
  const openPlan = (subscription: Partial<AccountView['subscription']>): Promise<WindowPage> =>
    open(
      viewOf([
        openAi({
          accounts: [{ ...anna, plan: 'Free', subscription: { ...views.endedPlan, ...subscription } }],
        }),
      ]),
    );

  test.for([
    {
      status: 'ended',
      badge: 'badge badge-warning',
      place: '.note',
      words: 'The paid plan has ended. Was Max 20x until 22 Nov.',
    },
    {
      status: 'smaller',
      badge: 'badge badge-warning',
      place: '.note',
      words: 'The plan has become smaller. Was Max 20x until 22 Nov.',
    },
    { status: 'active', badge: 'badge', place: '.plan-before', words: 'Was Max 20x until 22 Nov' },
  ] as const)('and is $status says so: "$words"', async ({ status, badge, place, words }) => {
    const window = await openPlan({ status });
    const card = window.card(anna.label);
    await card.waitFor();
    expect([
      await card.locator(place).allTextContents(),
      await card.getByText('Free', { exact: true }).getAttribute('class'),
    ]).toEqual([[words], badge]);
  });

  test('is not spoken of where no plan is known from before', async () => {
    const window = await openPlan({ status: 'unpaid', before: null, changedAt: null });
    const card = window.card(anna.label);
    await card.waitFor();
    expect(await card.locator('.note, .plan-before').count()).toBe(0);
  });
});
