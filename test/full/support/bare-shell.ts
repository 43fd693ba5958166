// What a start of the system's own shell takes right now: beside it a time says something although the machine is busy.
import { spawnSync } from 'node:child_process';

const starts = 10;
/** So many times a bare start the whole of a small script may take, where other tests run at the same time. */
const mostTimes = 4;

/** Milliseconds: the limit for the fastest of a few calls among other tests, never less than the limit itself. */
export function limitAmongOthers(limitMs: number): number {
  const times = Array.from({ length: starts }, () => {
    const startedMs = performance.now();
    spawnSync('/bin/sh', ['-c', 'cat >/dev/null'], { input: 'x'.repeat(4096) });
    return performance.now() - startedMs;
  });
  return Math.max(limitMs, mostTimes * Math.min(...times));
}
