// A history whose writer is killed at any moment: every reading that was reported as kept is there, and the next one too.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createQuotaHistory } from '../../../main/adapters/node/quota-history.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { expectedNumbers, numbersOf, readingOf, seriesAccount, timeOf } from '../../fakes/reading-series.ts';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { createRandom } from '../support/random.ts';
import { tally } from '../support/statistics.ts';

const controlKills = 12;
const mostControlRounds = 9;
/** A few dozen readings long, among them the end of a day, when the file is written anew. */
const longestMs = 40;
const phases = ['inside an append', 'inside a rewrite', 'between two'] as const;
type Phase = (typeof phases)[number];

interface Kill {
  readonly phase: Phase;
  /** Readings that were reported as kept and are not there. */
  readonly missing: number;
  /** Whether the next one could be read back, with everything before it. */
  readonly goesOn: boolean;
  /** The number with which the next writer begins. */
  readonly next: number;
}

/** What of the readings up to this number is not there any more. */
async function missingUpTo(folder: string, upTo: number): Promise<{ missing: number; newest: number }> {
  const clock = { nowMs: () => timeOf(upTo + 1) };
  const history = createQuotaHistory({ folder, clock, log: new RecordingLog() });
  const points = (await history.read(seriesAccount, 0)).get('weekly') ?? [];
  const numbers = new Set(numbersOf(points));
  return {
    missing: expectedNumbers(upTo).filter((number) => !numbers.has(number)).length,
    newest: Math.max(-1, ...numbers),
  };
}

async function killOnce(folder: string, first: number, kind: string, afterMs: number): Promise<Kill> {
  const child = startChild('append-readings', [folder, `${first}`, '0', kind]);
  await child.stepped(/e/);
  await sleep(afterMs);
  child.process.kill('SIGKILL');
  const { steps } = await child.ended;
  const isRewriting = (await readdir(folder)).some((name) => name.endsWith('.tmp'));
  const isInside = steps.endsWith('b');
  const reported = first + (steps.match(/e/g) ?? []).length - 1;
  const { missing, newest } = await missingUpTo(folder, reported);
  // The one that was being appended may have got there.
  const next = Math.max(reported, newest) + 1;
  const history = createQuotaHistory({
    folder,
    clock: { nowMs: () => timeOf(next) },
    log: new RecordingLog(),
  });
  await history.append(readingOf(next));
  const after = await missingUpTo(folder, next);
  const goesOn = after.newest === next && after.missing <= missing + (newest > reported ? 0 : 1);
  const phase = isRewriting ? 'inside a rewrite' : isInside ? 'inside an append' : 'between two';
  return { phase, missing, goesOn, next: next + 1 };
}

async function kills(
  count: number,
  seed: number,
  kind: string,
  say: (line: string) => void,
): Promise<Outcome> {
  await using folder = await makeFolder();
  const random = createRandom(seed);
  const lanes = [0, 1].map((lane) => ({ folder: join(folder.path, `lane-${lane}`), next: 0 }));
  for (const lane of lanes) await mkdir(lane.folder, { mode: 0o700 });
  const seen: Kill[] = [];
  const moments = Array.from({ length: count }, () => random.between(0, longestMs));
  await inLanes(lanes.length, moments, async (afterMs, index) => {
    const lane = lanes[index];
    if (lane === undefined) return;
    const killed = await killOnce(lane.folder, lane.next, kind, afterMs);
    lane.next = killed.next;
    seen.push(killed);
    if (seen.length % 100 === 0) say(`${seen.length} of ${count} kills`);
  });
  const missing = seen.reduce((sum, kill) => sum + kill.missing, 0);
  const stuck = seen.filter(({ goesOn }) => !goesOn).length;
  return {
    met: missing === 0 && stuck === 0,
    goal: `0 readings missing that were kept before one of ${count} kills, 0 that could not go on`,
    actual: `${missing} missing, ${stuck} that could not go on`,
    counts: {
      kills: count,
      missing,
      stuck,
      readings: lanes.reduce((sum, { next }) => sum + next, 0),
    },
    histogram: tally(
      phases,
      seen.map(({ phase }) => phase),
    ),
  };
}

export const figure: Figure = {
  id: 'history-kills',
  about: 'a writer of the quota history killed at any moment loses at most the reading it was at',
  place: 'node',
  size: { unit: 'kills', quick: 12, full: 300 },
  measure: (size, seed, say) => kills(size, seed, 'ours', say),
  // A few kills may all land where it does no harm, most of all where the machine is busy: as many as it takes.
  control: async (seed, say) => {
    for (let round = 0; ; round += 1) {
      const outcome = await kills(controlKills, seed + round, 'in-place', say);
      if (!outcome.met || round === mostControlRounds) return outcome;
    }
  },
};
