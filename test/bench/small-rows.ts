// The rows that are figures of `npm run test:full` as well: the scripts in front of programs, and an agent's share. Each is
// measured as there, an agent's share in a world of its own, for other sign-ins and their limits would be in its way.
import { runLane, type Lane } from '../../scripts/test/full-lanes.ts';
import type { FigureResult, Size } from '../../scripts/test/full-results.ts';
import { atMost, notMeasured, type Row } from './rows.ts';

/** They draw nothing at random. */
const seed = 1;

interface Wanted {
  readonly part: string;
  readonly id: string;
  readonly place: 'node' | 'world';
  readonly name: string;
  readonly unit: string;
  readonly goal: number;
  /** What the figure calls it. */
  readonly count: string;
}

const wanted: readonly Wanted[] = [
  {
    part: 'switching',
    id: 'shim',
    place: 'node',
    name: 'a program through the shell script, p95',
    unit: 'ms',
    goal: 15,
    count: 'p95Ms',
  },
  {
    part: 'quota',
    id: 'status-line-script',
    place: 'node',
    name: 'the status line script, p95',
    unit: 'ms',
    goal: 15,
    count: 'p95Ms',
  },
  {
    part: 'broker',
    id: 'run-memory',
    place: 'world',
    name: 'of ours for each of ten agents at once',
    unit: 'MB',
    goal: 5,
    count: 'perAgentMegabytes',
  },
];

function rowOf({ name, unit, goal, count }: Wanted, result: FigureResult | undefined): Row {
  const value = result?.measured?.counts[count];
  // What a figure finds wrong beside this count must not pass by it.
  if (value === undefined || (result?.verdict !== 'met' && value <= goal))
    return notMeasured({
      name,
      against: 'the bar alone',
      goal,
      reason: result?.problem ?? result?.measured?.actual ?? 'no result',
    });
  return atMost(name, unit, goal, [value]);
}

/** @param world the command that puts another one into a world */
export async function figureRows(
  size: Size,
  world: readonly string[],
  tell: (text: string) => void,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const row of wanted) {
    tell(row.name);
    const lane: Lane = { inside: row.place === 'world' ? world : [], batches: [[row.id]] };
    const [result] = await runLane(lane, { part: row.part, seed, size, done: () => undefined });
    rows.push(rowOf(row, result));
  }
  return rows;
}
