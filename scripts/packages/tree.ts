// Lays a package's files out as they will lie on the disk, all of one time and with rights that are nobody's umask: the same input
// gives the same bytes.
import { chmodSync, cpSync, lstatSync, lutimesSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { PackageOrder } from './order.ts';

/** Every path below a folder, the folder itself first. */
export function pathsIn(folder: string): readonly string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return [folder, ...below.toSorted().map((name) => path.join(folder, name))];
}

/** A program stays one; everything is readable by all and writable by its owner. */
function settleRights(each: string): void {
  const found = lstatSync(each);
  if (found.isSymbolicLink()) return;
  chmodSync(each, found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644);
}

/** @param epochSeconds the time that everything gets, Unix seconds */
export function layOut({ files }: Pick<PackageOrder, 'files'>, folder: string, epochSeconds: number): void {
  for (const { from, to } of files) {
    const target = path.join(folder, to);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
  for (const each of pathsIn(folder).toReversed()) {
    settleRights(each);
    lutimesSync(each, epochSeconds, epochSeconds);
  }
}

/** Of everything in it, in whole KiB. */
export function sizeKibibytes(folder: string): number {
  const bytes = pathsIn(folder).reduce(
    (sum, each) => sum + (lstatSync(each).isFile() ? lstatSync(each).size : 0),
    0,
  );
  return Math.ceil(bytes / 1024);
}
