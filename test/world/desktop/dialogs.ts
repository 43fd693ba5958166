// Dialogs of the app, answered by a person at the keyboard.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Wait } from './bus.ts';
import { windows, type ScreenWindow } from './screen.ts';

const run = promisify(execFile);

/** Waits until a window of exactly this title is on the screen. */
export async function waitForDialog(
  title: string,
  { deadlineMs = 10_000 }: Wait = {},
): Promise<ScreenWindow> {
  await run('xdotool', ['search', '--sync', '--onlyvisible', '--name', `^${title}$`], {
    timeout: deadlineMs,
  });
  const found = (await windows()).find((window) => window.title === title);
  if (found === undefined) throw new Error(`no dialog "${title}" after all`);
  return found;
}

/** Gives a window the keyboard, which no window manager does here, and presses keys by their X names: `Tab`, `Escape`. */
export async function pressKeys({ id }: ScreenWindow, keys: readonly string[]): Promise<void> {
  await run('xdotool', ['windowfocus', id, 'key', '--delay', '100', ...keys], { timeout: 10_000 });
}
