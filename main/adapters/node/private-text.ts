// Small private files of our own: 0600 in a 0700 folder, whole or not at all.
import { readIfPresent, replaceFile } from './durable-file.ts';

export async function writePrivateText(path: string, text: string): Promise<void> {
  await replaceFile(path, new TextEncoder().encode(text), await readIfPresent(path));
}
