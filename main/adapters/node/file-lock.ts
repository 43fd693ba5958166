// The one name that our lock of a file has, by whatever links the file is reached.
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Whoever of us changes the file holds the lock of this name; the file need not be there. */
export async function fileLockName(path: string): Promise<string> {
  const real = await realpath(path).catch(async () => {
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  });
  return `file:${real}`;
}
