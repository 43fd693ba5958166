// A set-up lock per checkout: two commands started together must not both install or build.
// @ts-check
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { onChild } from './child.mjs';
import { onInterrupt } from './interrupt.mjs';
import { cacheFolder, isAlive } from './places.mjs';
import { say } from './steps.mjs';

const pollMs = 200;

/**
 * The first line is the holder, the others are programs that it started.
 * @param {string} file
 * @returns {number[]}
 */
function pidsIn(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** @param {string} file */
function holderOf(file) {
  return pidsIn(file)[0];
}

/**
 * Creates the lock whole (written aside, then linked), so that nobody reads an empty one.
 * @param {string} file
 */
function tryTake(file) {
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, `${String(process.pid)}\n`);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Ends what a killed set-up left running: an npm that goes on writing would spoil the next one's work.
 * @param {readonly number[]} pids
 * @param {string} root
 */
function endOrphans(pids, root) {
  for (const pid of pids) {
    try {
      // A number may have been given to somebody else since: ours works in the checkout or in our cache.
      const folder = readlinkSync(`/proc/${String(pid)}/cwd`);
      if (folder.startsWith(root) || folder.startsWith(cacheFolder)) process.kill(-pid, 'SIGKILL');
    } catch {
      // Gone, or not Linux.
    }
  }
}

/**
 * Takes away the lock of a process that died. Whoever moved a live lock aside by mistake puts it back.
 * @param {string} file
 * @param {number} deadPid
 * @param {string} root
 */
function clearStale(file, deadPid, root) {
  const aside = `${file}.stale-${String(process.pid)}`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) === deadPid) endOrphans(pidsIn(aside).slice(1), root);
    else linkSync(aside, file);
  } catch {
    // Somebody else was quicker.
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Runs the work while holding the lock.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(root, work) {
  const file = path.join(root, '.cache', 'setup.lock');
  mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!tryTake(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) {
      clearStale(file, holder, root);
      continue;
    }
    if (!told && holder !== undefined) {
      say(`  … waiting for another set-up of this checkout (process ${String(holder)})`);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const release = () => {
    rmSync(file, { force: true });
  };
  const forget = onInterrupt(release);
  onChild((pid) => {
    appendFileSync(file, `${String(pid)}\n`);
  });
  try {
    return await work();
  } finally {
    forget();
    onChild(() => undefined);
    release();
  }
}
