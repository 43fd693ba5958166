// The face of the tray app: one window, dialogs for questions, a shortcut, and the clipboard.
import { join } from 'node:path';
import { clipboard } from 'electron/main';
import { createAskHandOut } from './adapters/electron/ask-hand-out.ts';
import { chooseProgram, chooseSavePath, createAskPerson } from './adapters/electron/ask-person.ts';
import { pageUrl, servePage } from './adapters/electron/page.ts';
import { createShortcuts } from './adapters/electron/shortcuts.ts';
import { hasTrayHost } from './adapters/node/session-bus.ts';
import type { Base } from './compose-base.ts';
import type { Face } from './compose-face.ts';
import { handlersFor } from './desktop/handlers.ts';
import { openDoor } from './desktop/ipc.ts';
import { createMainWindow } from './desktop/window.ts';

export interface DesktopParts extends Pick<Base, 'store' | 'shownView' | 'language'> {
  /** The folder that holds `out/`. */
  readonly root: string;
  /** The folder of the icons. */
  readonly assets: string;
}

/** @param changed the window came up or went away */
export function desktopFace(
  { store, shownView, language, root, assets }: DesktopParts,
  changed: () => void,
): Face {
  const window = createMainWindow({
    page: pageUrl,
    serve: (session) => {
      servePage(session, join(root, 'out/renderer'));
    },
    preload: join(root, 'out/preload/index.cjs'),
    icon: join(assets, 'icon.png'),
    changed,
  });
  return {
    window,
    isWindowless: false,
    askPerson: createAskPerson(),
    ask: createAskHandOut(),
    shortcuts: createShortcuts(),
    chooseProgram,
    chooseSavePath,
    copy: (text) => void clipboard.writeText(text),
    notified: () => undefined,
    start(intents, pages, log) {
      const handlers = handlersFor(intents, pages, shownView);
      openDoor({ owns: window.owns, warn: log.warn, handlers, language });
      store.subscribe(() => {
        window.push('view.changed', shownView());
      });
      if (process.platform !== 'linux') return;
      // Where nobody draws tray icons, the window is the way in.
      void hasTrayHost().then((drawn) => {
        if (!drawn) window.open();
      });
    },
  };
}
