// On a Wayland desktop without any X display: the window comes up, the tray is there, and the shortcut's absence is said.
import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
const checkout = resolve(import.meta.dirname, '../..');
const pictures = join(checkout, 'out/pictures');

afterAll(() => {
  place[Symbol.dispose]();
});

const seen = z.object({
  hasX: z.boolean(),
  isVisible: z.boolean(),
  menu: z.array(z.string()),
  problem: z.string(),
  colours: z.number(),
});

test(
  'window and tray are there, and the settings say that there is no shortcut',
  { timeout: 90_000 },
  async () => {
    const out = join(place.folder, 'out');
    const look = join(import.meta.dirname, 'support/wayland-look.ts');
    const ran = await place.run(['--display', 'wayland', '--out', out, '--', process.execPath, look]);
    expect(ran).toMatchObject({ code: 0 });
    mkdirSync(pictures, { recursive: true });
    cpSync(join(out, 'wayland.png'), join(pictures, 'wayland.png'));
    const { hasX, isVisible, menu, problem, colours } = seen.parse(JSON.parse(ran.stdout));
    expect({ hasX, isVisible, problem, opens: menu.includes('Open Gatehouse') }).toEqual({
      hasX: false,
      isVisible: true,
      problem:
        'This desktop (Wayland) gives programs no shortcut that works everywhere, so Control+Alt+G does nothing.',
      opens: true,
    });
    // A compositor that draws nothing has a handful.
    expect(colours).toBeGreaterThan(200);
  },
);

test('a Wayland display of the caller’s own is refused with words', async () => {
  expect(await place.run(['--display', 'wayland', '--own-display', '--', 'true'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--own-display is an X display') as string,
  });
});
