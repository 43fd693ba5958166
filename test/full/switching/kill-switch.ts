// A switch over every shared file, killed at any moment: the next start finds it wholly done or not done at all, and it can
// be undone afterwards, byte for byte.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Failure, type FailureValue } from '../../../main/domain/failure.ts';
import type { Figure, Outcome } from '../figure.ts';
import { startChild } from '../support/children.ts';
import { makeFolder } from '../support/folder.ts';
import { inLanes } from '../support/lanes.ts';
import { createRandom } from '../support/random.ts';
import { tally } from '../support/statistics.ts';
import { switches, type Switch } from '../support/switch-accounts.ts';
import { differences, filesIn, type Picture } from '../support/home-picture.ts';
import { furnishFor, openSwitcher } from '../support/switcher.ts';

const run = promisify(execFile);
const controlKills = 8;
const lanes = 2;

const phases = [
  'before the note of it',
  'noted, no file written',
  'some files written',
  'every file written',
  'settled, not noted as done',
  'done',
] as const;
type Phase = (typeof phases)[number];

/** What a switch comes to that nobody disturbs. */
interface Rehearsal {
  readonly which: Switch;
  readonly number: number;
  /** A folder as it is before the switch. */
  readonly kept: string;
  readonly before: Picture;
  readonly after: Picture;
  /** Letters of the steps, and when each came, in milliseconds after the first. */
  readonly steps: string;
  readonly stepsMs: readonly number[];
}

/** Where it dies. */
interface Aim {
  readonly guard: string;
  /** After which of its steps, 0 to 1. */
  readonly step: number;
  /** How far from that step to the next; more than 1 is past it. */
  readonly gap: number;
}

interface Kill {
  readonly phase: Phase;
  readonly found: 'old' | 'new' | 'half';
  /** After the switch was made and undone: why not every file is what it was; absent: each is. */
  readonly notUndone?: string;
  readonly hasRightsBack: boolean;
}

async function copy(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await run('cp', ['-a', from, to]);
}

/** Carries it out in a process of its own, and says when each step came. */
async function pace(folder: string, number: number): Promise<Pick<Rehearsal, 'steps' | 'stepsMs'>> {
  const child = startChild('switch-account', [folder, String(number), 'ours']);
  const stepsMs: number[] = [];
  child.process.stdio[3]?.on('data', (chunk: Buffer) => {
    stepsMs.push(...Array.from(chunk, () => performance.now()));
  });
  const { steps, errors } = await child.ended;
  if (!steps.endsWith('e')) throw new Error(`a switch failed undisturbed: ${errors}`);
  const [first = 0] = stepsMs;
  return { steps, stepsMs: stepsMs.map((at) => at - first) };
}

async function rehearse(which: Switch, number: number, place: string): Promise<Rehearsal> {
  const [folder, kept] = [join(place, 'rehearsed'), join(place, 'kept')];
  await furnishFor(which, folder);
  await copy(folder, kept);
  const switcher = await openSwitcher({ folder });
  const before = await switcher.picture();
  const paced = await pace(folder, number);
  // As another process has left it.
  const next = await openSwitcher({ folder });
  const after = await next.picture();
  await Promise.all([switcher.stop(), next.stop()]);
  return { which, number, kept, before, after, ...paced };
}

function phaseOf(steps: string, files: number): Phase {
  const written = steps.match(/w/g)?.length ?? 0;
  if (/[de]/.test(steps)) return 'done';
  if (steps.includes('s')) return 'settled, not noted as done';
  if (written >= files) return 'every file written';
  if (written > 0) return 'some files written';
  return steps.includes('n') ? 'noted, no file written' : 'before the note of it';
}

/** Kills it somewhere between this step and the next. */
async function kill(folder: string, course: Rehearsal, aim: Aim): Promise<Phase> {
  const { number, steps, stepsMs } = course;
  const child = startChild('switch-account', [folder, String(number), aim.guard]);
  const atStep = Math.floor(aim.step * (steps.length - 1));
  await child.stepped(new RegExp(`^.{${atStep + 1}}`));
  const gapMs = (stepsMs[atStep + 1] ?? 0) - (stepsMs[atStep] ?? 0);
  await sleep(gapMs * aim.gap);
  child.process.kill('SIGKILL');
  return phaseOf((await child.ended).steps, steps.match(/w/g)?.length ?? 0);
}

/** With what is behind it. */
function describe(failure: Failure | FailureValue | undefined): string {
  if (failure === undefined) return 'no failure';
  const { code, subject = '', detail = '' } = failure;
  const words = `${code} ${subject} ${detail}`;
  const cause = failure instanceof Failure ? failure.cause : undefined;
  return cause instanceof Failure ? `${words} (${describe(cause)})` : words;
}

/** The next start, in which nobody does anything but look; then the switch is made, if it was not, and undone. */
async function startAfter(folder: string, { which, before, after }: Rehearsal): Promise<Omit<Kill, 'phase'>> {
  const next = await openSwitcher({ folder });
  try {
    const failure = await next.recover();
    const picture = await next.picture();
    const isOld = differences(picture, before).length === 0;
    const isNew = differences(picture, after).length === 0;
    if (!isOld && !isNew) return { found: 'half', notUndone: describe(failure), hasRightsBack: false };
    const found = isOld ? 'old' : 'new';
    try {
      if (isOld) await next.carryOut(which);
      await next.undo();
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      return { found, notUndone: describe(thrown), hasRightsBack: false };
    }
    const undone = await next.picture();
    const others = differences(undone, before, ['bytes']);
    return {
      found,
      ...(others.length > 0 && { notUndone: others.join() }),
      hasRightsBack: differences(undone, before, ['mode']).length === 0,
    };
  } finally {
    await next.stop();
  }
}

/** How many of our files the switches change. @throws when one of the list is changed by none of them */
function changedBy(rehearsals: readonly Rehearsal[]): number {
  const changed = new Set(rehearsals.flatMap(({ before, after }) => differences(before, after)));
  const missed = [...filesIn('/').keys()].filter((path) => !changed.has(relative('/', path)));
  if (missed.length > 0) throw new Error(`no switch here changes ${missed.join(', ')}`);
  return filesIn('/').size;
}

async function killMany(
  count: number,
  seed: number,
  guard: string,
  say: (line: string) => void,
): Promise<Outcome> {
  await using place = await makeFolder();
  const random = createRandom(seed);
  const rehearsals = new Map<number, Rehearsal>();
  await inLanes(lanes, [...switches.entries()], async ([number, which]) => {
    rehearsals.set(number, await rehearse(which, number, join(place.path, String(number))));
  });
  const files = changedBy([...rehearsals.values()]);
  const kills: Kill[] = [];
  const aims = Array.from({ length: count }, (_, turn) => ({
    number: turn % switches.length,
    guard,
    step: random.between(0, 1),
    gap: random.between(0, 1.2),
  }));
  // One that goes wrong must not take the folder from under the others.
  const broken: unknown[] = [];
  await inLanes(lanes, aims, async ({ number, ...aim }, lane) => {
    const rehearsal = rehearsals.get(number);
    if (rehearsal === undefined || broken.length > 0) return;
    const folder = join(place.path, `lane-${lane}`);
    try {
      await copy(rehearsal.kept, folder);
      const phase = await kill(folder, rehearsal, aim);
      const after = await startAfter(folder, rehearsal);
      kills.push({ phase, ...after });
      if (after.notUndone !== undefined) say(`${phase}, found ${after.found}: ${after.notUndone}`);
    } catch (thrown) {
      broken.push(thrown);
    }
    if (kills.length % 50 === 0) say(`${kills.length} of ${count} kills`);
  });
  if (broken.length > 0) throw broken[0];
  return judge(kills, files);
}

function judge(kills: readonly Kill[], files: number): Outcome {
  const half = kills.filter(({ found }) => found === 'half').length;
  const notUndone = kills.filter((each) => each.notUndone !== undefined).length;
  const withRights = kills.filter(({ hasRightsBack }) => hasRightsBack).length;
  return {
    met: half === 0 && notUndone === 0,
    goal: `0 of ${kills.length} kills leave a switch of ${files} files half done at the next start, 0 keep it from being undone byte for byte`,
    actual: `${half} half done, ${notUndone} not undone`,
    counts: {
      kills: kills.length,
      files,
      half,
      notUndone,
      foundOld: kills.filter(({ found }) => found === 'old').length,
      foundNew: kills.filter(({ found }) => found === 'new').length,
      undoneWithRights: withRights,
    },
    histogram: tally(
      phases,
      kills.map(({ phase }) => phase),
    ),
  };
}

export const figure: Figure = {
  id: 'kill-switch',
  about:
    'a switch over every shared file, killed at any moment, is wholly done or not done at all at the next start, and can be undone byte for byte',
  place: 'node',
  size: { unit: 'kills', quick: 24, full: 300 },
  measure: (size, seed, say) => killMany(size, seed, 'ours', say),
  control: (seed, say) => killMany(controlKills, seed, 'journal', say),
};
