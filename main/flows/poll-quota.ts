// Keeps the quota of metered accounts fresh: asks the poll policy, waits, reads, again. No timer without an account.
import { isDoubted } from '../domain/fuse-quota.ts';
import type { AccountId } from '../domain/ids.ts';
import { decidePoll, mayReadNow, noRequests, withTry, type RequestRecord } from '../domain/poll-policy.ts';
import { worstWindow, type KnownQuota, type KnownWindow } from '../domain/quota-window.ts';
import { thresholdsFor } from '../domain/settings.ts';
import type { QuotaNote } from '../domain/quota-note.ts';
import type { Clock, Log, Presence, QuotaNotes, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { PollerSeat } from './poller-seat.ts';
import { createQuotaBook } from './quota-book.ts';
import type { Outcome, Question } from './read-quota.ts';

/** How an account's quota can be read. */
export interface Readable {
  readonly limits: { readonly spacingMs: number; readonly perHour: number };
  /** False: only when a person wants to know. */
  readonly polled: boolean;
}

export interface PollParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly notes: QuotaNotes;
  readonly presence: Pick<Presence, 'attention' | 'online'>;
  readonly seat: Pick<PollerSeat, 'isOurs'>;
  /** Undefined where there is no quota, or none that can be asked for. */
  readonly readable: (account: AccountId) => Readable | undefined;
  /** The fingerprint of who is asked about. */
  readonly identityOf: (account: AccountId) => string | undefined;
  readonly read: (account: AccountId, asked: Question) => Promise<Outcome | undefined>;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface QuotaPolling {
  /**
   * Follows this account from now on. Failures of other keys count no more, and the plan is read again: after a sign-in as soon
   * as a person asks, whatever the quota has to wait for; after a renewal, which comes every few hours, with the next reading.
   */
  follow(account: AccountId, keys?: 'signed-in' | 'renewed'): Promise<void>;
  unfollow(account: AccountId): void;
  follows(account: AccountId): boolean;
  /** Reads now, for a person who asked, as far as the provider allows it. Unknown accounts are ignored. */
  readNow(account: AccountId): Promise<void>;
  /** Asks the policy again for every account: the settings, the attention or the clock have changed. */
  reconsider(): void;
  /** The computer goes to sleep: nothing is asked until it is awake again. */
  pause(): void;
  /** It is awake. What has become due meanwhile is asked for one after the other, once the network had time to come back. */
  resume(): void;
  /** Keeps what another source has said about the account. */
  note(account: AccountId): void;
  stop(): Promise<void>;
}

interface Followed {
  cancel: () => void;
  justSignedIn: boolean;
  unchangedInRow: number;
  /** Another process was the poller when this was last looked at. */
  leftToOther: boolean;
  reading?: Promise<void>;
}

/** So close to a limit, figures are read more often. */
const nearPoints = 10;
const minuteMs = 60_000;
/** Between two requests of this machine, so that many accounts never make a burst. */
const apartMs = 1_500;
const networkBackMs = 10_000;
/** Without a network, or while another process is the poller, this often is looked whether that has changed. */
const lookAgainMs = minuteMs;

function withOutcome(record: RequestRecord, outcome: Outcome | undefined): RequestRecord {
  if (outcome === undefined) return record;
  const { tries, failuresInRow } = record;
  if (outcome === 'read') return { tries, failuresInRow: 0 };
  const { retryAt } = outcome;
  return { tries, failuresInRow: failuresInRow + 1, ...(retryAt !== undefined && { retryAt }) };
}

/** What tells whether a reading has brought anything new; resets wander by seconds. */
function figuresOf(quota: KnownQuota | undefined): string {
  return JSON.stringify(
    quota?.windows.map(({ id, usedPercent, unlimited, amount, resetsAt }) => [
      id,
      unlimited === true ? 'unlimited' : usedPercent,
      amount?.used,
      amount?.left,
      resetsAt === null ? null : Math.round(resetsAt / (15 * minuteMs)),
    ]),
  );
}

/** Whether a restart should know it: that the same figures were read again is not worth a write. */
function isNews(before: QuotaNote | undefined, after: QuotaNote): boolean {
  const kept = ({ requests, quota, plan }: QuotaNote): string => {
    const { readAt: _readAt, ...name } = plan ?? { readAt: 0 };
    return JSON.stringify([requests.failuresInRow, requests.retryAt, figuresOf(quota), name]);
  };
  return before === undefined || kept(before) !== kept(after);
}

export function createQuotaPolling(parts: PollParts): QuotaPolling {
  const { store, clock, timer, log, presence, seat, readable, identityOf, read } = parts;
  const followed = new Map<AccountId, Followed>();
  /** Of an earlier run too, so that neither budget nor figures start anew. */
  const book = createQuotaBook(parts);
  let lastStartedAt = -Infinity;
  let notBefore = -Infinity;
  let isPaused = false;

  /** What the process that is the poller has noted meanwhile. */
  async function takeOver(account: AccountId): Promise<void> {
    const note = await book.reload(account);
    if (note !== undefined && followed.has(account)) remember(account, note);
  }

  function remember(account: AccountId, { quota, plan }: QuotaNote): void {
    store.dispatch({
      type: 'quota.remembered',
      account,
      ...(quota !== undefined && { quota }),
      ...(plan !== undefined && { plan }),
    });
  }

  function identified(account: AccountId, note: QuotaNote): QuotaNote {
    const identity = identityOf(account) ?? book.get(account)?.identity;
    return { ...note, ...(identity !== undefined && { identity }) };
  }

  const recordOf = (account: AccountId): RequestRecord => book.get(account)?.requests ?? noRequests;

  function siblingsOf(account: AccountId): readonly RequestRecord[] {
    const identity = identityOf(account);
    if (identity === undefined) return [];
    return [...book.all()].flatMap(([id, note]) =>
      id !== account && note.identity === identity ? [note.requests] : [],
    );
  }

  function planDue(account: AccountId): boolean {
    const readAt = book.get(account)?.plan?.readAt;
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
    if (quota) {
      const now = clock.nowMs();
      lastStartedAt = now;
      // Durable first: not even a crash in the middle may forget that the provider was asked.
      const requests = withTry(recordOf(account), now);
      const note = identified(account, { ...book.get(account), requests });
      await book.keepTry(account, note, readable(account)?.limits.perHour ?? 0);
    }
    const before = figuresOf(store.state().readings.get(account)?.quota);
    const outcome = await read(account, { quota, plan: planDue(account) });
    const known = book.get(account);
    const requests = withOutcome(recordOf(account), outcome);
    if (followed.get(account) !== item) {
      // What the provider has asked for holds also when the account comes back.
      book.hold(account, { ...known, requests });
      return;
    }
    if (outcome === 'read') {
      const isUnchanged = figuresOf(store.state().readings.get(account)?.quota) === before;
      item.unchangedInRow = isUnchanged ? item.unchangedInRow + 1 : 0;
    }
    const note = noteOf(account, requests);
    if (isNews(known, note)) await book.keep(account, identified(account, note));
    else book.hold(account, { ...known, ...note });
    schedule(account, item);
  }

  function noteOf(account: AccountId, requests: RequestRecord): QuotaNote {
    const { readings, plans } = store.state();
    const quota = readings.get(account)?.quota;
    const plan = plans.get(account);
    return { requests, ...(quota !== undefined && { quota }), ...(plan !== undefined && { plan }) };
  }

  function mayRead(account: AccountId, { limits }: Readable): boolean {
    const siblings = siblingsOf(account);
    return mayReadNow({ now: clock.nowMs(), record: recordOf(account), siblings, limits });
  }

  /** The policy's word on when to read next. */
  function nextDelayMs(account: AccountId, { limits }: Readable, { unchangedInRow }: Followed): number {
    const { settings, readings } = store.state();
    const quota = readings.get(account)?.quota;
    const { at: readAt = 0, windows = [] } = quota ?? {};
    // One that is past is still looked for, until a reading after it.
    const resets = windows.flatMap(({ resetsAt }) =>
      resetsAt !== null && resetsAt > readAt ? [resetsAt] : [],
    );
    const provider = store.state().accounts.find(({ id }) => id === account)?.provider;
    const isNear = ({ id, usedPercent }: KnownWindow): boolean => {
      const [first = 100] = provider === undefined ? [] : thresholdsFor(settings, provider, id);
      const limitPercent = Math.min(first, 100 - settings.reservePercent);
      return usedPercent !== null && usedPercent >= limitPercent - nearPoints && usedPercent < 100;
    };
    const worst = worstWindow(windows);
    const { delayMs, reason } = decidePoll({
      now: clock.nowMs(),
      record: recordOf(account),
      siblings: siblingsOf(account),
      everyMs: settings.quotaEveryMinutes * minuteMs,
      limits,
      attention: presence.attention(),
      nearLimit: worst !== undefined && isNear(worst),
      doubted: isDoubted(quota),
      unchangedInRow,
      random: parts.random(),
      nextResetAt: resets.length === 0 ? null : Math.min(...resets),
    });
    if (reason === 'provider-asked' || reason === 'budget-spent')
      log.info('quota is read later', { account, reason, delayMs });
    return delayMs;
  }

  function schedule(account: AccountId, item: Followed): void {
    item.cancel();
    const source = readable(account);
    if (isPaused || source?.polled !== true) return;
    wait(account, item, nextDelayMs(account, source, item));
  }

  function wait(account: AccountId, item: Followed, delayMs: number): void {
    item.cancel();
    item.cancel = timer.after(delayMs, () => {
      void due(account, item);
    });
  }

  /** The moment has come: unless something stands in the way that is no matter of the policy. */
  async function due(account: AccountId, item: Followed): Promise<void> {
    const isOurs = await seat.isOurs();
    if (!isOurs || item.leftToOther) {
      await takeOver(account);
      if (followed.get(account) !== item) return;
      if (isOurs) schedule(account, item);
      else wait(account, item, lookAgainMs);
      item.leftToOther = !isOurs;
      return;
    }
    if (followed.get(account) !== item || isPaused || item.reading !== undefined) return;
    // Another account of the same person may have been asked about since this was planned.
    const source = readable(account);
    if (source === undefined || !mayRead(account, source)) {
      schedule(account, item);
      return;
    }
    if (!presence.online()) {
      wait(account, item, lookAgainMs);
      return;
    }
    const turnInMs = Math.max(lastStartedAt + apartMs, notBefore) - clock.nowMs();
    // A clock that was set back must not hold anybody up.
    if (turnInMs > 0 && turnInMs <= networkBackMs) wait(account, item, turnInMs);
    else await readOnce(account, item);
  }

  return {
    async follow(account, keys) {
      await book.load();
      if (readable(account) === undefined) return;
      // What is being read for it now is its reading still.
      const item: Followed = followed.get(account) ?? {
        cancel: () => undefined,
        justSignedIn: false,
        unchangedInRow: 0,
        leftToOther: false,
      };
      if (keys !== 'renewed') item.justSignedIn = keys === 'signed-in';
      followed.set(account, item);
      const note = book.get(account);
      if (note !== undefined) {
        remember(account, note);
        // What failed with the keys of before says nothing about the new ones; the plan may have changed.
        if (keys !== undefined) {
          const { plan: _plan, ...rest } = note;
          // What the provider has asked for holds for the account, whatever its keys.
          book.hold(account, { ...rest, requests: { ...note.requests, failuresInRow: 0 } });
        }
      }
      schedule(account, item);
    },
    unfollow(account) {
      followed.get(account)?.cancel();
      followed.delete(account);
      // What was asked for an account counts also when it comes back.
      const requests = book.get(account)?.requests;
      if (requests !== undefined) void book.keepLast(account, identified(account, { requests }));
    },
    follows: (account) => followed.has(account),
    async readNow(account) {
      const item = followed.get(account);
      const source = readable(account);
      if (item === undefined || source === undefined || !(await seat.isOurs())) return;
      // While the provider wants to be left alone the person is shown the age of the figures instead.
      const allowed = mayRead(account, source);
      // The plan alone is asked for right after a sign-in, not by every click.
      const planOnly = !allowed && item.justSignedIn;
      item.justSignedIn = false;
      if (item.reading !== undefined || allowed || planOnly) await readOnce(account, item, allowed);
    },
    reconsider() {
      for (const [account, item] of followed) if (item.reading === undefined) schedule(account, item);
    },
    pause() {
      isPaused = true;
      for (const item of followed.values()) item.cancel();
    },
    resume() {
      isPaused = false;
      notBefore = clock.nowMs() + networkBackMs;
      for (const [account, item] of followed) {
        // What failed before the sleep may have been the network of another place.
        const note = book.get(account);
        if (note !== undefined)
          book.hold(account, { ...note, requests: { ...note.requests, failuresInRow: 0 } });
        if (item.reading === undefined) schedule(account, item);
      }
    },
    note(account) {
      const item = followed.get(account);
      if (item === undefined || item.reading !== undefined) return;
      void book.keep(account, identified(account, noteOf(account, recordOf(account))));
      schedule(account, item);
    },
    async stop() {
      for (const item of followed.values()) item.cancel();
      followed.clear();
      await book.close();
    },
  };
}
