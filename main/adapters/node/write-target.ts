// Where a write has to go: the file itself, or what links of ours lead to; everything else is refused (SF-06, SF-07).
import type { Stats } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { codeOf } from './file-failure.ts';
import type { FileSystem } from './file-system.ts';

/** As many as Linux follows. */
const linkLimit = 40;

/** What brings a file back that a program run by root has made. */
export function ownershipFix(path: string): string {
  return `owned by another user; to take it back: sudo chown "$USER" ${shellWord(path)}`;
}

/** What keeps everybody else from writing to a folder. */
function opennessFix(folder: string): string {
  return `others may write to its folder; to keep them out: chmod go-w ${shellWord(folder)}`;
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
    const { uid, gid, mode } = await system.stat(folder);
    if (user !== undefined && uid !== user) throw refuse('its folder belongs to another user');
    if (user === undefined) continue;
    if ((mode & 0o002) !== 0) throw refuse(opennessFix(folder));
    if ((mode & 0o020) !== 0 && !(await isOwnGroup(system, gid))) throw refuse(opennessFix(folder));
  }
  return target;
}

/**
 * Whether nobody but this user is in a group. Systems that give each user such a group make folders of 0775, and writing by
 * the group lets nobody in then. Its members alone do not tell it: those of a shared one (`users`, `staff`) may be listed in
 * a directory server, or nowhere when it is everybody's main group. So it also has to be the user's main group and to bear
 * their name. What cannot be told counts as shared. An access list that lets others in is not seen here: Node reads none,
 * and only the user or root can have set it.
 */
async function isOwnGroup(system: FileSystem, gid: number): Promise<boolean> {
  try {
    const { username, gid: own } = userInfo();
    const [groups, users] = await Promise.all([
      linesOf(system, '/etc/group'),
      linesOf(system, '/etc/passwd'),
    ]);
    const group = groups.filter(([, , id]) => id === String(gid));
    const isOnlyTheirs = group.every(
      ([name, , , members = '']) => name === username && ['', username].includes(members),
    );
    const isMainOfOthers = users.some(([name, , , main]) => main === String(gid) && name !== username);
    return gid === own && group.length > 0 && isOnlyTheirs && !isMainOfOthers;
  } catch {
    return false;
  }
}

/** The lines of one of the system's lists, each in its parts. */
async function linesOf(system: FileSystem, list: string): Promise<readonly (readonly string[])[]> {
  const text = new TextDecoder().decode(await system.readFile(list));
  return text.split('\n').map((line) => line.split(':'));
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
