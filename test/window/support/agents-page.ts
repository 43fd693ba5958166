// Opens the page Agents, and lets its answers come one by one.
import { expect } from 'vitest';
import type { AgentsView } from '../../../preload/view.ts';
import { signedIn, working } from './agent-views.ts';
import type { Look, Windows } from './open-window.ts';
import { minute, noon } from './views.ts';
import type { WindowPage } from './window-page.ts';

export const everyMs = 2_000;
export const good = (value: AgentsView) => ({ ok: true, value }) as const;

export async function openAgents(
  open: Windows['open'],
  seen: AgentsView = working,
  look: Look = {},
  view = signedIn,
): Promise<WindowPage> {
  const window = await open(view, look);
  window.main.answer('agents.get', () => good(seen));
  await window.button('Agents').click();
  await window.heading('At work').waitFor();
  return window;
}

/** From here on time passes only when the test says so. */
export async function stopTime(window: WindowPage): Promise<void> {
  await window.page.clock.pauseAt(noon + minute);
}

/** The window has taken in every answer that main has given so far. */
const settle = (window: WindowPage): Promise<void> => window.page.evaluate(() => undefined);

/** The next answer comes, and nothing else after it. */
export async function refresh(window: WindowPage, seen?: AgentsView): Promise<void> {
  if (seen !== undefined) window.main.answer('agents.get', () => good(seen));
  await settle(window);
  const before = asked(window);
  await window.page.clock.runFor(everyMs);
  await expect.poll(() => asked(window)).toBeGreaterThan(before);
  await settle(window);
}

export const see = (window: WindowPage, state: DocumentVisibilityState): Promise<void> =>
  window.page.evaluate((following) => {
    Object.defineProperty(document, 'visibilityState', { value: following, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

/** Holds every answer back until it is let go. */
export function holdAnswers(
  window: WindowPage,
  name: 'agents.get' | 'agents.end',
): (seen: AgentsView) => void {
  const waiting: ((seen: AgentsView) => void)[] = [];
  window.main.answer(name, async () =>
    good(await new Promise<AgentsView>((resolve) => waiting.push(resolve))),
  );
  return (seen) => {
    for (const release of waiting.splice(0)) release(seen);
  };
}

export const rows = (window: WindowPage): Promise<readonly string[]> =>
  window.provider('At work').locator('li .setting-label').allTextContents();
export const rooms = (window: WindowPage): Promise<readonly (string | null)[]> =>
  window.provider('Accounts').locator('.meter').allTextContents();
export const asked = (window: WindowPage): number => window.main.received('agents.get').length;
