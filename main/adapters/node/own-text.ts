// Writes a file of the person's own where they said, as any program would: their folder, their rights.
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
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
