// The packaged app inside the world, whose window is opened and closed without a driver in its page: one that waits for every new
// page makes it stand still until it has answered, which nobody's window does.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { dataFolder, forgetEverything } from '../../e2e/support/app.ts';
import { resetSandbox } from '../../e2e/support/sandbox.ts';
import { startInspectedMain } from './inspected-main.ts';
import { signInTwo } from './window-accounts.ts';

/** Well above what an opening takes. */
const settledMs = 1_000;
/** What Chromium clears away after a window has time to end. */
const pauseMs = 500;

export interface TimedWindow {
  /** Opens the window and closes it again. @returns from the click until every card was there, in milliseconds */
  open(): Promise<number>;
  /** From now on main is busy for so long at each click, as with work that belongs behind the window. */
  delay(ms: number): Promise<void>;
  end(): Promise<void>;
}

/** Runs beside the page's own script and looks at its elements; leaves Unix milliseconds at the root element. */
const looking = (count: number): string => `
const look = () => {
  if (document.querySelectorAll('article').length !== ${String(count)}) return requestAnimationFrame(look);
  // The frame after the one that draws them is not begun before they stand there.
  requestAnimationFrame(() => {
    document.documentElement.dataset.cardsShownAt = String(performance.timeOrigin + performance.now());
  });
};
requestAnimationFrame(look);
`;

/**
 * In main, with what Electron has, which is at hand only while it is evaluated; but not then, for that may be in the middle of
 * anything that the app does, and no window bears that.
 */
const between = (statements: string): string =>
  `void (({ app, BrowserWindow }) => setImmediate(() => { ${statements} }))(require('electron'))`;

const click = `globalThis.cardsShownAt = 0; globalThis.askedAt = Date.now(); app.emit('activate');`;
const look = `BrowserWindow.getAllWindows()[0]?.webContents
  .executeJavaScript('Number(document.documentElement.dataset.cardsShownAt ?? 0)')
  .then((at) => { globalThis.cardsShownAt = at; });`;
const close = 'for (const window of BrowserWindow.getAllWindows()) window.close();';

/** @param entered how many accounts with an API key there are beside the two that are signed in */
export async function startTimedWindow(entered = 0): Promise<TimedWindow> {
  await resetSandbox();
  await forgetEverything();
  const main = await startInspectedMain();
  const script = join(dataFolder, 'look.js');
  await writeFile(script, looking(await signInTwo(entered)));
  await main.evaluate(
    `require('electron').session.fromPartition('persist:window', { cache: false }).setPreloads([${JSON.stringify(script)}])`,
  );
  return {
    async open() {
      await main.evaluate(between(click));
      // Nobody asks the page anything while it is measured.
      for (;;) {
        await sleep(settledMs);
        await main.evaluate(between(look));
        await sleep(pauseMs);
        const took = z.number().parse(await main.evaluate('globalThis.cardsShownAt - globalThis.askedAt'));
        if (took < 0) continue;
        await main.evaluate(between(close));
        await sleep(pauseMs);
        return took;
      }
    },
    async delay(ms) {
      await main.evaluate(
        `void require('electron').app.prependListener('activate', () => { const until = Date.now() + ${String(ms)}; while (Date.now() < until); })`,
      );
    },
    end: () => main.end(),
  };
}
