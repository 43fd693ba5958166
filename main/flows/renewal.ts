// Renews one sign-in under the lock of its chain: reads everything again, adopts what others have renewed, leaves to its
// program what is that program's, and makes the provider's answer durable before anything else (design §7).
import {
  haveSameTokens,
  isOAuthAccount,
  type OAuthAccount,
  type SignedInAccount,
} from '../domain/account.ts';
import { Failure, needsSignIn, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import { decideRefresh, type Home, type RefreshDecision } from '../domain/refresh-policy.ts';
import type { Lock, Log, RefreshJournal } from '../ports.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { AccountBook } from './account-book.ts';
import { holdChain } from './chain-lock.ts';
import type { SharedFiles } from './shared-files.ts';

export interface RenewalParts {
  readonly book: Pick<AccountBook, 'get' | 'keep' | 'reload' | 'requireRoom'>;
  readonly files: Pick<SharedFiles, 'adopt' | 'askOwner'>;
  readonly find: (provider: SignedInAccount['account']['provider']) => ProviderDescription;
  /** Its clock is the provider's, as far as that is known. */
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly journal: RefreshJournal;
  readonly lock: Lock;
  readonly log: Log;
}

export interface Renewal {
  /** @throws Failure `credential/missing` */
  readonly known: (account: AccountId) => SignedInAccount;
  /** Unix milliseconds by the provider's clock. */
  readonly nowFor: (entry: SignedInAccount) => number;
  readonly decide: (entry: OAuthAccount, home: Home) => RefreshDecision;
  readonly isExpired: (entry: OAuthAccount) => boolean;
  /** Renewed, but not yet durable anywhere: the token behind it is spent, and only keeping is tried again. */
  readonly isUnkept: (entry: OAuthAccount) => boolean;
  /** The provider has refused its refresh token; it is not offered again. */
  readonly isDead: (entry: OAuthAccount) => boolean;
  /**
   * Usable keys in place of these, whoever has renewed them.
   * @param refused whether the provider has just refused their access token
   * @throws Failure `credential/rejected`, `credential/left-to-owner`, `storage/lock-held`, or that of the refresh
   */
  readonly renew: (before: OAuthAccount, refused: boolean) => Promise<SignedInAccount>;
  /** Takes over what a killed process had been answered; whether there was something. @throws Failure */
  readonly recover: (account: AccountId) => Promise<boolean>;
  /** From here on no token is offered to anybody. */
  readonly stop: () => void;
}

export function createRenewal(parts: RenewalParts): Renewal {
  const { book, files, find, toolsFor, journal, lock, log } = parts;
  /** A refused refresh token is not offered again; a sign-in or an adoption brings another one. */
  const dead = new Map<AccountId, { readonly token: string; readonly failure: Failure }>();
  const unkept = new Map<AccountId, { readonly spent: OAuthAccount; readonly renewed: OAuthAccount }>();
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

  function endOf({ account, credential }: OAuthAccount): Failure | undefined {
    const end = dead.get(account.id);
    return end?.token === credential.refreshToken.reveal() ? end.failure : undefined;
  }

  function waitingFor(entry: OAuthAccount): OAuthAccount | undefined {
    const waiting = unkept.get(entry.account.id);
    return waiting !== undefined && haveSameTokens(waiting.spent, entry) ? waiting.renewed : undefined;
  }

  /** An answer that comes after the end of the app would be lost, and with it the sign-in. */
  function requireRunning({ account }: OAuthAccount): void {
    if (stopped) throw new Failure('broker/cancelled', { subject: account.label });
  }

  /** What is kept stays kept; a note that remains only costs a look. */
  async function clearJournal(account: AccountId): Promise<void> {
    await journal.clear(account).catch((thrown: unknown) => {
      log.warn('journal not cleared', { account, failure: toFailure(thrown) });
    });
  }

  /** Offers the token to the provider and makes the answer durable. */
  async function spend(entry: OAuthAccount): Promise<SignedInAccount> {
    const { account } = entry;
    const provider = find(account.provider);
    if (provider.refresh === undefined) throw new Failure('credential/rejected');
    const waiting = waitingFor(entry);
    if (waiting === undefined) {
      // An answer that cannot be kept would end the sign-in with the app.
      await book.requireRoom();
      // Last, so that nothing is spent when the app was told to end meanwhile.
      requireRunning(entry);
    }
    const renewed = waiting ?? (await provider.refresh(entry, toolsFor(provider)));
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
    if (!overtaken) await book.keep(renewed, undefined, 'renewed');
    unkept.delete(account.id);
    await clearJournal(account.id);
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

  /** What stands in the vault and the files now, and what a killed process had been answered. */
  async function reread(account: AccountId): Promise<{ entry: SignedInAccount; home: Home }> {
    await book.reload(account);
    const stored = known(account);
    const successor = isOAuthAccount(stored) ? await successorOf(stored) : undefined;
    if (successor !== undefined) {
      await book.keep(successor, undefined, 'renewed');
      unkept.delete(account);
      await clearJournal(account);
      log.info('answer of an earlier run taken from the journal', { account });
    }
    const home = await files.adopt(account);
    return { entry: known(account), home };
  }

  /** The program that shares the token renews it by itself; where the token has ended already, it is asked to. */
  async function leftToOwner(entry: OAuthAccount, refused: boolean): Promise<SignedInAccount> {
    if (!refused && !isExpired(entry)) return entry;
    requireRunning(entry);
    const { id, label } = entry.account;
    await files.askOwner(id).catch((thrown: unknown) => {
      log.warn('owner did not renew', { account: id, failure: toFailure(thrown) });
    });
    const now = known(id);
    if (isOAuthAccount(now) && !haveSameTokens(now, entry)) return now;
    throw new Failure('credential/left-to-owner', { subject: label });
  }

  async function underLock(before: OAuthAccount, refused: boolean): Promise<SignedInAccount> {
    const { id, label } = before.account;
    const { entry, home } = await reread(id);
    if (!isOAuthAccount(entry)) return entry;
    const isRefused = refused && haveSameTokens(entry, before);
    const decision = decide(entry, home);
    if (waitingFor(entry) === undefined) {
      // Its program may be about to redeem the same token, and two that do would end the whole sign-in.
      if (decision.kind === 'left-to-owner' || (isRefused && home !== 'vault'))
        return leftToOwner(entry, isRefused);
      // Whoever else has renewed it meanwhile has done the work.
      if (decision.kind === 'fresh' && !isRefused) return entry;
    }
    const end = endOf(entry);
    if (end !== undefined) throw end;
    try {
      return await spend(entry);
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('keys not refreshed', { account: id, failure });
      if (!needsSignIn(failure.code)) throw failure;
      return afterRefusal(entry, new Failure(failure.code, { ...failure.toValue(), subject: label }));
    }
  }

  return {
    known,
    nowFor,
    decide,
    isExpired,
    isUnkept: (entry) => waitingFor(entry) !== undefined,
    isDead: (entry) => endOf(entry) !== undefined,
    renew: (before, refused) => holdChain(lock, before, () => underLock(before, refused)),
    async recover(account) {
      const entry = book.get(account);
      if (entry === undefined || !isOAuthAccount(entry)) return false;
      if ((await successorOf(entry)) === undefined) return false;
      await holdChain(lock, entry, () => reread(account));
      return true;
    },
    stop() {
      stopped = true;
    },
  };
}
