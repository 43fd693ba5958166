// The one small window: made on request, destroyed when closed, locked down.
import { nativeTheme, screen, type BrowserWindow } from 'electron/main';
import type { PushName, Pushes } from '../../preload/contract.ts';
import type { View } from '../../preload/view.ts';
import { leastSize, placeFor, type WindowPlace } from '../domain/window-place.ts';
import type { WindowMemory } from '../ports.ts';
import { isFrameOf, lockedWindow, type PageParts } from './locked-window.ts';

export interface WindowParts extends PageParts {
  readonly view: () => View;
  /** Whether the view is sent as soon as the preload script hears it, or the page asks for it first. */
  readonly sendsEarly: () => boolean;
  /** The window came up or went away. */
  readonly changed: () => void;
}

export interface MainWindow {
  readonly open: () => void;
  /** From now on it opens as it was left. */
  readonly rememberIn: (memory: WindowMemory) => void;
  readonly isOpen: () => boolean;
  /** Something in the view has changed. */
  showView(): void;
  push<Name extends Exclude<PushName, 'view.changed'>>(name: Name, payload: Pushes[Name]): void;
  /** Whether a message comes from our own page's main frame. */
  readonly owns: (frame: Electron.WebFrameMain | null) => boolean;
}

function placeNow(last: WindowPlace | undefined): WindowPlace {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return placeFor(last, [main.workArea, ...others.map(({ workArea }) => workArea)]);
}

export function createMainWindow({ view, sendsEarly, changed, ...parts }: WindowParts): MainWindow {
  const { page } = parts;
  let window: BrowserWindow | undefined;
  /** Whether the frame of our page stands, so that the preload script hears what is sent. */
  let isHearing = false;
  let memory: WindowMemory | undefined;

  function make(): BrowserWindow {
    const made = lockedWindow(parts, {
      ...placeNow(memory?.windowPlace()),
      minWidth: leastSize.width,
      minHeight: leastSize.height,
      title: 'Gatehouse',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181c' : '#f5f6f8',
    });
    isHearing = false;
    // It crosses over while the page's script is still read; asked for by the page, it would be waited for.
    const sendFirst = (): void => {
      isHearing = true;
      made.webContents.send('view.changed', view());
    };
    if (sendsEarly()) made.webContents.once('did-navigate', sendFirst);
    else made.webContents.once('did-finish-load', sendFirst);
    made.once('ready-to-show', () => {
      made.show();
      changed();
    });
    made.on('close', () => {
      try {
        memory?.setWindowPlace(made.getNormalBounds());
      } catch {
        // Preferences that cannot be written: the next time it opens as the time before.
      }
    });
    made.on('closed', () => {
      window = undefined;
      changed();
    });
    // A page that cannot come up or has died is taken away; the next opening makes a new one.
    made.webContents.on('render-process-gone', () => {
      made.destroy();
    });
    made.loadURL(page).catch(() => {
      if (!made.isDestroyed()) made.destroy();
    });
    return made;
  }

  return {
    open() {
      if (window === undefined) {
        window = make();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    rememberIn(kept) {
      memory = kept;
    },
    isOpen: () => window?.isVisible() === true && !window.isMinimized(),
    showView() {
      const contents = window?.webContents;
      // The preload script keeps the last view for its page.
      if (contents !== undefined && isHearing && !contents.isDestroyed())
        contents.send('view.changed', view());
    },
    push(name, payload) {
      const contents = window?.webContents;
      if (contents === undefined) return;
      const send = (): void => {
        if (!contents.isDestroyed()) contents.send(name, payload);
      };
      // A page that is loading has no listener yet.
      if (contents.isLoading()) contents.once('did-finish-load', send);
      else send();
    },
    owns: (frame) => isFrameOf(window, page, frame),
  };
}
