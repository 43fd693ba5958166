// The one small window: made on request, destroyed when closed, locked down.
import { BrowserWindow, nativeTheme, screen, session, type Session } from 'electron/main';
import type { PushName, Pushes } from '../../preload/contract.ts';
import { leastSize, placeFor, type WindowPlace } from '../domain/window-place.ts';
import type { WindowMemory } from '../ports.ts';

export interface WindowParts {
  /** The address of the page. */
  readonly page: string;
  /** Makes the page's files reachable in the window's session. */
  readonly serve: (session: Session) => void;
  readonly preload: string;
  readonly icon: string;
  /** The window came up or went away. */
  readonly changed: () => void;
}

export interface MainWindow {
  readonly open: () => void;
  /** From now on it opens as it was left. */
  readonly rememberIn: (memory: WindowMemory) => void;
  readonly isOpen: () => boolean;
  push<Name extends PushName>(name: Name, payload: Pushes[Name]): void;
  /** Whether a message comes from our own page's main frame. */
  readonly owns: (frame: Electron.WebFrameMain | null) => boolean;
}

function placeNow(last: WindowPlace | undefined): WindowPlace {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return placeFor(last, [main.workArea, ...others.map(({ workArea }) => workArea)]);
}

export function createMainWindow({ page, serve, preload, icon, changed }: WindowParts): MainWindow {
  let window: BrowserWindow | undefined;
  let memory: WindowMemory | undefined;

  let own: Session | undefined;

  /** In memory: the page keeps nothing, asks for no permission, reaches nothing but its own files. */
  function ownSession(): Session {
    if (own !== undefined) return own;
    own = session.fromPartition('window', { cache: false });
    own.setPermissionRequestHandler((_contents, _permission, decide) => {
      decide(false);
    });
    own.setPermissionCheckHandler(() => false);
    serve(own);
    return own;
  }

  function make(): BrowserWindow {
    const made = new BrowserWindow({
      ...placeNow(memory?.windowPlace()),
      minWidth: leastSize.width,
      minHeight: leastSize.height,
      show: false,
      icon,
      title: 'Gatehouse',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181c' : '#f5f6f8',
      webPreferences: {
        preload,
        session: ownSession(),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    made.removeMenu();
    made.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    made.webContents.on('will-navigate', (event) => {
      event.preventDefault();
    });
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
    push(name, payload) {
      const contents = window?.webContents;
      if (contents === undefined) return;
      // A page that is loading asks for the view itself.
      if (name === 'view.changed' && contents.isLoading()) return;
      const send = (): void => {
        if (!contents.isDestroyed()) contents.send(name, payload);
      };
      // A page that is still loading has no listener yet.
      if (contents.isLoading()) contents.once('did-finish-load', send);
      else send();
    },
    owns: (frame) =>
      frame !== null && frame === window?.webContents.mainFrame && page.startsWith(`${frame.origin}/`),
  };
}
