// The shell that asks: where it has forked itself for `$( … )` with a pipe or the like, the one above the fork, for the fork
// is gone as soon as we have answered.
import { readFileSync } from 'node:fs';
import { parseProcessStat, type ProcessStat } from '../domain/process-stat.ts';

/** Undefined where the system does not tell. */
function statOf(pid: number): ProcessStat | undefined {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** More than a shell ever forks itself for one command. */
const mostForks = 16;

/** @param pid the process above us; elsewhere than on Linux that is the answer */
export function askingShell(pid = process.ppid): number {
  let shell = pid;
  for (let forks = 0; forks < mostForks; forks += 1) {
    const here = statOf(shell);
    const above = here === undefined ? undefined : statOf(here.parent);
    if (here === undefined || above === undefined || here.stack === '0' || here.stack !== above.stack) break;
    shell = here.parent;
  }
  return shell;
}
