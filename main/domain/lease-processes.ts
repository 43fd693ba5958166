// Which leases live with which process; a pid alone names none, for it is given again. Pure.
import type { Held } from './lease-account.ts';
import type { LeaseHolder, LeaseId } from './lease.ts';

export type LeaseProcess = Omit<Extract<LeaseHolder, { kind: 'process' }>, 'kind'>;

export interface ProcessIndex {
  /** What lives with no process is passed over. */
  add(held: Held): void;
  delete(held: Held): void;
  of(process: LeaseProcess): ReadonlyMap<LeaseId, Held> | undefined;
  /** Each that a lease lives with, once. */
  all(): readonly LeaseProcess[];
}

interface OneProcess {
  readonly process: LeaseProcess;
  readonly leases: Map<LeaseId, Held>;
}

const keyOf = ({ pid, startTime }: LeaseProcess): string => `${pid}:${startTime}`;

export function createProcessIndex(): ProcessIndex {
  const processes = new Map<string, OneProcess>();
  return {
    add(held) {
      const { holder, id } = held.lease;
      if (holder.kind !== 'process') return;
      const { pid, startTime } = holder;
      const one = processes.get(keyOf(holder)) ?? { process: { pid, startTime }, leases: new Map() };
      processes.set(keyOf(holder), one);
      one.leases.set(id, held);
    },
    delete({ lease: { holder, id } }) {
      if (holder.kind !== 'process') return;
      const one = processes.get(keyOf(holder));
      one?.leases.delete(id);
      if (one?.leases.size === 0) processes.delete(keyOf(holder));
    },
    of: (process) => processes.get(keyOf(process))?.leases,
    all: () => Array.from(processes.values(), ({ process }) => process),
  };
}
