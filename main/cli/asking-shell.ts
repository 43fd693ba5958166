// The shell that asks: where it has forked itself for `$( … )` with a pipe or the like, the one above the fork, for the fork
// is gone as soon as we have answered.
import { readFileSync } from 'node:fs';

interface Status {
  readonly parent: number;
  /** Where its stack begins: a fork has that of the process above, a program that was started has its own. */
  readonly stack: string;
}

/** Undefined where the system does not tell. */
function statusOf(pid: number): Status | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold spaces and brackets itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), stack: fields[25] ?? '0' };
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
    const here = statusOf(shell);
    const above = here === undefined ? undefined : statusOf(here.parent);
    if (here === undefined || above === undefined || here.stack === '0' || here.stack !== above.stack) break;
    shell = here.parent;
  }
  return shell;
}
