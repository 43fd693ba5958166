// How the shared files of a made-up home stand at a moment, to be compared with another moment.
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Places } from '../../../main/consumers/description.ts';
import { managedFiles } from '../../../main/consumers/list.ts';

/** What stands in a file: its bytes as base64, and its rights; neither without a file. */
export interface Stands {
  readonly bytes?: string;
  readonly mode?: string;
}

/** By path in the folder, and what was chosen. */
export type Picture = ReadonlyMap<string, Stands>;

export const placesIn = (folder: string): Places => ({
  home: join(folder, 'home'),
  data: join(folder, 'data'),
  environment: {},
});

/** Names of what differs, in the order of the first. */
export function differences(
  one: Picture,
  other: Picture,
  parts: readonly (keyof Stands)[] = ['bytes', 'mode'],
): readonly string[] {
  return [...one.keys()].filter((name) =>
    parts.some((part) => one.get(name)?.[part] !== other.get(name)?.[part]),
  );
}

/** By path, the ids of the files that are parts of it. */
export function filesIn(folder: string): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { path, file } of managedFiles(placesIn(folder)))
    ids.set(path, [...(ids.get(path) ?? []), file.id]);
  return ids;
}

async function standsAt(path: string): Promise<Stands> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return {};
  return { bytes: bytes.toString('base64'), mode: ((await stat(path)).mode & 0o7777).toString(8) };
}

/** @param chosen what the preferences say */
export async function pictureOf(folder: string, chosen: unknown): Promise<Picture> {
  const picture = new Map<string, Stands>([['what was chosen', { bytes: JSON.stringify(chosen) }]]);
  for (const path of filesIn(folder).keys()) picture.set(relative(folder, path), await standsAt(path));
  return picture;
}
