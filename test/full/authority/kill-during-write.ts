// A writer killed at any moment of a write: the file is the old one or the new one, and the next start clears up (SF-01).
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clearLeftovers, foldersOf } from '../../../main/adapters/node/leftovers.ts';
import { countIn, documentOf, writeSteps, type WriteStep } from '../../fakes/write-steps.ts';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { createRandom } from '../support/random.ts';
import { tally } from '../support/statistics.ts';

const controlKills = 12;
/** Several writes long. */
const longestMs = 30;
/** Most of a write is waiting for locks; all but one in so many kills come once the temporary file is open. */
const aimedOf = 4;
const insideShareGoal = 0.3;
const leastForShares = 100;
const inside: readonly WriteStep[] = ['o', 'w', 's', 'c', 'r'];
const letters: readonly WriteStep[] = ['b', 'o', 'w', 's', 'c', 'r', 'f', 'e'];

interface Kill {
  readonly last: WriteStep;
  /** Neither what was durable nor what was being written stands there, or nothing whole does. */
  readonly lost: boolean;
  readonly leftAfterKill: number;
  readonly leftAfterStart: number;
}

async function temporaryFilesIn(folders: readonly string[]): Promise<number> {
  const names = await Promise.all(folders.map((folder) => readdir(folder)));
  return names.flat().filter((name) => name.endsWith('.tmp')).length;
}

async function killOnce(
  home: string,
  backups: string,
  kind: string,
  afterMs: number,
  aimed: boolean,
): Promise<Kill> {
  const path = join(home, 'auth.json');
  const before = countIn(JSON.parse(await readFile(path, 'utf8')));
  const child = startChild('keep-writing', [path, backups, kind]);
  // The first write of a process is slow and not like the others.
  await child.stepped(/e/);
  if (aimed) await child.stepped(/e.*o[^rfeb]*$/);
  await sleep(aimed ? afterMs / 10 : afterMs);
  child.process.kill('SIGKILL');
  const { steps } = await child.ended;
  const durable = before + (steps.match(/e/g) ?? []).length;
  const text = await readFile(path, 'utf8');
  const after = ((): number => {
    try {
      return countIn(JSON.parse(text));
    } catch {
      return -1;
    }
  })();
  const leftAfterKill = await temporaryFilesIn([home]);
  await clearLeftovers(await foldersOf([path]));
  const leftAfterStart = await temporaryFilesIn([home]);
  const lost = after !== durable && after !== durable + 1;
  if (lost) await writeFile(path, JSON.stringify(documentOf(0)));
  return {
    last: letters.find((letter) => letter === steps.at(-1)) ?? 'b',
    lost,
    leftAfterKill,
    leftAfterStart,
  };
}

async function kills(
  count: number,
  seed: number,
  kind: string,
  say: (line: string) => void,
): Promise<Outcome> {
  await using folder = await makeFolder();
  const random = createRandom(seed);
  const lanes = [0, 1].map((lane) => ({
    home: join(folder.path, `home-${lane}`),
    backups: join(folder.path, `backups-${lane}`),
  }));
  for (const { home, backups } of lanes) {
    await mkdir(home, { mode: 0o700 });
    await mkdir(backups, { mode: 0o700 });
    await writeFile(join(home, 'auth.json'), JSON.stringify(documentOf(0)), { mode: 0o600 });
  }
  const seen: Kill[] = [];
  const moments = Array.from({ length: count }, (_empty, index) => ({
    afterMs: random.between(0, longestMs),
    aimed: index % aimedOf !== 0,
  }));
  await inLanes(lanes.length, moments, async ({ afterMs, aimed }, lane) => {
    const { home = '', backups = '' } = lanes[lane] ?? {};
    seen.push(await killOnce(home, backups, kind, afterMs, aimed));
    if (seen.length % 100 === 0) say(`${seen.length} of ${count} kills`);
  });
  const lost = seen.filter((kill) => kill.lost).length;
  const left = seen.reduce((sum, kill) => sum + kill.leftAfterStart, 0);
  const insideShare = seen.filter(({ last }) => inside.includes(last)).length / seen.length;
  // A few say nothing about shares.
  const isSpread = seen.length >= leastForShares;
  const histogram = tally(
    Object.values(writeSteps),
    seen.map(({ last }) => writeSteps[last]),
  );
  return {
    met: lost === 0 && left === 0 && (!isSpread || insideShare >= insideShareGoal),
    goal: `0 lost and 0 temporary files after the next start in ${count} kills${isSpread ? ', ≥ 30 % of them between the opening of the temporary file and the sync of the folder' : ''}`,
    actual: `${lost} lost, ${left} temporary files, ${Math.round(insideShare * 100)} %`,
    counts: {
      kills: count,
      lost,
      temporaryFilesAfterKill: seen.reduce((sum, kill) => sum + kill.leftAfterKill, 0),
      temporaryFilesAfterStart: left,
      insideWrite: seen.filter(({ last }) => inside.includes(last)).length,
    },
    histogram,
  };
}

export const figure: Figure = {
  id: 'kill-during-write',
  about:
    'a writer killed at any moment leaves the old file or the new one, whole, and nothing else after the next start',
  place: 'node',
  size: { unit: 'kills', quick: 12, full: 1_000 },
  measure: (size, seed, say) => kills(size, seed, 'ours', say),
  control: (seed, say) => kills(controlKills, seed, 'in-place', say),
};
