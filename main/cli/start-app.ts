// Starts the tray app when a verb needs it and a display is there, and waits until it answers.
import { spawn } from 'node:child_process';
import { openSync, realpathSync } from 'node:fs';
import { devNull } from 'node:os';
import { ownAppImage } from '../domain/app-image.ts';
import { Failure } from '../domain/failure.ts';
import { commandWord } from '../domain/start-words.ts';
import type { Paths } from '../paths.ts';
import { connectToApp, type Client } from './client.ts';
import { hasDisplay } from './display.ts';
import { messages } from './messages.ts';
import { fixAfterEnd } from './sandbox-fix.ts';

const startLimitMs = 10_000;
const lookEveryMs = 50;

/** What keeps the app from being started here; undefined when nothing does. */
export function missingPiece(environment: NodeJS.ProcessEnv): string | undefined {
  if (process.getuid?.() === 0) return 'as root the tray app does not start; run it as the user it is for';
  if (process.platform === 'linux' && !hasDisplay(environment))
    return 'no display here to start it on; run gatehouse serve first';
  return undefined;
}

/** A client whose app answers; undefined when none runs. */
async function whoAnswers(paths: Paths, environment: NodeJS.ProcessEnv): Promise<Client | undefined> {
  try {
    const client = connectToApp(paths, environment);
    await client.health();
    return client;
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'broker/not-running') return undefined;
    throw thrown;
  }
}

/** The running app, started first when it is not. @throws Failure `broker/not-running` saying what is missing */
export async function reachApp(
  paths: Paths,
  environment: NodeJS.ProcessEnv,
  tell: (text: string) => void,
): Promise<Client> {
  const running = await whoAnswers(paths, environment);
  if (running !== undefined) return running;
  const missing = missingPiece(environment);
  if (missing !== undefined) throw new Failure('broker/not-running', { detail: missing });
  tell(messages.starting);
  // The fourth is the launcher's words (output.ts), the fifth its script (verbs/run.ts): handed on, they would keep whoever
  // reads them waiting for the app. 'ignore' would hand them on: it closes only the first three.
  const nowhere = openSync(devNull, 'r+');
  const child = spawn(process.execPath, [commandWord], {
    // A disk that somebody works on could not be taken out for as long as the app runs.
    cwd: paths.home,
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', nowhere, nowhere],
  });
  const gone = new AbortController();
  child.once('error', () => {
    gone.abort();
  });
  // One that ends well has found another that is starting, and that one will answer.
  child.once('exit', (code, signal) => {
    const image = ownAppImage(process.execPath, environment, realpathSync);
    const fix = fixAfterEnd(signal, process.execPath, image);
    if (fix !== undefined) tell(fix);
    if (code !== 0) gone.abort();
  });
  child.unref();
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline && !gone.signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const client = await whoAnswers(paths, environment);
    if (client !== undefined) return client;
  }
  throw new Failure('broker/not-running', {
    detail: gone.signal.aborted ? 'it ended right after its start' : 'it did not come up in time',
  });
}
