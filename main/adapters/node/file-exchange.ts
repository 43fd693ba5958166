// Puts bytes in the place of bytes in a file that other programs read. What somebody else had there is copied first.
import type { FileHistory, ForeignLocks, Log, WriteOutcome, WriteTarget } from '../../ports.ts';
import { Failure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { DurableFiles, Rights } from './durable-file.ts';
import { parseDocument } from './json-text.ts';
import type { Originals } from './originals.ts';

export interface FileExchangeParts {
  readonly originals: Originals;
  readonly foreignLocks: ForeignLocks;
  readonly history: FileHistory;
  readonly files: DurableFiles;
  readonly log?: Log;
}

/** What is to stand in a file; no bytes: no file. */
export interface Content {
  readonly bytes: Uint8Array | undefined;
  /** The rights of the file, as `chmod` takes them; absent: those that its target asks for. */
  readonly mode?: number;
}

/**
 * Replaces exactly `before`, durable when it returns; needs the writer's lock of the path.
 * @throws Failure `storage/conflict` when something else stands there, or another of the `storage/` family; it stays
 */
export type FileExchange = (
  target: WriteTarget,
  before: Uint8Array | undefined,
  after: Content,
) => Promise<Exclude<WriteOutcome, 'unchanged'>>;

export function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;
}

/** What stands there may be broken, or no JSON at all: then it is copied like anything else. */
function valueOf(bytes: Uint8Array, path: string): JsonObject | undefined {
  try {
    return parseDocument(bytes, path).value;
  } catch {
    return undefined;
  }
}

/** Rights of a new file, and of one whose rights are not to be kept. */
const privateMode = 0o600;
/** Of a new file that belongs to its program: what an editor would give it. */
const usualMode = 0o644;

export function createFileExchange(parts: FileExchangeParts): FileExchange {
  const { originals, foreignLocks, history, files, log } = parts;

  /** The last look and the change itself happen under the locks that the file's own program takes for a save. */
  const underLocksOf =
    ({ locks = [] }: WriteTarget) =>
    (save: () => Promise<void>): Promise<void> =>
      locks.length === 0 ? save() : foreignLocks.holding(locks, save);

  function tellAbout(path: string, { mode, names }: Rights, after: number): void {
    if ((mode & 0o077 & ~after) !== 0) log?.warn('access of others taken away', { path });
    if (names > 1) log?.warn('a second name of the file keeps what stood there', { path, names });
  }

  /** Never in the way of a write, and never a reason for one to fail. */
  function noteInHistory(path: string, bytes: Uint8Array | undefined): void {
    void (async () => history.note(path, bytes, 'Gatehouse'))().catch(() => undefined);
  }

  return async (target, before, after) => {
    const { path, isOurs } = target;
    const present = before === undefined ? undefined : await files.rights(path);
    if (before !== undefined && present === undefined)
      throw new Failure('storage/conflict', { subject: path });
    const isFirst = !(await originals.has(path));
    if (isFirst)
      await originals.keep(path, { at: Date.now(), bytes: before, mode: present?.mode ?? privateMode });
    else if (before !== undefined && !(await originals.isWritten(path, before))) {
      const value = isOurs === undefined ? undefined : valueOf(before, path);
      const isKept = value !== undefined && isOurs?.(value) === true;
      if (!isKept) await originals.copy(path, before, 'replaced');
    }
    const kept = target.rights === 'kept' ? (present?.mode ?? usualMode) : privateMode;
    const mode = after.mode ?? kept;
    const during = underLocksOf(target);
    try {
      if (after.bytes !== undefined) await files.replace(path, after.bytes, before, { during, mode });
      else if (before !== undefined) await files.remove(path, before, { during });
    } catch (thrown) {
      // Untouched after all: what stands there at the next attempt is the original.
      if (isFirst) await originals.forget(path);
      throw thrown;
    }
    if (present !== undefined && after.mode === undefined) tellAbout(path, present, mode);
    noteInHistory(path, after.bytes);
    return after.bytes === undefined ? 'removed' : 'written';
  };
}
