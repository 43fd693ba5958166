// What Linux says of one process in one short read. Read at once, not by the thread pool: that costs ten times as much, and
// the kernel answers from memory.
import { readFileSync, statSync } from 'node:fs';

export interface ProcessStatus {
  readonly parent: number;
  /** In clock ticks since the boot, exactly as the kernel says. */
  readonly startTime: number;
  /** Ended, and only not yet fetched by its parent. */
  readonly isZombie: boolean;
}

/** Undefined when the process is gone, or hidden from us. */
export function readStatus(pid: number): ProcessStatus | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the program's name in brackets, which may hold spaces and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // A killed process is a zombie as soon as its first thread has gone; another may still be at work.
  const isZombie = ['Z', 'X'].includes(fields[0] ?? '') && Number(fields[17]) <= 1;
  return { parent: Number(fields[1]), startTime: Number(fields[19]), isZombie };
}

/** Whether it runs as the user of this process. */
export function isOurs(pid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).uid === process.getuid?.();
  } catch {
    return false;
  }
}
