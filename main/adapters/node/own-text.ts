// Reads and writes a file of the person's own where they said, as any program would: their folder, their rights.
import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { Failure } from '../../domain/failure.ts';
import { fileFailure } from './file-failure.ts';

/** What stands there is replaced only when all of it is written. @throws Failure `storage/write-failed` */
export async function writeOwnText(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, path);
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw fileFailure('storage/write-failed', path, thrown);
  }
}

/** @param mostBytes a longer one is not what it should be @throws Failure `storage/unreadable` */
export async function readOwnText(path: string, mostBytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      // A pipe or a device would never end.
      if (!(await file.stat()).isFile())
        throw new Failure('storage/unreadable', { subject: path, detail: 'no file' });
      const { bytesRead, buffer } = await file.read(Buffer.alloc(mostBytes + 1), 0, mostBytes + 1, 0);
      if (bytesRead > mostBytes)
        throw new Failure('storage/unreadable', { subject: path, detail: 'too large' });
      return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw fileFailure('storage/unreadable', path, thrown);
  }
}
