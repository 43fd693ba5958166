// Where a write has to go: the file itself, or what links of ours lead to; everything else is refused (SF-06, SF-07).
import type { Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { codeOf } from './file-failure.ts';
import type { FileSystem } from './file-system.ts';

/** As many as Linux follows. */
const linkLimit = 40;

/** What brings a file back that a program run by root has made. */
export function ownershipFix(path: string): string {
  return `owned by another user; to take it back: sudo chown "$USER" '${path}'`;
}

/**
 * The regular file that a write of `path` replaces; it need not be there yet. It has to belong to this user, and so has
 * every folder on the way that a link stands in: whoever may write to one of them can plant the link.
 * @throws Failure `storage/refused-path`
 */
export async function resolveTarget(system: FileSystem, path: string): Promise<string> {
  const user = process.getuid?.();
  const refuse = (detail: string): Failure => new Failure('storage/refused-path', { subject: path, detail });
  const way = [path];
  let target = path;
  let found = await lstatIfPresent(system, target);
  while (found?.isSymbolicLink() === true) {
    if (way.length > linkLimit) throw refuse('a link that leads nowhere');
    target = await followed(system, target).catch(() => {
      throw refuse('a link that leads nowhere');
    });
    way.push(target);
    found = await lstatIfPresent(system, target);
  }
  if (found === undefined && target !== path) throw refuse('a link that leads nowhere');
  if (found !== undefined) {
    if (!found.isFile()) throw refuse('not a regular file');
    if (user !== undefined && found.uid !== user) throw refuse(ownershipFix(target));
    // A rename would go over it all the same.
    if ((found.mode & 0o200) === 0) throw refuse('read-only');
  }
  for (const folder of new Set(way.map((place) => dirname(place)))) {
    const { uid, mode } = await system.stat(folder);
    if (user !== undefined && uid !== user) throw refuse('its folder belongs to another user');
    if (user !== undefined && (mode & 0o022) !== 0) throw refuse('others may write to its folder');
  }
  return target;
}

async function lstatIfPresent(system: FileSystem, path: string): Promise<Stats | undefined> {
  try {
    return await system.lstat(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** One link further. `..` in its text counts from where its folder really is. */
async function followed(system: FileSystem, link: string): Promise<string> {
  const text = await system.readlink(link);
  const next = isAbsolute(text) ? text : `${await system.realpath(dirname(link))}/${text}`;
  return join(await system.realpath(dirname(next)), basename(next));
}
