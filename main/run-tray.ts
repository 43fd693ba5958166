// The tray app's start up to the point where Electron is ready.
import { join } from 'node:path';
import { app } from 'electron/main';
import { declarePageScheme } from './adapters/electron/page.ts';
import { hasDisplay } from './cli/display.ts';
import type { RunningApp } from './compose.ts';
import { createTrayIcon } from './desktop/tray-icon.ts';
import { asksForWindow } from './domain/start-words.ts';
import type { Paths } from './paths.ts';
import {
  endCleanly,
  hasTooManyWords,
  isOnlyOne,
  lacksSandbox,
  onOtherStart,
  placeFolders,
  quietChromium,
  refuse,
  refusedSwitches,
  refuseWithoutSandbox,
  showWithoutSandbox,
} from './run-common.ts';

/** Somebody else runs: a tray app opens its window, so there is nothing to say; the other one has none. */
async function giveWay(paths: Paths): Promise<void> {
  const { pidWithoutWindow } = await import('./adapters/node/other-service.ts');
  const pid = await pidWithoutWindow(paths.serviceFile);
  if (pid === undefined) app.exit(0);
  else
    refuse(
      `runs already without a tray, by gatehouse serve (process ${String(pid)}). End that one first: gatehouse quit`,
    );
}

/** Nobody can be told whether another one runs. Who has double-clicked an icon reads no terminal. */
async function refuseUnlocked(thrown: unknown): Promise<void> {
  const [{ lacksTerminal, showRefusal }, { describeFailure }, { toFailure }] = await Promise.all([
    import('./adapters/electron/refusal-dialog.ts'),
    import('./domain/failure-words.ts'),
    import('./domain/failure.ts'),
  ]);
  const failure = toFailure(thrown).toValue();
  if (lacksTerminal()) {
    await showRefusal((language) => {
      const { what, next } = describeFailure(failure, language);
      return { message: what, detail: next };
    }).catch(() => undefined);
  }
  const { what, next } = describeFailure(failure);
  refuse(`${what}\n  ${next}`);
}

/** Resolves when everything is there, or when it has refused and is on its way out. */
export async function runTray(paths: Paths): Promise<void> {
  if (process.getuid?.() === 0) {
    refuse('the tray app does not run as root. Start it as the user whose sign-ins it is to keep.');
    return;
  }
  // What starts an AppImage adds the switch where it finds no namespaces, and says nothing.
  if (lacksSandbox()) {
    const show = (): Promise<void> => showWithoutSandbox(paths);
    await refuseWithoutSandbox('the tray app', undefined, hasDisplay(process.env) ? show : undefined);
    return;
  }
  // Chromium would end with a crash; whoever chooses a platform of its own knows what they do.
  const hasOwnPlatform = process.argv.some((word) => word.startsWith('--ozone-platform='));
  if (process.platform === 'linux' && !hasOwnPlatform && !hasDisplay(process.env)) {
    refuse('no display is here to start on. Without a desktop there is: gatehouse serve');
    return;
  }
  if (hasTooManyWords()) {
    refuse('was started with more words than it takes.');
    return;
  }
  placeFolders(paths);
  quietChromium();
  declarePageScheme();
  try {
    if (!isOnlyOne({ as: 'tray', hidden: !asksForWindow(process.argv) }, paths)) {
      await giveWay(paths);
      return;
    }
  } catch (thrown) {
    await refuseUnlocked(thrown);
    return;
  }
  const switches = await refusedSwitches();
  if (switches.length > 0) {
    refuse(`does not run with ${switches.join(' ')}. Start it without.`);
    return;
  }
  // The window comes and goes; the tray stays.
  app.on('window-all-closed', () => undefined);
  // Windows has the programs of its Linux distributions beside its own.
  const wslHomes =
    process.platform === 'win32'
      ? import('./adapters/node/wsl-homes.ts').then(({ findWslHomes }) => findWslHomes())
      : [];
  const running = app.whenReady().then(async (): Promise<RunningApp> => {
    // Packaged, the pictures lie beside the archive: the desktop reads some of them itself.
    const assets = join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'assets');
    const icon = createTrayIcon(
      join(assets, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
    );
    const { composeApp } = await import('./compose.ts');
    return composeApp({ paths, wslHomes: await wslHomes, root: app.getAppPath(), assets, icon });
  });
  const open = (): void => {
    void running.then((started) => {
      started.open();
    });
  };
  onOtherStart(({ as, hidden }) => {
    if (as === 'tray' && hidden !== true) open();
  });
  app.on('activate', open);
  endCleanly(running);
  await (
    await running
  ).ready;
}
