// The only way to a usable credential: refreshed when due, once however many ask, and in time without anybody asking.
import {
  haveSameTokens,
  isOAuthAccount,
  type OAuthAccount,
  type SignedInAccount,
} from '../domain/account.ts';
import { Failure, needsSignIn, safeModeCode, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Home } from '../domain/refresh-policy.ts';
import { askedPauseMs, nextTryAt } from '../domain/retry-policy.ts';
import type { Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import { createRenewal, type RenewalParts } from './renewal.ts';
import type { SharedFiles } from './shared-files.ts';

export interface FreshCredentialParts extends RenewalParts {
  readonly book: RenewalParts['book'] & Pick<AccountBook, 'inTurn'>;
  readonly files: RenewalParts['files'] & Pick<SharedFiles, 'follow'>;
  readonly store: Store;
  readonly timer: Timer;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface FreshCredentials {
  /**
   * Keys that can be used now, refreshed first when due. A refresh that fails does not matter while they still work.
   * @throws Failure `credential/missing`, `credential/rejected`, `credential/left-to-owner`, or that of the refresh
   */
  get(account: AccountId): Promise<SignedInAccount>;
  /** Other keys than these, which the provider has just refused. @throws Failure as `get` */
  replace(refused: SignedInAccount): Promise<SignedInAccount>;
  /** Refreshes in time from now on, whether or not anybody asks. */
  follow(account: AccountId): void;
  /** The computer has slept: what was put off is tried soon, unless the provider wants to be left alone. */
  woken(): void;
  /** Keys can be kept: what was put off because they could not is tried soon. */
  keyStoreOpened(): void;
  /** Waits for what is under way, as long as the end of the app may wait; nothing new is begun. */
  stop(): Promise<void>;
}

/** Timers stand still while the computer sleeps, so the wall clock is looked at this often. */
const tickMs = 60_000;
/** The system gives a program a few seconds to end (reliability LC-03). */
const stopLimitMs = 4_000;

interface Failed {
  /** The tokens it was tried with: what holds for them says nothing about others. */
  readonly entry: OAuthAccount;
  readonly inRow: number;
  /** Unix milliseconds by the provider's clock. */
  readonly at: number;
  /** From then to the next try. */
  readonly pauseMs: number;
  /** How much of it the provider has asked for. */
  readonly askedMs: number;
  readonly failure: Failure;
}

export function createFreshCredentials(parts: FreshCredentialParts): FreshCredentials {
  const { book, files, store, timer, random, log } = parts;
  const renewal = createRenewal(parts);
  const { known, nowFor, decide, isExpired, isUnkept } = renewal;
  const timers = new Map<AccountId, () => void>();
  const failed = new Map<AccountId, Failed>();
  /** Keys that came in place of refused ones: when these are refused too, renewing is not what helps. */
  const replacements = new Map<AccountId, OAuthAccount>();
  let stopped = false;

  /** An answer that is lost costs the whole sign-in, so the end waits for all of these. */
  const running = new Set<Promise<unknown>>();
  function tracked<Value>(work: Promise<Value>): Promise<Value> {
    const settled = work.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
    return work;
  }

  function lastFailure(entry: OAuthAccount): Failed | undefined {
    const { id } = entry.account;
    const last = failed.get(id);
    if (last === undefined || !haveSameTokens(last.entry, entry)) return undefined;
    const now = nowFor(entry);
    if (now >= last.at) return last;
    // A clock that was set back must not hold anybody up: it counts as failed just now.
    const moved = { ...last, at: now };
    failed.set(id, moved);
    return moved;
  }

  /** Unix milliseconds by the provider's clock; no try is made before. */
  function heldBackUntil(last: Failed | undefined): number {
    return last === undefined ? 0 : last.at + last.pauseMs;
  }

  function noteFailure(entry: OAuthAccount, failure: Failure): void {
    const inRow = (lastFailure(entry)?.inRow ?? 0) + 1;
    const { code, retryAt } = failure;
    const now = nowFor(entry);
    const asked = { now, ...(retryAt !== undefined && { retryAt }) };
    failed.set(entry.account.id, {
      entry,
      inRow,
      failure,
      at: now,
      pauseMs: nextTryAt({ ...asked, code, inRow, random: random() }) - now,
      askedMs: askedPauseMs(asked),
    });
  }

  /** One refresh after a refusal, then a clear end instead of a circle (reliability RF-06). */
  function requireNotReplaced(entry: OAuthAccount): void {
    const replacement = replacements.get(entry.account.id);
    if (replacement === undefined || !haveSameTokens(replacement, entry)) return;
    // The sign-in is alive: it was renewed a moment ago (reliability QP-03).
    const detail = 'refused again right after they were renewed';
    throw new Failure('provider/forbidden', { subject: entry.account.label, detail });
  }

  async function renewed(entry: OAuthAccount, isRefused: boolean): Promise<SignedInAccount> {
    const { id } = entry.account;
    const usable = await renewal.renew(entry, isRefused);
    failed.delete(id);
    if (isOAuthAccount(usable)) {
      if (isRefused) replacements.set(id, usable);
      if (haveSameTokens(usable, entry)) return usable;
    }
    store.dispatch({ type: 'account.usable', account: id });
    await files.follow();
    return known(id);
  }

  async function fresh(account: AccountId, refused?: OAuthAccount): Promise<SignedInAccount> {
    if (!isOAuthAccount(known(account))) return known(account);
    const home = await files.adopt(account);
    const entry = known(account);
    if (!isOAuthAccount(entry)) return entry;
    const isRefused = refused !== undefined && haveSameTokens(entry, refused);
    const works = !isRefused && !isExpired(entry);
    const unkept = isUnkept(entry);
    if (works && decide(entry, home).kind !== 'due' && !unkept) return entry;
    if (store.state().safeMode && !unkept) {
      if (works) return entry;
      throw new Failure(safeModeCode, { subject: entry.account.label });
    }
    if (isRefused) requireNotReplaced(entry);
    const last = lastFailure(entry);
    if (last !== undefined && nowFor(entry) < heldBackUntil(last) && !unkept) {
      if (works) return entry;
      throw last.failure;
    }
    try {
      return await renewed(entry, isRefused);
    } catch (thrown) {
      const failure = toFailure(thrown);
      noteFailure(entry, failure);
      if (works && !needsSignIn(failure.code)) return entry;
      throw failure;
    }
  }

  /** Unix milliseconds by the provider's clock; undefined when there is nothing to wait for. */
  function dueAt(entry: OAuthAccount, home: Home): number | undefined {
    if (renewal.isDead(entry)) return undefined;
    const notBefore = heldBackUntil(lastFailure(entry));
    if (isUnkept(entry)) return notBefore;
    const decision = decide(entry, home);
    // What is left to another program comes back through the file, not through a timer.
    if (decision.kind === 'left-to-owner') return undefined;
    return Math.max(decision.kind === 'fresh' ? decision.dueAt : 0, notBefore);
  }

  function schedule(account: AccountId, home: Home): void {
    timers.get(account)?.();
    timers.delete(account);
    const entry = book.get(account);
    if (stopped || entry === undefined || !isOAuthAccount(entry)) return;
    if (store.state().safeMode && !isUnkept(entry)) return;
    const at = dueAt(entry, home);
    if (at === undefined) return;
    const delayMs = Math.min(Math.max(at - nowFor(entry), 0), tickMs);
    timers.set(
      account,
      timer.after(delayMs, () => {
        if (nowFor(entry) < at) schedule(account, home);
        else void tracked(look(account));
      }),
    );
  }

  async function look(account: AccountId): Promise<void> {
    await book
      .inTurn(account, () => fresh(account))
      .catch((thrown: unknown) => {
        const failure = toFailure(thrown);
        if (needsSignIn(failure.code))
          store.dispatch({ type: 'account.unusable', account, failure: failure.toValue() });
      });
    schedule(account, await files.adopt(account));
  }

  /** An answer that a killed process could not keep: until it is kept, files hold a token that is spent. */
  async function recover(account: AccountId): Promise<void> {
    if (!(await renewal.recover(account))) return;
    store.dispatch({ type: 'account.usable', account });
    await files.follow();
  }

  async function scheduleAnew(account: AccountId): Promise<void> {
    // A file may hold an access token alone: only the files know where the refresh token lives.
    schedule(account, await files.adopt(account));
  }

  /** What it has failed by may be over; what the provider has asked for holds. */
  function forgive(account: AccountId): void {
    const last = failed.get(account);
    if (last !== undefined) failed.set(account, { ...last, inRow: 0, pauseMs: last.askedMs });
    void tracked(scheduleAnew(account));
  }

  return {
    get: (account) => tracked(book.inTurn(account, () => fresh(account))),
    replace: (refused) =>
      tracked(
        book.inTurn(refused.account.id, () =>
          isOAuthAccount(refused)
            ? fresh(refused.account.id, refused)
            : Promise.reject(new Failure('credential/rejected', { subject: refused.account.label })),
        ),
      ),
    follow(account) {
      void tracked(
        book
          .inTurn(account, () => recover(account))
          .catch((thrown: unknown) => {
            log.warn('journal not taken over', { account, failure: toFailure(thrown) });
          })
          .then(() => scheduleAnew(account)),
      );
    },
    woken() {
      for (const account of new Set([...timers.keys(), ...failed.keys()])) forgive(account);
    },
    keyStoreOpened() {
      for (const [account, { failure }] of [...failed])
        if (failure.code.startsWith('storage/')) forgive(account);
    },
    async stop() {
      stopped = true;
      renewal.stop();
      for (const cancel of timers.values()) cancel();
      timers.clear();
      // A provider that does not answer must not hold up the end for ever.
      let goOn = (): void => undefined;
      const limit = new Promise<void>((resolve) => {
        goOn = timer.after(stopLimitMs, resolve);
      });
      await Promise.race([Promise.all(running), limit]);
      goOn();
    },
  };
}
