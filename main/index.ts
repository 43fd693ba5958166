// Starts Gatehouse: as a command line when the launcher asks for that, which may go on as `gatehouse serve`, else as the
// tray app. Each loads only its own.
import { writeSync } from 'node:fs';
import { app } from 'electron/main';
import { emptyCoreDumps } from './adapters/node/core-dumps.ts';
import type { ServeOrder } from './cli/verbs/parts.ts';
import { withoutUnsafe } from './domain/unsafe-variables.ts';
import { findPaths } from './paths.ts';

// Before Chromium starts what would read or inherit them.
withoutUnsafe(process.env);
emptyCoreDumps();

// A `--` ends Chromium's own switches; what follows is a command line for us. Only the launcher writes one.
const separator = process.argv.indexOf('--');
const paths = findPaths(process.env);

function failed(thrown: unknown): void {
  const reason = thrown instanceof Error ? thrown.message : 'unknown reason';
  writeSync(2, `gatehouse: could not start (${reason})\n`);
  app.exit(1);
}

async function runCli(words: readonly string[]): Promise<void> {
  const { runCommandLine } = await import('./cli/main.ts');
  let order: ServeOrder | undefined;
  const code = await runCommandLine(words, {
    paths,
    environment: process.env,
    version: app.getVersion(),
    serve: (wanted) => {
      order = wanted;
    },
  });
  if (order === undefined) {
    app.exit(code);
    return;
  }
  const { runServe } = await import('./run-serve.ts');
  // Not waited for: Electron gets ready only when the command line is over.
  runServe(paths, order).catch(failed);
}

async function runApp(): Promise<void> {
  const { runTray } = await import('./run-tray.ts');
  await runTray(paths);
}

const started = (separator > 0 ? runCli(process.argv.slice(separator + 1)) : runApp()).catch(failed);

/** What start.mjs waits for: the whole of a command line; the tray app not at all, for it needs Electron ready. */
export const commandLine: Promise<void> = separator > 0 ? started : Promise.resolve();
