// Runs figures in processes of their own, here or inside the world, and gathers the results from their stdout.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onInterrupt } from '../bootstrap/interrupt.mjs';
import { root } from '../bootstrap/places.mjs';
import { SetupFailure } from '../bootstrap/steps.mjs';
import { type FigureResult, type ListedFigure, listMark, resultMark, type Size } from './full-results.ts';

/** Figures that are measured one after the other, in the same surroundings. */
export interface Lane {
  /** Put before the command: the world and its options; empty for here. */
  readonly inside: readonly string[];
  /** The ids of the figures that share a process. */
  readonly batches: readonly (readonly string[])[];
}

export interface Order {
  readonly part: string;
  readonly seed: number;
  readonly size: Size;
  /** Told of each result as it comes. */
  readonly done: (result: FigureResult) => void;
}

const runner = 'test/full/run-figures.ts';

/** Runs a program to its end; every line of its stdout goes to `line`. Answers its exit code. */
async function runLines(command: readonly string[], line: (text: string) => void): Promise<number> {
  const [program = process.execPath, ...words] = command;
  const child = spawn(program, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code) => {
    resolve(code ?? 1);
  });
  createInterface({ input: child.stdout }).on('line', line);
  const forget = onInterrupt(async () => {
    child.kill('SIGTERM');
    await ended.catch(() => undefined);
  });
  return ended.finally(forget);
}

/** What follows the mark on a line that has it, as our own runner wrote it. */
function marked(line: string, mark: string): unknown {
  return line.startsWith(mark) ? JSON.parse(line.slice(mark.length)) : undefined;
}

/** Every figure that there is, part by part. */
export async function listFigures(): Promise<readonly ListedFigure[]> {
  let found: readonly ListedFigure[] | undefined;
  const code = await runLines([process.execPath, runner, 'list'], (line) => {
    found ??= marked(line, listMark) as readonly ListedFigure[] | undefined;
  });
  if (code !== 0 || found === undefined)
    throw new SetupFailure('The figures could not be listed.', { exitCode: 1 });
  return found;
}

/** The folder of the real clients, installed when it is not there. */
export async function clientsFolder(): Promise<string> {
  let folder = '';
  const code = await runLines([process.execPath, path.join('test', 'clients', 'install.ts')], (line) => {
    if (line !== '') folder = line;
  });
  if (code !== 0) throw new SetupFailure('The clients could not be installed.', { exitCode: code });
  return folder;
}

/** A figure without a result is a result too: whatever ended its process. */
function silent(id: string, { inside }: Lane, { seed }: Order, code: number): FigureResult {
  const place = inside.length === 0 ? 'node' : 'world';
  const problem = `its process ended with ${code} and said nothing`;
  return { id, about: '', place, size: { unit: '', value: 0 }, seed, verdict: 'broken', problem };
}

/** A good result does not count when the world found fault with the run: a leaked secret, a request to the outside. */
function judged(result: FigureResult, code: number): FigureResult {
  if (code === 0 || result.verdict !== 'met') return result;
  return { ...result, verdict: 'broken', problem: `measured, but its run ended with ${code}` };
}

async function runBatch(ids: readonly string[], lane: Lane, order: Order): Promise<readonly FigureResult[]> {
  const results: FigureResult[] = [];
  const words = ['run', order.part, '--seed', String(order.seed), '--size', order.size, ...ids];
  const code = await runLines([...lane.inside, process.execPath, runner, ...words], (line) => {
    const result = marked(line, resultMark) as FigureResult | undefined;
    if (result === undefined) process.stderr.write(`${line}\n`);
    else results.push(result);
  });
  return ids.map((id) => {
    const found = results.find((result) => result.id === id);
    return found === undefined ? silent(id, lane, order, code) : judged(found, code);
  });
}

export async function runLane(lane: Lane, order: Order): Promise<readonly FigureResult[]> {
  const results: FigureResult[] = [];
  for (const ids of lane.batches) {
    for (const result of await runBatch(ids, lane, order)) {
      order.done(result);
      results.push(result);
    }
  }
  return results;
}
