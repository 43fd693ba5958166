// What our windows have alike: one session that keeps and reaches nothing, a page of our own, and no way out of it.
import { BrowserWindow, session, type BrowserWindowConstructorOptions, type Session } from 'electron/main';

export interface PageParts {
  /** The address of the page. */
  readonly page: string;
  /** Makes the page's files reachable in the windows' session. */
  readonly serve: (session: Session) => void;
  readonly preload: string;
  readonly icon: string;
}

let shared: Session | undefined;

/**
 * The page keeps nothing, asks for no permission, reaches nothing but its own files. Its session is on the disk for the
 * compiled code of those files alone: in memory Chromium compiles them anew for each window.
 */
function ownSession(serve: PageParts['serve']): Session {
  if (shared !== undefined) return shared;
  shared = session.fromPartition('persist:window', { cache: false });
  shared.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  shared.setPermissionCheckHandler(() => false);
  serve(shared);
  return shared;
}

/**
 * Not shown yet; the page is for the caller to load.
 * @param looks everything but what the page may do
 */
export function lockedWindow(
  { serve, preload, icon }: PageParts,
  looks: Omit<BrowserWindowConstructorOptions, 'webPreferences' | 'show' | 'icon'>,
): BrowserWindow {
  const made = new BrowserWindow({
    ...looks,
    show: false,
    icon,
    webPreferences: {
      preload,
      session: ownSession(serve),
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
  return made;
}

/** Whether a message comes from the main frame of this window, with our own page in it. */
export function isFrameOf(
  window: BrowserWindow | undefined,
  page: string,
  frame: Electron.WebFrameMain | null,
): boolean {
  return (
    frame !== null &&
    window !== undefined &&
    !window.isDestroyed() &&
    frame === window.webContents.mainFrame &&
    page.startsWith(`${frame.origin}/`)
  );
}
