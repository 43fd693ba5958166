// The face of the tray app: one window, dialogs for questions, a shortcut, and the clipboard.
import { dirname, join } from 'node:path';
import { app, clipboard } from 'electron/main';
import { createAskHandOut } from './adapters/electron/ask-hand-out.ts';
import { createAskPerson, createFileDialogs } from './adapters/electron/ask-person.ts';
import { pageUrl, servePage } from './adapters/electron/page.ts';
import { createShortcuts } from './adapters/electron/shortcuts.ts';
import { hasTrayHost } from './adapters/node/session-bus.ts';
import type { Fetch } from './adapters/node/pinned-http.ts';
import { systemTimer } from './adapters/node/system-time.ts';
import type { Base } from './compose-base.ts';
import { readAbout } from './compose-about.ts';
import { composeIncidents } from './compose-incidents.ts';
import type { Face } from './compose-face.ts';
import { composeSettingsFiles } from './compose-settings-files.ts';
import { composeUpdates } from './compose-updates.ts';
import { handlersFor } from './desktop/handlers.ts';
import { openDoor } from './desktop/ipc.ts';
import { createMiniWindow } from './desktop/mini-window.ts';
import { createMainWindow } from './desktop/window.ts';
import { hiddenWord } from './domain/start-words.ts';
import { flagNow } from './domain/flags.ts';

export interface DesktopParts extends Pick<
  Base,
  'store' | 'providers' | 'shownView' | 'language' | 'shown' | 'version' | 'paths'
> {
  /** The folder that holds `out/`. */
  readonly root: string;
  /** The folder of the icons. */
  readonly assets: string;
  readonly fetch: Fetch;
}

/** At the start of a desktop its panel may come after us. */
const panelStartMs = 30_000;
const panelLookEveryMs = 1_000;

/** Whether something draws tray icons, by then at the latest. */
async function trayHostIn(patienceMs: number): Promise<boolean> {
  for (let leftMs = patienceMs; ; leftMs -= panelLookEveryMs) {
    if (await hasTrayHost()) return true;
    if (leftMs <= 0) return false;
    await new Promise<void>((resolve) => {
      systemTimer.after(panelLookEveryMs, resolve);
    });
  }
}

/** @param changed the window came up or went away */
export function desktopFace(
  { store, providers, shownView, language, shown, version, paths, root, assets, fetch }: DesktopParts,
  changed: () => void,
): Face {
  const { chooseProgram, chooseSavePath, chooseSettingsFile } = createFileDialogs(language);
  const page = {
    page: pageUrl,
    serve: (session: Electron.Session) => {
      servePage(session, join(root, 'out/renderer'));
    },
    preload: join(root, 'out/preload/index.cjs'),
    icon: join(assets, 'icon.png'),
  };
  let lookedAt = (): void => undefined;
  const window = createMainWindow({
    ...page,
    view: shownView,
    sendsEarly: () => flagNow(store.state().flags, 'early-view')?.variant !== 'off',
    changed: () => {
      changed();
      lookedAt();
    },
  });
  let closeMini = (): void => undefined;
  const mini = createMiniWindow({
    ...page,
    view: shownView,
    closed: () => {
      closeMini();
    },
  });
  const askPerson = createAskPerson(language);
  const updates = composeUpdates({ store, language, version, paths, root, fetch, ask: askPerson });
  return {
    window: {
      ...window,
      rememberIn(memory) {
        window.rememberIn(memory);
        mini.rememberIn(memory);
      },
    },
    isWindowless: false,
    askPerson,
    updates,
    ask: createAskHandOut(language),
    askLanguage: language,
    shortcuts: createShortcuts(),
    chooseProgram,
    // The dialog shows the name.
    chooseSavePath: (name) => chooseSavePath(shown(name)),
    copy: (text) => void clipboard.writeText(text),
    notified: () => undefined,
    start(intents, pages, log, notifier) {
      const own = {
        ...composeSettingsFiles({
          store,
          providers: providers.all,
          transfer: pages.settingsTransfer,
          language,
          chooseSavePath,
          chooseSettingsFile,
        }),
        updates,
        about: () =>
          readAbout({
            version,
            paths,
            root,
            resources: process.resourcesPath,
            programFolder: dirname(process.execPath),
            versions: process.versions,
          }),
      };
      const handlers = handlersFor(intents, { ...pages, ...own }, shownView);
      openDoor({
        owns: (frame) => window.owns(frame) || mini.owns(frame),
        warn: log.warn,
        handlers,
        language,
        shown,
      });
      closeMini = () => {
        // Closed like any other window, it stays away until it is switched on again.
        intents.changeSettings({ miniMeter: false }).catch((thrown: unknown) => {
          log.warn('the small meter is not switched off', { thrown });
        });
      };
      void updates.start({
        notifier,
        log,
        agents: () => pages.agents().agents.length,
        show: () => {
          intents.openPage('about');
        },
      });
      const incidents = composeIncidents({
        store,
        log,
        fetch,
        version,
        isLooking: () => window.isOpen() && !store.state().safeMode,
      });
      lookedAt = incidents.look;
      app.once('before-quit', () => {
        closeMini = () => undefined;
        incidents.stop();
        updates.stop();
      });
      let isMiniWanted = false;
      // Only a change counts: one that has died stays away until it is switched on anew.
      const followMini = (isWanted: boolean): void => {
        if (isWanted !== isMiniWanted) mini.set(isWanted);
        isMiniWanted = isWanted;
      };
      followMini(store.state().settings.miniMeter);
      store.subscribe(({ settings }) => {
        window.showView();
        followMini(settings.miniMeter);
        mini.showView();
      });
      if (process.platform !== 'linux') return;
      // Where nobody draws tray icons, the window is the way in.
      void trayHostIn(process.argv.includes(hiddenWord) ? panelStartMs : 0).then((drawn) => {
        store.dispatch({ type: 'tray.seen', shown: drawn });
        if (!drawn) intents.open();
      });
    },
  };
}
