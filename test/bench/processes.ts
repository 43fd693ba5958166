// What a tree of processes uses, read from /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second of /proc/PID/stat; Linux has used 100 on all common systems for decades. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  readonly cpuSeconds: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name may hold spaces and brackets; fields are counted from the last closing one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(fields[1]),
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    };
  } catch {
    return undefined;
  }
}

/** The process and everything it started that still runs. */
function tree(root: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = statOf(Number(name));
        return stat === undefined ? [] : [[Number(name), stat.parent] as const];
      }),
  );
  const found = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid);
        grown = true;
      }
    }
  }
  return [...found];
}

export interface Usage {
  readonly cpuSeconds: number;
  readonly bytesWritten: number;
  readonly pssBytes: number;
}

function field(path: string, name: string): number {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Memory counted by share (PSS), so that pages common to several processes count once. */
export function usage(root: number): Usage {
  return tree(root).reduce<Usage>(
    (sum, pid) => ({
      cpuSeconds: sum.cpuSeconds + (statOf(pid)?.cpuSeconds ?? 0),
      bytesWritten: sum.bytesWritten + field(`/proc/${String(pid)}/io`, 'write_bytes'),
      pssBytes: sum.pssBytes + field(`/proc/${String(pid)}/smaps_rollup`, 'Pss') * 1024,
    }),
    { cpuSeconds: 0, bytesWritten: 0, pssBytes: 0 },
  );
}
