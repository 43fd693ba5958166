// The icon in the tray, with Electron's own modules in a test's hands: when its menu is made anew, and when it is left alone.
import { Tray } from 'electron/main';
import { beforeEach, expect, test, vi } from 'vitest';
import type { MenuItem, TrayIntents } from '../../../main/desktop/tray-menu.ts';
import { createTray } from '../../../main/desktop/tray.ts';
import { trayIntents } from '../../../main/desktop/tray-intents.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import type { View } from '../../../preload/view.ts';

/** Every menu that the icon was given, the newest last. */
const { menus } = vi.hoisted(() => ({ menus: new Array<readonly MenuItem[]>() }));

vi.mock('electron/main', () => ({
  Menu: { buildFromTemplate: (items: readonly MenuItem[]) => items },
  Tray: class {
    on = (): void => undefined;
    setToolTip = (): void => undefined;
    setContextMenu = (menu: readonly MenuItem[]): void => void menus.push(menu);
  },
}));
vi.mock('electron/common', () => ({ nativeImage: {} }));

beforeEach(() => {
  menus.length = 0;
});

function viewOf(changes: Partial<State> = {}): View {
  return makeView(
    { ...initialState, ...changes },
    { providers: [openai], files: [], owners: [], version: '1.2.3', now: 0 },
  );
}

/** In the newest menu. */
function click(type: MenuItem['type']): void {
  const lines = (menus.at(-1) ?? []).flatMap((item) => (item.type === 'submenu' ? item.submenu : [item]));
  const found = lines.find((item) => item.type === type);
  if (found?.type !== 'radio' && found?.type !== 'normal') throw new Error(`no line to click: ${type}`);
  found.click();
}

function shownTray(): { show: (view: View) => void; asked: string[] } {
  const asked: string[] = [];
  const intents: TrayIntents = {
    ...trayIntents(() => undefined),
    prefer: (provider) => asked.push(provider),
    signIn: (provider) => asked.push(provider),
  };
  const tray = createTray(new Tray(''), intents);
  const show = (view: View): void => {
    tray.show(view);
  };
  show(viewOf());
  return { show, asked };
}

test('the menu is made anew only when a line has changed', () => {
  const { show } = shownTray();
  show(viewOf());
  const unchanged = menus.length;
  show(viewOf({ locked: true }));
  expect([unchanged, menus.length]).toEqual([1, 2]);
});

test('a click that has moved the mark is taken back where it came to nothing: the next menu is a new one', () => {
  const { show, asked } = shownTray();
  const failed = viewOf();
  click('radio');
  show(failed);
  click('radio');
  show(failed);
  show(failed);
  expect([asked, menus.length]).toEqual([['openai', 'openai'], 3]);
});
