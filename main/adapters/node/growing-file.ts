// A file of lines of our own that grows at its end and is now and then written anew, without a lock: what one process
// appends is not lost when another one writes the file anew at the same moment.
import { constants } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import { createDurableFiles } from './durable-file.ts';
import { fileFailure } from './file-failure.ts';
import { realFileSystem, type FileSystem } from './file-system.ts';

export interface GrowingFiles {
  /**
   * Adds whole lines to a file that is there, in one write that is not forced to the disk. Behind a piece of a line that a
   * writer has left, which then ends there.
   * @throws Failure `storage/write-failed`; the end of the file may be such a piece then
   */
  append(path: string, lines: Uint8Array): Promise<void>;
  /**
   * Replaces the file by what is to be kept of it, durable when it returns; what is appended meanwhile comes behind that.
   * @throws Failure of the `storage/` family, `storage/conflict` when somebody appended too early; the old file stays
   */
  rewrite(path: string, keptOf: (bytes: Uint8Array) => Uint8Array): Promise<void>;
}

const flags = constants.O_NOFOLLOW | constants.O_NONBLOCK;
const newline = new TextEncoder().encode('\n');

/** @param largestBytes no file grows beyond this */
export function createGrowingFiles(largestBytes: number, system: FileSystem = realFileSystem): GrowingFiles {
  const { replace } = createDurableFiles(system);

  /** Answers whether the file still stands there after the write: not when another process has just replaced it. */
  async function appendOnce(path: string, lines: Uint8Array): Promise<boolean> {
    const file = await system.open(path, constants.O_RDWR | constants.O_APPEND | flags);
    try {
      const { size, ino } = await file.stat();
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      const bytes = buffer.toString() === '\n' ? lines : Buffer.concat([newline, lines]);
      if (size + bytes.length > largestBytes)
        throw new Failure('storage/write-failed', { subject: path, detail: 'too large' });
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length)
        throw new Failure('storage/write-failed', { subject: path, detail: 'size differs' });
      return (await system.stat(path)).ino === ino;
    } finally {
      await file.close();
    }
  }

  async function append(path: string, lines: Uint8Array): Promise<void> {
    try {
      while (!(await appendOnce(path, lines)));
    } catch (thrown) {
      throw fileFailure('storage/write-failed', path, thrown);
    }
  }

  return {
    append,
    async rewrite(path, keptOf) {
      try {
        const old = await system.open(path, constants.O_RDONLY | flags);
        try {
          const bytes = await old.readFile();
          await replace(path, keptOf(bytes), bytes);
          // Whoever wrote to the old file looks afterwards whether it is still the one: either they see the new one, or
          // what they wrote is here by now.
          const { size } = await old.stat();
          const late = Buffer.alloc(Math.max(0, size - bytes.length));
          await old.read(late, 0, late.length, bytes.length);
          if (late.length > 0) await append(path, late);
        } finally {
          await old.close();
        }
      } catch (thrown) {
        throw fileFailure('storage/write-failed', path, thrown);
      }
    },
  };
}
