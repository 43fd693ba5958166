// What a run of Stryker has found: of each file and each room how many mutants a test has noticed, and whether that is enough.

/** In percent, of each room. */
const leastScore = 85;

/** As far as it is read here: https://github.com/stryker-mutator/mutation-testing-elements, schema 2. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

export interface Score {
  readonly name: string;
  readonly noticed: number;
  readonly missed: number;
}

/** Mutants that say nothing about tests are in neither: those that do not run, and those that are left out with a reason. */
const noticed: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const missed: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

export function scoresOf({ files }: Report): readonly Score[] {
  return Object.entries(files).map(([name, { mutants }]) => ({
    name,
    noticed: mutants.filter(({ status }) => noticed.has(status)).length,
    missed: mutants.filter(({ status }) => missed.has(status)).length,
  }));
}

/** Rooms of which nothing was changed are left out. */
export function roomScores(
  scores: readonly Score[],
  roomOf: (file: string) => string,
): readonly { readonly room: Score; readonly files: readonly Score[] }[] {
  const names = [...new Set(scores.map(({ name }) => roomOf(name)))];
  return names.map((name) => {
    const files = scores.filter((each) => roomOf(each.name) === name);
    const sum = (of: (score: Score) => number): number =>
      files.reduce((total, score) => total + of(score), 0);
    return {
      room: { name, noticed: sum((each) => each.noticed), missed: sum((each) => each.missed) },
      files,
    };
  });
}

/** In percent; without any mutant there is nothing to notice. */
function percentOf({ noticed: found, missed: lost }: Score): number {
  return found + lost === 0 ? 100 : (100 * found) / (found + lost);
}

export function isEnough(room: Score): boolean {
  return percentOf(room) >= leastScore;
}

/** Rounded down, so that what is not enough never looks like it. */
function shownPercent(score: Score): string {
  return (Math.floor(percentOf(score) * 10) / 10).toFixed(1);
}

function lineOf(score: Score, name: string): string {
  const count = `${String(score.noticed).padStart(5)} of ${String(score.noticed + score.missed).padStart(5)}`;
  return `${name.padEnd(52)} ${count}  ${shownPercent(score).padStart(5)} %`;
}

/** A line for each file, and one with the verdict for each room. */
export function tableOf(rooms: ReturnType<typeof roomScores>): readonly string[] {
  return rooms.flatMap(({ room, files }) => {
    const verdict = isEnough(room) ? 'met' : `MISSED ${String(leastScore)}/${shownPercent(room)}`;
    return [...files.map((file) => lineOf(file, file.name)), `${lineOf(room, room.name)}  ${verdict}`];
  });
}
