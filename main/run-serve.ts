// The start of `gatehouse serve` up to the point where Electron is ready: the local service without tray and window.
import { app } from 'electron/main';
import { takeHandedPassphrase } from './adapters/node/handed-passphrase.ts';
import { exit, printFailure, tellOpen } from './cli/output.ts';
import { serveWords } from './cli/verbs/serve-words.ts';
import type { ServeOrder } from './cli/verbs/parts.ts';
import type { RunningServe } from './compose-serve.ts';
import { Failure, toFailure } from './domain/failure.ts';
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
} from './run-common.ts';

/** Resolves when it listens, or when it has refused and is on its way out. Its first part must come before Electron is ready. */
export async function runServe(paths: Paths, order: ServeOrder): Promise<void> {
  const say = (text: string): void => {
    const detail = text.replace(/^gatehouse: /, '').trim();
    if (order.json === true) printFailure(new Failure('broker/not-served', { detail }), true);
    else tellOpen(text);
  };
  /** Another try may go well, as when the disk has room again; beside another Gatehouse it never does. */
  const endUnstarted = (thrown: unknown): void => {
    const failure = toFailure(thrown);
    printFailure(failure, order.json === true);
    app.exit(failure.code === 'broker/busy' ? exit.refused : exit.internal);
  };
  if (process.getuid?.() === 0) {
    refuse(serveWords.asRoot, say);
    return;
  }
  // The launcher has to leave the sandbox out for commands.
  if (lacksSandbox()) {
    await refuseWithoutSandbox('serve', say);
    return;
  }
  if (hasTooManyWords()) {
    refuse(serveWords.tooManyWords, say);
    return;
  }
  placeFolders(paths);
  quietChromium();
  try {
    if (!isOnlyOne({ as: 'serve' }, paths)) {
      refuse(serveWords.runsAlready, say);
      return;
    }
  } catch (thrown) {
    endUnstarted(thrown);
    return;
  }
  const switches = await refusedSwitches();
  if (switches.length > 0) {
    refuse(serveWords.notWith(switches), say);
    return;
  }
  const running = Promise.all([
    import('./compose-serve.ts'),
    takeHandedPassphrase(process.env),
    app.whenReady(),
  ]).then(([{ composeServe }, passphrase]): Promise<RunningServe> =>
    composeServe({ paths, order, ...(passphrase !== undefined && { passphrase }) }),
  );
  onOtherStart((start) => {
    if (start.as !== 'tray') return;
    void running.then((serving) => {
      serving.startedAgain();
    });
  });
  endCleanly(running);
  try {
    await (
      await running
    ).listening;
  } catch (thrown) {
    endUnstarted(thrown);
  }
}
