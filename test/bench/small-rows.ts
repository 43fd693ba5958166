// The rows whose measurement stands elsewhere: the scripts in front of programs, an agent's share, the size of the archive.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { appFolder } from '../e2e/support/app.ts';
import { figure as agents } from '../full/broker/run-memory.ts';
import type { Figure } from '../full/figure.ts';
import { figure as statusLine } from '../full/quota/status-line-script.ts';
import { figure as shim } from '../full/switching/shim.ts';
import { atMost, notMeasured, type Row } from './rows.ts';

const mostArchiveMegabytes = 3;
const mostScriptMs = 15;
const mostAgentMegabytes = 5;
/** They draw nothing at random. */
const seed = 1;

interface Wanted {
  readonly name: string;
  readonly unit: string;
  readonly goal: number;
  /** What the figure calls it. */
  readonly count: string;
}

async function rowOf(figure: Figure, size: number, { name, unit, goal, count }: Wanted): Promise<Row> {
  const { counts, met, actual } = await figure.measure(size, seed, () => undefined);
  const value = counts[count];
  if (value === undefined) throw new Error(`${figure.id} does not count ${count}`);
  // What a figure finds wrong beside this count must not pass by it.
  return !met && value <= goal
    ? notMeasured({ name, against: 'the bar alone', goal, reason: actual })
    : atMost(name, unit, goal, [value]);
}

export async function payloadRow(): Promise<Row> {
  const { size } = await stat(join(appFolder, 'resources/app.asar'));
  return atMost('app.asar', 'MB', mostArchiveMegabytes, [size / 1_048_576]);
}

/** What they add to every start of a program and to every line of a session. */
export async function scriptRows(calls: number): Promise<readonly Row[]> {
  const wanted = { unit: 'ms', goal: mostScriptMs, count: 'p95Ms' };
  return [
    await rowOf(shim, calls, { ...wanted, name: 'a program through the shell script, p95' }),
    await rowOf(statusLine, calls, { ...wanted, name: 'the status line script, p95' }),
  ];
}

/** Starts the app anew with another sign-in: the last row. */
export async function agentRow(): Promise<Row> {
  return rowOf(agents, agents.size.full, {
    name: 'of ours for each of ten agents at once',
    unit: 'MB',
    goal: mostAgentMegabytes,
    count: 'perAgentMegabytes',
  });
}
