// Files in a folder that nobody but us writes to. What has to be looked at is looked at beforehand, so that a write is
// little more than the two fsyncs that make it durable (design §7).
import { constants } from 'node:fs';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { clearLeftovers, temporaryName } from './leftovers.ts';

export interface OwnFolder {
  /** Makes the folder (0700) and takes away what killed writers have left. Once is enough; `replace` does it otherwise. */
  prepare(): Promise<void>;
  /** Replaces a file or makes it, mode 0600; durable when it returns. @throws Failure of the `storage/` family */
  replace(name: string, bytes: Uint8Array): Promise<void>;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for this; there the rename itself is journaled by the file system.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function replaceQuickly(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(folder, await temporaryName());
  try {
    const handle = await open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      // Writes on until every byte is taken.
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  } catch (thrown) {
    await unlink(temporary).catch(() => undefined);
    throw thrown;
  }
  await syncFolder(folder);
}

export function createOwnFolder(folder: string): OwnFolder {
  let ready: Promise<void> | undefined;
  let isOurs = false;

  async function make(): Promise<void> {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined)
      for (let each = folder; each.length >= made.length; each = dirname(each))
        await syncFolder(dirname(each));
    // Who else may write there could have put anything in its place.
    const { uid, mode } = await stat(folder);
    isOurs = (mode & 0o022) === 0 && (process.getuid === undefined || uid === process.getuid());
    await clearLeftovers([folder]);
  }

  function prepare(): Promise<void> {
    // What goes wrong here goes wrong again when something is written, and is said then.
    ready ??= make().catch(() => undefined);
    return ready;
  }

  return {
    prepare,
    async replace(name, bytes) {
      await prepare();
      if (
        isOurs &&
        (await replaceQuickly(folder, name, bytes).then(
          () => true,
          () => false,
        ))
      )
        return;
      // The careful way mends what can be mended, and says what cannot.
      const path = join(folder, name);
      await replaceFile(path, bytes, await readIfPresent(path));
    },
  };
}
