// `npm run mutation`: Stryker by stryker.config.mjs, and what came of it: in each room the tests have to notice enough.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import config, { rooms } from '../stryker.config.mjs';
import { runForeground } from './bootstrap/child.mjs';
import { root } from './bootstrap/places.mjs';
import { fail, SetupFailure } from './bootstrap/steps.mjs';
import { isEnough, roomScores, scoresOf, tableOf, type Report } from './mutation/scores.ts';

const usage = `usage: npm run mutation -- [ROOM or FILE …] [options of Stryker]

Makes small changes in copies of the files of a room (${Object.keys(rooms).join(', ')}; all of them if none is named), or of
the files named, one at a time, and runs the tests that reach them: enough of the changes have to be noticed.

exit codes: 0 each room has enough; 1 one has not, or Stryker could not run; 2 usage
`;

const stryker = path.join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const reportFile = path.join(root, config.jsonReporter.fileName);

const filesIn = new Map<string, readonly string[]>(
  Object.entries(rooms).map(([room, patterns]) => [room, globSync(patterns, { cwd: root })]),
);

/** A file that belongs to no room may be tried as well. */
function roomOf(file: string): string {
  const room = [...filesIn].find(([, files]) => files.includes(file));
  return room?.[0] ?? 'elsewhere';
}

/** @throws SetupFailure */
function filesNamed(name: string): readonly string[] {
  const room = filesIn.get(name);
  if (room !== undefined) return room;
  const file = path.relative(root, path.resolve(root, name));
  if (/\.tsx?$/.test(file) && existsSync(path.join(root, file))) return [file];
  throw new SetupFailure(`neither a room nor a source file: ${name}\n\n${usage}`, { exitCode: 2 });
}

async function run(args: readonly string[]): Promise<number> {
  const firstOption = args.findIndex((each) => each.startsWith('-'));
  const cut = firstOption < 0 ? args.length : firstOption;
  const named = [...new Set(args.slice(0, cut).flatMap(filesNamed))];
  const options = args.slice(cut);
  if (options.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  const chosen = named.length === 0 ? [] : ['--mutate', named.join(',')];
  // What an earlier run has found would look like the result of one that fails.
  rmSync(reportFile, { force: true });
  const code = await runForeground(process.execPath, [stryker, 'run', ...chosen, ...options], { cwd: root });
  if (code !== 0 || !existsSync(reportFile)) return 1;
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const scores = roomScores(scoresOf(report), roomOf);
  process.stdout.write(`${tableOf(scores).join('\n')}\n`);
  return scores.every(({ room }) => isEnough(room)) ? 0 : 1;
}

run(process.argv.slice(2)).then((code) => {
  process.exit(code);
}, fail);
