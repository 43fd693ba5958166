// Runs vitest once or more, here or inside the world, and adds up what came out.
import path from 'node:path';
import { runForeground } from '../bootstrap/child.mjs';
import { root } from '../bootstrap/places.mjs';
import { keepFileTimes } from './file-times.ts';
import { keepRun } from './last-runs.ts';
import { type Summary, summaryMark, wholeTag } from './projects.ts';

export interface Run {
  readonly projects: readonly string[];
  /** Put before the vitest command: the world and its options. */
  readonly inside?: readonly string[];
  /** File name patterns; empty means all. */
  readonly patterns: readonly string[];
  /** True where the patterns may match nothing in this run because they meant another one. */
  readonly mayBeEmpty: boolean;
  /** Without the tests that are there only in the whole size. */
  readonly isQuick?: boolean;
  /** Test files at once; without it as many as vitest.config.ts says. */
  readonly workers?: number;
}

interface Outcome {
  readonly run: Run;
  readonly code: number;
  readonly summary: Summary | undefined;
}

const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * Runs one stage after the other, and what is in a stage side by side; returns the exit code and prints, as the very last
 * line, `N passed, N failed`.
 * @param keepAs under which name its time is kept, for a run of all that there is
 */
export async function runAll(stages: readonly (readonly Run[])[], keepAs?: string): Promise<number> {
  const startedMs = performance.now();
  const outcomes: Outcome[] = [];
  for (const stage of stages) {
    const ended = await Promise.all(stage.map(runOnce));
    const stopped = ended.find(({ code }) => code > 128);
    if (stopped !== undefined) return stopped.code;
    outcomes.push(...ended);
  }
  const passed = sumOf(outcomes, ({ summary }) => summary?.passed ?? 0);
  const notes = outcomes.flatMap(remarks);
  let failed = sumOf(outcomes, (outcome) => (outcome.summary?.failed ?? 0) + failuresBeyondTests(outcome));
  if (passed + failed === 0) {
    notes.push('NOTHING RAN: no test matched');
    failed = 1;
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  if (keepAs !== undefined) keepRun(keepAs, { seconds, passed, failed });
  keepFileTimes(Object.fromEntries(outcomes.flatMap(({ summary }) => Object.entries(summary?.fileMs ?? {}))));
  if (notes.length > 0) process.stdout.write(`\n${notes.join('\n')}\n`);
  process.stdout.write(leftOutWords(outcomes));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

const sumOf = (outcomes: readonly Outcome[], count: (outcome: Outcome) => number): number =>
  outcomes.reduce((sum, outcome) => sum + count(outcome), 0);

/** A sample must never be taken for all that there is. */
function leftOutWords(outcomes: readonly Outcome[]): string {
  const files = outcomes.flatMap(({ summary }) => Object.entries(summary?.leftOut ?? {}));
  if (files.length === 0) return '';
  const lines = files
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([file, count]) => `LEFT OUT ${String(count).padStart(4)}  ${file}`);
  const all = files.reduce((sum, [, count]) => sum + count, 0);
  return `\n${lines.join('\n')}\nQUICK SIZE: ${all} tests were left out; all of them: npm test -- whole\n`;
}

async function runOnce(run: Run): Promise<Outcome> {
  const command = [
    ...(run.inside ?? []),
    process.execPath,
    vitest,
    'run',
    // Inside the world the checkout cannot be written to; elsewhere these caches gain nothing worth a special case.
    '--configLoader=native',
    '--cache=false',
    '--fsModuleCache=false',
    ...run.projects.map((name) => `--project=${name}`),
    '--passWithNoTests',
    ...(run.isQuick === true ? [`--tagsFilter=!${wholeTag}`] : []),
    ...(run.workers === undefined ? [] : [`--maxWorkers=${run.workers}`]),
    ...run.patterns,
  ];
  let summary: Summary | undefined;
  const code = await runForeground(command[0] ?? process.execPath, command.slice(1), {
    cwd: root,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    onStdoutLine: (line) => {
      if (!line.startsWith(summaryMark)) return true;
      summary = JSON.parse(line.slice(summaryMark.length)) as Summary;
      return false;
    },
  });
  return { run, code, summary };
}

/** A run that ended badly without a failed test, and a project that should have had tests, count as failures. */
function failuresBeyondTests({ run, summary, code }: Outcome): number {
  const unexplained = code !== 0 && (summary?.failed ?? 0) === 0 ? 1 : 0;
  return unexplained + emptyProjects(run, summary).length;
}

function emptyProjects(run: Run, summary: Summary | undefined): string[] {
  return run.mayBeEmpty ? [] : run.projects.filter((name) => (summary?.projects[name] ?? 0) === 0);
}

function remarks({ run, summary, code }: Outcome): string[] {
  const skipped = summary?.skipped ?? [];
  const unexplained = code !== 0 && (summary?.failed ?? 0) === 0;
  return [
    ...(summary?.failures ?? []).map((name) => `FAILED   ${name}`),
    ...skipped.map((name) => `SKIPPED  ${name}`),
    ...emptyProjects(run, summary).map((name) => `MISSING  project ${name} ran no test`),
    ...(unexplained ? [`FAILED   the run of ${run.projects.join(', ')} ended with ${code}`] : []),
  ];
}
