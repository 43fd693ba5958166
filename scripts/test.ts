// `npm test`: all projects at their quick sizes; with `whole` at their whole ones; or, whole, the projects that are named, or
// the files whose names hold what is given.
import os from 'node:os';
import { fail } from './bootstrap/steps.mjs';
import { dealtOut } from './test/file-times.ts';
import { plainProjects, wholeTag, worldProject } from './test/projects.ts';
import { type Run, runAll } from './test/runs.ts';

const args = process.argv.slice(2);
const allProjects: readonly string[] = [...plainProjects, worldProject];
const isQuick = args.length === 0;
const words = args.filter((argument) => argument !== wholeTag);
const named = words.filter((argument) => allProjects.includes(argument));
const patterns = words.filter((argument) => !allProjects.includes(argument));
const wanted = named.length > 0 ? named : allProjects;
const mayBeEmpty = patterns.length > 0;
const inside = [process.execPath, 'test/world/world.ts', '--'];

/** Of the quick size: tests wait a third of their time, so there are more of them than cores. */
const atOnce = Math.min(3, 1 + os.availableParallelism());

/**
 * Each world has a desktop and fixed ports of its own, so the files can be shared out. Not in the whole size: there is time for
 * one after the other, with nothing beside them.
 */
function worldRuns(): readonly Run[] {
  const run: Run = { projects: [worldProject], inside, patterns, mayBeEmpty, isQuick };
  if (!isQuick) return [run];
  return dealtOut('test/e2e', atOnce).map((files) => ({ ...run, patterns: files }));
}

const plain = plainProjects.filter((name) => wanted.includes(name));
const stages: (readonly Run[])[] = [];
if (plain.length > 0) {
  const run: Run = { projects: plain, patterns, mayBeEmpty, isQuick };
  stages.push([isQuick ? { ...run, workers: atOnce } : run]);
}
if (wanted.includes(worldProject)) stages.push(worldRuns());

/** Under its own name each: the two have different bounds. */
function nameToKeep(): string | undefined {
  if (words.length > 0) return undefined;
  return isQuick ? 'test' : `test ${wholeTag}`;
}

try {
  process.exit(await runAll(stages, nameToKeep()));
} catch (error) {
  fail(error);
}
