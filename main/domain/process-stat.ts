// What Linux says of a process in `/proc/PID/stat`, by name. Pure.

export interface ProcessStat {
  /** One letter, for example `S`. */
  readonly state: string;
  readonly parent: number;
  readonly threads: number;
  /** In clock ticks since the boot, exactly as the kernel says. */
  readonly startTime: number;
  /** Where its stack begins: a fork has that of the process above, a program that was started has its own; `0` where it is hidden. */
  readonly stack: string;
}

export function parseProcessStat(text: string): ProcessStat {
  // The second field is the program's name in brackets, which may hold spaces and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    threads: Number(fields[17]),
    startTime: Number(fields[19]),
    stack: fields[25] ?? '0',
  };
}

/** A killed process is a zombie as soon as its first thread has gone; another may still be in the middle of a write. */
export function isZombie({ state, threads }: Pick<ProcessStat, 'state' | 'threads'>): boolean {
  return ['Z', 'X'].includes(state) && threads <= 1;
}
