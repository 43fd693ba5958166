// The small meter: a window without a frame that stays above the others, on every desktop, where the system lets it.
import { nativeTheme, screen, type BrowserWindow } from 'electron/main';
import type { View } from '../../preload/view.ts';
import { miniPlaceFor, miniSize } from '../domain/window-place.ts';
import type { WindowMemory } from '../ports.ts';
import { isFrameOf, lockedWindow, type PageParts } from './locked-window.ts';

export interface MiniParts extends PageParts {
  readonly view: () => View;
  /** The person has closed it. */
  readonly closed: () => void;
}

export interface MiniWindow {
  /** There, or gone; the same again changes nothing. */
  readonly set: (on: boolean) => void;
  /** From now on it opens where it was left. */
  readonly rememberIn: (memory: WindowMemory) => void;
  /** Something in the view has changed. */
  readonly showView: () => void;
  /** Whether a message comes from its page's main frame. */
  readonly owns: (frame: Electron.WebFrameMain | null) => boolean;
}

export function createMiniWindow({ view, closed, ...parts }: MiniParts): MiniWindow {
  let window: BrowserWindow | undefined;
  let memory: WindowMemory | undefined;

  function make(): BrowserWindow {
    const main = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
    const made = lockedWindow(parts, {
      ...miniSize,
      ...miniPlaceFor(memory?.miniPlace(), [main.workArea, ...others.map(({ workArea }) => workArea)]),
      title: 'Gatehouse meter',
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      hasShadow: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181c' : '#f5f6f8',
    });
    made.setVisibleOnAllWorkspaces(true);
    made.once('ready-to-show', () => {
      // Whoever is typing goes on typing.
      made.showInactive();
    });
    made.on('close', () => {
      const { x, y } = made.getBounds();
      try {
        memory?.setMiniPlace({ x, y });
      } catch {
        // Preferences that cannot be written: the next time it opens where it did before.
      }
    });
    made.on('closed', () => {
      // By the person, unless it was taken away from here.
      if (window !== made) return;
      window = undefined;
      closed();
    });
    const give = (): void => {
      if (window === made) window = undefined;
      if (!made.isDestroyed()) made.destroy();
    };
    // What cannot come up or has died comes again with the next start, or when it is switched on anew.
    made.webContents.on('render-process-gone', give);
    made.loadURL(`${parts.page}#mini`).catch(give);
    return made;
  }

  return {
    set(on) {
      if (on === (window !== undefined)) return;
      if (on) {
        window = make();
        return;
      }
      const before = window;
      window = undefined;
      before?.close();
    },
    rememberIn(kept) {
      memory = kept;
    },
    showView() {
      const contents = window?.webContents;
      // A page that is loading asks for the view itself.
      if (contents === undefined || contents.isDestroyed() || contents.isLoading()) return;
      contents.send('view.changed', view());
    },
    owns: (frame) => isFrameOf(window, parts.page, frame),
  };
}
