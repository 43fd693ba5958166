// The one writer of the files that other programs read. Keeps a copy of what was there before its first touch.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonChanges } from '../../domain/json.ts';
import type { SharedFileWriter, TextFiles } from '../../ports.ts';
import { decodeText, makePrivateFolder, readIfPresent, replaceFile, tightenMode } from './durable-file.ts';
import { editJson } from './json-text.ts';

export const textFiles: TextFiles = {
  async read(path) {
    const bytes = await readIfPresent(path);
    return bytes === undefined ? undefined : decodeText(bytes, path);
  },
};

/** The copies carry the file's own path, so that each can be put back by hand as well. */
function backupName(path: string): string {
  return path.replace(/^[/\\]+/, '').replaceAll(/[^\w.-]+/g, '%');
}

async function backUpOnce(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await makePrivateFolder(folder);
  const name = backupName(path);
  const kept = await readdir(folder);
  if (!kept.includes(name)) await replaceFile(join(folder, name), bytes, undefined);
}

export function createCredentialFiles(backupFolder: string): SharedFileWriter {
  return {
    async mergeJson(path: string, changes: JsonChanges) {
      const before = await readIfPresent(path);
      const present = before === undefined ? undefined : decodeText(before, path);
      const next = editJson(present, changes, path);
      if (next === present) {
        await tightenMode(path);
        return 'unchanged';
      }
      if (before !== undefined) await backUpOnce(backupFolder, path, before);
      await replaceFile(path, new TextEncoder().encode(next), before);
      return 'written';
    },
  };
}
