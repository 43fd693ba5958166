// Runs programs of the person for events: only as they were approved, without a shell, with nothing of ours but the event.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from '../../domain/failure.ts';
import type { HookPrograms } from '../../ports.ts';
import { codeOf } from './file-failure.ts';
import { rightsOf, withProgramFile, type FolderRights, type ProgramFile } from './hook-program-file.ts';

const searchPath = '/usr/local/bin:/usr/bin:/bin';
/** Everything else stays here: it may be a key, or change what a program does (BR-08). */
const handedOn =
  /^(?:USER|LOGNAME|LANG|LC_[A-Z]+|TZ|TMPDIR|DISPLAY|WAYLAND_DISPLAY|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS)$/;

type Environment = Readonly<Record<string, string | undefined>>;

function failed(program: string, detail: string, cause?: unknown): Failure {
  return new Failure('hook/failed', { subject: program, detail, ...(cause !== undefined && { cause }) });
}

function notStarted(program: string, cause: unknown): Failure {
  return failed(program, `could not be started: ${codeOf(cause) ?? 'unknown'}`, cause);
}

/** The program and everything of its process group. What it has left behind when it ended is not ours to end. */
function killWhole({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in this very moment.
  }
}

async function requireUntouched(found: ProgramFile, detail: string): Promise<void> {
  if (!(await found.isUntouched())) throw new Failure('hook/changed', { subject: found.program, detail });
}

/**
 * @param environment of the app, of which a few names are handed on
 * @param folderRights of each folder above a program
 */
export function createHookPrograms(
  environment: Environment,
  home: string,
  folderRights: FolderRights = rightsOf,
): HookPrograms {
  function childEnvironment(): Record<string, string> {
    const made: Record<string, string> = { PATH: searchPath, HOME: home };
    for (const [name, value] of Object.entries(environment))
      if (value !== undefined && handedOn.test(name)) made[name] = value;
    return made;
  }

  /**
   * A binary on Linux is started by the descriptor that was read, so nothing can take its place in between. A script has to
   * find itself by its name, and elsewhere there is no such descriptor: there a change is noticed, not prevented.
   * @throws Failure `hook/failed`
   */
  function start({ program, isScript, file }: ProgramFile): ChildProcess {
    const isByDescriptor = process.platform === 'linux' && !isScript;
    try {
      return spawn(isByDescriptor ? '/proc/self/fd/3' : program, [], {
        argv0: program,
        cwd: home,
        env: childEnvironment(),
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore', ...(isByDescriptor ? [file.fd] : [])],
      });
    } catch (cause) {
      throw notStarted(program, cause);
    }
  }

  async function run(found: ProgramFile, input: string, limitMs: number): Promise<void> {
    const { program } = found;
    const child = start(found);
    const ended = once(child, 'exit');
    // Looked at below, in its turn.
    ended.catch(() => undefined);
    // It need not read what it is told.
    child.stdin?.on('error', () => undefined);
    const overdue = new AbortController();
    const limit = setTimeout(() => {
      overdue.abort();
      killWhole(child);
    }, limitMs);
    try {
      await requireUntouched(found, 'it changed while it was being started');
      child.stdin?.end(`${input}\n`);
      await ended.catch((cause: unknown) => {
        throw notStarted(program, cause);
      });
    } finally {
      clearTimeout(limit);
      killWhole(child);
    }
    if (overdue.signal.aborted) throw failed(program, `it did not end within ${limitMs / 1000} s`);
    await requireUntouched(found, 'it changed while it ran');
    const { exitCode, signalCode } = child;
    if (exitCode !== 0) throw failed(program, signalCode ?? `exit code ${exitCode ?? 'unknown'}`);
  }

  return {
    examine: (named) =>
      withProgramFile(named, folderRights, async ({ program, hash }) => ({ program, hash })),
    run: ({ program, hash }, input, limitMs) =>
      withProgramFile(program, folderRights, async (found) => {
        if (found.program !== program || found.hash !== hash)
          throw new Failure('hook/changed', { subject: program });
        await run(found, input, limitMs);
      }),
  };
}
