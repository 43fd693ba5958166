// The page History: reads what was chosen, says and draws the course of each window, and exports it.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryDays, HistoryView, View, WindowHistoryView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { useWindows, type Look } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { anna, bert, claude, day, hour, keyAccount, lin, long, minute, noon, offline, openAi, viewOf } = views;
const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

/** Rises evenly through periods of five hours; nobody looked for a night. */
function fiveHours(days: HistoryDays, changes: Partial<WindowHistoryView> = {}): WindowHistoryView {
  const from = noon - days * day;
  const rows: (readonly [number, number | null])[] = [];
  const resets: number[] = [];
  for (let begin = noon - 3 * hour; begin > from; begin -= 5 * hour) {
    const period = Math.round((noon - begin) / hour);
    const height = 40 + ((period * 7) % 49);
    resets.unshift(begin);
    if (period > 28 && period < 44) {
      rows.unshift([begin - 5 * hour + 1, null]);
      continue;
    }
    rows.unshift(
      [begin - 5 * hour + 1, 0],
      [begin - 3 * hour, height / 2],
      [begin - hour, height],
      [begin, height],
    );
  }
  rows.push([noon - 3 * hour + 1, 0], [noon - hour, 30], [noon, 62]);
  const shown = rows.filter(([at]) => at >= from);
  return {
    id: '5h',
    label: '5-hour',
    scope: null,
    at: shown.map(([at]) => at),
    used: shown.map(([, used]) => used),
    resets,
    forecast: {
      at: [noon, noon + hour, noon + 2 * hour],
      low: [62, 66, 70],
      likely: [62, 78, 94],
      high: [62, 100, 100],
    },
    ...changes,
  };
}

const weekly: WindowHistoryView = {
  id: '7d',
  label: 'Weekly',
  scope: null,
  at: [noon - 20 * hour, noon - 8 * hour, noon - 4 * hour, noon],
  used: [40, 70, 75, 87],
  resets: [],
  forecast: null,
};

/** As far ahead as main foresees at most. */
function weeklyOf(days: HistoryDays): WindowHistoryView {
  const ahead = Math.min(4 * day, days * 0.3 * day);
  return {
    ...weekly,
    forecast: {
      at: [noon, noon + ahead / 2, noon + ahead],
      low: [87, 88, 89],
      likely: [87, 93, 99],
      high: [87, 100, 100],
    },
  };
}

const historyOf = (days: HistoryDays, changes: Partial<HistoryView> = {}): HistoryView => ({
  account: anna.id,
  from: noon - days * day,
  to: noon,
  windows: [fiveHours(days), weeklyOf(days)],
  ...changes,
});
const good = (value: HistoryView) => ({ ok: true, value }) as const;

const one = viewOf([
  openAi({
    accounts: [
      {
        ...anna,
        windows: [
          { ...views.fiveHours, pace: { kind: 'runs-out', at: noon + 100 * minute } },
          { ...views.weekly, pace: { kind: 'lasts' } },
        ],
      },
    ],
  }),
  claude({ accounts: [keyAccount] }),
]);
const several = viewOf([
  claude({ accounts: [lin] }),
  openAi({ accounts: [bert, { ...anna, active: true }] }),
]);

const fiveHoursWords = '62% now, highest 82%, 33 resets in 7 days. Runs out around 13:40, before the reset';

async function showHistory(view: View = one, look: Look = {}): Promise<WindowPage> {
  const window = await open(view, look, (main) => {
    main.answer('history.get', ({ account, days }) => good(historyOf(days, { account })));
  });
  await window.button('History').click();
  await window.heading('History').waitFor();
  return window;
}

async function openHistory(view?: View, look?: Look): Promise<WindowPage> {
  const window = await showHistory(view, look);
  await window.heading('5-hour').waitFor();
  return window;
}

const chart = (window: WindowPage, label: string) => window.provider(label).getByRole('img');
const words = (window: WindowPage): Promise<readonly string[]> =>
  window.page.locator('.history-words').allTextContents();

/** Until the window has taken up and drawn everything that main has said so far. */
const settled = (window: WindowPage): Promise<void> =>
  window.page.evaluate(async () => {
    await self.fakeCall('view.get', {});
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

/** Answers of main that are held back until the test lets them go, in the order of the requests. */
function held(window: WindowPage): ((value: ReturnType<typeof good> | ReturnType<typeof refused>) => void)[] {
  const releases: ((value: ReturnType<typeof good> | ReturnType<typeof refused>) => void)[] = [];
  window.main.answer(
    'history.get',
    () =>
      new Promise((resolve) => {
        releases.push(resolve);
      }),
  );
  return releases;
}

describe('the page', () => {
  test('says the course of each window in words and has the keyboard at its title', async () => {
    const window = await openHistory();
    await expect.poll(() => window.focused()).toBe('heading "History"');
    expect(await window.page.getByRole('main').ariaSnapshot()).toBe(
      [
        '- main:',
        '  - group "History":',
        '    - paragraph: How much of each window was used; where there are too many resets to tell apart, the highest of each day. Upright marks are resets; to the right of now the dashed line is what is likely, and the area round it what is possible.',
        '    - text: Time shown',
        '    - radiogroup "Time shown":',
        '      - radio "24 h"',
        '      - text: 24 h',
        '      - radio "7 days" [checked]',
        '      - text: 7 days',
        '      - radio "90 days"',
        '      - text: 90 days',
        '    - status',
        '    - paragraph: Read 3 min ago, from OpenAI usage page',
        '    - button "Export as CSV"',
        '    - status',
        '    - status',
        '    - status',
        '  - region "5-hour":',
        '    - heading "5-hour" [level=2]',
        `    - 'img "5-hour: ${fiveHoursWords}"'`,
        '    - group: Show as table of 5-hour',
        '  - region "Weekly":',
        '    - heading "Weekly" [level=2]',
        '    - \'img "Weekly: 87% now, highest 87%, no reset in 7 days. Will last until the reset"\'',
        '    - group: Show as table of Weekly',
      ].join('\n'),
    );
    expect(window.main.received('history.get')).toEqual([{ account: anna.id, days: 7 }]);
  });

  test('without an account that has a quota asks for nothing and says what is missing', async () => {
    const window = await showHistory(viewOf([claude({ accounts: [keyAccount] })]));
    expect([
      await window.page.getByRole('main').textContent(),
      window.main.received('history.get').length,
    ]).toEqual(['Figures appear here once you are signed in to an account that has a quota.', 0]);
  });

  test('without a reading in that time says so', async () => {
    const window = await showHistory();
    window.main.answer('history.get', ({ days }) => good(historyOf(days, { windows: [] })));
    await window.preferred('24 h').check();
    await window.page
      .getByText('Nothing was read in the last 24 h. Each reading of the quota is added here.')
      .waitFor();
    expect(await window.page.getByRole('img').count()).toBe(0);
  });
});

describe('what is shown', () => {
  test('is the account in use of the preferred provider first, and any other that is chosen', async () => {
    const window = await openHistory(several);
    const choice = window.page.getByRole('combobox', { name: 'Account', exact: true });
    expect([await choice.inputValue(), await choice.locator('option').allTextContents()]).toEqual([
      anna.id,
      ['Claude: lin@example.com', 'OpenAI: bert@example.com', 'OpenAI: anna@example.com'],
    ]);
    await choice.selectOption(lin.id);
    await expect
      .poll(() => window.main.received('history.get'))
      .toEqual([
        { account: anna.id, days: 7 },
        { account: lin.id, days: 7 },
      ]);
  });

  test('is chosen by keyboard for a day, a week or three months', async () => {
    const window = await openHistory();
    await window.preferred('7 days').focus();
    await window.page.keyboard.press('ArrowRight');
    await expect
      .poll(() => words(window))
      .toEqual([
        '62% now, highest 82%, 432 resets in 90 days. Runs out around 13:40, before the reset',
        '87% now, highest 87%, no reset in 90 days. Will last until the reset',
      ]);
    expect(window.main.received('history.get').at(-1)).toEqual({ account: anna.id, days: 90 });
  });

  test('is read again when the account has a new reading, and not for any other change', async () => {
    const window = await openHistory(several);
    const later = (readAt: number): View =>
      viewOf([openAi({ accounts: [{ ...anna, readAt, organization: 'A new name' }, bert] })]);
    await window.main.show(later(anna.readAt ?? 0));
    await window.page.getByRole('option', { name: 'Claude: lin@example.com' }).waitFor({ state: 'detached' });
    await settled(window);
    const before = window.main.received('history.get').length;
    await window.main.show(later(noon));
    await settled(window);
    expect([before, window.main.received('history.get').length]).toEqual([1, 2]);
  });

  test('is the answer to the newest request, whichever comes last', async () => {
    const window = await openHistory();
    const releases = held(window);
    await window.preferred('24 h').check();
    await window.preferred('90 days').check();
    await expect.poll(() => releases.length).toBe(2);
    releases[1]?.(good(historyOf(90)));
    await expect.poll(async () => (await words(window))[1]).toContain('90 days');
    releases[0]?.(refused(offline));
    await settled(window);
    expect([(await words(window))[1], await window.page.getByText(offline.what).count()]).toEqual([
      '87% now, highest 87%, no reset in 90 days. Will last until the reset',
      0,
    ]);
  });
});

describe('while it is read', () => {
  test('nothing is said for a moment, then that it is read; what was there stays', async () => {
    const window = await openHistory();
    const releases = held(window);
    await window.preferred('24 h').check();
    await expect.poll(() => releases.length).toBe(1);
    const atOnce = await window.announced();
    await window.page.clock.runFor(301);
    await expect.poll(() => window.announced()).toEqual(['Reading the history…']);
    const meanwhile = await words(window);
    releases[0]?.(good(historyOf(1)));
    await expect.poll(() => window.announced()).toEqual([]);
    expect([atOnce, meanwhile[0]]).toEqual([[], fiveHoursWords]);
  });

  test('for the first time, blanks stand in its place', async () => {
    const window = await open(one);
    const releases = held(window);
    await window.button('History').click();
    await expect.poll(() => releases.length).toBe(1);
    expect(await window.page.locator('.blank').count()).toBe(0);
    await window.page.clock.runFor(301);
    await window.page.locator('.blank-chart').waitFor();
    releases[0]?.(good(historyOf(7)));
    await chart(window, 'Weekly').waitFor();
    expect(await window.page.locator('.blank').count()).toBe(0);
  });
});

describe('a read that fails', () => {
  test('says why, keeps what was there, and can be repeated', async () => {
    const window = await openHistory();
    window.main.answer('history.get', () => refused(offline));
    await window.preferred('24 h').check();
    await window.page.getByText(offline.what).waitFor();
    expect((await words(window))[0]).toBe(fiveHoursWords);
    window.main.answer('history.get', () => good(historyOf(1)));
    await window.button('Try again').press('Enter');
    await expect.poll(async () => (await words(window))[1]).toContain('24 h');
    expect([await window.page.getByText(offline.what).count(), await window.focused()]).toEqual([
      0,
      'group "History"',
    ]);
  });

  test('does not leave the figures of one account under the name of another', async () => {
    const window = await openHistory(several);
    window.main.answer('history.get', () => refused(offline));
    await window.page.getByRole('combobox').selectOption(bert.id);
    await window.page.getByText(offline.what).waitFor();
    expect(await window.page.getByRole('img').count()).toBe(0);
  });
});

describe('a chart', () => {
  test('draws in the colours of the scheme, and again when that changes', async () => {
    const window = await openHistory(one, { colorScheme: 'light' });
    const inks = (): Promise<unknown> =>
      window.page
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          // A copy: reading the drawn one itself would change how it is kept.
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
          copy?.drawImage(canvas, 0, 0);
          const data = copy?.getImageData(0, 0, canvas.width, canvas.height).data;
          const found = new Set<string>();
          for (let at = 0; data !== undefined && at < data.length; at += 4)
            if (data[at + 3] === 255) found.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`);
          return { light: found.has('19 133 120'), dark: found.has('63 174 159') };
        });
    await expect.poll(inks).toEqual({ light: true, dark: false });
    await window.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(inks).toEqual({ light: false, dark: true });
  });

  test('says what the pointer is on, read, foreseen or not read, and all of it again when that leaves', async () => {
    const window = await openHistory();
    const over = window.provider('5-hour').locator('.u-over');
    const box = await over.boundingBox();
    if (box === null) throw new Error('the chart has no size');
    const said: (string | undefined)[] = [];
    // Of the days that are shown, 2.1 lie ahead.
    for (const daysAgo of [0.042, -0.042, 1.5]) {
      await over.hover({ position: { x: (box.width * (7 - daysAgo)) / 9.1, y: 30 } });
      await expect.poll(async () => (await words(window))[0]).toMatch(/^\d/);
      said.push((await words(window))[0]);
    }
    await window.heading('History').hover();
    await expect.poll(async () => (await words(window))[0]).toBe(fiveHoursWords);
    expect(said).toEqual([
      '24 Nov 2026, 11:00: 30% used',
      '24 Nov 2026, 13:00: likely 78%, between 66% and 100%',
      '22 Nov 2026, 22:00: not read',
    ]);
  });

  test('fits its place when the window becomes narrower', async () => {
    const window = await openHistory();
    await window.page.setViewportSize({ width: 300, height: 640 });
    const fits = (): Promise<boolean> =>
      chart(window, 'Weekly').evaluate(
        (place) =>
          place.querySelector('.uplot')?.clientWidth === place.clientWidth && place.clientWidth < 280,
      );
    await expect.poll(fits).toBe(true);
  });
});

test('the table has twenty steps up to now, the newest first, as far back as anything was read', async () => {
  const window = await openHistory();
  await window.preferred('24 h').check();
  await expect.poll(async () => (await words(window))[1]).toContain('24 h');
  await window.provider('Weekly').locator('summary').press('Enter');
  const table = window.page.getByRole('table', { name: 'Weekly' });
  await table.waitFor();
  const rows = await table.getByRole('row').allTextContents();
  expect([rows.length, rows.slice(0, 6), rows.at(-1)]).toEqual([
    18,
    [
      'Up toUsedHighestResets',
      '24 Nov 2026, 12:0087%87%0',
      '24 Nov 2026, 10:48Not readNot read0',
      '24 Nov 2026, 09:36Not readNot read0',
      '24 Nov 2026, 08:2475%75%0',
      '24 Nov 2026, 07:12Not readNot read0',
    ],
    '23 Nov 2026, 16:4840%40%0',
  ]);
});

describe('an export', () => {
  test('is of what is shown, and says where it went until something else is', async () => {
    const window = await openHistory();
    window.main.answer('history.export', () => ({ ok: true, value: { path: '/home/ada/quota.csv' } }));
    await window.button('Export as CSV').press('Enter');
    await expect.poll(() => window.announced()).toContain('Saved as /home/ada/quota.csv');
    await window.preferred('24 h').check();
    await expect.poll(() => window.announced()).not.toContain('Saved as /home/ada/quota.csv');
    expect(window.main.received('history.export')).toEqual([{ account: anna.id, days: 7 }]);
  });

  test('for which no file is chosen says nothing, one that fails says why', async () => {
    const window = await openHistory();
    await window.button('Export as CSV').click();
    await expect.poll(() => window.main.received('history.export').length).toBe(1);
    window.main.answer('history.export', () => refused(views.unreadableFile));
    await window.button('Export as CSV').click();
    await expect
      .poll(() => window.announced())
      .toEqual([`${views.unreadableFile.what} ${views.unreadableFile.next}`]);
  });
});

const crowded = viewOf([
  openAi({ accounts: [{ ...anna, label: long }, bert] }),
  claude({ label: 'Claude of another organisation', accounts: [lin] }),
]);

const states: readonly { readonly name: string; readonly prepare: (window: WindowPage) => Promise<void> }[] =
  [
    { name: 'week', prepare: async () => undefined },
    {
      name: 'day',
      async prepare(window) {
        await window.preferred('24 h').check();
        await expect.poll(async () => (await words(window))[1]).toContain('24 h');
      },
    },
    {
      name: 'months',
      async prepare(window) {
        await window.preferred('90 days').check();
        await expect.poll(async () => (await words(window))[1]).toContain('90 days');
        await window.provider('Weekly').locator('summary').click();
      },
    },
    {
      name: 'problem',
      async prepare(window) {
        window.main.answer('history.export', () => ({
          ok: true,
          value: { path: `/home/ada/${'folder-'.repeat(12)}/quota.csv` },
        }));
        await window.button('Export as CSV').click();
        await expect.poll(() => window.announced()).toHaveLength(1);
        window.main.answer('history.get', () => refused(offline));
        await window.main.show(
          viewOf([openAi({ accounts: [{ ...anna, label: long, readAt: noon }, bert] })]),
        );
        await window.page.getByText(offline.what).waitFor();
      },
    },
  ];

describe('every state fits', () => {
  beforeAll(() => mkdir(pictures, { recursive: true }));

  test.for(states)(
    '"$name" in light, dark, forced colors, narrow and enlarged',
    async ({ name, prepare }) => {
      const window = await openHistory(crowded, { colorScheme: 'light' });
      await prepare(window);
      const overflow: Record<string, number> = {};
      const wrong: Record<string, readonly string[]> = {};
      for (const [look, media, width] of [
        ['light', { colorScheme: 'light', forcedColors: 'none' }, 440],
        ['dark', { colorScheme: 'dark', forcedColors: 'none' }, 440],
        ['forced-colors', { colorScheme: 'dark', forcedColors: 'active' }, 440],
        ['narrow', { colorScheme: 'light', forcedColors: 'none' }, 360],
        ['enlarged', { colorScheme: 'light', forcedColors: 'none' }, 180],
      ] as const) {
        await window.page.emulateMedia(media);
        await window.page.setViewportSize({ width, height: 640 });
        await window.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
        await window.page.screenshot({
          path: path.join(pictures, `history-${name}-${look}.png`),
          fullPage: true,
        });
        overflow[look] = await window.overflow();
        if (look === 'light' || look === 'dark') wrong[look] = await violations(window);
      }
      expect([overflow, wrong]).toEqual([
        { light: 0, dark: 0, 'forced-colors': 0, narrow: 0, enlarged: 0 },
        { light: [], dark: [] },
      ]);
    },
  );
});
