// Reads what is shipped with the app about its parts. What is not there is said to be unknown: it must not hold up a page.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

const licencesShape = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
);
const runtimeShape = z.object({ source: z.enum(['official', 'fallback']) });

export type ShippedLicences = z.output<typeof licencesShape>;

async function readShipped<Schema extends z.ZodMiniType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The packages that the build has put into the app; null where the list is missing or damaged. */
export function readLicences(file: string): Promise<ShippedLicences | null> {
  return readShipped(file, licencesShape);
}

/** Null outside of a package. */
export async function readRuntimeSource(file: string): Promise<'official' | 'fallback' | null> {
  return (await readShipped(file, runtimeShape))?.source ?? null;
}

/** The folder, where the licence texts of Electron and Chromium lie in it. */
export async function runtimeLicencesIn(folder: string): Promise<string | null> {
  const found = await stat(join(folder, 'LICENSES.chromium.html')).catch(() => undefined);
  return found?.isFile() === true ? folder : null;
}
