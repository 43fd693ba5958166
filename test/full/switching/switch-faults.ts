// Switches while each of their files in turn cannot be written: nothing is switched by halves, and the failure names the file.
import { z } from 'zod';
import { withMounts } from '../../fakes/mounts.ts';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';
import { faults } from '../support/switch-faults.ts';
import { tally } from '../support/statistics.ts';

const outcomesShape = z.array(
  z.object({
    kind: z.string(),
    name: z.string(),
    said: z.string(),
    isOld: z.boolean(),
    isNamed: z.boolean(),
    subject: z.string(),
  }),
);

/** Six switches change so many files, each of which meets every fault. */
const all = 27 * Object.keys(faults).length;
/** No multiple of the number of faults, so that each of them comes. */
const everyInControl = 8;

async function withFaults(every: number, seed: number, guard: 'ours' | 'rollback'): Promise<Outcome> {
  if (withMounts === undefined)
    throw new Error('NOT CHECKED: faults of folders. That needs root, or user namespaces (unshare -rm).');
  await using folder = await makeFolder();
  const words = [folder.path, guard, `${seed % every}/${every}`];
  const { out, errors } = await startChild('switch-with-faults', words, withMounts).ended;
  if (out === '') throw new Error(errors);
  const seen = outcomesShape.parse(JSON.parse(out));
  const half = seen.filter(({ isOld }) => !isOld).length;
  const switched = seen.filter(({ said }) => said === 'switched').length;
  const unnamed = seen.filter(({ isNamed }) => !isNamed).length;
  return {
    met: half === 0 && switched === 0 && unnamed === 0,
    goal: `0 of ${seen.length} faults of one file change anything, ${seen.length} failures name it`,
    actual: `${half} changed something, ${seen.length - unnamed} named it`,
    counts: {
      faults: seen.length,
      files: new Set(seen.map(({ name }) => name)).size,
      half,
      switched,
      unnamed,
    },
    histogram: tally(
      Object.keys(faults),
      seen.map(({ kind }) => kind),
    ),
  };
}

export const figure: Figure = {
  id: 'switch-faults',
  about:
    'a switch of which any one file cannot be written changes nothing, whatever the reason, and says which file it was',
  place: 'node',
  size: { unit: 'faults', quick: Math.ceil(all / 4), full: all },
  measure: (size, seed) => withFaults(Math.max(1, Math.floor(all / size)), seed, 'ours'),
  control: (seed) => withFaults(everyInControl, seed, 'rollback'),
};
