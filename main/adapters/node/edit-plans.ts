// What an edit would leave in a file of another program, given what stands there: bytes before and after, nothing written.
import type { JsonEdit, Log, PlannedWrite, TextEdit, WriteTarget } from '../../ports.ts';
import { decodeText, type DurableFiles } from './durable-file.ts';
import { isSame } from './file-exchange.ts';
import { editJson, parseDocument } from './json-text.ts';
import type { Originals } from './originals.ts';

/** `isWanted`: the edit wants something to stand there, if only what does already. */
export interface EditPlan extends PlannedWrite {
  readonly isWanted: boolean;
}

export interface EditPlansParts {
  readonly originals: Originals;
  readonly files: DurableFiles;
  /** Waits so many milliseconds. */
  readonly pause: (delayMs: number) => Promise<unknown>;
  /** Whether the folder of a file is there. */
  readonly hasFolder: (path: string) => Promise<boolean>;
  readonly log?: Log;
}

/**
 * Each throws what the edit throws, or a Failure of the `storage/` family. Needs no lock, for nothing is written but the copy
 * of a file that stays unreadable.
 */
export interface EditPlans {
  /** @param from what to edit in the place of what stands there */
  json(target: WriteTarget, edit: JsonEdit, from?: Uint8Array): Promise<EditPlan>;
  text(target: WriteTarget, edit: TextEdit): Promise<EditPlan>;
}

/** For so long a file may stay half written before it counts as broken: half a second in all. */
const tornPausesMs = [5, 10, 20, 40, 80, 145, 200];
const byteOrderMark = '\ufeff';

/** @throws Failure `storage/unreadable` */
function hasNoKey(bytes: Uint8Array, path: string): boolean {
  return Object.keys(parseDocument(bytes, path).value).length === 0;
}

export function createEditPlans({ originals, files, pause, hasFolder, log }: EditPlansParts): EditPlans {
  /** @throws Failure `storage/unreadable` for a file that stays half written; a copy of it is kept then */
  async function read<Content>(
    path: string,
    parse: (bytes: Uint8Array, path: string) => Content,
  ): Promise<{ readonly bytes: Uint8Array; readonly content: Content } | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      const bytes = await files.read(path);
      if (bytes === undefined) return undefined;
      try {
        return { bytes, content: parse(bytes, path) };
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

  const isMissed = async ({ path, needsFolder }: WriteTarget): Promise<boolean> =>
    needsFolder === true && !(await hasFolder(path));

  const untouched = (path: string, before: Uint8Array | undefined): EditPlan => ({
    path,
    before,
    after: before,
    isWanted: false,
  });

  /**
   * What is left of a file without any key: no file, which no program takes for a sign-in. Settings that were an object without
   * keys before our first touch are that again: they are the person's, and may be a link to a file that they keep elsewhere.
   */
  async function emptied({ path, isOurs }: WriteTarget): Promise<Uint8Array | undefined> {
    if (isOurs !== undefined) return undefined;
    try {
      const bytes = (await originals.find(path))?.bytes;
      return bytes !== undefined && hasNoKey(bytes, path) ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    async json(target, edit, from) {
      const { path } = target;
      const found = await read(path, parseDocument);
      const before = found?.bytes;
      if (found === undefined && (await isMissed(target))) return untouched(path, before);
      const base = from === undefined ? found?.content : parseDocument(from, path);
      const changes = await edit(
        base?.value,
        async () => before !== undefined && (await originals.isWritten(path, before)),
      );
      if (changes === undefined) return { ...untouched(path, before), after: from ?? before };
      const text = editJson(base?.text, changes);
      if (text === base?.text) return { path, before, after: from ?? before, isWanted: true };
      const bytes = new TextEncoder().encode(text);
      return { path, before, after: hasNoKey(bytes, path) ? await emptied(target) : bytes, isWanted: true };
    },
    async text(target, edit) {
      const { path } = target;
      const found = await read(path, decodeText);
      const before = found?.bytes;
      if (found === undefined && (await isMissed(target))) return untouched(path, before);
      // Some editors put a byte order mark in front; whoever edits does not see it, and it stays.
      const mark = found?.content.startsWith(byteOrderMark) === true ? byteOrderMark : '';
      const text = await edit(found?.content.slice(mark.length));
      if (text === undefined) return untouched(path, before);
      const bytes = new TextEncoder().encode(mark + text);
      return { path, before, after: isSame(before, bytes) ? before : bytes, isWanted: true };
    },
  };
}
