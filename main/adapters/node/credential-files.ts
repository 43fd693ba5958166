// The one writer of the files that other programs read. What somebody else put there is copied before it is replaced.
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import type {
  FileHistory,
  ForeignLocks,
  JsonEdit,
  Lock,
  Log,
  SharedFileWriter,
  TextFiles,
  WriteOutcome,
  WriteTarget,
} from '../../ports.ts';
import { decodeText, durableFiles, readIfPresent, type DurableFiles, type Rights } from './durable-file.ts';
import { fileLockName } from './file-lock.ts';
import { editJson, parseDocument, type JsonDocument } from './json-text.ts';
import { createOriginals } from './originals.ts';

export const textFiles: TextFiles = {
  async read(path) {
    const bytes = await readIfPresent(path);
    return bytes === undefined ? undefined : decodeText(bytes, path);
  },
};

export interface CredentialFilesParts {
  /** Private; holds the originals and copies of what somebody else had in the files. */
  readonly backupFolder: string;
  readonly lock: Lock;
  readonly foreignLocks: ForeignLocks;
  readonly history: FileHistory;
  readonly log?: Log;
  readonly files?: DurableFiles;
  /** Waits so many milliseconds. */
  readonly pause?: (delayMs: number) => Promise<unknown>;
}

/** Another program that writes at the same moment is waited out, by reading what it wrote and starting anew: 5 times. */
const conflictPausesMs = [10, 30, 90, 270];
/** For so long a file may stay half written before it counts as broken: half a second in all. */
const tornPausesMs = [5, 10, 20, 40, 80, 145, 200];

interface Found extends JsonDocument {
  readonly bytes: Uint8Array;
}

/** The person has asked for the original: what stands there may be broken, and is copied like anything else. */
function valueOf(bytes: Uint8Array, path: string): JsonObject | undefined {
  try {
    return parseDocument(bytes, path).value;
  } catch {
    return undefined;
  }
}

export function createCredentialFiles(parts: CredentialFilesParts): SharedFileWriter {
  const { backupFolder, lock, foreignLocks, history, log, files = durableFiles, pause = sleep } = parts;
  const originals = createOriginals(backupFolder, files);

  /** @throws Failure `storage/unreadable` for a file that stays half written; a copy of it is kept then */
  async function read(path: string): Promise<Found | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      const bytes = await files.read(path);
      if (bytes === undefined) return undefined;
      try {
        return { bytes, ...parseDocument(bytes, path) };
      } catch (thrown) {
        const delayMs = tornPausesMs[attempt];
        if (delayMs === undefined) {
          await originals.copy(path, bytes, 'unreadable').catch((failure: unknown) => {
            log?.warn('no copy of an unreadable file', { path, failure });
          });
          throw thrown;
        }
        await pause(delayMs);
      }
    }
  }

  const hasFolder = (path: string): Promise<boolean> =>
    stat(dirname(path)).then(
      (found) => found.isDirectory(),
      () => false,
    );

  /** The last look and the change itself happen under the locks that the file's own program takes for a save. */
  const underLocksOf =
    ({ locks = [] }: WriteTarget) =>
    (save: () => Promise<void>): Promise<void> =>
      locks.length === 0 ? save() : foreignLocks.holding(locks, save);

  function tellAbout(path: string, { mode, names }: Rights): void {
    if ((mode & 0o077) !== 0) log?.warn('access of others taken away', { path });
    if (names > 1) log?.warn('a second name of the file keeps what stood there', { path, names });
  }

  /** Never in the way of a write, and never a reason for one to fail. */
  function noteInHistory(path: string, bytes: Uint8Array | undefined): void {
    void (async () => history.note(path, bytes, 'Gatehouse'))().catch(() => undefined);
  }

  /** Puts bytes, or no file, in the place of what was found there, and keeps a copy of what is not ours. */
  async function put(
    target: WriteTarget,
    before: { readonly bytes: Uint8Array; readonly value: JsonObject | undefined } | undefined,
    after: { readonly bytes: Uint8Array | undefined; readonly mode?: number },
  ): Promise<void> {
    const { path, isOurs } = target;
    const rights = before === undefined ? { mode: 0o600, names: 1 } : await files.rights(path);
    if (rights === undefined) throw new Failure('storage/conflict', { subject: path });
    const isFirst = !(await originals.has(path));
    if (isFirst) await originals.keep(path, { at: Date.now(), bytes: before?.bytes, mode: rights.mode });
    else if (before !== undefined && !(await originals.isWritten(path, before.bytes))) {
      const isKept = before.value !== undefined && isOurs?.(before.value) === true;
      if (!isKept) await originals.copy(path, before.bytes, 'replaced');
    }
    const during = underLocksOf(target);
    try {
      if (after.bytes === undefined) {
        if (before !== undefined) await files.remove(path, before.bytes, { during });
      } else {
        await files.replace(path, after.bytes, before?.bytes, { during, mode: after.mode ?? 0o600 });
      }
    } catch (thrown) {
      // Untouched after all: what stands there at the next attempt is the original.
      if (isFirst) await originals.forget(path);
      throw thrown;
    }
    if (after.mode === undefined) tellAbout(path, rights);
    noteInHistory(path, after.bytes);
  }

  async function edited(target: WriteTarget, edit: JsonEdit): Promise<WriteOutcome> {
    const { path } = target;
    const found = await read(path);
    if (found === undefined && target.needsFolder === true && !(await hasFolder(path))) return 'unchanged';
    const changes = await edit(
      found?.value,
      async () => found !== undefined && (await originals.isWritten(path, found.bytes)),
    );
    if (changes === undefined) return 'unchanged';
    const text = editJson(found?.text, changes);
    const bytes = new TextEncoder().encode(text);
    const isEmpty = Object.keys(parseDocument(bytes, path).value).length === 0;
    if (found === undefined && isEmpty) return 'unchanged';
    if (text === found?.text) {
      if (await files.tighten(path)) log?.warn('access of others taken away', { path });
      return 'unchanged';
    }
    await put(target, found, { bytes: isEmpty ? undefined : bytes });
    if (isEmpty) return 'removed';
    await originals.noteWritten(path, bytes);
    return 'written';
  }

  async function restored(target: WriteTarget): Promise<WriteOutcome> {
    const { path } = target;
    const original = await originals.find(path);
    if (original === undefined) return 'unchanged';
    const { bytes, mode } = original;
    const before = await files.read(path);
    const isBack =
      bytes === undefined || before === undefined
        ? bytes === before
        : Buffer.compare(bytes, before) === 0 && (await files.rights(path))?.mode === mode;
    if (!isBack) {
      const found = before === undefined ? undefined : { bytes: before, value: valueOf(before, path) };
      await put(target, found, { bytes, mode });
    }
    await originals.forget(path);
    return isBack ? 'unchanged' : bytes === undefined ? 'removed' : 'written';
  }

  /** Repeats what another program has come between, with what it wrote. */
  async function inTurn(path: string, attempt: () => Promise<WriteOutcome>): Promise<WriteOutcome> {
    return lock.hold(await fileLockName(path), async () => {
      for (const delayMs of conflictPausesMs) {
        try {
          return await attempt();
        } catch (thrown) {
          if (!(thrown instanceof Failure && thrown.code === 'storage/conflict')) throw thrown;
        }
        await pause(delayMs);
      }
      return attempt();
    });
  }

  return {
    editJson: (target, edit) => inTurn(target.path, () => edited(target, edit)),
    original: (path) => originals.find(path),
    restoreOriginal: (target) => inTurn(target.path, () => restored(target)),
  };
}
