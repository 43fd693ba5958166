// Lock folders, the protocol of proper-lockfile as Claude Code speaks it: who makes the folder holds the lock.
import { mkdirSync } from 'node:fs';
import { lstat, readFile, rmdir, unlink, utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { codeOf } from './file-failure.ts';
import type { LockNotes } from './folder-lock-notes.ts';
import { judgeHere, ownIdentity } from './process-identity.ts';

/** From this age on its own program removes a folder that nobody has touched. */
const staleMs = 60_000;
const restMs = 20;

/** What Claude Code writes beside the folder (seen in 2.1.331); only what is needed to judge its writer. */
const ownerShape = z.object({
  pid: z.int().check(z.positive()),
  procStart: z.string(),
  pidDomain: z.string(),
});

type Owner =
  | { readonly kind: 'unrecorded' }
  /** A record that cannot be understood, or a process that cannot be judged. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'alive' | 'dead'; readonly pid: number };

interface Sight {
  readonly isFolder: boolean;
  readonly inode: number;
  readonly touchedMs: number;
}

/** A folder as it was found, and since when it has looked the same, on the clock that only goes forward. */
export interface Watch {
  readonly sight: Sight;
  readonly since: number;
}

async function lookAt(path: string): Promise<Sight | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return { isFolder: found.isDirectory(), inode: found.ino, touchedMs: found.mtimeMs };
}

/** Inodes are used again at once, so the time of the last touch counts too. */
function isSame(one: Sight, other: Sight | undefined): boolean {
  return one.inode === other?.inode && one.touchedMs === other.touchedMs;
}

/** Where a pid of ours counts, in the words of that record. Only Linux was seen: elsewhere no owner is ever judged. */
async function ownDomain(): Promise<string> {
  const { namespace } = await ownIdentity();
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return `linux:${machine.trim()}:${namespace.split(' ')[0] ?? ''}`;
}

const recordOf = (path: string): string => `${path}.owner`;

/** Undefined when there is none. @throws when it cannot be read */
async function readRecord(path: string): Promise<string | undefined> {
  try {
    return await readFile(recordOf(path), 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

async function readOwner(path: string): Promise<Owner> {
  try {
    const text = await readRecord(path);
    if (text === undefined) return { kind: 'unrecorded' };
    const owner = ownerShape.parse(JSON.parse(text));
    if (owner.pidDomain !== (await ownDomain())) return { kind: 'unclear' };
    const { kind } = await judgeHere(owner.pid, Number(owner.procStart));
    return kind === 'unknown' ? { kind: 'unclear' } : { kind, pid: owner.pid };
  } catch {
    return { kind: 'unclear' };
  }
}

/**
 * Whether the folder was left by a process that was killed: untouched for as long as its own program waits, also while
 * we watched (a computer that has just woken up finds every folder old), and its owner not known to live.
 */
async function isLeft(
  path: string,
  { touchedMs }: Sight,
  watchedMs: number,
  touchMs: number,
): Promise<boolean> {
  if (Date.now() - touchedMs < staleMs || watchedMs < touchMs * 1.2) return false;
  const owner = await readOwner(path);
  return owner.kind === 'dead' || owner.kind === 'unrecorded';
}

async function remove(path: string, sight: Sight): Promise<void> {
  const record = await readRecord(path);
  if (!isSame(sight, await lookAt(path))) return;
  try {
    await rmdir(path);
  } catch {
    // Somebody was faster, or has put something into it.
    return;
  }
  // By now another holder may have written its own.
  if ((await readRecord(path)) === record) await unlink(recordOf(path)).catch(() => undefined);
}

async function describe(path: string, sight: Sight | undefined): Promise<string> {
  if (sight === undefined) return 'others were faster each time';
  if (!sight.isFolder) return 'a file stands where the lock folder belongs; remove it';
  const owner = await readOwner(path);
  const minutes = Math.floor((Date.now() - sight.touchedMs) / 60_000);
  const age = minutes >= 1 ? `, untouched for ${minutes} min` : '';
  return `${'pid' in owner ? `held by process ${owner.pid}` : 'held by another program'}${age}`;
}

/** At once, like the note of it: whoever is killed between the two leaves a folder that nobody knows as ours. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EEXIST') return false;
    throw new Failure('storage/write-failed', { subject: path, detail: code ?? 'cannot be made', cause });
  }
}

/** Touches the folder again and again while it is ours. Resolves with the function that ends that and lets go. */
async function keep(path: string, touchMs: number): Promise<() => Promise<void>> {
  let mine = await lookAt(path);
  const touch = async (): Promise<void> => {
    if (mine === undefined || !isSame(mine, await lookAt(path))) return;
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    mine = await lookAt(path);
  };
  let touching = Promise.resolve();
  const timer = setInterval(() => {
    touching = touching.then(touch);
  }, touchMs);
  return async () => {
    clearInterval(timer);
    await touching;
    if (mine !== undefined && isSame(mine, await lookAt(path))) await rmdir(path).catch(() => undefined);
  };
}

/** The beginning of a watch; undefined when nothing stands there. */
export async function watch(path: string): Promise<Watch | undefined> {
  const sight = await lookAt(path);
  return sight === undefined ? undefined : { sight, since: performance.now() };
}

/**
 * Takes the lock. One that was left by a killed process is removed as its own program would, or at once where that process
 * was ours, but never one whose recorded owner lives or cannot be judged, and never what is no folder. Resolves with the
 * function that lets go.
 * @param until on the clock that only goes forward, milliseconds
 * @param watched what was seen there earlier, if anything: with several locks all are watched from the beginning
 * @throws Failure `storage/lock-held`, `storage/write-failed`
 */
export async function takeFolderLock(
  path: string,
  touchMs: number,
  until: number,
  watched: Watch | undefined,
  notes: LockNotes | undefined,
): Promise<() => Promise<void>> {
  let known = watched;
  const note = await notes?.ready(path);
  try {
    for (;;) {
      if (makeFolder(path)) {
        note?.made();
        return await keep(path, touchMs);
      }
      const seen = await watch(path);
      const now = performance.now();
      if (now >= until || seen?.sight.isFolder === false)
        throw new Failure('storage/lock-held', { subject: path, detail: await describe(path, seen?.sight) });
      if (seen !== undefined) {
        if (known === undefined || !isSame(known.sight, seen.sight)) known = seen;
        const isOurs = (await notes?.isLeft(path)) === true;
        if (isOurs || (await isLeft(path, seen.sight, now - known.since, touchMs)))
          await remove(path, seen.sight);
      }
      await delay(Math.max(0, Math.min(restMs, until - now)));
    }
  } finally {
    note?.close();
  }
}
