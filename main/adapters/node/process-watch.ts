// Whether processes still run: by pid and start time, so that a pid which was given anew is nobody's.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ProcessStamp, ProcessWatch } from '../../ports.ts';
import { isTaken, startSlackMs } from './process-identity.ts';
import { isOurs, readStatus } from './process-watch-status.ts';
import { readProcessTable } from './process-table.ts';

/** Of each at most this many, then others have their turn: less than a millisecond. */
const groupSize = 32;

/** Zero and below mean whole groups of processes to the system. */
function isPid(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}

function hasEndedOnLinux({ pid, startTime }: ProcessStamp): boolean {
  const status = readStatus(pid);
  if (status === undefined) return !isTaken(pid);
  return status.startTime !== startTime || status.isZombie;
}

const onLinux: ProcessWatch = {
  async stampOf(pid) {
    const status = isPid(pid) && isOurs(pid) ? readStatus(pid) : undefined;
    if (status === undefined || status.isZombie) return undefined;
    return { pid, startTime: status.startTime };
  },
  async endedOf(processes) {
    const ended: ProcessStamp[] = [];
    for (let at = 0; at < processes.length; at += groupSize) {
      if (at > 0) await nextTurn();
      ended.push(...processes.slice(at, at + groupSize).filter(hasEndedOnLinux));
    }
    return ended;
  },
};

/** To list the processes costs a program there; that one has ended is seen without it, only a pid given anew is not. */
const tableKeptMs = 10_000;

interface Table {
  /** Unix milliseconds by pid, of this person's processes. */
  readonly starts: ReadonlyMap<number, number>;
  /** Unix milliseconds. */
  readonly readAt: number;
  /** On the monotonic clock. */
  readonly keptUntilMs: number;
}

/** Start times are Unix milliseconds there, roughly. Untried: there was no macOS and no Windows to try it on. */
function elsewhere(platform: NodeJS.Platform): ProcessWatch {
  let table: Promise<Table> | undefined;

  async function read(): Promise<Table> {
    const readAt = Date.now();
    const seen = await readProcessTable(platform).catch(() => []);
    const starts = new Map(seen.map(({ pid, startedAt }) => [pid, startedAt]));
    return { starts, readAt, keptUntilMs: performance.now() + tableKeptMs };
  }

  async function recent(): Promise<Table> {
    const known = await table;
    if (known !== undefined && performance.now() < known.keptUntilMs) return known;
    table = read();
    return table;
  }

  return {
    async stampOf(pid) {
      if (!isPid(pid) || !isTaken(pid)) return undefined;
      table = read();
      const startTime = (await table).starts.get(pid);
      return startTime === undefined ? undefined : { pid, startTime };
    },
    async endedOf(processes) {
      const { starts, readAt } = await recent();
      return processes.filter(({ pid, startTime }) => {
        if (!isTaken(pid)) return true;
        const present = starts.get(pid);
        // A list that is older than the process may show who had its pid before.
        if (present === undefined || readAt <= startTime) return false;
        return Math.abs(present - startTime) > startSlackMs;
      });
    },
  };
}

/** @param platform decides how the system is asked */
export function createProcessWatch(platform: NodeJS.Platform = process.platform): ProcessWatch {
  return platform === 'linux' ? onLinux : elsewhere(platform);
}
