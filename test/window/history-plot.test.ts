// The code that draws the charts is fetched after the window is there: what the page History says and shows until it is, and without it.
import type { Route } from '@playwright/test';
import { expect, test } from 'vitest';
import { violations } from './support/axe.ts';
import { historyOf } from './support/every-page-views.ts';
import { useWindows } from './support/open-window.ts';
import { anna, openAi, viewOf } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open, takeFaults } = useWindows({ isOwn: true });

const missing =
  'The picture could not be read: Gatehouse was updated meanwhile. Quit it and start it again; the table has the same figures.';

/** The page History in a window that gets the file as `serve` says. */
async function openHistory(serve: (route: Route) => Promise<void>): Promise<WindowPage> {
  const window = await open(viewOf([openAi({ accounts: [anna] })]), {}, (main) => {
    main.answer('history.get', ({ account, days }) => ({ ok: true, value: historyOf(account, days) }));
  });
  await window.page.route('**/history-plot*.js', serve);
  await window.page.reload();
  await window.button('History').click();
  await window.heading('5-hour').waitFor();
  return window;
}

/** Of the course of five hours. */
const seen = async (window: WindowPage) => {
  const course = window.provider('5-hour');
  return {
    charts: await course.locator('canvas').count(),
    said: await course.getByText(missing).count(),
    named: await course.getByRole('img').count(),
  };
};

async function tableRows(window: WindowPage): Promise<number> {
  await window.page.locator('summary', { hasText: 'of 5-hour' }).click();
  await window.page.locator('.history-table tbody tr').first().waitFor();
  return window.page.locator('.history-table tbody tr').count();
}

test.each(['light', 'dark'] as const)(
  'a file that is not there any more is said in place of the chart, and the table stays, %s',
  async (colorScheme) => {
    const window = await openHistory((route) => route.abort());
    await window.page.emulateMedia({ colorScheme });
    await window.provider('5-hour').getByText(missing).waitFor();
    await window.page.screenshot({ path: `out/pictures/history-no-chart-${colorScheme}.png` });
    expect({
      ...(await seen(window)),
      rows: (await tableRows(window)) > 0,
      violations: await violations(window),
      faults: [...new Set(takeFaults())],
    }).toEqual({
      charts: 0,
      said: 1,
      named: 1,
      rows: true,
      violations: [],
      faults: ['console: Failed to load resource: net::ERR_FAILED'],
    });
  },
);

test('a file that takes its time leaves the words and the table usable, and the chart comes when it is there', async () => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<null>();
  const { promise: released, resolve: release } = Promise.withResolvers<null>();
  const window = await openHistory(async (route) => {
    isAsked(null);
    await released;
    await route.continue();
  });
  await asked;
  const before = { ...(await seen(window)), rows: (await tableRows(window)) > 0 };
  release(null);
  await window.provider('5-hour').locator('canvas').waitFor();
  expect([before, await seen(window)]).toEqual([
    { charts: 0, said: 0, named: 1, rows: true },
    { charts: 1, said: 0, named: 1 },
  ]);
});

test('a file that could not be read once is asked for again with the next course, and its chart takes the place of the words', async () => {
  const window = await openHistory((route) => route.abort());
  await window.provider('5-hour').getByText(missing).waitFor();
  await window.page.unroute('**/history-plot*.js');
  await window.preferred('24 h').check();
  await window.provider('5-hour').locator('canvas').waitFor();
  takeFaults();
  expect(await seen(window)).toEqual({ charts: 1, said: 0, named: 1 });
});
