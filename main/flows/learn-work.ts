// What a finished piece of work has taken, as far as that can be told, so that the next one of its kind can be estimated.
import type { AccountId } from '../domain/ids.ts';
import type { Lease } from '../domain/lease.ts';
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
}

export interface LearnWork {
  load(): Promise<void>;
  began(lease: Lease): void;
  /** It runs since before this start: it cannot be measured any more, and is in the way of measuring others. */
  resumed(lease: Lease): void;
  /** @param reported what it has said that it used, in its unit */
  ended(lease: Lease, reported: number): void;
  estimate(key: WorkKey): WorkEstimate | undefined;
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

/** A reading that comes so long after the end is about other work as well. */
const latestReadingMs = 10 * 60_000;
const mostWaiting = 256;
const mostKept = 2_000;
/** What ends together is kept together, and of a flood the newest tells enough. */
const keepAfterMs = 1_000;
const mostAtOnce = 50;
/** An estimate changes slowly, and is asked for with every lease. */
const estimateKeptMs = 5_000;

function seenOf(state: State, id: AccountId, now: number): Seen | undefined {
  const account = state.accounts.find((each) => each.id === id);
  if (account === undefined) return undefined;
  const found = decisiveWindow({ windows: currentWindows(state, account, now) }, 0);
  if (found === undefined) return undefined;
  const { window, used } = found;
  return { windowId: window.id, usedPercent: used, resetsAt: window.resetsAt, at: window.at };
}

function workOf(lease: Lease, used: number, unit: FinishedWork['unit'], now: number): FinishedWork {
  const { agent, provider, grantedAt } = lease;
  return {
    at: now,
    provider,
    ...(agent.consumer !== undefined && { consumer: agent.consumer }),
    ...(agent.task !== undefined && { task: agent.task }),
    unit,
    used,
    lengthMs: Math.max(0, now - grantedAt),
  };
}

export function startLearnWork({ notes, store, clock, timer }: LearnWorkParts): LearnWork {
  const known = new Map<string, WorkEstimate | undefined>();
  let knownSince = 0;
  const unkept: FinishedWork[] = [];
  let cancelKeep: (() => void) | undefined;
  let works: FinishedWork[] = [];
  /** Who has had the account to itself since its beginning, and what was read before. */
  const alone = new Map<AccountId, { readonly lease: Lease['id']; readonly before: Seen | undefined }>();
  const running = new Map<AccountId, Set<Lease['id']>>();
  const waiting: { readonly lease: Lease; readonly before: Seen; readonly endedAt: number }[] = [];

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

  function estimate(key: WorkKey): WorkEstimate | undefined {
    const now = clock.nowMs();
    if (Math.abs(now - knownSince) > estimateKeptMs) {
      known.clear();
      knownSince = now;
    }
    const name = JSON.stringify([key.provider, key.consumer, key.task, key.unit]);
    if (!known.has(name)) known.set(name, estimateFor(works, key, now));
    return known.get(name);
  }

  /** The first reading after its end says what it has taken, when nobody else has used the account meanwhile. */
  function readingCame(account: AccountId): void {
    const now = clock.nowMs();
    const after = seenOf(store.state(), account, now);
    for (const each of waiting.filter(({ lease }) => lease.account === account)) {
      const isLate = now - each.endedAt > latestReadingMs;
      if (!isLate && (after === undefined || after.at < each.endedAt)) continue;
      waiting.splice(waiting.indexOf(each), 1);
      const { before, lease, endedAt } = each;
      if (isLate || after?.windowId !== before.windowId || !isSameReset(after.resetsAt, before.resetsAt))
        continue;
      const used = after.usedPercent - before.usedPercent;
      if (used >= 0) learn(workOf(lease, used, 'percent', endedAt));
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
      const others = running.get(account) ?? new Set();
      alone.delete(account);
      // What ended a moment ago is still in no reading.
      for (const each of waiting.filter(({ lease }) => lease.account === account))
        waiting.splice(waiting.indexOf(each), 1);
      if (others.size === 0)
        alone.set(account, { lease: id, before: seenOf(store.state(), account, clock.nowMs()) });
      running.set(account, others.add(id));
    },
    resumed({ id, account }) {
      running.set(account, (running.get(account) ?? new Set()).add(id));
    },
    ended(lease, reported) {
      const { id, account, amount, basis } = lease;
      const one = alone.get(account);
      const before = one?.lease === id ? one.before : undefined;
      if (one?.lease === id) alone.delete(account);
      running.get(account)?.delete(id);
      const now = clock.nowMs();
      if (basis === 'unmetered') return;
      if (reported > 0) learn(workOf(lease, reported, amount.unit, now));
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
