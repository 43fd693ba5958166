// What Linux says of one process in one short read. Read at once, not by the thread pool: that costs ten times as much, and
// the kernel answers from memory.
import { readFileSync, statSync } from 'node:fs';
import { isZombie, parseProcessStat } from '../../domain/process-stat.ts';

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
  const stat = parseProcessStat(text);
  return { parent: stat.parent, startTime: stat.startTime, isZombie: isZombie(stat) };
}

/** Whether it runs as the user of this process. */
export function isOurs(pid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).uid === process.getuid?.();
  } catch {
    return false;
  }
}
