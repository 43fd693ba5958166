// Writes on a disk that is full or nearly so: the old file stays whole, and the failure says why (SF-02).
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withMounts } from '../../fakes/mounts.ts';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';
import { tally } from '../support/statistics.ts';

const freeBlocks = [0, 1, 2, 3];
const kilobytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const combinations = freeBlocks.flatMap((free) => kilobytes.map((size) => `${free}×${size}`));
const mount = 'mount -t tmpfs -o size=16k,mode=700 tmpfs "$0" && exec "$@"';

const outcomesShape = z.array(
  z.object({
    freeBlocks: z.number(),
    kilobytes: z.number(),
    said: z.string(),
    stands: z.enum(['old', 'new', 'neither']),
    names: z.number(),
  }),
);
type Written = z.infer<typeof outcomesShape>[number];

/** With room for the new file beside the old one it is written; without, it is not, and that is said. */
function isRight({ freeBlocks: free, kilobytes: size, said, stands, names }: Written): boolean {
  const fits = Math.ceil(size / 4) <= free;
  const wanted = fits ? 'written new' : 'storage/write-failed ENOSPC old';
  return `${said} ${stands}` === wanted && names === 2;
}

async function fill(count: number, kind: 'ours' | 'in-place'): Promise<Outcome> {
  if (withMounts === undefined)
    throw new Error('NOT CHECKED: a full disk. That needs root, or user namespaces (unshare -rm).');
  await using folder = await makeFolder();
  const disk = join(folder.path, 'disk');
  await mkdir(disk, { mode: 0o700 });
  const words = [disk, kind, combinations.slice(0, count).join()];
  const { out, errors } = await startChild('fill-disk', words, [...withMounts, 'sh', '-c', mount, disk])
    .ended;
  if (out === '') throw new Error(errors);
  const seen = outcomesShape.parse(JSON.parse(out));
  const right = seen.filter(isRight).length;
  const stands = tally(
    ['old', 'new', 'neither'],
    seen.map((one) => one.stands),
  );
  return {
    met: right === seen.length,
    goal: `${seen.length} of ${seen.length} combinations of free blocks and size write the new file whole, or keep the old one and say so`,
    actual: `${right} of ${seen.length}`,
    counts: {
      combinations: seen.length,
      right,
      refused: seen.filter(({ said }) => said !== 'written').length,
    },
    histogram: stands,
  };
}

export const figure: Figure = {
  id: 'full-disk',
  about: 'on a full disk the old file stays whole, nothing is left beside it, and the failure says why',
  place: 'node',
  size: { unit: 'combinations', quick: combinations.length, full: combinations.length },
  measure: (size) => fill(size, 'ours'),
  control: () => fill(combinations.length, 'in-place'),
};
