// What other people had in a file before we wrote there: the original from before our first touch, and later copies.
import { access, readdir, unlink, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { DurableFiles } from './durable-file.ts';
import { hashOf } from './fingerprint.ts';

export interface Original {
  /** Unix milliseconds of our first touch. */
  readonly at: number;
  /** Undefined: there was no file. */
  readonly bytes: Uint8Array | undefined;
  /** The rights it had, as `chmod` takes them. */
  readonly mode: number;
}

/**
 * What changes what is kept of a path needs the writer's lock of that path, but for a copy: two at once only make the same
 * one twice.
 */
export interface Originals {
  /** Whether the original is kept already. @throws Failure `storage/unreadable` */
  has(path: string): Promise<boolean>;
  /** Undefined when we have never touched the file, or put it back since. @throws Failure `storage/unreadable` */
  find(path: string): Promise<Original | undefined>;
  /** Keeps what stands there now as the original, in place of one kept before. @throws Failure */
  keep(path: string, original: Original): Promise<void>;
  /** The file is as it was: nothing of ours stands there any more. */
  forget(path: string): Promise<void>;
  /** Copies bytes aside, once for each content, and lets the oldest copies go. @throws Failure */
  copy(path: string, bytes: Uint8Array, why: 'replaced' | 'unreadable'): Promise<void>;
  /** Whether these bytes were copied aside, because somebody else had put them there. */
  isCopied(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Best effort: not to know our own work only means one copy too many. */
  noteWritten(path: string, bytes: Uint8Array): Promise<void>;
  /** Whether this is what we wrote there last. */
  isWritten(path: string, bytes: Uint8Array): Promise<boolean>;
}

const copyLimit = 20;

const indexShape = z.object({
  path: z.string(),
  at: z.number(),
  mode: z.number(),
  /** Of the original; null: there was no file. */
  sha256: z.nullable(z.string()),
});

/** The file's own path, to be read by people, and something that tells `a/b` from `a%b`. */
function folderName(path: string): string {
  const readable = path.replace(/^[/\\]+/, '').replaceAll(/[^\w.-]+/g, '%');
  return `${readable.slice(-180)}~${hashOf(path).slice(0, 8)}`;
}

/** Undefined for a path that is not in that folder. */
function pathWithin(folder: string, path: string): string | undefined {
  const within = relative(folder, path);
  return within.startsWith('..') || isAbsolute(within) ? undefined : within;
}

/**
 * @param backupFolder private; one folder in it for each file: `index.json`, `original`, and the copies by time
 * @param home the person's
 */
export function createOriginals(backupFolder: string, files: DurableFiles, home: string): Originals {
  /**
   * A file of the home goes by its place in there, for a home that is moved takes both along. Where the copies lie outside
   * of it, another home may have the same ones, and the whole path counts; and so it does where it has counted before.
   */
  async function folderOf(path: string): Promise<string> {
    const whole = join(backupFolder, folderName(path));
    const within = pathWithin(home, path);
    if (within === undefined || pathWithin(home, backupFolder) === undefined) return whole;
    const isKept = await access(whole).then(
      () => true,
      () => false,
    );
    return isKept ? whole : join(backupFolder, folderName(`home/${within}`));
  }

  const placeOf = async (path: string, name: string): Promise<string> => join(await folderOf(path), name);

  async function save(path: string, bytes: Uint8Array): Promise<void> {
    await files.replace(path, bytes, await files.read(path));
  }

  async function readIndex(path: string): Promise<z.infer<typeof indexShape> | undefined> {
    const place = await placeOf(path, 'index.json');
    const bytes = await files.read(place);
    if (bytes === undefined) return undefined;
    try {
      return indexShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (cause) {
      throw new Failure('storage/unreadable', { subject: place, detail: 'not what we wrote there', cause });
    }
  }

  async function copiesOf(path: string): Promise<readonly string[]> {
    const names = await readdir(await folderOf(path)).catch(() => []);
    return names.filter((name) => /^\d{4}-/.test(name)).sort();
  }

  /** As it stands at the end of a copy's name. */
  const contentName = (bytes: Uint8Array): string => hashOf(bytes).slice(0, 16);

  async function isCopied(path: string, bytes: Uint8Array): Promise<boolean> {
    const name = contentName(bytes);
    return (await copiesOf(path)).some((copy) => copy.endsWith(name));
  }

  return {
    has: async (path) => (await readIndex(path)) !== undefined,
    async find(path) {
      const index = await readIndex(path);
      if (index === undefined) return undefined;
      const { at, mode, sha256 } = index;
      if (sha256 === null) return { at, mode, bytes: undefined };
      const place = await placeOf(path, 'original');
      const bytes = await files.read(place);
      if (bytes === undefined || hashOf(bytes) !== sha256)
        throw new Failure('storage/unreadable', { subject: place, detail: 'not the copy that we made' });
      return { at, mode, bytes };
    },
    async keep(path, { at, mode, bytes }) {
      if (bytes !== undefined) await save(await placeOf(path, 'original'), bytes);
      const index = { path, at, mode, sha256: bytes === undefined ? null : hashOf(bytes) };
      await save(
        await placeOf(path, 'index.json'),
        new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`),
      );
    },
    async forget(path) {
      for (const name of ['index.json', 'written', 'original'])
        await unlink(await placeOf(path, name)).catch(() => undefined);
    },
    isCopied,
    async copy(path, bytes, why) {
      if (await isCopied(path, bytes)) return;
      const present = await copiesOf(path);
      const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
      await save(await placeOf(path, `${time}~${why}~${contentName(bytes)}`), bytes);
      for (const name of present.slice(0, Math.max(0, present.length + 1 - copyLimit)))
        await unlink(await placeOf(path, name)).catch(() => undefined);
    },
    async noteWritten(path, bytes) {
      const place = await placeOf(path, 'written');
      await writeFile(place, hashOf(bytes), { mode: 0o600 }).catch(() => undefined);
    },
    async isWritten(path, bytes) {
      const noted = await files.read(await placeOf(path, 'written')).catch(() => undefined);
      return noted !== undefined && new TextDecoder().decode(noted) === hashOf(bytes);
    },
  };
}
