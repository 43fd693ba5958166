// Callers as a test wants them, and processes that run until a test says that they have ended.
import type { Caller, ProcessStamp, ProcessWatch, SeenCaller } from '../../main/ports.ts';

/** A process with what a test does not care about filled in: pid 4711, started by pid 1 from /usr/bin/claude. */
function seenCaller(differing: Partial<SeenCaller> = {}): SeenCaller {
  return {
    pid: 4711,
    startTime: 1000,
    parent: 1,
    executable: '/usr/bin/claude',
    words: ['claude'],
    folder: '/home/ada/project',
    ...differing,
  };
}

/** The caller first, each the child of the next; pids count down from 4711, so that the oldest has the least. */
export function callerOf(...line: readonly Partial<SeenCaller>[]): Caller {
  const whole = line.map((each, depth) =>
    seenCaller({ pid: 4711 - depth, startTime: 1000 - depth, parent: 4710 - depth, ...each }),
  );
  return { line: whole };
}

/** Every process that was started here runs until it is ended here. */
export class KnownProcesses implements ProcessWatch {
  readonly #running = new Map<number, ProcessStamp>();
  /** How many processes were asked about each time. */
  readonly looks: number[] = [];

  start(pid: number, startTime = 1000): ProcessStamp {
    const stamp = { pid, startTime };
    this.#running.set(pid, stamp);
    return stamp;
  }

  end(pid: number): void {
    this.#running.delete(pid);
  }

  async stampOf(pid: number): Promise<ProcessStamp | undefined> {
    return this.#running.get(pid);
  }

  async endedOf(processes: readonly ProcessStamp[]): Promise<readonly ProcessStamp[]> {
    this.looks.push(processes.length);
    return processes.filter(({ pid, startTime }) => this.#running.get(pid)?.startTime !== startTime);
  }
}
