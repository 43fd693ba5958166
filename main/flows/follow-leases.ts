// What the store tells that leases depend on: readings, switches, sign-outs, limits.
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import { settledAt } from '../domain/lease-capacity.ts';
import type { LeaseId } from '../domain/lease.ts';
import type { Clock } from '../ports.ts';
import { activeAccount, currentWindows, type Selectable } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface FollowLeasesParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly providers: readonly Selectable[];
  readonly leases: Pick<LeaseBook, 'settle' | 'switched' | 'ofAccount'>;
  /** There may be room now. */
  readonly reconsider: () => void;
  /** Ends a lease whose account is gone. Never fails. */
  readonly revoke: (lease: LeaseId) => void;
}

/** Returns the function that stops it. */
export function startFollowLeases(parts: FollowLeasesParts): () => void {
  const { store, clock, providers, leases, reconsider } = parts;
  const serving = new Map<ProviderId, AccountId>();

  /** After a switch the leases of the new account begin one by one. */
  function noteSwitch(state: State): void {
    for (const { id } of providers) {
      const account = activeAccount(state, id)?.id;
      if (account === undefined || serving.get(id) === account) continue;
      if (serving.has(id)) leases.switched(account, clock.nowMs());
      serving.set(id, account);
    }
  }

  function wasRead(state: State, id: AccountId): void {
    const account = state.accounts.find((each) => each.id === id);
    if (account === undefined) return;
    const now = clock.nowMs();
    leases.settle(id, settledAt({ windows: currentWindows(state, account, now) }, now), now);
  }

  return store.subscribe((state, event) => {
    if (event.type === 'account.signed-out') {
      for (const { id } of leases.ofAccount(event.account)) parts.revoke(id);
      return;
    }
    if (event.type === 'quota.read') wasRead(state, event.sample.account);
    else if (event.type === 'course.moved') noteSwitch(state);
    else if (!['account.signed-in', 'account.usable', 'settings.changed'].includes(event.type)) return;
    reconsider();
  });
}
