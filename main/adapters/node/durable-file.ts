// Replaces whole files so that a crash, a full disk or another writer leaves the old or the new one, never a mixture.
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { codeOf, fileFailure } from './file-failure.ts';
import { realFileSystem, type FileSystem } from './file-system.ts';
import { clearLeftovers, temporaryName } from './leftovers.ts';
import { createPatience } from './patience.ts';
import { ownershipFix, resolveTarget } from './write-target.ts';

export interface SaveOptions {
  /** Rights of the new file; 0600 unless said otherwise. */
  readonly mode?: number;
  /** Runs the last look at the old file and the change itself, for example under locks of another program. */
  readonly during?: (save: () => Promise<void>) => Promise<void>;
}

export interface Rights {
  /** As `chmod` takes it. */
  readonly mode: number;
  /** By how many names the file is reached, links of the other kind not counted. */
  readonly names: number;
}

/** Whole files, each call durable when it returns. `before` is always what the caller has read there. */
export interface DurableFiles {
  /** The bytes, or undefined when the file is truly absent. @throws Failure `storage/unreadable` for any other reason */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /**
   * Replaces the file, or makes it when `before` is undefined; one that has changed since is not touched.
   * @throws Failure `storage/conflict`, `storage/refused-path`, `storage/write-failed`; the old file stays in each case
   */
  readonly replace: (
    path: string,
    bytes: Uint8Array,
    before: Uint8Array | undefined,
    options?: SaveOptions,
  ) => Promise<void>;
  /** Makes the file, empty, where there is none; durable when it returns, and what stands there stays. @throws as `replace` */
  readonly ensure: (path: string) => Promise<void>;
  /** Of a file that may be replaced; undefined without one. @throws Failure `storage/refused-path`, `storage/write-failed` */
  readonly rights: (path: string) => Promise<Rights | undefined>;
  /** Takes the file away, and a link to it. @throws as `replace` does; the file stays in each case */
  readonly remove: (path: string, before: Uint8Array, options?: Pick<SaveOptions, 'during'>) => Promise<void>;
  /** Takes other people's access away that somebody left open; answers whether there was any. @throws Failure */
  readonly tighten: (path: string) => Promise<boolean>;
}

/** Our files are small, and those of other programs that we serve too: a larger one is something else. */
const sizeLimitBytes = 10_000_000;

/**
 * @param platform decides what Windows alone needs
 * @param pause waits so many milliseconds
 */
export function createDurableFiles(
  system: FileSystem = realFileSystem,
  platform: NodeJS.Platform = process.platform,
  pause?: (delayMs: number) => Promise<unknown>,
): DurableFiles {
  const patiently = createPatience(platform, pause);

  async function read(path: string): Promise<Uint8Array | undefined> {
    try {
      return await patiently(async () => {
        const found = await system.stat(path);
        // To open a pipe would wait for whoever writes to it.
        if (!found.isFile() && !found.isDirectory()) throw unreadable(path, 'not a regular file');
        if (found.size > sizeLimitBytes) throw unreadable(path, 'larger than 10 MB');
        return await system.readFile(path);
      });
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return undefined;
      if (codeOf(thrown) === 'EACCES' && (await isForeign(path)))
        throw unreadable(path, ownershipFix(path), thrown);
      throw fileFailure('storage/unreadable', path, thrown);
    }
  }

  async function isForeign(path: string): Promise<boolean> {
    const found = await system.stat(path).catch(() => undefined);
    const user = process.getuid?.();
    return found !== undefined && user !== undefined && found.uid !== user;
  }

  async function syncFolder(folder: string): Promise<void> {
    // Windows cannot open a folder for this; there the rename itself is journaled by the file system.
    if (platform === 'win32') return;
    const handle = await system.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Makes a folder of our own where there is none: 0700. */
  async function makePrivateFolder(folder: string): Promise<void> {
    const made = await system.mkdir(folder, { recursive: true, mode: 0o700 });
    if (made === undefined) return;
    for (let each = folder; each.length >= made.length; each = dirname(each)) await syncFolder(dirname(each));
  }

  /** @throws Failure `storage/conflict` when the file is not what the caller read there */
  async function requireUnchanged(
    target: string,
    path: string,
    before: Uint8Array | undefined,
  ): Promise<void> {
    const present = await read(target);
    const same =
      before === undefined || present === undefined
        ? before === present
        : Buffer.compare(before, present) === 0;
    if (!same) throw new Failure('storage/conflict', { subject: path });
  }

  async function writeBeside(target: string, bytes: Uint8Array, mode: number): Promise<string> {
    const temporary = join(dirname(target), await temporaryName());
    const handle = await system.open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      try {
        await writeAll(handle, bytes);
        if (mode !== 0o600) await handle.chmod(mode);
        await handle.sync();
        const { size } = await handle.stat();
        if (size !== bytes.length)
          throw new Failure('storage/write-failed', { subject: target, detail: 'size differs' });
      } finally {
        await handle.close();
      }
    } catch (thrown) {
      await system.unlink(temporary).catch(() => undefined);
      throw thrown;
    }
    return temporary;
  }

  async function replace(
    path: string,
    bytes: Uint8Array,
    before: Uint8Array | undefined,
    { mode = 0o600, during = (save) => save() }: SaveOptions = {},
  ): Promise<void> {
    try {
      await makePrivateFolder(dirname(path));
      const target = await resolveTarget(system, path);
      await clearLeftovers([dirname(target)]);
      const temporary = await writeBeside(target, bytes, mode);
      try {
        await during(async () => {
          await requireUnchanged(target, path, before);
          await patiently(() => system.rename(temporary, target));
        });
      } catch (thrown) {
        await system.unlink(temporary).catch(() => undefined);
        throw thrown;
      }
      await syncFolder(dirname(target));
    } catch (thrown) {
      throw fileFailure('storage/write-failed', path, thrown);
    }
  }

  return {
    read,
    replace,
    async ensure(path) {
      try {
        await makePrivateFolder(dirname(path));
        const target = await resolveTarget(system, path);
        const handle = await system.open(
          target,
          constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW,
          0o600,
        );
        await handle.close();
        await syncFolder(dirname(target));
      } catch (thrown) {
        throw fileFailure('storage/write-failed', path, thrown);
      }
    },
    async rights(path) {
      try {
        const { mode, nlink } = await system.stat(await resolveTarget(system, path));
        return { mode: mode & 0o7777, names: nlink };
      } catch (thrown) {
        if (codeOf(thrown) === 'ENOENT') return undefined;
        throw fileFailure('storage/write-failed', path, thrown);
      }
    },
    async remove(path, before, { during = (save) => save() }: Pick<SaveOptions, 'during'> = {}) {
      try {
        const target = await resolveTarget(system, path);
        await during(async () => {
          await requireUnchanged(target, path, before);
          await patiently(() => system.unlink(target));
        });
        // A link that leads nowhere would keep the next sign-in from writing.
        if (target !== path) await system.unlink(path);
        await syncFolder(dirname(target));
      } catch (thrown) {
        throw fileFailure('storage/write-failed', path, thrown);
      }
    },
    async tighten(path) {
      try {
        const { mode } = await system.stat(path);
        if ((mode & 0o077) === 0) return false;
        await system.chmod(path, mode & 0o700);
        return true;
      } catch (thrown) {
        throw fileFailure('storage/write-failed', path, thrown);
      }
    },
  };
}

function unreadable(path: string, detail: string, cause?: unknown): Failure {
  return new Failure('storage/unreadable', { subject: path, detail, cause });
}

/** `write(2)` may take fewer bytes than given; on a full disk it does. Count until all are there. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, done);
    done += bytesWritten;
  }
}

/** @throws Failure `storage/unreadable` when the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(path, 'not UTF-8', cause);
  }
}

/** The files of this machine. */
export const durableFiles = createDurableFiles();

export const {
  read: readIfPresent,
  replace: replaceFile,
  ensure: ensureFile,
  remove: removeFile,
} = durableFiles;
