// Runs the named test files in a copy of the checkout and says what came out, as the project's own reporter counts it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onInterrupt } from '../bootstrap/interrupt.mjs';
import { type Summary, summaryMark } from '../test/projects.ts';
import { projectsOf } from './guard.ts';

export interface TestRun {
  /** Undefined when the runner said nothing. */
  readonly summary: Summary | undefined;
  readonly isOverdue: boolean;
  /** The end of what it printed. */
  readonly tail: string;
}

const tailLines = 30;

export interface TestOrder {
  /** From the root of the checkout. */
  readonly tests: readonly string[];
  /** A pattern of names. */
  readonly named?: string;
  /** Of one test, in place of what its project has. */
  readonly testMs?: number;
  /** Of the whole run: then it is ended, whatever it is at. */
  readonly limitMs: number;
}

export async function runTests(folder: string, order: TestOrder): Promise<TestRun> {
  const { tests, named, testMs, limitMs } = order;
  const vitest = 'node_modules/vitest/vitest.mjs';
  const words = [
    ...[vitest, 'run', '--configLoader=native', '--cache=false', '--fsModuleCache=false'],
    ...(testMs === undefined ? [] : [`--testTimeout=${testMs}`]),
    ...(named === undefined ? [] : [`--testNamePattern=${named}`]),
    ...projectsOf(tests).map((name) => `--project=${name}`),
    ...tests,
  ];
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: what tests have started goes with it.
    detached: true,
  });
  let isOver = false;
  const kill = (): void => {
    if (isOver || child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended in this very moment.
    }
  };
  const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
  child.once('error', reject);
  child.once('close', () => {
    isOver = true;
    resolve(undefined);
  });
  let summary: Summary | undefined;
  const tail: string[] = [];
  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith(summaryMark)) summary = JSON.parse(line.slice(summaryMark.length)) as Summary;
    else keep(line);
  });
  createInterface({ input: child.stderr }).on('line', keep);
  let isOverdue = false;
  const limit = setTimeout(() => {
    isOverdue = true;
    kill();
  }, limitMs);
  const interrupted = new AbortController();
  const forget = onInterrupt(async () => {
    interrupted.abort();
    kill();
    await ended.catch(() => undefined);
  });
  try {
    await ended;
  } finally {
    clearTimeout(limit);
    forget();
  }
  // What was killed says nothing; the process ends when everything is cleared away.
  if (interrupted.signal.aborted) await new Promise(() => undefined);
  return { summary, isOverdue, tail: tail.join('\n') };
}
