// Which processes hold the other end of a connection over a Unix socket. Node has no call that asks the kernel for it, so two
// small programs of the system do: `ss` (sock_diag) pairs the sockets, `find` finds their holders in /proc.
import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';

const runProgram = promisify(execFile);

/** Never the person's PATH: what stands there first may be somebody else's. */
const folders = ['/usr/bin', '/usr/sbin', '/bin', '/sbin'];
const patience = { timeout: 2000, maxBuffer: 16 * 1024 * 1024, env: { LC_ALL: 'C' } };

/** A process that has the other end open, and under which number. */
export interface SocketHolder {
  readonly pid: number;
  readonly descriptor: number;
  /** What /proc says that this number leads to. */
  readonly socket: string;
}

async function programAt(name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** `u_str ESTAB 0 0 <own name or *> <own> * <peer>`; the own name is free text, of whoever has bound it. */
const socketRow = /(?<=\s)(\d+)\s+\S+\s+(\d+)\s*$/gm;

/**
 * By socket, the one at its other end, out of what `ss -xH` prints. A name may hold a line break and so make up a row: the
 * true rows are there as well, so where two rows speak of one socket, neither counts.
 */
export function socketPairs(text: string): ReadonlyMap<string, string> {
  const said = new Map<string, Set<string>>();
  const say = (one: string, other: string): void => {
    said.set(one, (said.get(one) ?? new Set()).add(other));
  };
  for (const [, own = '', peer = ''] of text.matchAll(socketRow)) {
    say(own, peer);
    say(peer, own);
  }
  const pairs = new Map<string, string>();
  for (const [own, [peer = '', second]] of said)
    if (peer !== '0' && second === undefined && said.get(peer)?.size === 1) pairs.set(own, peer);
  return pairs;
}

const foundLine = /^\/proc\/(\d+)\/fd\/(\d+) (socket:\[\d+\])$/gm;

interface Programs {
  readonly ss: string;
  readonly find: string;
}

async function holdersOf(find: string, peers: readonly string[]): Promise<readonly SocketHolder[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const wanted = peers.flatMap((peer) => ['-o', '-lname', `socket:\\[${peer}\\]`]).slice(1);
  const places = pids.map((pid) => `/proc/${pid}/fd`);
  const words = [...places, '-maxdepth', '1', '(', ...wanted, ')', '-printf', '%p %l\\n'];
  // It complains of those that have ended meanwhile or are not ours, and still says what it has found.
  const { stdout } = await runProgram(find, words, patience).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'stdout' in thrown && typeof thrown.stdout === 'string')
      return { stdout: thrown.stdout };
    throw thrown;
  });
  return [...stdout.matchAll(foundLine)].map(([, pid, descriptor, socket = '']) => ({
    pid: Number(pid),
    descriptor: Number(descriptor),
    socket,
  }));
}

/** Its own socket's number. Read at once, for a descriptor may be closed and given anew while anything is waited for. */
function numberOf(descriptor: number): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`))?.[1];
  } catch {
    return undefined;
  }
}

/** By own socket, who holds its other end. */
type Looked = ReadonlyMap<string, readonly SocketHolder[]>;

interface Look {
  readonly sockets: Set<string>;
  readonly result: Promise<Looked>;
}

/**
 * Answers who holds the other end of an open connection, given its descriptor here; nobody where it cannot be told. Those
 * who ask at the same time share one look, and one that has begun before a question is not its answer.
 * @param onLook tells of each look
 */
export function createSocketHolders(
  onLook: () => void = () => undefined,
): (descriptor: number) => Promise<readonly SocketHolder[]> {
  let programs: Promise<Programs | undefined> | undefined;
  let open: Look | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function findPrograms(): Promise<Programs | undefined> {
    const [ss, find] = await Promise.all([programAt('ss'), programAt('find')]);
    return ss === undefined || find === undefined ? undefined : { ss, find };
  }

  async function look(sockets: ReadonlySet<string>): Promise<Looked> {
    programs ??= findPrograms();
    const found = await programs;
    if (found === undefined) return new Map();
    onLook();
    const { stdout } = await runProgram(found.ss, ['-xH'], patience);
    const pairs = socketPairs(stdout);
    const peers = [...sockets].flatMap((own) => pairs.get(own) ?? []);
    if (peers.length === 0) return new Map();
    const holders = await holdersOf(found.find, peers);
    return new Map(
      [...sockets].map((own) => {
        const peer = `socket:[${pairs.get(own) ?? ''}]`;
        return [own, holders.filter(({ socket }) => socket === peer)];
      }),
    );
  }

  /** One look at a time: whoever asks meanwhile is answered by the next one. */
  function begin(): Look {
    const sockets = new Set<string>();
    const before = last;
    const run = async (): Promise<Looked> => {
      await before;
      await nextTurn();
      open = undefined;
      return look(sockets).catch(() => new Map());
    };
    const result = run();
    last = result;
    return { sockets, result };
  }

  return async (descriptor) => {
    const own = numberOf(descriptor);
    if (own === undefined) return [];
    open ??= begin();
    open.sockets.add(own);
    return (await open.result).get(own) ?? [];
  };
}
