// Writes the lines of the audit at the end of its newest segment, and begins the next one when that is full.
import { constants } from 'node:fs';
import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import type { AuditEntry } from '../../domain/audit-entry.ts';
import { beginning, entryLine, headLine, type Link } from './audit-chain.ts';
import { endOf, segmentPath } from './audit-log-segments.ts';
import { Failure } from '../../domain/failure.ts';

export interface WriterParts {
  readonly folder: string;
  readonly largestBytes: number;
  /** Whether the head is kept sealed now: said in the first line of each segment. */
  readonly isSealed: () => boolean;
}

interface Target {
  readonly number: number;
  readonly handle: FileHandle;
  size: number;
}

/** One call at a time. Whatever fails, the next write looks anew at what stands there. */
export interface AuditWriter {
  /** The last entry that is written, whatever first line of a segment stands behind it. @throws as `begin` */
  lastEntry(): Promise<Link>;
  /** Where the log ended when it was last looked at. */
  readonly endAtStart: Link | undefined;
  /** How often it was looked at what stands there: again whenever somebody else may have changed it. */
  readonly looks: number;
  /** Answers with those that are not written yet when it fails. */
  write(
    entries: readonly AuditEntry[],
  ): Promise<{ readonly left: readonly AuditEntry[]; readonly thrown?: unknown }>;
  /** What is written is on the disk then. */
  sync(): Promise<void>;
  /** Closes the file; it is opened again with the next write. */
  close(): Promise<void>;
  /** Whether the present segment says that the head was kept sealed when it began. */
  readonly saysSealed: boolean;
  /** Begins the next segment. @throws what the file system throws */
  begin(): Promise<void>;
}

const flags = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function writeWhole(target: Target, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  let done = 0;
  try {
    while (done < bytes.length) {
      const { bytesWritten } = await target.handle.write(bytes, done);
      if (bytesWritten === 0) throw new Failure('storage/write-failed', { detail: 'disk full' });
      done += bytesWritten;
    }
    target.size += bytes.length;
  } catch (thrown) {
    // Otherwise the same entries would stand there twice.
    await target.handle.truncate(target.size).catch(() => undefined);
    throw thrown;
  }
}

export function createAuditWriter({ folder, largestBytes, isSealed }: WriterParts): AuditWriter {
  let end: Link | undefined;
  let lastEntry = beginning;
  let endAtStart: Link | undefined;
  let target: Target | undefined;
  /** Of the file that was closed while nothing was written. */
  let closed: { readonly number: number; readonly size: number } | undefined;
  let looks = 0;
  let newest = 0;
  let saysSealed = false;

  async function close(): Promise<void> {
    if (target === undefined) return;
    const { handle, number, size } = target;
    closed = { number, size };
    target = undefined;
    await handle.close().catch(() => undefined);
  }

  async function forget(): Promise<void> {
    await close();
    closed = undefined;
    end = undefined;
    endAtStart = undefined;
  }

  /** A piece of a line that a killed process has left is taken away; a line that only lacks its break gets it. */
  async function continueSegment(number: number, isWhole: boolean): Promise<void> {
    const path = segmentPath(folder, number);
    const handle = await open(path, flags);
    const bytes = await readFile(path);
    target = { number, handle, size: bytes.length };
    if (isWhole) await writeWhole(target, '\n');
    else {
      target.size = bytes.lastIndexOf(10) + 1;
      if (target.size < bytes.length) await handle.truncate(target.size);
    }
  }

  /** Looks at what stands there; writes nothing but what mends the end of the last line. */
  async function look(): Promise<Link> {
    if (end !== undefined) return end;
    const found = await endOf(folder);
    newest = found.newest;
    if (found.segment !== undefined) await continueSegment(found.segment.number, found.segment.isWhole);
    saysSealed = found.segment?.saysSealed ?? false;
    end = found.link;
    lastEntry = found.lastEntry;
    endAtStart = end;
    looks += 1;
    return end;
  }

  async function beginSegment(): Promise<Target> {
    const before = await look();
    if (target !== undefined) await target.handle.datasync();
    await close();
    closed = undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(
      segmentPath(folder, newest + 1),
      flags | constants.O_CREAT | constants.O_EXCL,
      0o600,
    );
    newest += 1;
    target = { number: newest, handle, size: 0 };
    saysSealed = isSealed();
    const { line, link } = headLine(newest, saysSealed, before);
    await writeWhole(target, line);
    end = link;
    return target;
  }

  async function reopen({ number, size }: { readonly number: number; readonly size: number }): Promise<void> {
    const handle = await open(segmentPath(folder, number), flags).catch(() => undefined);
    const isSame = handle !== undefined && (await handle.stat()).size === size;
    closed = undefined;
    if (isSame) target = { number, handle, size };
    else {
      // Somebody else was at it: what stands there now is compared with the sealed head.
      await handle?.close();
      await forget();
    }
  }

  async function opened(): Promise<Target> {
    if (target === undefined && closed !== undefined) await reopen(closed);
    await look();
    if (target === undefined || target.size >= largestBytes) return beginSegment();
    return target;
  }

  /** As many as the segment takes; answers how many. */
  async function writeSome(entries: readonly AuditEntry[]): Promise<number> {
    const into = await opened();
    let link = await look();
    let text = '';
    let count = 0;
    for (const entry of entries) {
      const next = entryLine(entry, link);
      if (count > 0 && into.size + text.length + next.line.length > largestBytes) break;
      text += next.line;
      link = next.link;
      count += 1;
    }
    await writeWhole(into, text);
    end = link;
    lastEntry = link;
    return count;
  }

  return {
    get endAtStart() {
      return endAtStart;
    },
    get looks() {
      return looks;
    },
    async lastEntry() {
      await look();
      return lastEntry;
    },
    async write(entries) {
      let left = entries;
      try {
        while (left.length > 0) left = left.slice(await writeSome(left));
        return { left };
      } catch (thrown) {
        await forget();
        return { left, thrown };
      }
    },
    async sync() {
      await target?.handle.datasync();
    },
    close,
    get saysSealed() {
      return saysSealed;
    },
    async begin() {
      await beginSegment();
      await target?.handle.datasync();
    },
  };
}
