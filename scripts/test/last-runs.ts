// How long the long commands took when they last ran whole: kept under `out/`, told by `npm run bench` beside its rows.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root, writeWhole } from '../bootstrap/places.mjs';

const folder = path.join(root, 'out', 'runs');

/** On two cores (design §15); a part of the figures has one bound, whichever it is. */
const mostMinutes: Readonly<Record<string, number>> = { test: 10, guards: 60 };
const mostMinutesOfPart = 45;

const runShape = z.strictObject({
  name: z.string(),
  seconds: z.number(),
  passed: z.number(),
  failed: z.number(),
  /** With `+` behind it where files had been changed since. */
  commit: z.string(),
  /** Unix milliseconds. */
  endedAt: z.number(),
});
export type LastRun = z.output<typeof runShape>;

function presentCommit(): string {
  const { stdout, status } = spawnSync('git', ['describe', '--always', '--dirty=+', '--abbrev=12'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'unknown';
}

/** @param name as after `npm run`, the part of the figures behind it */
export function keepRun(name: string, run: Pick<LastRun, 'seconds' | 'passed' | 'failed'>): void {
  const kept: LastRun = { name, ...run, commit: presentCommit(), endedAt: Date.now() };
  writeWhole(path.join(folder, `${name.replaceAll(/[^a-z]+/g, '-')}.json`), `${JSON.stringify(kept)}\n`);
}

/** By name; nothing where none has run here. */
export function lastRuns(): readonly LastRun[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  return names.toSorted().flatMap((name) => {
    try {
      return [runShape.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))];
    } catch {
      // Half of a file, or one of another version: as if it had not run.
      return [];
    }
  });
}

const mostMinutesOf = (name: string): number => mostMinutes[name] ?? mostMinutesOfPart;

/** Whether it was in time, and whether anything came out that counts. */
export function isRunMet({ name, seconds, passed, failed }: LastRun): boolean {
  return passed > 0 && failed === 0 && seconds <= 60 * mostMinutesOf(name);
}

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

/** A line for each, with the goal missed where it is. */
export function describeRuns(runs: readonly LastRun[]): readonly string[] {
  return runs.map((run) => {
    const { name, seconds, passed, failed, commit } = run;
    const most = mostMinutesOf(name);
    const late = seconds > 60 * most ? `MISSED ${most}/${(seconds / 60).toFixed(1)}` : 'FAILED';
    const verdict = isRunMet(run) ? 'met' : late;
    return `${name}: ${minutes(seconds)} at ${commit}, ${passed} passed, ${failed} failed, at most ${most} min: ${verdict}`;
  });
}
