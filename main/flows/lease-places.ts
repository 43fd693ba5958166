// Where those who wait for a lease stand: how many are before them, until when about, and why there is no room now.
import type { Failure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import { etaOf, type RunningWork } from '../domain/lease-eta.ts';
import type { LeaseQueue } from '../domain/lease-queue.ts';
import { rampStepMs } from '../domain/lease-ramp.ts';
import type { Lease } from '../domain/lease.ts';
import type { Clock } from '../ports.ts';
import type { Room } from './lease-desk.ts';

/** Where somebody stands. */
export interface Place {
  /** 1: the next one. */
  readonly position: number;
  /** Unix milliseconds; null: nobody knows. */
  readonly etaAt: number | null;
  readonly why: Failure | undefined;
}

export type NoRoom = Extract<Room, { kind: 'later' | 'refused' }>;

export interface PlaceParts {
  readonly queue: Pick<LeaseQueue, 'position' | 'positionAt'>;
  readonly clock: Clock;
  readonly leasesOf: (account: AccountId) => readonly Lease[];
  /** How long such work takes mostly. */
  readonly usualMs: (lease: Lease) => number | null;
  /** By account, why the first in its line has none. */
  readonly reasons: ReadonlyMap<AccountId, NoRoom>;
}

/** One look, for as many places as are asked for at this moment. */
export function lookAtPlaces({
  queue,
  clock,
  leasesOf,
  usualMs,
  reasons,
}: PlaceParts): (id: string, accounts: readonly AccountId[]) => Place {
  const known = new Map<AccountId, readonly RunningWork[]>();

  function running(account: AccountId): readonly RunningWork[] {
    const work =
      known.get(account) ??
      leasesOf(account).map((lease) => ({
        grantedAt: lease.grantedAt,
        usualMs: usualMs(lease),
        givesBack: Math.max(0, lease.amount.value - lease.used),
      }));
    known.set(account, work);
    return work;
  }

  function etaAt(id: string, account: AccountId): number | null {
    const room = reasons.get(account);
    const position = queue.positionAt(id, account);
    if (room === undefined || position === undefined) return null;
    const why =
      room.kind === 'later' ? { code: 'ramp' as const, at: room.at, stepMs: rampStepMs } : room.refusal;
    if (why === undefined) return room.kind === 'refused' ? (room.failure.retryAt ?? null) : null;
    return etaOf({ position, why, running: running(account) }, clock.nowMs());
  }

  return (id, accounts) => {
    const etas = accounts.flatMap((account) => etaAt(id, account) ?? []);
    const refused = accounts
      .map((account) => reasons.get(account))
      .find((room): room is Extract<NoRoom, { kind: 'refused' }> => room?.kind === 'refused');
    return {
      position: queue.position(id) ?? 1,
      etaAt: etas.length === 0 ? null : Math.min(...etas),
      why: refused?.failure,
    };
  };
}
