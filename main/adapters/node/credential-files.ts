// The one writer of the files that other programs read. What somebody else put there is copied before it is replaced.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { JsonEdit, SharedFileWriter, TextFiles } from '../../ports.ts';
import { decodeText, readIfPresent, removeFile, replaceFile, tightenMode } from './durable-file.ts';
import { editJson, parseObject } from './json-text.ts';
import { writePrivateText } from './private-text.ts';

export const textFiles: TextFiles = {
  async read(path) {
    const bytes = await readIfPresent(path);
    return bytes === undefined ? undefined : decodeText(bytes, path);
  },
};

/** Another program that writes at the same moment is waited out, by reading what it wrote and starting anew. */
const attemptLimit = 5;

type IsOurs = (present: JsonObject) => boolean;

const writtenShape = z.record(z.string(), z.string());

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The copies carry the file's own path and the time, so that each can be put back by hand as well. */
function backupName(path: string): string {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  return `${path.replace(/^[/\\]+/, '').replaceAll(/[^\w.-]+/g, '%')}.${time}`;
}

/** @param backupFolder private; holds the copies, and the hashes of what we wrote last, to know our own work by */
export function createCredentialFiles(backupFolder: string): SharedFileWriter {
  const writtenFile = join(backupFolder, 'written.json');

  /** Best effort: not knowing our own work only means one copy too many. */
  async function lastWritten(): Promise<Readonly<Record<string, string>>> {
    try {
      return writtenShape.safeParse(JSON.parse((await textFiles.read(writtenFile)) ?? '{}')).data ?? {};
    } catch {
      return {};
    }
  }

  /** What was copied already: a file that cannot be written is tried again and again. */
  const copied = new Set<string | undefined>();
  let noting: Promise<void> = Promise.resolve();

  /** One after the other, so that two files written at once do not lose each other's note. */
  function noteWritten(path: string, bytes: Uint8Array): Promise<void> {
    noting = noting
      .then(async () => {
        const written = { ...(await lastWritten()), [path]: hashOf(bytes) };
        await writePrivateText(writtenFile, `${JSON.stringify(written, null, 2)}\n`);
      })
      .catch(() => undefined);
    return noting;
  }

  async function needsCopy(path: string, before: Uint8Array, isOurs: IsOurs | undefined): Promise<boolean> {
    const written = (await lastWritten())[path];
    if (written === hashOf(before)) return false;
    // The first touch is copied whatever it is.
    return written === undefined || isOurs?.(parseObject(decodeText(before, path), path)) !== true;
  }

  async function once(
    path: string,
    edit: JsonEdit,
    isOurs: IsOurs | undefined,
  ): Promise<'written' | 'unchanged' | 'removed'> {
    const before = await readIfPresent(path);
    const present = before === undefined ? undefined : decodeText(before, path);
    const changes = await edit(present === undefined ? undefined : parseObject(present, path));
    if (changes === undefined) return 'unchanged';
    const next = editJson(present, changes, path);
    const empty = Object.keys(parseObject(next, path)).length === 0;
    if (present === undefined && empty) return 'unchanged';
    if (next === present) {
      await tightenMode(path);
      return 'unchanged';
    }
    const found = before === undefined ? undefined : `${path} ${hashOf(before)}`;
    if (before !== undefined && !copied.has(found) && (await needsCopy(path, before, isOurs))) {
      await replaceFile(join(backupFolder, backupName(path)), before, undefined);
      copied.add(found);
    }
    if (before !== undefined && empty) {
      await removeFile(path, before);
      return 'removed';
    }
    const bytes = new TextEncoder().encode(next);
    await replaceFile(path, bytes, before);
    await noteWritten(path, bytes);
    return 'written';
  }

  return {
    async editJson(path, edit, isOurs) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(path, edit, isOurs);
        } catch (thrown) {
          const again =
            thrown instanceof Failure && thrown.code === 'storage/conflict' && attempt < attemptLimit;
          if (!again) throw thrown;
        }
      }
    },
  };
}
