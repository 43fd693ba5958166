// npm packages: `npm ci` when what is installed is not what the lock file says.
// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './child.mjs';
import { withSetupLock } from './lock.mjs';
import { environmentForNpm, pinnedNode, root, writeWhole } from './places.mjs';
import { step } from './steps.mjs';

const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(root, 'node_modules', '.gatehouse-lock-hash');
const pinnedLink = path.join(root, 'node_modules', '.bin', 'node');

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockEntry */

/** Makes sure that node_modules is whole and is what the lock file says. */
export async function ensureNpmPackages() {
  const wanted = lockHash();
  if (isCurrent(wanted)) return;
  await withSetupLock(root, async () => {
    // Another command may have done it while this one waited.
    if (isCurrent(wanted)) return;
    if (!matchesLock()) await step('npm packages', install);
    linkPinnedNode();
    writeWhole(stampFile, wanted);
  });
}

async function install() {
  rmSync(stampFile, { force: true });
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  await runQuietly(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    env: environmentForNpm(),
  });
}

/**
 * Whoever looks for `node` beside the other tools finds the pinned one. Before version 10, npm leaves out the link of a command
 * that packages of other systems have as well: Debian 13 has npm 9.
 */
function linkPinnedNode() {
  if (pinnedNode === undefined || process.platform === 'win32' || existsSync(pinnedLink)) return;
  mkdirSync(path.dirname(pinnedLink), { recursive: true });
  rmSync(pinnedLink, { force: true });
  symlinkSync(path.relative(path.dirname(pinnedLink), pinnedNode), pinnedLink);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(lockFile))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}

function hasPinnedNode() {
  return pinnedNode === undefined || existsSync(pinnedNode);
}

/** @param {string} wanted */
function isCurrent(wanted) {
  try {
    return readFileSync(stampFile, 'utf8') === wanted && hasPinnedNode();
  } catch {
    return false;
  }
}

/**
 * True when npm's own record of node_modules holds exactly what the lock file names: a developer who has just run
 * `npm install` need not install everything again. npm removes that record first and writes it last.
 */
function matchesLock() {
  if (!hasPinnedNode()) return false;
  try {
    const installed = entriesOf(path.join(root, 'node_modules', '.package-lock.json'));
    const wanted = entriesOf(lockFile);
    const allWanted = Object.entries(wanted).every(([place, entry]) => {
      const there = installed[place];
      // Optional packages of other systems are in the lock file and never installed here.
      if (place === '' || (there === undefined && entry.optional === true)) return true;
      return there?.version === entry.version && there?.integrity === entry.integrity;
    });
    return allWanted && Object.keys(installed).every((place) => place in wanted);
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @returns {Record<string, LockEntry>}
 */
function entriesOf(file) {
  return /** @type {{ packages: Record<string, LockEntry> }} */ (JSON.parse(readFileSync(file, 'utf8')))
    .packages;
}
