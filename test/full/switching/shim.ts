// How much later a program starts through our script: as it is installed, in the system's own shell, among many folders.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createShellScripts } from '../../../main/adapters/node/shell-scripts.ts';
import { shellStart } from '../../../main/consumers/claude-code/shell-start.ts';
import { putProgram, tableText } from '../../fakes/shells.ts';
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { leastForTimes, percentile, rounded, spread } from '../support/statistics.ts';
import { timeCalls } from '../support/time-calls.ts';

const longestMs = 15;
const controlCalls = 30;
const ruleCount = 50;
const folderCount = 20;

/** A script that does the same in Node. */
const inNode = (real: string): string => `#!/bin/sh
exec "$NODE" -e '
const fs = require("fs");
const lines = fs.readFileSync(process.argv[1], "utf8").split("\\n");
process.env.${shellStart.variable} = lines.at(-2).split("\\t")[1];
require("child_process").spawnSync(process.argv[2], process.argv.slice(3), { stdio: "inherit" });
' "$TABLE" '${real}' "$@"
`;

async function measure(calls: number, textFor?: (real: string) => string): Promise<Outcome> {
  await using root = await makeFolder();
  const shellFolder = join(root.path, 'data', 'shell');
  const table = join(shellFolder, 'claude-code.accounts');
  const scripts = createShellScripts({
    folder: shellFolder,
    starts: [{ ...shellStart, table }],
    platform: process.platform,
  });
  await scripts.write();
  const login = join(root.path, 'data', 'logins', 'claude-code', '0123456789abcdef');
  await mkdir(login, { recursive: true });
  const work = join(root.path, 'home', 'work');
  await mkdir(work, { recursive: true });
  const rules = Array.from(
    { length: ruleCount },
    (_, index) => [join(root.path, 'home', 'projects', `of-customer-${index}`), '-'] as const,
  );
  await writeFile(table, tableText(rules, login));
  const folders = Array.from({ length: folderCount }, (_, index) => join(root.path, `programs-${index}`));
  for (const each of folders) await mkdir(each);
  const real = join(folders.at(-1) ?? root.path, shellStart.command);
  await symlink('/usr/bin/printenv', real);
  const script = join(shellFolder, 'bin', shellStart.command);
  if (textFor !== undefined) await putProgram(script, textFor(real));
  const environment = {
    PATH: [join(shellFolder, 'bin'), ...folders].join(':'),
    HOME: join(root.path, 'home'),
    NODE: process.execPath,
    TABLE: table,
  };
  // The program prints the variable, so that each call proves which login it got.
  const call = { words: [shellStart.variable], environment, folder: work };
  const [ours, bare] = await timeCalls(calls, [
    { ...call, program: script },
    { ...call, program: real },
  ] as const);
  const right = ours.filter(({ said }) => said === `${login}\n`).length;
  const through = ours.map(({ ms }) => ms);
  const alone = bare.map(({ ms }) => ms);
  const [fastest, p50, p95] = [0, 0.5, 0.95].map((share) => percentile(through, share));
  const added = percentile(through, 0.5) - percentile(alone, 0.5);
  // Among other tests a time says little, so there only the fastest call is judged, and the goal says so.
  const [judged, name] = calls < leastForTimes ? [fastest, 'fastest'] : [p95, 'p95'];
  const shown = (ms: number | undefined): string => `${ms?.toFixed(1) ?? '?'} ms`;
  return {
    met: right === calls && (judged ?? Number.NaN) <= longestMs,
    goal: `${calls} of ${calls} calls with the login in use, ${name} ≤ ${longestMs} ms, the program itself included`,
    actual: `${right} of ${calls}, fastest ${shown(fastest)}, p50 ${shown(p50)}, p95 ${shown(p95)}, of which the script ${shown(added)}`,
    counts: {
      calls,
      rules: ruleCount,
      foldersOfPath: folderCount,
      bytesOfScript: (await readFile(script)).length,
      fastestMs: rounded(fastest ?? Number.NaN),
      p50Ms: rounded(p50 ?? Number.NaN),
      p95Ms: rounded(p95 ?? Number.NaN),
      longestMs: rounded(Math.max(...through)),
      programAloneP50Ms: rounded(percentile(alone, 0.5)),
      addedP50Ms: rounded(added),
      addedP95Ms: rounded(percentile(through, 0.95) - percentile(alone, 0.95)),
    },
    histogram: spread(through, [2, 4, 6, 10, 15, 50], 'ms'),
  };
}

export const figure: Figure = {
  id: 'shim',
  about: 'a plain call of a program gets the login of the account in use without anybody noticing the time',
  place: 'node',
  isAlone: true,
  size: { unit: 'calls', quick: 30, full: 400 },
  measure: (size) => measure(size),
  control: () => measure(controlCalls, inNode),
};
