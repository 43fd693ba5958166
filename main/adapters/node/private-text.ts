// Small private files of our own: 0600 in a 0700 folder, whole or not at all.
import { rename } from 'node:fs/promises';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { fileFailure } from './file-failure.ts';

export async function writePrivateText(path: string, text: string): Promise<void> {
  await replaceFile(path, new TextEncoder().encode(text), await readIfPresent(path));
}

/** Whatever it is, it will never open: kept beside, so that the next one gets its place. @throws Failure `storage/write-failed` */
export async function setAside(path: string): Promise<void> {
  const time = new Date().toISOString().replaceAll(':', '-');
  await rename(path, `${path}.unreadable-${time}`).catch((thrown: unknown) => {
    throw fileFailure('storage/write-failed', path, thrown);
  });
}
