// Walks from page to page of the window as it is shipped, in a browser with a hundred accounts behind a fake bridge.
import { chromium, type Page } from '@playwright/test';
import type { AccountView, View } from '../../../preload/view.ts';
import { working } from '../../window/support/agent-views.ts';
import { activity, historyOf } from '../../window/support/every-page-views.ts';
import { FakeMain } from '../../window/support/fake-main.ts';
import { paintedAfter } from '../../window/support/painted.ts';
import { openSite } from '../../window/support/site.ts';
import { doctor } from '../../window/support/switching-views.ts';
import * as views from '../../window/support/views.ts';
import { WindowPage } from '../../window/support/window-page.ts';
import type { Outcome } from '../figure.ts';
import { percentile, rounded, spread } from './statistics.ts';

const longestMs = 50;
const controlChanges = 14;
/** As main/desktop/window.ts opens it. */
const viewport = { width: 440, height: 640 };

/** One round: what is pressed, and what the page shows when all of it is there. */
const walk = [
  { press: 'History', shows: '.history-chart canvas' },
  { press: 'Agents', shows: '.bar-room' },
  { press: 'Activity', shows: '.activity-entry' },
  { press: 'Doctor', shows: '.finding-head' },
  { press: 'Settings', shows: '.setting' },
  { press: 'Accounts', shows: 'div:not([hidden]) > main article' },
  { press: `Gatehouse ${views.viewOf([]).version}`, shows: '.about-package' },
] as const;

const accountsOf = (provider: string): readonly AccountView[] =>
  Array.from({ length: 50 }, (_, index) => ({
    ...views.anna,
    id: `${provider}:${index}`,
    label: `person${index}@${provider}.example.com`,
    active: index === 0,
    windows: [
      views.lasting,
      views.runningOut,
      views.modelWeek('Opus', { usedPercent: 95, level: 'low' }),
      views.spend,
    ],
  }));

const hundred: View = views.viewOf([
  views.openAi({ accounts: accountsOf('openai') }),
  views.claude({ accounts: accountsOf('claude') }),
]);

/** Only the date is moved to that of the figures: the clock that times are measured by goes on as it is. */
function onTheirDay(start: number): void {
  const now = Date.now.bind(Date);
  const shift = start - now();
  Date.now = () => now() + shift;
}

async function openHundred(page: Page, origin: string): Promise<WindowPage> {
  await page.addInitScript(onTheirDay, views.noon);
  const main = await FakeMain.behind(page, hundred);
  const good = <Value>(value: Value) => ({ ok: true, value }) as const;
  // Whatever is asked for: the page takes what it gets.
  main.answer('history.get', ({ account }) => good(historyOf(account, 90)));
  main.answer('agents.get', () => good(working));
  main.answer('activity.get', () => good(activity));
  main.answer('doctor.look', () => good(doctor));
  await page.goto(`${origin}/index.html`);
  const window = new WindowPage(page, main, []);
  await window.card('person49@claude.example.com').waitFor();
  // The code of the charts comes when the window has nothing else to do.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('history-plot')),
  );
  await page.waitForTimeout(1_000);
  return window;
}

interface Change {
  /** What was pressed. */
  readonly press: string;
  /** Milliseconds until that had its effect on the screen. */
  readonly tookMs: number;
}

async function walkedFor(
  changes: number,
  prepare: (page: Page) => Promise<void>,
  say: (line: string) => void,
): Promise<readonly Change[]> {
  // Chromium's own sandbox refuses to run as root, which is who runs tests in a container.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const [site, browser] = await Promise.all([openSite(), chromium.launch({ executablePath, args })]);
  try {
    const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'UTC' });
    const page = await context.newPage();
    const window = await openHundred(page, site.origin);
    await prepare(page);
    const done: Change[] = [];
    for (let index = 0; index < changes; index += 1) {
      const { press, shows } = walk[index % walk.length] ?? walk[0];
      const tookMs = await paintedAfter(window, () => window.button(press).click());
      done.push({ press, tookMs });
      // The next one begins when this one is whole.
      await page.locator(`${shows}:visible`).first().waitFor();
      if ((index + 1) % 35 === 0) say(`${index + 1} of ${changes} changes`);
    }
    return done;
  } finally {
    await Promise.all([browser.close(), site.close()]);
  }
}

function outcomeOf(changes: readonly Change[], isFull: boolean): Outcome {
  const tookMs = changes.map((change) => change.tookMs);
  const [slowest] = changes.toSorted((left, right) => right.tookMs - left.tookMs);
  const [p50 = NaN, p95 = NaN] = [0.5, 0.95].map((share) => percentile(tookMs, share));
  // A few changes say little about the slowest ones.
  const [judged, name] = isFull ? [p95, 'p95'] : [p50, 'p50'];
  return {
    met: judged <= longestMs,
    goal: `${name} of ${tookMs.length} page changes ≤ ${longestMs} ms`,
    actual: `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, slowest ${slowest?.press ?? 'none'}`,
    counts: {
      changes: tookMs.length,
      p50Ms: rounded(p50),
      p95Ms: rounded(p95),
      longestMs: rounded(Math.max(...tookMs)),
    },
    histogram: spread(tookMs, [17, 25, 33, 50, 75, 100], 'ms'),
  };
}

export async function changed(count: number, isFull: boolean, say: (line: string) => void): Promise<Outcome> {
  return outcomeOf(await walkedFor(count, () => Promise.resolve(), say), isFull);
}

/** The window is busy for a while at each press, as with cards that are built anew. */
export async function changedSlowly(say: (line: string) => void): Promise<Outcome> {
  const busy = async (page: Page): Promise<void> => {
    await page.evaluate(() => {
      addEventListener(
        'click',
        () => {
          const until = performance.now() + 80;
          while (performance.now() < until);
        },
        { capture: true },
      );
    });
  };
  say('each press is followed by other work');
  return outcomeOf(await walkedFor(controlChanges, busy, say), false);
}
