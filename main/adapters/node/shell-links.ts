// Links in a private folder of a login to what the person has in the usual one.
import { lstat, mkdir, readdir, rename, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, fileFailure } from './file-failure.ts';

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/**
 * A program makes some folders at its first start, and everything in them; that it makes anew. What is hidden is most likely
 * its own, but who knows: it is kept under another name. Answers whether the place is free now.
 */
async function makeRoom(path: string): Promise<boolean> {
  if (!(await lstat(path)).isDirectory()) return false;
  const names = await readdir(path);
  if (!names.every((name) => name.startsWith('.'))) return false;
  // A folder in which something has come up meanwhile is not taken away.
  if (names.length === 0) await rmdir(path);
  else await rename(path, `${path}.aside-${new Date().toISOString().replaceAll(':', '-')}`);
  return true;
}

export const shellLinks = {
  /**
   * Links each of these names that the private folder lacks; what stands there already stays, but for a folder in which
   * everything is hidden, which is put aside. A folder that the usual place lacks is made there, for no program can make one through a link; a
   * file it makes by itself.
   * @param usual the usual folder, which is made when missing
   * @param names a name with a dot in it is that of a file
   * @throws Failure `storage/write-failed`
   */
  async share(usual: string, folder: string, names: readonly string[]): Promise<void> {
    try {
      await mkdir(usual, { recursive: true, mode: 0o700 });
      for (const name of names) {
        const [original, link] = [join(usual, name), join(folder, name)];
        if ((await isThere(link)) && !(await makeRoom(link))) continue;
        if (!name.includes('.') && !(await isThere(original))) await mkdir(original, { mode: 0o700 });
        await symlink(original, link);
      }
    } catch (thrown) {
      throw fileFailure('storage/write-failed', folder, thrown);
    }
  },
};
