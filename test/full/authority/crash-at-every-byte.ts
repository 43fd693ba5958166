// A write that ends at a given byte, once by the death of the process and once by an error: the old file stays (SF-01, SF-02).
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { clearLeftovers } from '../../../main/adapters/node/leftovers.ts';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { createRandom } from '../support/random.ts';

const letters = 4_096;
const controlOffsets = 8;

type Kind = 'ours' | 'in-place';

interface Crash {
  readonly died: boolean;
  readonly stands: 'old' | 'new' | 'neither';
  readonly leftAfterStart: number;
}

async function crashAt(home: string, limit: number, kind: Kind): Promise<Crash> {
  const path = join(home, 'auth.json');
  await writeFile(path, 'o'.repeat(letters), { mode: 0o600 });
  const words = [path, letters.toString(), kind];
  const { signal, code } = await startChild('write-once', words, ['prlimit', `--fsize=${limit}`]).ended;
  const text = await readFile(path, 'utf8');
  const stands = text === 'o'.repeat(letters) ? 'old' : text === 'n'.repeat(letters) ? 'new' : 'neither';
  await clearLeftovers([home]);
  return { died: signal !== null || code !== 0, stands, leftAfterStart: (await readdir(home)).length - 1 };
}

const outcomesShape = z.array(
  z.object({ limit: z.number(), said: z.string(), stands: z.string(), names: z.number() }),
);

/** Every offset, or so many of them by chance; the first and the last ones always. */
function offsetsFor(count: number, seed: number): readonly number[] {
  const all = Array.from({ length: letters + 1 }, (_empty, offset) => offset);
  if (count >= all.length) return all;
  const always = [0, 1, letters - 1, letters];
  const others = createRandom(seed).shuffled(all.filter((offset) => !always.includes(offset)));
  return [...always, ...others.slice(0, Math.max(0, count - always.length))];
}

async function crashes(
  count: number,
  seed: number,
  kind: Kind,
  say: (line: string) => void,
): Promise<Outcome> {
  await using folder = await makeFolder();
  const homes = ['home-0', 'home-1', 'home-errors'].map((name) => join(folder.path, name));
  for (const home of homes) await mkdir(home, { mode: 0o700 });
  const offsets = offsetsFor(count, seed);
  const died: (Crash & { readonly offset: number })[] = [];
  await inLanes(2, offsets, async (offset, lane) => {
    died.push({ offset, ...(await crashAt(homes[lane] ?? '', offset, kind)) });
    if (died.length % 500 === 0) say(`${died.length} of ${offsets.length} deaths`);
  });
  const path = join(homes[2] ?? '', 'auth.json');
  const words = [path, letters.toString(), offsets.join(), kind];
  const { out, errors: complaints } = await startChild('write-at-limits', words).ended;
  if (out === '') throw new Error(complaints);
  const erred = outcomesShape.parse(JSON.parse(out));
  const lost = died.filter(({ offset, stands }) => stands !== (offset < letters ? 'old' : 'new')).length;
  const survived = died.filter((crash) => crash.died !== crash.offset < letters).length;
  const left = died.reduce((sum, { leftAfterStart }) => sum + leftAfterStart, 0);
  const lostByError = erred.filter(
    ({ limit, stands }) => stands !== (limit < letters ? 'old' : 'new'),
  ).length;
  const unsaid = erred.filter(({ limit, said }) => said !== (limit < letters ? 'EFBIG' : 'written')).length;
  const leftByError = erred.reduce((sum, { names }) => sum + names - 1, 0);
  return {
    met: lost + left + survived + lostByError + unsaid + leftByError === 0,
    goal: `at each of ${offsets.length} bytes, by death and by error: 0 lost, 0 temporary files after the next start, 0 errors not told`,
    actual: `${lost} lost by death, ${lostByError} by error, ${left + leftByError} temporary files, ${unsaid} errors not told, ${survived} deaths that were none`,
    counts: {
      offsets: offsets.length,
      deaths: died.filter((crash) => crash.died).length,
      errors: erred.filter(({ said }) => said === 'EFBIG').length,
      lostByDeath: lost,
      lostByError,
      temporaryFilesAfterStart: left,
      temporaryFilesAfterError: leftByError,
      errorsNotTold: unsaid,
    },
  };
}

export const figure: Figure = {
  id: 'crash-at-every-byte',
  about: 'a write of 4 KB that ends at any byte, by death or by an error, leaves the old file whole',
  place: 'node',
  size: { unit: 'offsets', quick: 32, full: letters + 1 },
  measure: (size, seed, say) => crashes(size, seed, 'ours', say),
  control: (seed, say) => crashes(controlOffsets, seed, 'in-place', say),
};
