// The locks that other programs take for their own files, taken as they take them.
import { dirname } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { Failure } from '../../domain/failure.ts';
import type { ForeignLock, ForeignLocks } from '../../ports.ts';
import { takeFlock } from './flock.ts';
import { createLockNotes } from './folder-lock-notes.ts';
import { takeFolderLock, watch, type Watch } from './folder-lock.ts';

const usualDeadlineMs = 10_000;

export interface ForeignLockParts {
  readonly platform?: NodeJS.Platform;
  /** Private; where it is noted which lock folders are ours. */
  readonly notesFolder?: string;
}

/** Made when missing, as the file's own program does. */
async function makeFolderOf({ path }: ForeignLock): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Failure('storage/write-failed', { subject: path, detail: 'its folder cannot be made', cause });
  }
}

/**
 * The port `ForeignLocks`. On Windows `flock` files cannot be held without native code: there the work goes on without
 * them and relies on the writer's comparison right before it replaces the file. Where a lock could be had but the means
 * for it are missing, nothing is done.
 * @throws Failure also `storage/write-failed` when a lock cannot be tried for at all
 */
export function createForeignLocks({
  platform = process.platform,
  notesFolder,
}: ForeignLockParts = {}): ForeignLocks {
  const notes = notesFolder === undefined ? undefined : createLockNotes(notesFolder);

  /** Resolves with the function that lets go. */
  async function take(
    lock: ForeignLock,
    until: number,
    watched: Watch | undefined,
  ): Promise<() => Promise<void>> {
    if (lock.kind === 'flock' && platform === 'win32') return async () => undefined;
    await makeFolderOf(lock);
    return lock.kind === 'flock'
      ? takeFlock(lock.path, until, platform)
      : takeFolderLock(lock.path, lock.touchMs, until, watched, notes);
  }

  return {
    async holding(locks, work, { deadlineMs = usualDeadlineMs } = {}) {
      const until = performance.now() + deadlineMs;
      const watches = await Promise.all(
        locks.map(async ({ kind, path }) => (kind === 'folder' ? watch(path) : undefined)),
      );
      const taken: (() => Promise<void>)[] = [];
      try {
        for (const [index, lock] of locks.entries()) taken.push(await take(lock, until, watches[index]));
        return await work();
      } finally {
        for (const letGo of taken.reverse()) await letGo();
      }
    },
  };
}
