// The only way to a usable credential: re-reads, adopts, refreshes when due, once however many ask (design §7).
import {
  haveSameTokens,
  isOAuthAccount,
  type OAuthAccount,
  type SignedInAccount,
} from '../domain/account.ts';
import { Failure, needsSignIn, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import { decideRefresh, type Home, type RefreshDecision } from '../domain/refresh-policy.ts';
import { nextTryAt } from '../domain/retry-policy.ts';
import type { Lock, Log, RefreshJournal, Timer } from '../ports.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import { chainLock } from './chain-lock.ts';
import type { SharedFiles } from './shared-files.ts';

export interface FreshCredentialParts {
  readonly book: Pick<AccountBook, 'get' | 'keep' | 'reload' | 'inTurn'>;
  readonly files: Pick<SharedFiles, 'adopt' | 'follow' | 'askOwner'>;
  readonly find: (provider: SignedInAccount['account']['provider']) => ProviderDescription;
  /** Its clock is the provider's, as far as that is known. */
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly journal: RefreshJournal;
  readonly lock: Lock;
  readonly store: Store;
  readonly timer: Timer;
  readonly random: () => number;
  readonly log: Log;
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
  /** The computer has slept, or the network is back: what was put off is tried soon. */
  woken(): void;
  /** Waits for a refresh that is under way, as long as the end of the app may wait. */
  stop(): Promise<void>;
}

/** Timers stand still while the computer sleeps, so the wall clock is looked at this often. */
const tickMs = 60_000;
/** Another process of ours may be waiting for the provider's answer. */
const lockDeadlineMs = 45_000;
/** The system gives a program a few seconds to end (reliability LC-03). */
const stopLimitMs = 4_000;

interface Failed {
  /** The tokens it was tried with: what holds for them says nothing about others. */
  readonly entry: OAuthAccount;
  readonly inRow: number;
  /** Unix milliseconds by the provider's clock. */
  readonly nextTryAt: number;
  readonly failure: Failure;
}

export function createFreshCredentials(parts: FreshCredentialParts): FreshCredentials {
  const { book, files, find, toolsFor, journal, lock, store, timer, random, log } = parts;
  const timers = new Map<AccountId, () => void>();
  /** A refused refresh token is not offered again; a sign-in or an adoption brings another one. */
  const dead = new Map<AccountId, { readonly token: string; readonly failure: Failure }>();
  /** Renewed but not yet durable anywhere. The token behind it is spent: keeping is tried again, never the refresh. */
  const unkept = new Map<AccountId, { readonly spent: OAuthAccount; readonly renewed: OAuthAccount }>();
  const failed = new Map<AccountId, Failed>();
  let stopped = false;

  function known(account: AccountId): SignedInAccount {
    const entry = book.get(account);
    if (entry === undefined) throw new Failure('credential/missing', { subject: account });
    return entry;
  }

  const nowFor = ({ account }: SignedInAccount): number => toolsFor(find(account.provider)).clock.nowMs();

  function decide(entry: OAuthAccount, home: Home): RefreshDecision {
    const { obtainedAt, expiresAt } = entry.credential;
    const now = nowFor(entry);
    return decideRefresh({ now, obtainedAt, home, ...(expiresAt !== undefined && { expiresAt }) });
  }

  function isExpired(entry: OAuthAccount): boolean {
    const { expiresAt } = entry.credential;
    return expiresAt !== undefined && nowFor(entry) >= expiresAt;
  }

  function requireAlive({ account, credential }: OAuthAccount): void {
    const end = dead.get(account.id);
    if (end?.token === credential.refreshToken.reveal()) throw end.failure;
  }

  function lastFailure(entry: OAuthAccount): Failed | undefined {
    const last = failed.get(entry.account.id);
    return last !== undefined && haveSameTokens(last.entry, entry) ? last : undefined;
  }

  function waitingFor(entry: OAuthAccount): OAuthAccount | undefined {
    const waiting = unkept.get(entry.account.id);
    return waiting !== undefined && haveSameTokens(waiting.spent, entry) ? waiting.renewed : undefined;
  }

  /** What is under way is waited for at the end: an answer that is lost costs the whole sign-in. */
  const spending = new Set<Promise<unknown>>();

  function spend(entry: OAuthAccount): Promise<SignedInAccount> {
    const spent = renew(entry);
    const settled = spent.catch(() => undefined).finally(() => spending.delete(settled));
    spending.add(settled);
    return spent;
  }

  /** Offers the token to the provider and makes the answer durable. Runs under the lock of the chain. */
  async function renew(entry: OAuthAccount): Promise<SignedInAccount> {
    const { account } = entry;
    const provider = find(account.provider);
    if (provider.refresh === undefined) throw new Failure('credential/rejected', { subject: account.label });
    const renewed = waitingFor(entry) ?? (await provider.refresh(entry, toolsFor(provider)));
    unkept.set(account.id, { spent: entry, renewed });
    // Whatever happens from here on, the provider's answer is not lost.
    await journal.note(entry, renewed).catch((thrown: unknown) => {
      log.warn('answer not journaled', { account: account.id, failure: toFailure(thrown) });
    });
    const now = book.get(account.id);
    // Its own program may have renewed it as well; what was issued last is what works.
    const overtaken =
      now !== undefined &&
      isOAuthAccount(now) &&
      !haveSameTokens(now, entry) &&
      now.credential.obtainedAt > renewed.credential.obtainedAt;
    if (!overtaken) await book.keep(renewed);
    unkept.delete(account.id);
    await journal.clear(account.id);
    log.info('keys refreshed', { account: account.id });
    return known(account.id);
  }

  /** A refused token: somebody else may have spent it first and left the next one in a file or in the vault. */
  async function afterRefusal(entry: OAuthAccount, failure: Failure): Promise<SignedInAccount> {
    const { id } = entry.account;
    await book.reload(id);
    await files.adopt(id);
    const now = known(id);
    if (isOAuthAccount(now) && !haveSameTokens(now, entry)) return now;
    dead.set(id, { token: entry.credential.refreshToken.reveal(), failure });
    throw failure;
  }

  /**
   * What a killed process had been answered to exactly these tokens. A note that is damaged names no successor; whether the
   * token is spent then only the provider can say. @throws Failure `storage/key-store-…` when the note cannot be opened now
   */
  async function successorOf(entry: OAuthAccount): Promise<OAuthAccount | undefined> {
    return journal.successorOf(entry).catch((thrown: unknown) => {
      const failure = toFailure(thrown);
      if (failure.code !== 'storage/unreadable') throw failure;
      log.warn('journal not understood', { account: entry.account.id, failure });
      return undefined;
    });
  }

  /** What stands in the vault and the files now, and what a killed process had been answered. Under the lock. */
  async function reread(account: AccountId): Promise<{ entry: SignedInAccount; home: Home }> {
    await book.reload(account);
    const stored = known(account);
    if (isOAuthAccount(stored)) {
      const successor = await successorOf(stored);
      if (successor !== undefined) {
        await book.keep(successor);
        unkept.delete(account);
        await journal.clear(account);
        log.info('answer of an earlier run taken from the journal', { account });
      }
    }
    const home = await files.adopt(account);
    return { entry: known(account), home };
  }

  /** @param before what called for a refresh; whoever else has renewed it meanwhile has done the work */
  async function underLock(before: OAuthAccount, refused: boolean): Promise<SignedInAccount> {
    const { id, label } = before.account;
    const { entry, home } = await reread(id);
    if (!isOAuthAccount(entry)) return entry;
    const isSame = haveSameTokens(entry, before);
    const decision = decide(entry, home);
    if (waitingFor(entry) === undefined) {
      if (!isSame && !isExpired(entry) && decision.kind !== 'due') return entry;
      // Its program may be about to redeem the same token, and two that do would end the whole sign-in.
      const isOwners = decision.kind === 'left-to-owner' || (refused && isSame && home !== 'vault');
      if (isOwners) return leftToOwner(entry, refused && isSame);
      if (decision.kind === 'fresh' && !(refused && isSame)) return entry;
    }
    requireAlive(entry);
    try {
      const renewed = await spend(entry);
      failed.delete(id);
      return renewed;
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('keys not refreshed', { account: id, failure });
      if (needsSignIn(failure.code))
        return afterRefusal(entry, new Failure(failure.code, { ...failure.toValue(), subject: label }));
      throw failure;
    }
  }

  /** The program that shares the token renews it by itself; where the token has ended already, it is asked to. */
  async function leftToOwner(entry: OAuthAccount, refused: boolean): Promise<SignedInAccount> {
    if (!refused && !isExpired(entry)) return entry;
    const { id, label } = entry.account;
    await files.askOwner(id).catch((thrown: unknown) => {
      log.warn('owner did not renew', { account: id, failure: toFailure(thrown) });
    });
    const now = known(id);
    if (isOAuthAccount(now) && !haveSameTokens(now, entry)) return now;
    throw new Failure('credential/left-to-owner', { subject: label });
  }

  async function fresh(account: AccountId, refused?: OAuthAccount): Promise<SignedInAccount> {
    if (!isOAuthAccount(known(account))) return known(account);
    const home = await files.adopt(account);
    const entry = known(account);
    if (!isOAuthAccount(entry)) return entry;
    const isRefused = refused !== undefined && haveSameTokens(entry, refused);
    const decision = decide(entry, home);
    const works = !isRefused && !isExpired(entry);
    const isNeeded = isRefused || !works || decision.kind === 'due' || waitingFor(entry) !== undefined;
    if (!isNeeded) return entry;
    const last = lastFailure(entry);
    if (last !== undefined && nowFor(entry) < last.nextTryAt && waitingFor(entry) === undefined) {
      if (works) return entry;
      throw last.failure;
    }
    try {
      const usable = await lock.hold(chainLock(entry), () => underLock(entry, isRefused), {
        deadlineMs: lockDeadlineMs,
      });
      if (!isOAuthAccount(usable) || !haveSameTokens(usable, entry)) {
        store.dispatch({ type: 'account.usable', account });
        await files.follow();
      }
      return known(account);
    } catch (thrown) {
      const failure = toFailure(thrown);
      const inRow = (last?.inRow ?? 0) + 1;
      const { code, retryAt } = failure;
      const now = nowFor(entry);
      const at = nextTryAt({ now, code, inRow, random: random(), ...(retryAt !== undefined && { retryAt }) });
      failed.set(account, { entry, inRow, failure, nextTryAt: at });
      if (works && !needsSignIn(code)) return entry;
      throw failure;
    }
  }

  /** Unix milliseconds by the provider's clock; undefined when there is nothing to wait for. */
  function dueAt(entry: OAuthAccount, home: Home): number | undefined {
    const end = dead.get(entry.account.id);
    if (end?.token === entry.credential.refreshToken.reveal()) return undefined;
    const notBefore = lastFailure(entry)?.nextTryAt ?? 0;
    if (waitingFor(entry) !== undefined) return notBefore;
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
    const at = dueAt(entry, home);
    if (at === undefined) return;
    const delayMs = Math.min(Math.max(at - nowFor(entry), 0), tickMs);
    timers.set(
      account,
      timer.after(delayMs, () => {
        if (nowFor(entry) < at) schedule(account, home);
        else void look(account);
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
    const entry = book.get(account);
    if (entry === undefined || !isOAuthAccount(entry)) return;
    if ((await successorOf(entry)) === undefined) return;
    await lock.hold(chainLock(entry), () => reread(account), { deadlineMs: lockDeadlineMs });
    store.dispatch({ type: 'account.usable', account });
    await files.follow();
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
      void book
        .inTurn(account, () => recover(account))
        .catch((thrown: unknown) => {
          log.warn('journal not taken over', { account, failure: toFailure(thrown) });
        })
        // A file may hold an access token alone: only the files know where the refresh token lives.
        .then(() => files.adopt(account))
        .then((home) => {
          schedule(account, home);
        });
    },
    woken() {
      for (const account of [...timers.keys()]) {
        failed.delete(account);
        void files.adopt(account).then((home) => {
          schedule(account, home);
        });
      }
    },
    async stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
      // An answer that is lost costs the whole sign-in; a provider that does not answer must not hold up the end for ever.
      let goOn = (): void => undefined;
      const limit = new Promise<void>((resolve) => {
        goOn = timer.after(stopLimitMs, resolve);
      });
      await Promise.race([Promise.all(spending), limit]);
      goOn();
    },
  };
}
