// `gatehouse run`: a lease, an environment, and then the command in our place. With the launcher, its shell becomes the
// command by the script that is handed over here; without it, the command is a child.
import { isatty } from 'node:tty';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { LeaseAmount, LeasePriority } from '../../domain/lease.ts';
import { startAgent, type StartedAgent } from '../agent-start.ts';
import { giveBack, withFigures } from '../lease-request.ts';
import { exit, printFailure, tell } from '../output.ts';
import { saysItself, wrongAccountBy } from '../own-words.ts';
import { runAsChild } from '../run-child.ts';
import { findProgram, isOurs, launcherOf } from '../run-program.ts';
import { runScript } from '../run-script.ts';
import { reachApp } from '../start-app.ts';
import { cancellable } from '../terminal.ts';
import { workingFolder } from '../working-folder.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { runWords } from './run-words.ts';

/** Where the launcher's shell reads the script. */
const scriptDescriptor = 4;
const lookEveryMs = 1_000;
/** As shells have them. */
const shellExit = { notExecutable: 126, notFound: 127, interrupted: 130 } as const;

export interface RunOptions extends JsonOption {
  readonly consumer?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly estimate?: LeaseAmount;
  readonly task?: string;
  readonly priority?: LeasePriority;
  readonly project?: string;
  readonly userAgent?: string;
  readonly wait?: true;
}

interface WantedCommand {
  readonly name: string;
  readonly words: readonly string[];
  /** As it is started, and without links. */
  readonly path: string;
  readonly real: string;
}

/** The process that the command will be: the launcher's shell where there is one, else we stay above it. */
interface Place {
  readonly pid: number;
  readonly isShell: boolean;
  readonly isInteractive: boolean;
}

function placeOf(environment: NodeJS.ProcessEnv): Place {
  const pid = Number(environment['GATEHOUSE_RUN_PID']);
  if (!Number.isSafeInteger(pid) || pid <= 0)
    return { pid: process.pid, isShell: false, isInteractive: isatty(0) };
  return { pid, isShell: true, isInteractive: environment['GATEHOUSE_RUN_TERMINAL'] === 'yes' };
}

/** Killed while we wait, the launcher's shell needs nothing any more. */
async function whileThere<Value>(
  { pid }: Place,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const gone = new AbortController();
  const look = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      gone.abort();
    }
  }, lookEveryMs);
  try {
    return await cancellable((signal) => work(AbortSignal.any([signal, gone.signal])));
  } catch (thrown) {
    // Nothing is wrong with the app: nobody waits for it any more.
    throw gone.signal.aborted ? new Failure('broker/cancelled', { cause: thrown }) : thrown;
  } finally {
    clearInterval(look);
  }
}

async function prepared(
  options: RunOptions,
  { name, real, words }: WantedCommand,
  place: Place,
  { paths, environment }: CliParts,
): Promise<StartedAgent> {
  const client = await reachApp(paths, environment, tell);
  const { consumer, provider, account, estimate, task, priority, project, userAgent, wait } = options;
  const command = { name: basename(name), words };
  const launcher = saysItself(command) ? undefined : launcherOf(process.execPath, environment);
  const where = await workingFolder(environment);
  const named = project ?? basename(where.folder);
  const wish = {
    label: command.name,
    program: real,
    ...where,
    priority: priority ?? (place.isInteractive ? 'interactive' : 'normal'),
    holder: { kind: 'process', pid: place.pid },
    ...(consumer !== undefined && { consumer }),
    ...(provider !== undefined && { provider }),
    ...(account !== undefined && { account }),
    ...(estimate !== undefined && { estimate }),
    ...(task !== undefined && { task }),
    ...(wait === true && { wait }),
  } as const;
  const form = {
    // The topmost folder has no name.
    ...(named !== '' && { project: named }),
    ...(consumer !== undefined && { consumer }),
    ...(userAgent !== undefined && { userAgent }),
    ...(launcher !== undefined && { launcher }),
  };
  const started = await whileThere(place, (signal) => startAgent(client, wish, form, signal));
  const detail = wrongAccountBy(command, started.environment);
  if (detail === undefined) return started;
  await giveBack(client, started.granted.lease.id);
  throw new Failure('broker/not-acceptable', { subject: name, detail });
}

async function become(
  { environment: { set, unset, words } }: StartedAgent,
  { path, words: own }: WantedCommand,
  { isShell }: Place,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  if (isShell) {
    const script = runScript({ set, unset }, { path, words, ownCount: own.length });
    writeFileSync(scriptDescriptor, script);
    return exit.ok;
  }
  const inherited = Object.entries(environment).filter(([name]) => !unset.includes(name));
  return runAsChild({
    path,
    words: [...words, ...own],
    environment: { ...Object.fromEntries(inherited), ...set },
  });
}

function tellAccount({ granted: { lease, reason, fallenBack } }: StartedAgent): void {
  if (fallenBack) tell(runWords.fallenBack(`${lease.accountLabel} (${lease.provider})`, reason));
}

/**
 * @param command the command and its arguments
 * @throws Failure `broker/bad-request` for Gatehouse itself, or that of the app
 */
export async function runCommand(
  command: readonly [string, ...string[]],
  options: RunOptions,
  parts: CliParts,
): Promise<number> {
  const [name, ...words] = command;
  const { environment } = parts;
  const found = findProgram(name, environment);
  if (found.kind !== 'found') {
    const isThere = found.kind === 'not-executable';
    printFailure(
      new Failure('broker/no-such-program', {
        subject: name,
        ...(isThere && { detail: runWords.notExecutable }),
      }),
      options.json === true,
    );
    return isThere ? shellExit.notExecutable : shellExit.notFound;
  }
  if (isOurs(found.real, process.execPath, environment))
    throw new Failure('broker/bad-request', { detail: runWords.ours });
  const place = placeOf(environment);
  const wanted = { name, words, path: found.path, real: found.real };
  try {
    const started = await prepared(options, wanted, place, parts);
    tellAccount(started);
    return await become(started, wanted, place, environment);
  } catch (thrown) {
    const failure = withFigures(toFailure(thrown), Date.now());
    if (failure.code !== 'broker/cancelled') throw failure;
    return shellExit.interrupted;
  }
}
