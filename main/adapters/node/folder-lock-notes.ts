// Which lock folders are ours: one that a process of ours was killed with is known at the next start, and not waited for.
import { createHash } from 'node:crypto';
import { lstatSync, writeFileSync, type Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { decodeText, readIfPresent } from './durable-file.ts';
import { identityShape, judge, ownIdentity } from './process-identity.ts';

export interface LockNotes {
  /**
   * Answers what notes that the folder which stands there now is ours, at once, for until then nobody would know. Neither
   * fails: without a note it is waited for, like anybody else's.
   */
  ready(): Promise<(path: string) => void>;
  /** Whether the folder that stands there now was made by a process of ours that has certainly ended. Never fails. */
  isLeft(path: string): Promise<boolean>;
}

const noteShape = z.object({ holder: identityShape, folder: z.string() });

/** Inodes are used again at once, so the time at which it was made counts too; where there is none, no note fits. */
function nameOf({ ino, birthtimeMs }: Stats): string {
  return `${ino} ${birthtimeMs}`;
}

/** @param folder private; one note in it for each lock folder that we have ever held */
export function createLockNotes(folder: string): LockNotes {
  const noteOf = (path: string): string =>
    join(folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  return {
    async ready() {
      const holder = await ownIdentity();
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
      return (path) => {
        try {
          const text = JSON.stringify({ holder, folder: nameOf(lstatSync(path)) });
          // Neither durable nor in one piece: what is lost or torn with the computer is only waited for.
          writeFileSync(noteOf(path), text, { mode: 0o600 });
        } catch {
          return;
        }
      };
    },
    async isLeft(path) {
      try {
        const bytes = await readIfPresent(noteOf(path));
        if (bytes === undefined) return false;
        const note = noteShape.parse(JSON.parse(decodeText(bytes, path)));
        return note.folder === nameOf(await lstat(path)) && (await judge(note.holder)).kind === 'dead';
      } catch {
        return false;
      }
    },
  };
}
