// Replaces whole files so that a crash, a full disk or another writer leaves the old or the new one, never a mixture.
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function failed(path: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const detail = codeOf(cause);
  return new Failure('storage/write-failed', {
    subject: path,
    cause,
    ...(detail !== undefined && { detail }),
  });
}

/** The bytes, or undefined when the file is truly absent. @throws Failure `storage/unreadable` for any other reason */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const detail = codeOf(cause);
    if (detail === 'ENOENT') return undefined;
    throw new Failure('storage/unreadable', {
      subject: path,
      cause,
      ...(detail !== undefined && { detail }),
    });
  }
}

/** @throws Failure `storage/unreadable` when the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Failure('storage/unreadable', { subject: path, detail: 'not UTF-8', cause });
  }
}

/** Makes a folder of our own: 0700 when new. */
async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/**
 * Where a write has to go: the file itself, or what a link of ours points to. Only a regular file of this user in a
 * folder that nobody else may write to is accepted (reliability SF-06, SF-07).
 * @throws Failure `storage/refused-path`
 */
async function resolveTarget(path: string): Promise<string> {
  const user = process.getuid?.();
  const refuse = (detail: string): Failure => new Failure('storage/refused-path', { subject: path, detail });
  let target = path;
  const found = await lstat(path).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  });
  if (found?.isSymbolicLink() === true) {
    target = await realpath(path).catch(() => {
      throw refuse('a link that leads nowhere');
    });
  }
  if (found !== undefined) {
    const file = await stat(target);
    if (!file.isFile()) throw refuse('not a regular file');
    if (user !== undefined && file.uid !== user) throw refuse('owned by another user');
    // A rename would go over it all the same.
    if ((file.mode & 0o200) === 0) throw refuse('read-only');
  }
  // Of a link both folders count: whoever may write to the first one can plant the link.
  for (const folder of await Promise.all([dirname(path), dirname(target)].map((place) => stat(place)))) {
    if (user !== undefined && folder.uid !== user) throw refuse('its folder belongs to another user');
    if (user !== undefined && (folder.mode & 0o022) !== 0) throw refuse('others may write to its folder');
  }
  return target;
}

/** `write(2)` may take fewer bytes than given; on a full disk it does. Count until all are there. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, done);
    done += bytesWritten;
  }
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

const temporaryName = /^\.gatehouse-[0-9a-f]{16}\.tmp$/;
/** A write takes milliseconds; what is older was left by a process that was killed in the middle of one. */
const leftoverAgeMs = 60_000;

/** Takes away what a killed writer of ours left in the folder: it may hold a token. */
async function clearLeftovers(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((found) => temporaryName.test(found))) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > leftoverAgeMs)
      await unlink(path).catch(() => undefined);
  }
}

/** Takes other people's access to a file away that somebody left open. @throws Failure `storage/write-failed` */
export async function tightenMode(path: string): Promise<void> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) await chmod(path, mode & 0o700);
  } catch (thrown) {
    throw failed(path, thrown);
  }
}

async function writeBeside(target: string, bytes: Uint8Array): Promise<string> {
  const temporary = join(dirname(target), `.gatehouse-${randomBytes(8).toString('hex')}.tmp`);
  const handle = await open(
    temporary,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    try {
      await writeAll(handle, bytes);
      await handle.sync();
      const { size } = await handle.stat();
      if (size !== bytes.length)
        throw new Failure('storage/write-failed', { subject: target, detail: 'size differs' });
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    await unlink(temporary).catch(() => undefined);
    throw thrown;
  }
  return temporary;
}

/** @throws Failure `storage/conflict` when the file is not what the caller read there */
async function requireUnchanged(target: string, path: string, before: Uint8Array | undefined): Promise<void> {
  const present = await readIfPresent(target);
  const same =
    before === undefined || present === undefined ? before === present : hashOf(before) === hashOf(present);
  if (!same) throw new Failure('storage/conflict', { subject: path });
}

/**
 * Takes a file away that still is what the caller read there.
 * @throws Failure `storage/conflict`, `storage/refused-path`, `storage/write-failed`; the file stays in each case
 */
export async function removeFile(path: string, before: Uint8Array): Promise<void> {
  try {
    const target = await resolveTarget(path);
    await requireUnchanged(target, path, before);
    await unlink(target);
    // A link that leads nowhere would keep the next sign-in from writing.
    if (target !== path) await unlink(path);
    await syncFolder(dirname(target));
  } catch (thrown) {
    throw failed(path, thrown);
  }
}

/**
 * Replaces `path` by `bytes`, mode 0600. `before` is what the caller read there (undefined: no file); when the file
 * has changed since, nothing is written.
 * @throws Failure `storage/conflict`, `storage/refused-path`, `storage/write-failed`; the old file stays in each case
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  before: Uint8Array | undefined,
): Promise<void> {
  try {
    await makePrivateFolder(dirname(path));
    const target = await resolveTarget(path);
    await clearLeftovers(dirname(target));
    const temporary = await writeBeside(target, bytes);
    try {
      await requireUnchanged(target, path, before);
      await rename(temporary, target);
    } catch (thrown) {
      await unlink(temporary).catch(() => undefined);
      throw thrown;
    }
    await syncFolder(dirname(target));
  } catch (thrown) {
    throw failed(path, thrown);
  }
}
