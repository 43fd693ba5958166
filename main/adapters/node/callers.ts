// Who is at the other end of a connection to our socket, and what stands above it, told by the system (Linux).
import { open, readFile, readlink, realpath, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { JudgedProgram } from '../../domain/hand-out.ts';
import type { Caller, SeenCaller } from '../../ports.ts';
import { createSocketHolders, type SocketHolder } from './caller-sockets.ts';
import { isOurs, readStatus } from './process-watch-status.ts';

export interface Callers {
  /**
   * Of an open connection that this process has accepted. Undefined where nobody can be told: on other systems, without
   * `ss`, for another user's process. Never fails. Whoever calls keeps the answer for as long as the connection lives.
   */
  of(socket: Socket): Promise<Caller | undefined>;
}

const mostInLine = 64;

/** Node keeps it where nothing in its types says so. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined;
  return typeof handle.fd === 'number' && handle.fd >= 0 ? handle.fd : undefined;
}

function linkAt(pid: number, name: string): Promise<string | undefined> {
  return readlink(`/proc/${pid}/${name}`).catch(() => undefined);
}

/** Linux's `O_PATH`, which Node has no name for: to look at a file without opening it. */
const lookOnly = 0o10000000;

/** Whether its file lies in one of our own mounts, however it was started. */
async function isInOurMounts(pid: number): Promise<boolean> {
  const file = await open(`/proc/${pid}/exe`, lookOnly);
  try {
    const [found, mounts] = await Promise.all(
      [`fdinfo/${file.fd}`, 'mountinfo'].map((name) => readFile(`/proc/self/${name}`, 'utf8')),
    );
    const mount = found?.match(/^mnt_id:\s*(\d+)$/m)?.[1];
    return mount !== undefined && mounts?.split('\n').some((line) => line.startsWith(`${mount} `)) === true;
  } finally {
    await file.close();
  }
}

/** Whether its path leads us to the very file that runs: in mounts of its own a program can have any path. */
async function leadsTo(pid: number, path: string): Promise<boolean> {
  const [running, found] = await Promise.all(
    [`/proc/${pid}/exe`, path].map((each) => stat(each, { bigint: true }).catch(() => undefined)),
  );
  return running !== undefined && running.ino === found?.ino && running.dev === found.dev;
}

async function executableOf(pid: number): Promise<Pick<SeenCaller, 'executable' | 'isElsewhere'>> {
  const said = await linkAt(pid, 'exe');
  // A file may have any name, also one that ends like those below.
  if (said === undefined || (await leadsTo(pid, said))) return { executable: said };
  // Of a file that was replaced since, Linux adds a word. It cannot be compared, so nothing but our own mounts will do.
  const executable = said.replace(/ \(deleted\)$/, '');
  const isReplaced = executable !== said && (await isInOurMounts(pid).catch(() => false));
  return isReplaced ? { executable } : { executable, isElsewhere: true };
}

/** Undefined for one that is gone or of another user. */
async function seen(pid: number): Promise<SeenCaller | undefined> {
  const before = isOurs(pid) ? readStatus(pid) : undefined;
  if (before === undefined || before.isZombie) return undefined;
  const [executable, words, folder] = await Promise.all([
    executableOf(pid),
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    linkAt(pid, 'cwd'),
  ]);
  const { parent, startTime } = before;
  // It may have ended meanwhile, and another one have its pid.
  if (readStatus(pid)?.startTime !== startTime) return undefined;
  return {
    pid,
    startTime,
    parent,
    ...executable,
    words: words === '' ? [] : words.replace(/\0$/, '').split('\0'),
    folder,
  };
}

async function lineFrom(pid: number): Promise<readonly SeenCaller[]> {
  const line: SeenCaller[] = [];
  // Up to the first process too, for in a container that may be the script that asks; nothing has the pid 0.
  for (let next = pid; next > 0 && line.length < mostInLine;) {
    const each = await seen(next);
    const child = line.at(-1);
    // A parent that is younger than its child has the pid of one that has ended.
    if (each === undefined || (child !== undefined && each.startTime > child.startTime)) break;
    line.push(each);
    next = each.parent;
  }
  return line;
}

function standsAbove(one: SeenCaller, line: readonly SeenCaller[]): boolean {
  return line.some(({ pid, startTime }) => pid === one.pid && startTime === one.startTime);
}

/**
 * Of several who hold the connection the one that stands above all others: it has made it, the others have it from there.
 * The youngest would be the wrong one, for a program could start an allowed one with its connection, and read along. Where
 * none stands above, or other programs are among them, nobody can tell who reads the answer.
 */
function ofSeveral(lines: readonly (readonly SeenCaller[])[]): readonly SeenCaller[] | undefined {
  const top = lines.find(([first]) => first !== undefined && lines.every((line) => standsAbove(first, line)));
  const isOneProgram = lines.every(([first]) => first?.executable === top?.[0]?.executable);
  return isOneProgram ? top : undefined;
}

/** Whether it is still the one: a pid may have been given anew between the question and the look at it. */
async function stillHolds({ pid, descriptor, socket }: SocketHolder): Promise<boolean> {
  return (await linkAt(pid, `fd/${descriptor}`)) === socket;
}

/**
 * @param platform decides whether the system can be asked at all
 * @param onLook tells of each look that was begun
 */
export function createCallers(
  platform: NodeJS.Platform = process.platform,
  onLook: () => void = () => undefined,
): Callers {
  const holdersOf = createSocketHolders(onLook);

  async function callerOf(descriptor: number): Promise<Caller | undefined> {
    const holders = await holdersOf(descriptor);
    const pids = [...new Set(holders.map(({ pid }) => pid))];
    const lines = await Promise.all(pids.map(lineFrom));
    const line = lines.length === 1 ? lines[0] : ofSeveral(lines);
    if (line?.[0] === undefined) return undefined;
    return (await Promise.all(holders.map(stillHolds))).every(Boolean) ? { line } : undefined;
  }

  return {
    async of(socket) {
      const descriptor = platform === 'linux' ? descriptorOf(socket) : undefined;
      return descriptor === undefined ? undefined : callerOf(descriptor).catch(() => undefined);
    },
  };
}

/** The same without a link in the script's path, as a rule needs it; undefined where there is no such file. */
export async function withoutLinks(program: JudgedProgram): Promise<JudgedProgram | undefined> {
  // Of an executable the system has said it already, and its file may have been replaced since.
  if (program.interpreter === undefined) return program;
  const path = await realpath(program.path).catch(() => undefined);
  return path === undefined ? undefined : { ...program, path };
}
