// The page Agents in every look: nothing is pushed out of the window. The pictures are kept in out/pictures for the eye.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentsView } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { annaRoom, batch, linRoom, next, nobody, ofAgents, review, working } from './support/agent-views.ts';
import { openAgents } from './support/agents-page.ts';
import { useWindows, type Look } from './support/open-window.ts';
import { bert, long } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

describe('every state fits', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => ({
    ...review,
    id: `crowd-${index}`,
    pid: 5000 + index,
  }));
  const endless: AgentsView = {
    agents: [{ ...review, label: long, program: long, task: long, account: 'gone', accountLabel: long }],
    waiting: [{ ...next, label: long }],
    accounts: [{ ...linRoom, account: 'gone', label: long, leftPercent: 5, outstandingPercent: 9 }],
  };
  const spread: AgentsView = {
    ...working,
    accounts: [linRoom, annaRoom, { ...linRoom, account: bert.id, label: bert.label, leftPercent: 0 }],
  };
  const states: readonly { readonly name: string; readonly seen: AgentsView; readonly asks?: true }[] = [
    { name: 'agents', seen: spread },
    { name: 'agents-empty', seen: { ...nobody, accounts: [linRoom] } },
    { name: 'agents-question', seen: ofAgents(batch, review), asks: true },
    { name: 'agents-full', seen: { ...working, agents: crowd } },
    { name: 'agents-long', seen: endless, asks: true },
  ];
  /** What can be changed while a window is open; a state is brought about once for all of them. */
  const looks = [
    ['light', { colorScheme: 'light', forcedColors: 'none' }, null],
    ['dark', { colorScheme: 'dark', forcedColors: 'none' }, null],
    ['forced-colors', { colorScheme: 'dark', forcedColors: 'active' }, null],
    ['narrow', { colorScheme: 'light', forcedColors: 'none' }, { width: 360, height: 420 }],
  ] as const;
  /** A narrow window for a person who enlarges it to 200 %. */
  const enlarged: Look = { viewport: { width: 180, height: 210 }, deviceScaleFactor: 2 };

  test.for([...states])('"$name" in every look', async ({ name, seen, asks }) => {
    await mkdir(pictures, { recursive: true });
    const overflow: Record<string, number> = {};
    const wrong: Record<string, readonly string[]> = {};

    async function bring(how: Look): Promise<WindowPage> {
      const window = await openAgents(open, seen, how);
      if (asks === true) await window.page.getByRole('button', { name: 'Take back' }).last().click();
      return window;
    }
    async function look(window: WindowPage, as: string): Promise<void> {
      await window.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
      await window.page.screenshot({ path: path.join(pictures, `${name}-${as}.png`), fullPage: true });
      overflow[as] = await window.overflow();
    }

    const window = await bring({});
    for (const [as, colors, viewport] of looks) {
      await window.page.emulateMedia(colors);
      if (viewport !== null) await window.page.setViewportSize(viewport);
      await look(window, as);
      if (as === 'light' || as === 'dark') wrong[as] = await violations(window);
    }
    await look(await bring(enlarged), 'enlarged');
    expect([overflow, wrong]).toEqual([
      { light: 0, dark: 0, 'forced-colors': 0, narrow: 0, enlarged: 0 },
      { light: [], dark: [] },
    ]);
  });
});
