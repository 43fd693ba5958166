// The machine-wide lock: known by its owner, replaced when the owner has died, and never taken from a living one.
import { createHash, randomInt } from 'node:crypto';
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../../domain/failure.ts';
import type { Lock } from '../../ports.ts';
import { codeOf } from './file-failure.ts';
import { letGo, lookAt, newOwner, place, type LockOwner, type LockState } from './lock-file.ts';
import { judge, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const usualDeadlineMs = 10_000;
/** How long a waiting process sleeps before it looks again; by chance, so that many do not look at once. */
const restMs = { least: 5, most: 25 };

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** One caller's wait, whichever files it has to go through. */
interface Wait {
  /** What the lock is called. */
  readonly name: string;
  /** On the clock that only goes forward. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
  /** Everything of this lock in the folder begins with it and a dot. */
  readonly stem: string;
}

function heldBy({ program, pid }: ProcessIdentity, where?: string): string {
  return `held by ${program}, process ${pid}${where === undefined ? '' : ` ${where}`}`;
}

function lockHeld({ name }: Wait, detail: string): Failure {
  return new Failure('storage/lock-held', { subject: name, detail });
}

async function describe(path: string, state: LockState): Promise<string> {
  if (state.kind === 'unreadable') return `${path} is no lock file of ours; nobody knows whose it is`;
  if (state.kind === 'free') return 'others were faster each time';
  const verdict = await judge(state.owner);
  return verdict.kind === 'unknown'
    ? `${heldBy(state.owner, verdict.where)}, by ${path}`
    : heldBy(state.owner);
}

/** @throws Failure `storage/lock-held` when the deadline has passed, or the signal's reason */
async function rest(path: string, state: LockState, wait: Wait): Promise<void> {
  const leftMs = wait.until - performance.now();
  if (leftMs <= 0) throw lockHeld(wait, await describe(path, state));
  const options = wait.signal === undefined ? {} : { signal: wait.signal };
  await delay(Math.min(leftMs, randomInt(restMs.least, restMs.most)), undefined, options).catch(() => {
    wait.signal?.throwIfAborted();
  });
}

/**
 * Takes the lock at this path. A dead owner's file may be replaced only by the holder of one more lock, which stands for
 * that one replacement and is taken in the same way: two processes that find the same dead owner can never both replace
 * it, and one that is late finds another owner there and does nothing. Nothing is removed to make room, so there is no
 * moment at which the lock looks free while somebody holds it.
 * @returns undefined when it is wanted no more
 */
async function take(
  path: string,
  wait: Wait,
  isWanted: () => Promise<boolean>,
): Promise<LockOwner | undefined> {
  const mine = await newOwner(wait.name);
  const temporary = `${wait.stem}.${mine.nonce}.tmp`;
  while (await isWanted()) {
    const state = await lookAt(path);
    if (state.kind === 'free' && (await place('make', path, temporary, mine))) return mine;
    if (state.kind === 'held' && (await judge(state.owner)).kind === 'dead') {
      if (await replaceDead(path, state.owner, mine, wait, isWanted)) return mine;
      continue;
    }
    await rest(path, state, wait);
  }
  return undefined;
}

async function replaceDead(
  path: string,
  dead: LockOwner,
  mine: LockOwner,
  wait: Wait,
  isWanted: () => Promise<boolean>,
): Promise<boolean> {
  const right = `${wait.stem}.${shortHash(`${path} ${dead.nonce}`)}.lock`;
  const isStillThere = async (): Promise<boolean> => {
    const state = await lookAt(path);
    return state.kind === 'held' && state.owner.nonce === dead.nonce;
  };
  const owner = await take(right, wait, async () => (await isStillThere()) && (await isWanted()));
  if (owner === undefined) return false;
  try {
    // Somebody may have replaced it and let go of the right just before we got it.
    return (await isStillThere()) && (await place('replace', path, `${wait.stem}.${mine.nonce}.tmp`, mine));
  } finally {
    await letGo(right, owner);
  }
}

/**
 * Clears away what killed processes have left of this lock; for its holder only. While we hold it nobody else can come
 * to have it, so every other file means nothing: a right to replace an owner who is gone for good, or a file that was to
 * become the lock. A living process whose file disappears makes another.
 */
async function clearLeftovers(folder: string, stem: string, path: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = join(folder, name);
    if (found.startsWith(`${stem}.`) && found !== path) await unlink(found).catch(() => undefined);
  }
}

/** @throws Failure `storage/refused-path`, `storage/write-failed` */
async function preparePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = await stat(folder);
    const user = process.getuid?.();
    if (user !== undefined && (uid !== user || (mode & 0o022) !== 0))
      throw new Failure('storage/refused-path', { subject: folder, detail: 'others may write to it' });
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const detail = codeOf(thrown) ?? 'unknown error';
    throw new Failure('storage/write-failed', { subject: folder, detail, cause: thrown });
  }
}

/** The end of the queue for each lock in this process, whoever made the lock object. */
const queues = new Map<string, Promise<void>>();

/** Stands in the queue of this process. The returned function lets the next one in; giving up does so by itself. */
async function waitForTurn(path: string, wait: Wait): Promise<() => void> {
  const before = queues.get(path) ?? Promise.resolve();
  let leave = (): void => undefined;
  const left = new Promise<void>((resolveLeft) => {
    leave = resolveLeft;
  });
  const end = before.then(() => left);
  queues.set(path, end);
  void end.then(() => {
    if (queues.get(path) === end) queues.delete(path);
  });
  const giveUp = new AbortController();
  const signals = [giveUp.signal, ...(wait.signal === undefined ? [] : [wait.signal])];
  // A timer knows no negative delay and none of more than 24 days.
  const leftMs = Math.min(Math.max(wait.until - performance.now(), 0), 2 ** 31 - 1);
  const late = delay(leftMs, 'late' as const, { signal: AbortSignal.any(signals) }).catch(
    () => 'aborted' as const,
  );
  const outcome = await Promise.race([before.then(() => 'turn' as const), late]);
  giveUp.abort();
  if (outcome === 'turn') return leave;
  leave();
  wait.signal?.throwIfAborted();
  throw lockHeld(wait, heldBy(await ownIdentity()));
}

/**
 * The port `Lock` by files in a private folder of ours; it works between all processes that share the folder. Callers of
 * one process come in the order in which they asked; asking for a lock while holding it only ends with the deadline.
 * An owner on another machine or in another container cannot be judged from here, so it keeps its lock.
 * @throws Failure also `storage/refused-path` or `storage/write-failed` when no lock can be made in the folder
 */
export function createOwnerLock(folder: string): Lock {
  const home = resolve(folder);
  return {
    async hold(name, work, { deadlineMs = usualDeadlineMs, signal } = {}) {
      const stem = join(home, shortHash(name));
      const path = `${stem}.lock`;
      const wait: Wait = { name, until: performance.now() + deadlineMs, signal, stem };
      const leave = await waitForTurn(path, wait);
      try {
        await preparePrivate(home);
        const owner = await take(path, wait, async () => true);
        if (owner === undefined) throw new Failure('internal', { subject: name });
        try {
          signal?.throwIfAborted();
          await clearLeftovers(home, stem, path);
          return await work();
        } finally {
          await letGo(path, owner);
        }
      } finally {
        leave();
      }
    },
  };
}
