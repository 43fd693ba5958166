// Which lock folders are ours: one that a process of ours was killed with is known at the next start, and not waited for.
import { createHash } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, writeSync, type Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { decodeText, readIfPresent } from './durable-file.ts';
import { identityShape, judge, ownIdentity } from './process-identity.ts';

/** Ready to be written in microseconds: whoever is killed before leaves a folder that nobody knows as ours. */
export interface LockNote {
  /** Notes that the folder which stands there now is ours. Never fails: without a note it is waited for, like anybody else's. */
  made(): void;
  close(): void;
}

export interface LockNotes {
  /** @param path of the lock folder. Never fails. */
  ready(path: string): Promise<LockNote>;
  /** Whether the folder that stands there now was made by a process of ours that has certainly ended. Never fails. */
  isLeft(path: string): Promise<boolean>;
}

/** All notes are of one length, so that a new one is one write over the old one. */
const noteBytes = 1024;
const noteShape = z.object({ holder: identityShape, folder: z.string() });

/** Inodes are used again at once, so the time at which it was made counts too; where there is none, no note fits. */
function nameOf({ ino, birthtimeMs }: Stats): string {
  return `${ino} ${birthtimeMs}`;
}

/** What stands in it stays for now: it may be of the folder that is in the way. */
function openNote(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch {
    return undefined;
  }
}

/** @param folder private; one note in it for each lock folder that we have ever held */
export function createLockNotes(folder: string): LockNotes {
  const noteOf = (path: string): string =>
    join(folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  return {
    async ready(path) {
      const holder = await ownIdentity();
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
      const file = openNote(noteOf(path));
      return {
        made() {
          if (file === undefined) return;
          try {
            const text = JSON.stringify({ holder, folder: nameOf(lstatSync(path)) });
            // Not durable: what is lost with the computer is only waited for.
            writeSync(file, text.padEnd(noteBytes), 0);
          } catch {
            return;
          }
        },
        close() {
          if (file !== undefined) closeSync(file);
        },
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
