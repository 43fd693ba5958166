// Writes a file of the person's own where they say: private from its first byte, never over another unless told to.
import { randomBytes } from 'node:crypto';
import { open, lstat, rename, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '../domain/failure.ts';

function failed(path: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EEXIST') return taken(path);
  const detail = typeof code === 'string' ? code : undefined;
  return new Failure('storage/write-failed', {
    subject: path,
    cause,
    ...(detail !== undefined && { detail }),
  });
}

function taken(path: string): Failure {
  return new Failure('broker/bad-request', { detail: `${path} is there already; --force replaces it` });
}

/** Asked before anything else, so that nobody enters a passphrase in vain. @throws Failure `broker/bad-request` */
export async function requireFree(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined) throw taken(path);
}

async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(text);
      await handle.sync();
      const { size } = await handle.stat();
      if (size !== Buffer.byteLength(text))
        throw new Failure('storage/write-failed', { subject: path, detail: 'size differs' });
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    await unlink(path).catch(() => undefined);
    throw thrown;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for this.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Durable when it returns.
 * @param replace whether one that is there is replaced; it stays until the new one is whole
 * @throws Failure `broker/bad-request` when it is there already, `storage/write-failed`
 */
export async function writeOwnFile(path: string, text: string, replace: boolean): Promise<void> {
  const target = resolve(path);
  try {
    if (replace) {
      const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
      await writeNew(temporary, text);
      await rename(temporary, target).catch(async (thrown: unknown) => {
        await unlink(temporary).catch(() => undefined);
        throw thrown;
      });
    } else {
      await writeNew(target, text);
    }
    await syncFolder(dirname(target));
  } catch (thrown) {
    throw failed(path, thrown);
  }
}
