// Every change of a lease, written down before it counts: what comes while a write is under way shares the next one.
//
// Written means that the system has it, so that it outlives this process however that ends. It is not waited for until it is on
// the disk: a power failure ends every holder with it, and what the last seconds have lost then is a lease of nobody's.
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Failure } from '../../domain/failure.ts';
import type { LeaseRecord } from '../../domain/lease.ts';
import type { LeaseLog, Log } from '../../ports.ts';
import { createDurableFiles } from './durable-file.ts';
import { codeOf, fileFailure } from './file-failure.ts';
import { realFileSystem, type FileSystem } from './file-system.ts';
import { lineOf, recordsIn } from './lease-log-lines.ts';

export interface LeaseLogParts {
  /** Private, our own; made when there is something to keep. No other process writes there. */
  readonly path: string;
  readonly log: Pick<Log, 'warn'>;
  /** How long the file stays open without a write. */
  readonly quietMs?: number;
  readonly system?: FileSystem;
}

interface OpenLog {
  readonly handle: FileHandle;
  /** Bytes that were written, whole lines all of them. */
  size: number;
}

/** What is written as one. */
interface Group {
  readonly lines: string[];
  readonly done: Promise<void>;
}

const flags = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const newline = '\n';

/**
 * An append waits for no timer: it is written in the next turn of the event loop, and whatever comes until then, or while
 * the write before it is under way, is in the same write. A group that cannot be written whole is taken back.
 */
export function createLeaseLog({
  path,
  log,
  quietMs = 1000,
  system = realFileSystem,
}: LeaseLogParts): LeaseLog {
  const files = createDurableFiles(system);
  let open: OpenLog | undefined;
  let group: Group | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let quiet: NodeJS.Timeout | undefined;

  /** One after the other, whatever becomes of the one before. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function close(): Promise<void> {
    clearTimeout(quiet);
    const { handle } = open ?? {};
    open = undefined;
    await handle?.close().catch(() => undefined);
  }

  function closeWhenQuiet(): void {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      void inTurn(close);
    }, quietMs);
    quiet.unref();
  }

  async function openFile(): Promise<FileHandle> {
    try {
      return await system.open(path, flags);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') throw thrown;
      await files.ensure(path);
      return system.open(path, flags);
    }
  }

  /** Behind a piece of a line that a killed process has left, which then ends there. */
  async function opened(): Promise<OpenLog> {
    if (open !== undefined) return open;
    const handle = await openFile();
    try {
      const { size } = await handle.stat();
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      if (size > 0 && buffer.toString() !== newline) await writeAll(handle, newline);
      open = { handle, size: (await handle.stat()).size };
      return open;
    } catch (thrown) {
      await handle.close().catch(() => undefined);
      throw thrown;
    }
  }

  /** `write(2)` may take fewer bytes than given; on a full disk it does. */
  async function writeAll(handle: FileHandle, text: string): Promise<number> {
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done);
      if (bytesWritten === 0)
        throw new Failure('storage/write-failed', { subject: path, detail: 'disk full' });
      done += bytesWritten;
    }
    return bytes.length;
  }

  async function write(text: string): Promise<void> {
    try {
      const target = await opened();
      try {
        target.size += await writeAll(target.handle, text);
      } catch (thrown) {
        // Whoever asked is told that it did not come about, so it must not be there after a restart.
        await target.handle.truncate(target.size).catch(() => undefined);
        await close();
        throw thrown;
      }
      closeWhenQuiet();
    } catch (thrown) {
      throw fileFailure('storage/write-failed', path, thrown);
    }
  }

  function beginGroup(): Group {
    const lines: string[] = [];
    const done = inTurn(async () => {
      await nextTurn();
      // From here on whoever comes is in the next one.
      if (group?.lines === lines) group = undefined;
      await write(lines.join(''));
    });
    return { lines, done };
  }

  async function syncFolder(): Promise<void> {
    // Windows cannot open a folder for this; there the rename itself is journaled by the file system.
    if (process.platform === 'win32') return;
    const folder = await system.open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Not compared with what stands there: nobody else writes, and the old one may be large. */
  async function replaceWith(text: string): Promise<void> {
    const next = `${path}.next`;
    try {
      await close();
      await system.unlink(next).catch(() => undefined);
      await files.replace(next, new TextEncoder().encode(text), undefined);
      await system.rename(next, path);
      await syncFolder();
    } catch (thrown) {
      throw fileFailure('storage/write-failed', path, thrown);
    }
  }

  return {
    load: () =>
      inTurn(async () => {
        const bytes = await system.readFile(path).catch((thrown: unknown) => {
          // What is not there is another matter than what cannot be read: that must not be written anew.
          if (codeOf(thrown) !== 'ENOENT') throw fileFailure('storage/unreadable', path, thrown);
          return undefined;
        });
        const { records, unreadable } = recordsIn(new TextDecoder().decode(bytes));
        if (unreadable > 0) log.warn('leases that cannot be read', { lines: unreadable });
        return records;
      }),
    async append(records: readonly LeaseRecord[]) {
      if (records.length === 0) return;
      const lines = records.map(lineOf);
      group ??= beginGroup();
      group.lines.push(...lines);
      await group.done;
    },
    rewrite(records) {
      const text = records.map(lineOf).join('');
      // What was appended before is in the old file; what comes after, behind these.
      group = undefined;
      return inTurn(() => replaceWith(text));
    },
    async stop() {
      await inTurn(close);
      await last;
    },
  };
}
