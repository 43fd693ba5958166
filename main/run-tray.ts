// The tray app's start up to the point where Electron is ready: refusals, single instance, Chromium's settings.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron/main';
import { declarePageScheme } from './adapters/electron/page.ts';
import type { RunningApp } from './compose.ts';
import { debugSwitches } from './domain/debug-switches.ts';
import type { Paths } from './paths.ts';

/** Chromium's own traffic and features that nobody here needs; must stand before Electron is ready. */
function quietChromium(): void {
  app.disableHardwareAcceleration();
  // Every session looks for spelling dictionaries on the network as soon as it is made.
  app.on('session-created', (session) => {
    session.setSpellCheckerEnabled(false);
    session.setSpellCheckerLanguages([]);
  });
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
}

function refuse(reason: string): void {
  writeSync(2, `gatehouse: ${reason}\n`);
  app.exit(6);
}

/** Resolves when everything is there, or when it has refused and is on its way out. */
export async function runTray(paths: Paths): Promise<void> {
  if (process.getuid?.() === 0) {
    refuse('the tray app does not run as root. Start it as the user whose sign-ins it is to keep.');
    return;
  }
  app.setPath('userData', paths.config);
  app.setPath('sessionData', paths.cache);
  quietChromium();
  declarePageScheme();
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const switches = debugSwitches([...process.argv.slice(1), ...process.execArgv]);
  if (switches.length > 0) {
    const { allowsInspection } = await import('./adapters/node/own-fuses.ts');
    if (!(await allowsInspection(process.execPath))) {
      refuse(`does not run with ${switches.join(' ')}. Start it without.`);
      return;
    }
  }
  // The window comes and goes; the tray stays.
  app.on('window-all-closed', () => undefined);
  // Windows has the programs of its Linux distributions beside its own.
  const wslHomes =
    process.platform === 'win32'
      ? import('./adapters/node/wsl-homes.ts').then(({ findWslHomes }) => findWslHomes())
      : [];
  const running = Promise.all([import('./compose.ts'), wslHomes, app.whenReady()]).then(
    ([{ composeApp }, homes]): RunningApp => {
      // Packaged, the pictures lie beside the archive: the desktop reads some of them itself.
      const assets = join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'assets');
      return composeApp({ paths, wslHomes: homes, root: app.getAppPath(), assets });
    },
  );
  const open = (): void => {
    void running.then((started) => {
      started.open();
    });
  };
  app.on('second-instance', open);
  app.on('activate', open);
  // A library that guards its own files takes Electron's place at these signals, and would end the process at once.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void running
      .then((started) => started.stop())
      .finally(() => {
        app.exit(0);
      });
  });
  await (
    await running
  ).ready;
}
