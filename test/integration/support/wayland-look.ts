// Inside a Wayland world: starts the app as a session does, opens its window, and prints what there is of it.
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { gatehouse } from '../../e2e/support/app.ts';
import { openWindow, startInspected } from '../../e2e/support/window.ts';
import { Tray } from '../../world/desktop/tray.ts';

const run = promisify(execFile);
const { HOME, WORLD_OUT, DISPLAY } = z
  .object({ HOME: z.string(), WORLD_OUT: z.string(), DISPLAY: z.optional(z.string()) })
  .parse(process.env);

const preferences = join(HOME, '.config/gatehouse');
await mkdir(preferences, { recursive: true });
await writeFile(
  join(preferences, 'preferences.json'),
  JSON.stringify({ switchShortcut: 'Control+Alt+G', firstRun: 'done' }),
);
const app = await startInspected();
using tray = new Tray();
const item = await tray.waitForItem(/gatehouse|chrome_status_icon/i, { deadlineMs: 15_000 });
const menu = await tray.menu(item);
const page = await openWindow(app);
// As the command line asks for it: a compositor without a screen draws no frames for a click to wait for.
await gatehouse(['open', '--page', 'settings']);
const problem = await page
  .getByText(/Wayland/)
  .first()
  .textContent();
// The compositor's own picture: what really stands on its screen.
await run('weston-screenshooter', [], { cwd: WORLD_OUT });
const [picture] = (await readdir(WORLD_OUT)).filter((name) => name.startsWith('wayland-screenshot'));
if (picture !== undefined) await rename(join(WORLD_OUT, picture), join(WORLD_OUT, 'wayland.png'));
const colours = await run('identify', ['-format', '%k', join(WORLD_OUT, 'wayland.png')]);
const isVisible = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
await app.close();
console.log(
  JSON.stringify({
    hasX: DISPLAY !== undefined,
    isVisible,
    menu: menu.map(({ label }) => label),
    problem,
    colours: Number(colours.stdout),
  }),
);
