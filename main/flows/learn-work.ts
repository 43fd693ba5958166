// What a finished piece of work has taken, as far as that can be told, so that the next one of its kind can be estimated.
import type { AccountId } from '../domain/ids.ts';
import type { Lease, LeaseAmount, LeaseId } from '../domain/lease.ts';
import { estimateFor, usualLengthMs, type WorkEstimate, type WorkKey } from '../domain/work-estimate.ts';
import type { Clock, FinishedWork, Timer, WorkNotes } from '../ports.ts';
import { currentWindows } from '../state/selected.ts';
import { decisiveWindow } from '../domain/exhaustion.ts';
import { isSameReset } from '../domain/use-history.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface LearnWorkParts {
  readonly notes: WorkNotes;
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Hears what a lease has taken that had said nothing, in percent as it was given out. Never fails. */
  readonly measured: (lease: LeaseId, used: number) => void;
}

export interface LearnWork {
  load(): Promise<void>;
  began(lease: Lease): void;
  /** It runs since before this start: it cannot be measured any more, and is in the way of measuring others. */
  resumed(lease: Lease): void;
  /** @param reported what it has said that it used, in its unit */
  ended(lease: Lease, reported: number): void;
  /** @param account percent are those of its fullest window: of no other one do they say anything */
  estimate(key: Omit<WorkKey, 'windowId'>, account: AccountId): WorkEstimate | undefined;
  /** Null: too little of it was seen. */
  usualMs(key: WorkKey): number | null;
  stop(): void;
}

interface Seen {
  readonly windowId: string;
  readonly usedPercent: number;
  readonly resetsAt: number | null;
  readonly at: number;
}

/** A reading from so long before the beginning, or after the end, is about the person's own work as well. */
const furthestReadingMs = 10 * 60_000;
const mostWaiting = 256;
const mostKept = 2_000;
/** What ends together is kept together, and of a flood the newest tells enough. */
const keepAfterMs = 1_000;
const mostAtOnce = 50;
/** An estimate changes slowly, and is asked for with every lease. */
const estimateKeptMs = 5_000;

function fullestOf(state: State, id: AccountId, now: number, reservePercent: number) {
  const account = state.accounts.find((each) => each.id === id);
  if (account === undefined) return undefined;
  return decisiveWindow({ windows: currentWindows(state, account, now) }, reservePercent);
}

function seenOf(state: State, id: AccountId, now: number): Seen | undefined {
  const found = fullestOf(state, id, now, 0);
  if (found === undefined) return undefined;
  const { window, used } = found;
  return { windowId: window.id, usedPercent: used, resetsAt: window.resetsAt, at: window.at };
}

function workOf(
  lease: Lease,
  { unit, value, windowId }: LeaseAmount & { readonly windowId: string | undefined },
  now: number,
): FinishedWork {
  const { agent, provider, grantedAt } = lease;
  return {
    at: now,
    provider,
    ...(agent.consumer !== undefined && { consumer: agent.consumer }),
    ...(agent.task !== undefined && { task: agent.task }),
    unit,
    ...(unit === 'percent' && windowId !== undefined && { windowId }),
    used: value,
    lengthMs: Math.max(0, now - grantedAt),
  };
}

export function startLearnWork({ notes, store, clock, timer, measured }: LearnWorkParts): LearnWork {
  const known = new Map<string, WorkEstimate | undefined>();
  let knownSince = 0;
  const unkept: FinishedWork[] = [];
  let cancelKeep: (() => void) | undefined;
  let works: FinishedWork[] = [];
  /** Who has had the account to itself since its beginning, and what was read before. */
  const alone = new Map<AccountId, { readonly lease: Lease['id']; readonly before: Seen }>();
  /** With the window that was the fullest when it began. */
  const running = new Map<AccountId, Map<Lease['id'], string | undefined>>();
  const waiting: { readonly lease: Lease; readonly before: Seen; readonly endedAt: number }[] = [];

  function runningOn(account: AccountId): Map<Lease['id'], string | undefined> {
    const leases = running.get(account) ?? new Map<Lease['id'], string | undefined>();
    running.set(account, leases);
    return leases;
  }

  function learn(work: FinishedWork): void {
    works.push(work);
    if (works.length > 2 * mostKept) works = works.slice(-mostKept);
    unkept.push(work);
    cancelKeep ??= timer.after(keepAfterMs, keep);
  }

  function keep(): void {
    cancelKeep = undefined;
    for (const work of unkept.splice(0).slice(-mostAtOnce)) void notes.append(work);
  }

  function estimate(named: Omit<WorkKey, 'windowId'>, account: AccountId): WorkEstimate | undefined {
    const now = clock.nowMs();
    const state = store.state();
    // The one by which it is decided what is left (`lease-capacity.ts`).
    const windowId = fullestOf(state, account, now, state.settings.reservePercent)?.window.id;
    const key: WorkKey = { ...named, ...(windowId !== undefined && { windowId }) };
    if (Math.abs(now - knownSince) > estimateKeptMs) {
      known.clear();
      knownSince = now;
    }
    const name = JSON.stringify([key.provider, key.consumer, key.task, key.unit, windowId]);
    if (!known.has(name)) known.set(name, estimateFor(works, key, now));
    return known.get(name);
  }

  /**
   * The first reading after its end says what it has taken, when nobody else has used the account meanwhile. What two
   * readings further apart show is no more than a bound of it: nothing is learnt from that.
   */
  function readingCame(account: AccountId): void {
    const now = clock.nowMs();
    const after = seenOf(store.state(), account, now);
    for (const each of waiting.filter(({ lease }) => lease.account === account)) {
      const { before, lease, endedAt } = each;
      if (after === undefined || after.at < endedAt) continue;
      waiting.splice(waiting.indexOf(each), 1);
      const { windowId } = before;
      const used = after.usedPercent - before.usedPercent;
      if (used < 0 || after.windowId !== windowId || !isSameReset(after.resetsAt, before.resetsAt)) continue;
      const { amount, grantedAt } = lease;
      const isExact = Math.max(grantedAt - before.at, after.at - endedAt) <= furthestReadingMs;
      if (isExact) learn(workOf(lease, { unit: 'percent', value: used, windowId }, endedAt));
      if (amount.unit === 'percent') measured(lease.id, isExact ? used : Math.min(used, amount.value));
    }
  }

  const unsubscribe = store.subscribe((_state, event) => {
    if (event.type === 'quota.read') readingCame(event.sample.account);
    if (event.type === 'quota.remembered') readingCame(event.account);
    if (event.type === 'account.signed-out')
      for (const each of waiting.filter(({ lease }) => lease.account === event.account))
        waiting.splice(waiting.indexOf(each), 1);
  });

  return {
    async load() {
      works = [...(await notes.load()), ...works];
    },
    began({ id, account }) {
      const others = runningOn(account);
      alone.delete(account);
      // What ended a moment ago is still in no reading.
      for (const each of waiting.filter(({ lease }) => lease.account === account))
        waiting.splice(waiting.indexOf(each), 1);
      const before = seenOf(store.state(), account, clock.nowMs());
      if (others.size === 0 && before !== undefined) alone.set(account, { lease: id, before });
      const state = store.state();
      const deciding = fullestOf(state, account, clock.nowMs(), state.settings.reservePercent);
      others.set(id, deciding?.window.id);
    },
    resumed({ id, account }) {
      runningOn(account).set(id, undefined);
    },
    ended(lease, reported) {
      const { id, account, amount, basis } = lease;
      const one = alone.get(account);
      const before = one?.lease === id ? one.before : undefined;
      if (one?.lease === id) alone.delete(account);
      const windowId = runningOn(account).get(id);
      runningOn(account).delete(id);
      const now = clock.nowMs();
      if (basis === 'unmetered') return;
      if (reported > 0) learn(workOf(lease, { unit: amount.unit, value: reported, windowId }, now));
      else if (before !== undefined && waiting.length < mostWaiting)
        waiting.push({ lease, before, endedAt: now });
    },
    estimate,
    usualMs: (key) => usualLengthMs(works, key, clock.nowMs()) ?? null,
    stop() {
      unsubscribe();
      cancelKeep?.();
      keep();
    },
  };
}
