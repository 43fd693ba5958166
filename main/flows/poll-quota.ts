// Keeps the quota of metered accounts fresh: asks the poll policy, waits, reads, again. No timer without an account.
import type { FailureValue } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import {
  decidePoll,
  mayReadNow,
  noRequests,
  withTry,
  type Attention,
  type RequestRecord,
} from '../domain/poll-policy.ts';
import { worstWindow } from '../domain/quota-window.ts';
import type { Clock, Log, QuotaNote, QuotaNotes, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { Question } from './read-quota.ts';

export interface PollParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly notes: QuotaNotes;
  readonly attention: () => Attention;
  /** How often the account's provider may be asked; undefined where there is no quota to read. */
  readonly limitsOf: (account: AccountId) => { spacingMs: number; perHour: number } | undefined;
  readonly read: (account: AccountId, asked: Question) => Promise<void>;
}

export interface QuotaPolling {
  /** Follows this account from now on. `signedIn`: what was learnt about an earlier sign-in counts no more. */
  follow(account: AccountId, signedIn?: 'just-now'): Promise<void>;
  unfollow(account: AccountId): void;
  follows(account: AccountId): boolean;
  /** Reads now, for a person who asked, as far as the provider allows it. Unknown accounts are ignored. */
  readNow(account: AccountId): Promise<void>;
  /** Asks the policy again for every account: the settings, the attention or the clock have changed. */
  reconsider(): void;
  stop(): void;
}

interface Followed {
  cancel: () => void;
  justSignedIn: boolean;
  reading?: Promise<void>;
}

/** So close to a limit, figures are read more often. */
const nearPoints = 10;
const minuteMs = 60_000;

function withOutcome(record: RequestRecord, failure: FailureValue | undefined): RequestRecord {
  return {
    tries: record.tries,
    failuresInRow: failure === undefined ? 0 : record.failuresInRow + 1,
    ...(failure?.retryAt !== undefined && { retryAt: failure.retryAt }),
  };
}

export function createQuotaPolling(parts: PollParts): QuotaPolling {
  const { store, clock, timer, log, notes, attention, limitsOf, read } = parts;
  const followed = new Map<AccountId, Followed>();
  const known = new Map<AccountId, QuotaNote>();
  let loading: Promise<void> | undefined;

  /** Notes of an earlier run, so that neither budget nor figures start anew. */
  function loaded(): Promise<void> {
    loading ??= notes.load().then((found) => {
      for (const [account, note] of found) if (!known.has(account)) known.set(account, note);
    });
    return loading;
  }

  function keep(account: AccountId, note: QuotaNote): void {
    known.set(account, note);
    notes.save(known).catch((thrown: unknown) => {
      log.warn('quota notes not kept', { thrown });
    });
  }

  const recordOf = (account: AccountId): RequestRecord => known.get(account)?.requests ?? noRequests;

  function planDue(account: AccountId): boolean {
    const readAt = known.get(account)?.plan?.readAt;
    const everyMs = store.state().settings.planEveryMinutes * minuteMs;
    return readAt === undefined || clock.nowMs() - readAt >= everyMs || readAt > clock.nowMs();
  }

  /** One request at a time: who asks while one is under way gets its answer. */
  function readOnce(account: AccountId, item: Followed, quota = true): Promise<void> {
    item.reading ??= request(account, item, quota).finally(() => {
      delete item.reading;
    });
    return item.reading;
  }

  async function request(account: AccountId, item: Followed, quota: boolean): Promise<void> {
    item.cancel();
    const before = recordOf(account);
    const asking = quota ? withTry(before, clock.nowMs()) : before;
    // Noted first: a crash in the middle must not forget that the provider was asked.
    if (quota) keep(account, { ...known.get(account), requests: asking });
    await read(account, { quota, plan: planDue(account) });
    if (followed.get(account) !== item) return;
    const { readings, plans } = store.state();
    const reading = readings.get(account);
    const plan = plans.get(account);
    keep(account, {
      ...(reading?.sample !== undefined && { sample: reading.sample }),
      ...(plan !== undefined && { plan }),
      requests: quota ? withOutcome(asking, reading?.failure) : asking,
    });
    schedule(account, item);
  }

  function schedule(account: AccountId, item: Followed): void {
    const limits = limitsOf(account);
    if (limits === undefined) return;
    const { settings, readings } = store.state();
    const { at: readAt = 0, windows = [] } = readings.get(account)?.sample ?? {};
    const now = clock.nowMs();
    const limitPercent = Math.min(settings.notifyAtPercent, 100 - settings.reservePercent);
    // One that is past is still looked for, until a reading after it.
    const resets = windows.flatMap(({ resetsAt }) =>
      resetsAt !== null && resetsAt > readAt ? [resetsAt] : [],
    );
    const used = worstWindow(windows)?.usedPercent ?? 0;
    const { delayMs, reason } = decidePoll({
      now,
      record: recordOf(account),
      everyMs: settings.quotaEveryMinutes * minuteMs,
      limits,
      attention: attention(),
      nearLimit: used >= limitPercent - nearPoints && used < 100,
      nextResetAt: resets.length === 0 ? null : Math.min(...resets),
    });
    if (reason === 'provider-asked' || reason === 'budget-spent')
      log.info('quota is read later', { account, reason, delayMs });
    item.cancel();
    item.cancel = timer.after(delayMs, () => {
      void readOnce(account, item);
    });
  }

  return {
    async follow(account, signedIn) {
      await loaded();
      if (limitsOf(account) === undefined) return;
      // What is being read for it now is its reading still.
      const item: Followed = followed.get(account) ?? { cancel: () => undefined, justSignedIn: false };
      item.justSignedIn = signedIn === 'just-now';
      followed.set(account, item);
      const note = known.get(account);
      if (note !== undefined) {
        const { requests, ...remembered } = note;
        store.dispatch({ type: 'quota.remembered', account, ...remembered });
        // What failed with the keys of before says nothing about the new ones; the plan may have changed.
        if (signedIn === 'just-now') {
          const { plan: _plan, ...rest } = remembered;
          known.set(account, { ...rest, requests: { tries: requests.tries, failuresInRow: 0 } });
        }
      }
      schedule(account, item);
    },
    unfollow(account) {
      followed.get(account)?.cancel();
      followed.delete(account);
      // What was asked for an account counts also when it comes back.
      const requests = known.get(account)?.requests;
      if (requests !== undefined) keep(account, { requests });
    },
    follows: (account) => followed.has(account),
    async readNow(account) {
      const item = followed.get(account);
      const limits = limitsOf(account);
      if (item === undefined || limits === undefined) return;
      // While the provider wants to be left alone the person is shown the age of the figures instead.
      const allowed = mayReadNow({ now: clock.nowMs(), record: recordOf(account), limits });
      // The plan alone is asked for right after a sign-in, not by every click.
      const planOnly = !allowed && item.justSignedIn;
      item.justSignedIn = false;
      if (item.reading !== undefined || allowed || planOnly) await readOnce(account, item, allowed);
    },
    reconsider() {
      for (const [account, item] of followed) if (item.reading === undefined) schedule(account, item);
    },
    stop() {
      for (const item of followed.values()) item.cancel();
      followed.clear();
    },
  };
}
