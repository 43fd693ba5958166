// Small private files of our own: 0600 in a 0700 folder, whole or not at all.
import { rename } from 'node:fs/promises';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { fileFailure } from './file-failure.ts';

export async function writePrivateText(path: string, text: string): Promise<void> {
  await replaceFile(path, new TextEncoder().encode(text), await readIfPresent(path));
}

/** Where a file is kept that nobody understands. */
export function asideOf(path: string): string {
  return `${path}.unreadable-${new Date().toISOString().replaceAll(':', '-')}`;
}

/** Whatever it is, it will never open: kept beside, so that the next one gets its place. @throws Failure `storage/write-failed` */
export async function setAside(path: string): Promise<void> {
  await rename(path, asideOf(path)).catch((thrown: unknown) => {
    throw fileFailure('storage/write-failed', path, thrown);
  });
}
