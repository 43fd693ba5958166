// Joins `gatehouse serve`: the same core as the tray app's, with a terminal in the place of tray, window and dialogs.
import { randomBytes } from 'node:crypto';
import { createTerminalAsker, isInForeground, type TerminalAsker } from './adapters/node/ask-at-terminal.ts';
import { systemClock, systemTimer } from './adapters/node/system-time.ts';
import { print, tell, tellOpen } from './cli/output.ts';
import { isInteractive } from './cli/terminal.ts';
import { serveWords } from './cli/verbs/serve-words.ts';
import type { ServeOrder } from './cli/verbs/parts.ts';
import { composeBase } from './compose-base.ts';
import { composeCore } from './compose-core.ts';
import type { Face } from './compose-face.ts';
import { printable } from './domain/dialog-lines.ts';
import type { Secret } from './domain/secret.ts';
import { createQuestions } from './flows/questions.ts';
import type { Paths } from './paths.ts';
import type { Notice } from './ports.ts';

export interface ServeParts {
  readonly paths: Paths;
  readonly order: ServeOrder;
  /** The passphrase of the stored keys, where a service manager has handed it over. */
  readonly passphrase?: Secret;
}

export interface RunningServe {
  /** Settles when it listens, or cannot. @throws Failure `storage/…`, `broker/busy` */
  readonly listening: Promise<void>;
  /** The tray app was started, and has ended because this one runs. */
  startedAgain(): void;
  stop(): Promise<void>;
}

const idBytes = 2;

/** Somebody sits there, unless standard input has come to its end. */
function createAsker(): TerminalAsker | undefined {
  if (!isInteractive()) return undefined;
  const { stdin } = process;
  return createTerminalAsker({
    input: stdin,
    tell: tellOpen,
    isThere: () => !stdin.readableEnded && isInForeground(),
    sinceMs: () => performance.now(),
    timer: systemTimer,
  });
}

/** Whoever reads may have gone away; that must not be the end of what is told. */
function tellWhoReads(text: string): void {
  try {
    tell(text);
  } catch {
    // Nobody reads any more.
  }
}

function terminalFace(say: (text: string) => void): Face {
  const asker = createAsker();
  const questions = createQuestions({
    clock: systemClock,
    newId: () => randomBytes(idBytes).toString('hex'),
    ...(asker !== undefined && { atTerminal: asker.handOut }),
    told({ id, program }, { reader, account }) {
      const named = printable(program ?? serveWords.unknownProgram);
      tellWhoReads(serveWords.question(id, printable(reader), named, printable(account)));
    },
  });
  return {
    window: {
      open: () => undefined,
      isOpen: () => false,
      push: () => undefined,
      rememberIn: () => undefined,
    },
    isWindowless: true,
    askLanguage: () => 'en',
    askPerson: asker?.person ?? { ask: () => Promise.resolve(false) },
    ask: questions,
    questions,
    // There is no desktop to have one on.
    shortcuts: { set: () => 'set' },
    chooseProgram: () => Promise.resolve(undefined),
    chooseSavePath: () => Promise.resolve(undefined),
    copy: () => undefined,
    notified({ title, body }: Notice) {
      say(serveWords.notice(printable(title), printable(body)));
    },
    start: () => undefined,
  };
}

/** Call when Electron is ready. */
export async function composeServe({ paths, order, passphrase }: ServeParts): Promise<RunningServe> {
  const say = (text: string): void => {
    if (order.quiet !== true) tellWhoReads(text);
  };
  const base = composeBase({ paths, wslHomes: [] });
  const core = await composeCore({
    base,
    makeFace: () => terminalFace(say),
    ...(passphrase !== undefined && { passphrase }),
  });

  async function announce(): Promise<void> {
    const path = await core.listening;
    if (order.json === true) print(JSON.stringify({ schema: 1, ok: true, socket: path, pid: process.pid }));
    else say(serveWords.listening(path));
    if (base.store.state().safeMode) say(serveWords.safeMode);
    await core.lookAtKeyStore();
    const { keyStore, settings } = base.store.state();
    if (keyStore.failure === undefined) return;
    say(settings.keyStore === 'passphrase' ? serveWords.locked : serveWords.unkept);
  }

  return {
    // Whoever ends with a reason has not crashed.
    listening: announce().catch(async (thrown: unknown) => {
      await core.stop();
      throw thrown;
    }),
    startedAgain() {
      const { title, body } = serveWords.trayStarted;
      core.notifier.show({ title, body, sound: false, actions: [], onClick: () => undefined });
    },
    async stop() {
      await core.stop();
      say(serveWords.ended);
    },
  };
}
