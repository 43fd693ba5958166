// `npm test`: all projects, or those named, or the files whose names hold what is given.
import { fail } from './bootstrap/steps.mjs';
import { plainProjects, worldProject } from './test/projects.ts';
import { type Run, runAll } from './test/runs.ts';

const args = process.argv.slice(2);
const allProjects: readonly string[] = [...plainProjects, worldProject];
const named = args.filter((argument) => allProjects.includes(argument));
const patterns = args.filter((argument) => !allProjects.includes(argument));
const wanted = named.length > 0 ? named : allProjects;
const mayBeEmpty = patterns.length > 0;

const plain = plainProjects.filter((name) => wanted.includes(name));
const runs: Run[] = [];
if (plain.length > 0) runs.push({ projects: plain, patterns, mayBeEmpty });
if (wanted.includes(worldProject)) {
  runs.push({
    projects: [worldProject],
    inside: [process.execPath, 'test/world/world.ts', '--'],
    patterns,
    mayBeEmpty,
  });
}

try {
  process.exit(await runAll(runs, args.length === 0 ? 'test' : undefined));
} catch (error) {
  fail(error);
}
