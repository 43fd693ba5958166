// What the store tells that leases depend on: readings, switches, sign-outs, limits.
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import { settledAt } from '../domain/lease-capacity.ts';
import type { LeaseId } from '../domain/lease.ts';
import type { Clock } from '../ports.ts';
import { activeAccount, currentWindows, selected, type Selectable } from '../state/selected.ts';
import type { Event, State } from '../state/state.ts';
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

/** After them another account may be in use. */
const switches: readonly Event['type'][] = ['accounts.loaded', 'course.moved', 'settings.changed'];
/** After them another account may have room. */
const others: readonly Event['type'][] = [
  'account.signed-in',
  'file.held',
  'lock.changed',
  'account.usable',
  'account.unusable',
  'account.renewed',
  'plan.read',
];

/** Returns the function that stops it. */
export function startFollowLeases(parts: FollowLeasesParts): () => void {
  const { store, clock, providers, leases, reconsider } = parts;
  /** In use at each provider. */
  const inUse = new Map<ProviderId, AccountId>();
  /** What serves of them all. */
  let serving: AccountId | undefined;

  /** After a switch the leases of the new account begin one by one. */
  function noteSwitch(state: State): void {
    const now = clock.nowMs();
    const switched = new Set<AccountId>();
    for (const { id } of providers) {
      const account = activeAccount(state, id)?.id;
      if (account === undefined || inUse.get(id) === account) continue;
      if (inUse.has(id)) switched.add(account);
      inUse.set(id, account);
    }
    const serves = selected(state, providers, now).serves?.id;
    if (serves !== undefined && serving !== undefined && serves !== serving) switched.add(serves);
    serving = serves ?? serving;
    for (const account of switched) leases.switched(account, now);
  }

  function wasRead(state: State, id: AccountId): void {
    const account = state.accounts.find((each) => each.id === id);
    if (account === undefined) return;
    const now = clock.nowMs();
    leases.settle(id, settledAt({ windows: currentWindows(state, account, now) }, now), now);
  }

  noteSwitch(store.state());
  return store.subscribe((state, event) => {
    if (event.type === 'account.signed-out')
      for (const { id } of leases.ofAccount(event.account)) parts.revoke(id);
    else if (event.type === 'quota.read') wasRead(state, event.sample.account);
    else if (event.type === 'quota.remembered') wasRead(state, event.account);
    else if (switches.includes(event.type)) noteSwitch(state);
    else if (!others.includes(event.type)) return;
    reconsider();
  });
}
