// Starts Gatehouse: as a command line when the launcher asks for that, else as the tray app, once per user.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron/main';
import { declarePageScheme } from './adapters/electron/page.ts';
import { debugSwitches } from './domain/debug-switches.ts';
import { findPaths } from './paths.ts';
import type { RunningApp } from './compose.ts';

// A `--` ends Chromium's own switches; what follows is a command line for us. Only the launcher writes one.
const separator = process.argv.indexOf('--');
const paths = findPaths(process.env);

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

async function runCli(words: readonly string[]): Promise<void> {
  const { runCommandLine } = await import('./cli/main.ts');
  app.exit(await runCommandLine(words, { paths, environment: process.env, version: app.getVersion() }));
}

function refuse(reason: string): void {
  writeSync(2, `gatehouse: ${reason}\n`);
  app.exit(6);
}

async function runTray(): Promise<void> {
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
  const running = Promise.all([
    import('./adapters/electron/log.ts'),
    import('./compose.ts'),
    app.whenReady(),
  ]).then(([{ openLog }, { composeApp }]): RunningApp => {
    const log = openLog(paths.log);
    for (const event of ['uncaughtException', 'unhandledRejection']) {
      process.on(event, (thrown: unknown) => {
        log.warn(event, { thrown });
      });
    }
    // Packaged, the pictures lie beside the archive: the desktop reads some of them itself.
    const assets = join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'assets');
    return composeApp({ paths, log, root: app.getAppPath(), assets });
  });
  const open = (): void => {
    void running.then((started) => {
      started.open();
    });
  };
  app.on('second-instance', open);
  app.on('activate', open);
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
  await running;
}

// Not awaited here: Electron becomes ready only after this module has been evaluated.
(separator > 0 ? runCli(process.argv.slice(separator + 1)) : runTray()).catch((thrown: unknown) => {
  writeSync(
    2,
    `gatehouse: could not start (${thrown instanceof Error ? thrown.message : 'unknown reason'})\n`,
  );
  app.exit(1);
});
