// Runs vitest once or more, here or inside the world, and adds up what came out.
import path from 'node:path';
import { runForeground } from '../bootstrap/child.mjs';
import { root } from '../bootstrap/places.mjs';
import { keepRun } from './last-runs.ts';
import { type Summary, summaryMark } from './projects.ts';

export interface Run {
  readonly projects: readonly string[];
  /** Put before the vitest command: the world and its options. */
  readonly inside?: readonly string[];
  /** File name patterns; empty means all. */
  readonly patterns: readonly string[];
  /** True where the patterns may match nothing in this run because they meant another one. */
  readonly mayBeEmpty: boolean;
}

const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * Runs one after the other; returns the exit code and prints, as the very last line, `N passed, N failed`.
 * @param keepAs under which name its time is kept, for a run of all that there is
 */
export async function runAll(runs: readonly Run[], keepAs?: string): Promise<number> {
  const startedMs = performance.now();
  let passed = 0;
  let failed = 0;
  const notes: string[] = [];
  for (const run of runs) {
    const { code, summary } = await runOnce(run);
    if (code > 128) return code;
    passed += summary?.passed ?? 0;
    failed += summary?.failed ?? 0;
    notes.push(...remarks(run, summary, code));
    failed += failuresBeyondTests(run, summary, code);
  }
  if (passed + failed === 0) {
    notes.push('NOTHING RAN: no test matched');
    failed = 1;
  }
  if (keepAs !== undefined)
    keepRun(keepAs, { seconds: Math.round((performance.now() - startedMs) / 1000), passed, failed });
  if (notes.length > 0) process.stdout.write(`\n${notes.join('\n')}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runOnce(run: Run): Promise<{ code: number; summary: Summary | undefined }> {
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
  return { code, summary };
}

/** A run that ended badly without a failed test, and a project that should have had tests, count as failures. */
function failuresBeyondTests(run: Run, summary: Summary | undefined, code: number): number {
  const unexplained = code !== 0 && (summary?.failed ?? 0) === 0 ? 1 : 0;
  return unexplained + emptyProjects(run, summary).length;
}

function emptyProjects(run: Run, summary: Summary | undefined): string[] {
  return run.mayBeEmpty ? [] : run.projects.filter((name) => (summary?.projects[name] ?? 0) === 0);
}

function remarks(run: Run, summary: Summary | undefined, code: number): string[] {
  const skipped = summary?.skipped ?? [];
  const unexplained = code !== 0 && (summary?.failed ?? 0) === 0;
  return [
    ...(summary?.failures ?? []).map((name) => `FAILED   ${name}`),
    ...skipped.map((name) => `SKIPPED  ${name}`),
    ...emptyProjects(run, summary).map((name) => `MISSING  project ${name} ran no test`),
    ...(unexplained ? [`FAILED   the run of ${run.projects.join(', ')} ended with ${code}`] : []),
  ];
}
