// Programs of somebody else: found where the person's terminal would find them, run without a shell, ended as a whole.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, extname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { objectInText, type JsonObject } from '../../domain/json.ts';
import type { JsonTalk, ProgramResult, ProgramRun, Programs } from '../../ports.ts';
import { programFolders, searchPathName } from './program-folders.ts';
import { isShellStartScript } from './shell-start-script.ts';

const longestOutputBytes = 256 * 1024;
/** A line that long is no message any more; it would fill the memory. */
const longestLine = 8 * 1024 * 1024;
/** What a program has said before somebody asks for it; more is forgotten, oldest first. */
const mostMessages = 1000;
/** After its end, for what it has said last; something that it started may hold its output open for ever. */
const drainMs = 1000;
/** For a program whose input has been closed to end by itself, in peace. */
const farewellMs = 3000;

/** The code of a program that a signal has ended: no program gives it to itself. */
const killedCode = 128;

const isWindows = process.platform === 'win32';

type Environment = Readonly<Record<string, string | undefined>>;

function silent(order: ProgramRun, cause?: unknown): Failure {
  return new Failure('credential/owner-silent', {
    subject: basename(order.program, extname(order.program)),
    ...(cause !== undefined && { cause }),
  });
}

/** The program and everything of its process group. */
export function killWhole({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows) {
    if (exitCode !== null || signalCode !== null) return;
    // Untried: there was no Windows to try it on.
    spawn('taskkill', ['/pid', `${pid}`, '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

/**
 * Node starts no batch file by itself, and npm's programs are batch files on Windows. What `cmd` would not take
 * literally is refused. Untried: there was no Windows to try it on.
 */
function startable(order: ProgramRun): { file: string; words: readonly string[]; options: SpawnOptions } {
  const { program, words } = order;
  if (!isWindows || !/\.(cmd|bat)$/i.test(program)) return { file: program, words, options: {} };
  const all = [program, ...words];
  if (all.some((word) => /["%!^&|<>\r\n]/.test(word))) throw silent(order);
  const line = all.map((word) => `"${word}"`).join(' ');
  return {
    file: 'cmd.exe',
    words: ['/d', '/s', '/c', `"${line}"`],
    options: { windowsVerbatimArguments: true },
  };
}

/** What Electron has put into its own environment, and ours, is no business of other programs. */
function personalEnvironment(environment: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !/^(ELECTRON_|GATEHOUSE_|CHROME_DESKTOP$|ORIGINAL_XDG_)/.test(name))
      kept[name] = value;
  }
  // Electron pretends to be on another desktop on some; `xdg-open` would believe it.
  const desktop = environment['ORIGINAL_XDG_CURRENT_DESKTOP'];
  if (desktop !== undefined) kept['XDG_CURRENT_DESKTOP'] = desktop;
  return kept;
}

/** Waits for a promise that never fails, or for a time. */
async function atMost(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

/** Resolves when a program has ended and what it said is read. @throws when it could not be started */
export async function endOf(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close').then(
    () => undefined,
    () => undefined,
  );
  await once(child, 'exit');
  await atMost(closed, drainMs);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** @param environment of the app; its PATH is only where the search begins */
export function createPrograms(environment: Environment, home = homedir()): Programs {
  async function childEnvironment(order: ProgramRun): Promise<Record<string, string>> {
    const made = personalEnvironment(environment);
    // What npm has installed is a script that looks for `node` itself.
    made[searchPathName(made)] = (await programFolders(home, environment)).join(delimiter);
    for (const [name, value] of Object.entries(order.environment)) {
      if (value === undefined) Reflect.deleteProperty(made, name);
      else made[name] = value;
    }
    return made;
  }

  /** In the home, so that no project's settings have a say; in a group of its own, so that it can be ended whole. */
  async function start(order: ProgramRun, stdio: 'said' | 'talk'): Promise<ChildProcess> {
    const { file, words, options } = startable(order);
    return spawn(file, words, {
      ...options,
      cwd: home,
      env: await childEnvironment(order),
      detached: !isWindows,
      windowsHide: true,
      stdio: stdio === 'said' ? ['ignore', 'pipe', 'pipe'] : ['pipe', 'pipe', 'ignore'],
    });
  }

  async function find(name: string): Promise<string | undefined> {
    const endings = isWindows ? (environment['PATHEXT'] ?? '.EXE;.CMD').split(';') : [''];
    for (const folder of await programFolders(home, environment)) {
      for (const ending of endings) {
        const path = join(folder, `${name}${ending.toLowerCase()}`);
        const found = await stat(path).catch(() => undefined);
        if (found?.isFile() !== true) continue;
        const mayRun = await access(path, constants.X_OK).then(
          () => true,
          () => false,
        );
        // Our own script would choose the login in our place.
        if (mayRun && !(await isShellStartScript(path))) return path;
      }
    }
    return undefined;
  }

  async function run(order: ProgramRun, signal: AbortSignal): Promise<ProgramResult> {
    signal.throwIfAborted();
    const child = await start(order, 'said');
    const chunks: Buffer[] = [];
    let bytes = 0;
    const listen = (chunk: Buffer): void => {
      const kept = chunk.subarray(0, longestOutputBytes - bytes);
      if (kept.length > 0) chunks.push(kept);
      bytes += kept.length;
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    const kill = (): void => {
      killWhole(child);
    };
    signal.addEventListener('abort', kill, { once: true });
    if (signal.aborted) kill();
    try {
      await endOf(child);
    } catch (cause) {
      throw silent(order, cause);
    } finally {
      signal.removeEventListener('abort', kill);
    }
    signal.throwIfAborted();
    return { code: child.exitCode ?? killedCode, output: Buffer.concat(chunks).toString('utf8') };
  }

  function talk(order: ProgramRun): JsonTalk {
    const messages: JsonObject[] = [];
    let hasStopped = false;
    let wake = (): void => undefined;
    const take = (line: string): void => {
      const message = objectInText(line);
      if (message === undefined) return;
      messages.push(message);
      if (messages.length > mostMessages) messages.shift();
      wake();
    };
    const listen = (child: ChildProcess): void => {
      let rest = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(take);
        if (rest.length > longestLine) killWhole(child);
      });
      // It ends when it likes, in the middle of a message of ours too.
      child.stdin?.on('error', () => undefined);
    };
    const started = start(order, 'talk');
    const ended = started.then(async (child) => {
      listen(child);
      await endOf(child);
    });
    const over = ended
      .catch(() => undefined)
      .then(() => {
        hasStopped = true;
        wake();
      });

    return {
      send(message) {
        void started.then(
          (child) => child.stdin?.write(`${JSON.stringify(message)}\n`),
          () => undefined,
        );
      },
      async until(accepts, signal) {
        for (;;) {
          signal.throwIfAborted();
          for (let next = messages.shift(); next !== undefined; next = messages.shift()) {
            if (accepts(next)) return next;
          }
          if (hasStopped) throw silent(order);
          await new Promise<void>((resolve) => {
            wake = () => {
              signal.removeEventListener('abort', wake);
              resolve();
            };
            signal.addEventListener('abort', wake, { once: true });
          });
        }
      },
      async stop() {
        const child = await started.catch(() => undefined);
        if (child === undefined) return;
        child.stdin?.end();
        await atMost(over, farewellMs);
        // Also when it has ended: something that it started may be left.
        killWhole(child);
        await over;
      },
    };
  }

  return { find, run, talk };
}
