// The last versions of each managed file, redacted before they are encrypted: who changed what, never a secret.
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Failure, toFailure } from '../../domain/failure.ts';
import { redactedJson } from '../../domain/redacted-text.ts';
import type { Clock, FileHistory, FileVersion, Log, SecretBox } from '../../ports.ts';
import { decodeText, readIfPresent, replaceFile } from './durable-file.ts';
import { hashOf } from './fingerprint.ts';
import { systemClock } from './system-time.ts';

export interface FileHistoryParts {
  /** Of this app alone; made when there is something to keep. */
  readonly folder: string;
  readonly box: SecretBox;
  readonly clock?: Clock;
  readonly log?: Pick<Log, 'warn'>;
}

const mostVersions = 20;
const largestKept = 256 * 1024;
/** Another process of ours may keep a version of the same file at the same moment. */
const tries = 3;

const versionShape = z.object({
  at: z.number(),
  by: z.string(),
  /** Of the bytes as they stood there; tells "the same again" without opening anything. */
  hash: z.string(),
  /** Base64; absent when the file was taken away. */
  sealed: z.optional(z.string()),
});
const fileShape = z.object({ schema: z.literal(1), path: z.string(), versions: z.array(versionShape) });

type Kept = z.output<typeof versionShape>;

const absent = 'absent';

function shownText(bytes: Uint8Array): string {
  if (bytes.length > largestKept)
    return `[too large to keep: ${String(Math.round(bytes.length / 1024))} KiB]`;
  return redactedJson(new TextDecoder().decode(bytes), hashOf);
}

export function createFileHistory({ folder, box, clock = systemClock, log }: FileHistoryParts): FileHistory {
  /** By path, what its newest version says, so that an unchanged file costs nothing. */
  const newest = new Map<string, string>();
  let working: Promise<unknown> = Promise.resolve();
  let hasWarned = false;

  const fileOf = (path: string): string => join(folder, `${hashOf(path).slice(0, 32)}.json`);

  function warn(path: string, thrown: unknown): void {
    if (!hasWarned) log?.warn('history not kept', { path, failure: toFailure(thrown) });
    hasWarned = true;
  }

  /** Oldest first. What is no history of ours counts as none; a newer one is not touched. */
  async function load(path: string): Promise<{ bytes: Uint8Array | undefined; versions: readonly Kept[] }> {
    const place = fileOf(path);
    const bytes = await readIfPresent(place);
    if (bytes === undefined) return { bytes, versions: [] };
    let value: unknown;
    try {
      value = JSON.parse(decodeText(bytes, place));
    } catch {
      return { bytes, versions: [] };
    }
    const newer = z.object({ schema: z.number().check(z.gt(1)) }).safeParse(value);
    if (newer.success) throw new Failure('storage/newer-schema', { subject: place });
    const file = fileShape.safeParse(value);
    return { bytes, versions: file.success && file.data.path === path ? file.data.versions : [] };
  }

  /** Answers whether the newest version says this now; not when there is no key store to seal it with. */
  async function append(
    path: string,
    bytes: Uint8Array | undefined,
    hash: string,
    by: string,
  ): Promise<boolean> {
    const before = await load(path);
    const last = before.versions.at(-1)?.hash;
    // A file that was never there has no history.
    if (last === hash || (last === undefined && bytes === undefined)) return true;
    const state = await box.state();
    if (state.kind !== 'ready' || !state.durable) return false;
    const sealed = bytes === undefined ? undefined : await box.encrypt(shownText(bytes));
    const version: Kept = {
      at: clock.nowMs(),
      by,
      hash,
      ...(sealed !== undefined && { sealed: Buffer.from(sealed).toString('base64') }),
    };
    const versions = [...before.versions, version].slice(-mostVersions);
    const text = `${JSON.stringify({ schema: 1, path, versions })}\n`;
    await replaceFile(fileOf(path), new TextEncoder().encode(text), before.bytes);
    return true;
  }

  async function keep(path: string, bytes: Uint8Array | undefined, by: string): Promise<void> {
    const hash = bytes === undefined ? absent : hashOf(bytes);
    if (newest.get(path) === hash) return;
    for (let left = tries - 1; ; left -= 1) {
      try {
        if (await append(path, bytes, hash, by)) newest.set(path, hash);
        return;
      } catch (thrown) {
        if (left === 0 || toFailure(thrown).code !== 'storage/conflict') throw thrown;
      }
    }
  }

  async function opened({ at, by, sealed }: Kept): Promise<FileVersion | undefined> {
    if (sealed === undefined) return { at, by, text: undefined };
    try {
      const { text } = await box.decrypt(Buffer.from(sealed, 'base64'));
      return { at, by, text };
    } catch {
      // Sealed by a key that is gone: the others are still worth showing.
      return undefined;
    }
  }

  return {
    async note(path, bytes, by) {
      const work = working
        .then(() => keep(path, bytes, by))
        .catch((thrown: unknown) => {
          warn(path, thrown);
        });
      working = work;
      await work;
    },
    async versions(path) {
      try {
        const { versions } = await load(path);
        const texts = await Promise.all(versions.toReversed().map((each) => opened(each)));
        return texts.filter((each) => each !== undefined);
      } catch (thrown) {
        warn(path, thrown);
        return [];
      }
    },
    async count(path) {
      try {
        return (await load(path)).versions.length;
      } catch (thrown) {
        warn(path, thrown);
        return 0;
      }
    },
  };
}
