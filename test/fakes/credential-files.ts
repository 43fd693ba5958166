// The writer of shared files on a real disk with the real lock, and what it has kept aside.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createCredentialFiles,
  type CredentialFilesParts,
} from '../../main/adapters/node/credential-files.ts';
import { createOwnerLock } from '../../main/adapters/node/owner-lock.ts';
import type { FileHistory, ForeignLocks, SharedFileWriter } from '../../main/ports.ts';

/** Other programs lock nothing. */
const noForeignLocks: ForeignLocks = { holding: (_locks, work) => work() };

const noHistory: FileHistory = {
  note: async () => undefined,
  versions: async () => [],
  count: async () => 0,
};

/** The locks lie in the folder of the copies, too. No file is in the home unless a test says where that is. */
export function openWriter(
  backupFolder: string,
  parts: Partial<CredentialFilesParts> = {},
): SharedFileWriter {
  return createCredentialFiles({
    backupFolder,
    home: join(backupFolder, 'no-home'),
    lock: createOwnerLock(join(backupFolder, 'locks')),
    foreignLocks: noForeignLocks,
    history: noHistory,
    ...parts,
  });
}

export interface Copy {
  readonly why: string;
  readonly text: string;
  /** As `chmod` takes it. */
  readonly mode: string;
}

/** The original and the copies of every file, oldest first. */
export async function copiesIn(backupFolder: string): Promise<readonly Copy[]> {
  const copies: Copy[] = [];
  for (const folder of (await readdir(backupFolder).catch(() => [])).filter((name) => name.includes('~'))) {
    const names = await readdir(join(backupFolder, folder));
    for (const name of names.sort()) {
      const why = name === 'original' ? name : name.split('~')[1];
      if (why === undefined) continue;
      const path = join(backupFolder, folder, name);
      const text = await readFile(path, 'utf8');
      copies.push({ why, text, mode: ((await stat(path)).mode & 0o7777).toString(8) });
    }
  }
  return copies.sort((one, other) => Number(other.why === 'original') - Number(one.why === 'original'));
}
