// What the starts of tray app and `gatehouse serve` have alike: refusals, single instance, Chromium's settings, a clean end.
import { realpathSync, writeSync } from 'node:fs';
import { app } from 'electron/main';
import { takeSingleInstance } from './adapters/node/single-instance.ts';
import { ownAppImage } from './domain/app-image.ts';
import { debugSwitches } from './domain/debug-switches.ts';
import type { Paths } from './paths.ts';

/** Chromium's own traffic and features that nobody here needs; must stand before Electron is ready. */
export function quietChromium(): void {
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

export function placeFolders(paths: Paths): void {
  app.setPath('userData', paths.config);
  app.setPath('sessionData', paths.cache);
}

/** What a start tells the one that runs already. */
export interface Start {
  readonly as: 'tray' | 'serve';
  /** Nobody has asked for the window. */
  readonly hidden?: boolean;
}

/** Chromium tells all of them to the one that runs. It takes 32 KiB, and kills one that it cannot tell (reliability LC-02). */
const mostWordBytes = 16_000;

/** Whether this start has more words than can be told to another one. */
export function hasTooManyWords(argv: readonly string[] = process.argv): boolean {
  return argv.reduce((total, word) => total + Buffer.byteLength(word) + 1, 0) > mostWordBytes;
}

/**
 * Whether no other Gatehouse of this user runs, tray app or serve. The one that runs hears of this start.
 * @throws Failure `storage/write-failed`
 */
export function isOnlyOne(start: Start, { config, socketFolders }: Paths): boolean {
  return takeSingleInstance({
    request: () => app.requestSingleInstanceLock({ ...start }),
    config,
    // Ours before the session's: that goes when the person logs out, and a serve may run on.
    folders: socketFolders.toReversed(),
    environment: process.env,
  });
}

/** @param heard another start found that this one runs */
export function onOtherStart(heard: (start: Start) => void): void {
  app.on('second-instance', (_event, _argv, _folder, told: unknown) => {
    const isServe = typeof told === 'object' && told !== null && 'as' in told && told.as === 'serve';
    const hidden = typeof told === 'object' && told !== null && 'hidden' in told && told.hidden === true;
    heard({ as: isServe ? 'serve' : 'tray', hidden });
  });
}

/** The switches that let a debugger in, where this binary does not allow that. */
export async function refusedSwitches(): Promise<readonly string[]> {
  const switches = debugSwitches([...process.argv.slice(1), ...process.execArgv]);
  if (switches.length === 0) return [];
  const { allowsInspection } = await import('./adapters/node/own-fuses.ts');
  return (await allowsInspection(process.execPath)) ? [] : switches;
}

const toTerminal = (text: string): void => void writeSync(2, text);

/** @param write where words of ours are read */
export function refuse(reason: string, write = toTerminal): void {
  write(`gatehouse: ${reason}\n`);
  app.exit(6);
}

/** Whether Chromium's sandbox is off. All day pages are shown and answers of the network are read behind it. */
export const lacksSandbox = (): boolean => app.commandLine.hasSwitch('no-sandbox');

const ownImage = (): string | undefined => ownAppImage(process.execPath, process.env, realpathSync);

/**
 * Loads only now what nobody else needs.
 * @param who would have started
 * @param show the same to a person, before the end
 */
export async function refuseWithoutSandbox(
  who: string,
  write = toTerminal,
  show = (): Promise<void> => Promise.resolve(),
): Promise<void> {
  const { sandboxFix, withoutSandbox } = await import('./cli/sandbox-fix.ts');
  write(`gatehouse: ${withoutSandbox(who, sandboxFix(process.execPath, ownImage()))}\n`);
  await show().catch(() => undefined);
  app.exit(6);
}

/** For a person who has double-clicked an icon and reads no terminal. No page is drawn for that. */
export async function showWithoutSandbox(paths: Paths): Promise<void> {
  const [{ lacksTerminal, showRefusal }, { withoutSandboxShown }] = await Promise.all([
    import('./adapters/electron/refusal-dialog.ts'),
    import('./cli/sandbox-fix.ts'),
  ]);
  if (!lacksTerminal()) return;
  placeFolders(paths);
  quietChromium();
  await showRefusal((language) => withoutSandboxShown(process.execPath, ownImage(), language));
}

/** At its end, whoever runs is stopped first. A signal of the system is an end like any other. */
export function endCleanly(running: Promise<{ stop(): Promise<void> }>): void {
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
}
