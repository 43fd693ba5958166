// The only way to a usable credential: re-reads, adopts, refreshes when due, one at a time for each account (design §7).
import { isOAuthAccount, type OAuthAccount, type SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import { decideRefresh, type Home } from '../domain/refresh-policy.ts';
import type { Clock, Log, Timer } from '../ports.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { SharedFiles } from './shared-files.ts';

export interface FreshCredentialParts {
  readonly book: AccountBook;
  readonly files: Pick<SharedFiles, 'adopt' | 'follow'>;
  readonly find: (provider: SignedInAccount['account']['provider']) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

export interface FreshCredentials {
  /**
   * Keys that can be used now, refreshed first when due.
   * @throws Failure `credential/missing`, `credential/rejected`, `credential/left-to-owner`, or that of the refresh
   */
  get(account: AccountId): Promise<SignedInAccount>;
  /** Other keys than these, which the provider has just refused. @throws Failure as `get` */
  replace(refused: SignedInAccount): Promise<SignedInAccount>;
  /** Refreshes in time from now on, whether or not anybody asks. */
  follow(account: AccountId): void;
  /** Waits for a refresh that is under way. */
  stop(): Promise<void>;
}

/** A failed refresh is tried again by itself after this long, then twice as long; whoever asks meanwhile tries at once. */
const retryAfterMs = 60_000;
const longestRetryMs = 3_600_000;
/** Timers that wait longer than this overflow; the policy is asked again in between. */
const longestWaitMs = 6 * 3_600_000;

export function createFreshCredentials(parts: FreshCredentialParts): FreshCredentials {
  const { book, files, find, toolsFor, store, clock, timer, log } = parts;
  const timers = new Map<AccountId, () => void>();
  /** A refused refresh token is not offered again; a sign-in or an adoption brings another one. */
  const dead = new Map<AccountId, string>();
  /** Renewed but not yet durable. The token behind it is spent: keeping is tried again, never the refresh. */
  const unkept = new Map<AccountId, { readonly spent: string; readonly renewed: OAuthAccount }>();
  /** Failed tries in a row, for growing pauses. */
  const failures = new Map<AccountId, number>();
  let stopped = false;

  function known(account: AccountId): SignedInAccount {
    const entry = book.get(account);
    if (entry === undefined) throw new Failure('credential/missing', { subject: account });
    return entry;
  }

  function same(left: OAuthAccount, right: OAuthAccount): boolean {
    return left.credential.accessToken.reveal() === right.credential.accessToken.reveal();
  }

  function isUnkept({ account, credential }: OAuthAccount): boolean {
    return unkept.get(account.id)?.spent === credential.refreshToken.reveal();
  }

  /** What is under way is waited for at the end: an answer that is lost costs the whole sign-in. */
  const spending = new Set<Promise<unknown>>();

  function spend(entry: OAuthAccount): Promise<SignedInAccount> {
    const spent = renew(entry);
    const settled = spent.catch(() => undefined).finally(() => spending.delete(settled));
    spending.add(settled);
    return spent;
  }

  async function renew(entry: OAuthAccount): Promise<SignedInAccount> {
    const { account, credential } = entry;
    const provider = find(account.provider);
    const rejected = new Failure('credential/rejected', { subject: account.label });
    if (provider.refresh === undefined || dead.get(account.id) === credential.refreshToken.reveal())
      throw rejected;
    try {
      const spent = credential.refreshToken.reveal();
      const waiting = unkept.get(account.id);
      const renewed =
        waiting?.spent === spent ? waiting.renewed : await provider.refresh(entry, toolsFor(provider));
      unkept.set(account.id, { spent, renewed });
      await book.keep(renewed);
      unkept.delete(account.id);
      log.info('keys refreshed', { account: account.id });
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('keys not refreshed', { account: account.id, failure });
      if (failure.code !== 'credential/rejected') throw failure;
      // Somebody else may have spent the token first and put the next one into the file.
      await files.adopt(account.id);
      const now = known(account.id);
      if (isOAuthAccount(now) && !same(now, entry)) return now;
      dead.set(account.id, credential.refreshToken.reveal());
      throw failure;
    }
    store.dispatch({ type: 'account.usable', account: account.id });
    await files.follow();
    return known(account.id);
  }

  async function fresh(account: AccountId, refused?: OAuthAccount): Promise<SignedInAccount> {
    if (!isOAuthAccount(known(account))) return known(account);
    const home = await files.adopt(account);
    const entry = known(account);
    if (!isOAuthAccount(entry)) return entry;
    // Its token is spent: whoever's file it is, only keeping the new ones helps.
    if (isUnkept(entry)) return spend(entry);
    const { obtainedAt, expiresAt } = entry.credential;
    const decision = decideRefresh({
      now: clock.nowMs(),
      obtainedAt,
      home,
      ...(expiresAt !== undefined && { expiresAt }),
    });
    const subject = entry.account.label;
    if (refused !== undefined && same(entry, refused)) {
      // Its own program may be about to redeem the same token, and two that do would end the whole sign-in.
      if (home !== 'vault') throw new Failure('credential/left-to-owner', { subject });
      return spend(entry);
    }
    if (decision.kind === 'due') return spend(entry);
    if (decision.kind === 'left-to-owner' && decision.expired)
      throw new Failure('credential/left-to-owner', { subject });
    return entry;
  }

  /** Sets the timer for the next refresh. */
  function schedule(account: AccountId, home: Home, failed: boolean): void {
    timers.get(account)?.();
    timers.delete(account);
    const entry = book.get(account);
    if (stopped || entry === undefined || !isOAuthAccount(entry)) return;
    if (dead.get(account) === entry.credential.refreshToken.reveal()) return;
    const { obtainedAt, expiresAt } = entry.credential;
    const now = clock.nowMs();
    const decision = decideRefresh({ now, obtainedAt, home, ...(expiresAt !== undefined && { expiresAt }) });
    const waiting = isUnkept(entry);
    // What is left to another program comes back through the file, not through a timer.
    if (decision.kind === 'left-to-owner' && !waiting) return;
    const dueInMs = decision.kind === 'fresh' && !waiting ? decision.dueAt - now : 0;
    const inRow = failed ? (failures.get(account) ?? 0) + 1 : 0;
    failures.set(account, inRow);
    const pauseMs = failed ? Math.min(retryAfterMs * 2 ** (inRow - 1), longestRetryMs) : 0;
    const delayMs = Math.min(Math.max(dueInMs, pauseMs), longestWaitMs);
    timers.set(
      account,
      timer.after(delayMs, () => {
        void look(account);
      }),
    );
  }

  async function look(account: AccountId): Promise<void> {
    const failed = await book
      .inTurn(account, () => fresh(account))
      .then(
        () => false,
        (thrown: unknown) => {
          const failure = toFailure(thrown);
          if (failure.code === 'credential/rejected')
            store.dispatch({ type: 'account.unusable', account, failure: failure.toValue() });
          return true;
        },
      );
    schedule(account, await files.adopt(account), failed);
  }

  return {
    get: (account) => book.inTurn(account, () => fresh(account)),
    replace: (refused) =>
      book.inTurn(refused.account.id, () =>
        isOAuthAccount(refused)
          ? fresh(refused.account.id, refused)
          : Promise.reject(new Failure('credential/rejected', { subject: refused.account.label })),
      ),
    follow(account) {
      // A file may hold an access token alone: only the files know where the refresh token lives.
      void files.adopt(account).then((home) => {
        schedule(account, home, false);
      });
    },
    async stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await Promise.all(spending);
    },
  };
}
