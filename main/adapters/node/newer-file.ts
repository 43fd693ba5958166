// Files of our own that a newer Gatehouse has written: they stay as they are, and what this one keeps stands beside them.
import { stat } from 'node:fs/promises';
import * as z from 'zod/mini';
import { textFiles } from './credential-files.ts';

export interface OwnPlace {
  /** Beside the file while a newer version has written that. */
  readonly write: string;
  /** The one of both that was written last. */
  readonly read: string;
}

/** As the vault names what an older version can read (docs/vault.md). */
export function besideNewer(path: string, schema: number): string {
  return path.replace(/\.json$/, `.schema-${String(schema)}.json`);
}

/** Whether a file says to be of a later version than this one knows. One that cannot be read says nothing. */
export async function isNewerFile(path: string, schema: number): Promise<boolean> {
  try {
    const newer = z.object({ schema: z.number().check(z.gt(schema)) });
    return newer.safeParse(JSON.parse((await textFiles.read(path)) ?? '')).success;
  } catch {
    return false;
  }
}

async function writtenAtMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
}

/** @param schema the latest that this version knows of the file */
export async function ownPlace(path: string, schema: number): Promise<OwnPlace> {
  if (!(await isNewerFile(path, schema))) return { write: path, read: path };
  const beside = besideNewer(path, schema);
  // Somebody may have gone to the newer version and come back again meanwhile.
  const isLast = (await writtenAtMs(beside)) >= (await writtenAtMs(path));
  return { write: beside, read: isLast ? beside : path };
}
