// What the app's processes take before the window was ever open, and after it was closed.
import { setTimeout as sleep } from 'node:timers/promises';
import { usage } from '../../bench/processes.ts';
import type { Outcome } from '../figure.ts';
import { rounded } from './statistics.ts';
import { closeWindow, openWindow, signedInWithWindow } from './window-app.ts';

const mostGrowth = 0.03;
/** Longer than what Chromium keeps for a window that may come again. */
const settleMs = 20_000;
const pages = ['History', 'Agents', 'Activity', 'Doctor', 'Settings', 'Accounts'];

const megabytes = (bytes: number): number => bytes / 1_048_576;

function outcomeOf(before: number, after: number, openings: number): Outcome {
  const growth = after / before - 1;
  return {
    met: growth <= mostGrowth,
    goal: `the tree of processes within ${mostGrowth * 100} % of before the first of ${openings} openings`,
    actual: `${megabytes(before).toFixed(1)} MB before, ${megabytes(after).toFixed(1)} MB after, ${(growth * 100).toFixed(1)} %`,
    counts: {
      openings,
      beforeMegabytes: rounded(megabytes(before)),
      afterMegabytes: rounded(megabytes(after)),
      growthPercent: rounded(growth * 100),
    },
  };
}

async function measured(openings: number, isClosed: boolean, say: (line: string) => void): Promise<Outcome> {
  const app = await signedInWithWindow();
  const pid = app.process().pid ?? 0;
  await sleep(settleMs);
  const before = usage(pid).pssBytes;
  for (let index = 0; index < openings; index += 1) {
    const page = await openWindow(app);
    for (const name of pages) {
      await page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    }
    if (isClosed) await closeWindow(app, page);
    else break;
  }
  say(isClosed ? 'every window was closed' : 'the window stays open');
  await sleep(settleMs);
  const after = usage(pid).pssBytes;
  await app.close();
  return outcomeOf(before, after, openings);
}

export const closedAgain = (openings: number, say: (line: string) => void): Promise<Outcome> =>
  measured(openings, true, say);

/** The window is hidden from nobody: it stays. */
export const leftOpen = (say: (line: string) => void): Promise<Outcome> => measured(1, false, say);
