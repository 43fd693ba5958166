// Signs an account out: in the files that hold its keys, at the provider, and here. Nothing of it is left that works.
import {
  isDelegatedAccount,
  isOAuthAccount,
  type Account,
  type DelegatedAccount,
  type SignedInAccount,
} from '../domain/account.ts';
import { Failure, needsSignIn, toFailure, type FailureValue } from '../domain/failure.ts';
import { accountIdOf, type AccountId } from '../domain/ids.ts';
import type { Lock, Log, LoginFolders, RefreshJournal, Timer } from '../ports.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import { activeAccount } from '../state/selected.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import { holdChain } from './chain-lock.ts';
import type { LoginOwners } from './login-owners.ts';
import type { SharedFiles } from './shared-files.ts';

export interface SignOutParts {
  readonly book: AccountBook;
  readonly files: Pick<SharedFiles, 'adopt' | 'release' | 'claim'>;
  readonly find: (provider: Account['provider']) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly owners: Pick<LoginOwners, 'about' | 'read' | 'signOut'>;
  /** Whether a file in this folder holds an account of ours. */
  readonly isOurs: (folder: string) => boolean;
  readonly folders: Pick<LoginFolders, 'discard'>;
  readonly journal: Pick<RefreshJournal, 'clear'>;
  readonly lock: Lock;
  readonly store: Store;
  readonly timer: Timer;
  readonly log: Log;
}

export interface SignOutChoice {
  /** For a login that its own program keeps: sign that program out too, instead of only forgetting it here. */
  readonly alsoProgram?: boolean;
}

export interface SignedOut {
  readonly account: Account;
  /** The programs that lost the sign-in with it. */
  readonly signedOutToo: readonly string[];
  /** What is not as it should be. */
  readonly notes: readonly FailureValue[];
}

const revokeLimitMs = 5_000;
const rounds = 2;
/** The note of the last sign-out stands until the next, or until somebody signs in. */
const noteAbout = 'sign-out';

function knownAccount(id: AccountId, store: Store): Account {
  const account = store.state().accounts.find((each) => each.id === id);
  if (account === undefined) throw new Failure('selection/unknown-account', { subject: id });
  return account;
}

/**
 * A login that its own program keeps is forgotten here and nothing else happens to it, unless the person chose so.
 * @throws Failure `selection/unknown-account`, `storage/…` when the keys could not be taken away, or that of the program
 * that would not sign out; the account stays in each case
 */
export async function signOut(
  id: AccountId,
  { alsoProgram = false }: SignOutChoice,
  parts: SignOutParts,
): Promise<SignedOut> {
  const { book, files, find, toolsFor, owners, isOurs, folders, journal, lock, store, timer, log } = parts;
  const account = knownAccount(id, store);
  const provider = find(account.provider);
  const notes: FailureValue[] = [];
  store.dispatch({ type: 'problem.gone', about: noteAbout });

  /** A provider that cannot be told must not keep the person signed in here. */
  async function revoke(): Promise<void> {
    const entry = book.get(id);
    if (entry === undefined || !isOAuthAccount(entry) || provider.revoke === undefined) return;
    const limit = new AbortController();
    const stop = timer.after(revokeLimitMs, () => {
      limit.abort(new Failure('network/timed-out', { subject: provider.label }));
    });
    try {
      await provider.revoke(entry, toolsFor(provider), limit.signal);
    } catch (thrown) {
      const failure = toFailure(thrown);
      // The provider knows nothing of it any more: that is what was wanted.
      if (needsSignIn(failure.code)) return;
      log.warn('sign-in not revoked', { account: id, failure });
      notes.push({ code: 'credential/not-revoked', subject: entry.account.label, detail: failure.code });
    } finally {
      stop();
    }
  }

  /** Its private folder goes with the login in it; where the program keeps it anyway, that is the program's business. */
  async function signProgramOut({ credential }: DelegatedAccount): Promise<readonly string[]> {
    if (!alsoProgram) return [];
    const { owner, folder, place } = credential;
    // Somebody else may have signed in there meanwhile, or we for another account.
    const now = await owners.read(owner, { folder, place });
    if (now === undefined) return [];
    if (isOurs(folder) || accountIdOf(now.provider, now.subject) !== id) {
      notes.push({ code: 'credential/owner-changed', subject: account.label });
      return [];
    }
    try {
      await owners.signOut(owner, { folder, place });
    } catch (thrown) {
      const failure = toFailure(thrown);
      // Signed out here, and only the provider may not know of it.
      if (failure.code !== 'credential/not-revoked') throw failure;
      notes.push({ ...failure.toValue(), subject: account.label });
    }
    // A folder that the person has made for the program is not ours to take away, and stays.
    if (place === 'private')
      await folders.discard(folder).catch((thrown: unknown) => {
        log.warn('folder of a login left', { account: id, failure: toFailure(thrown) });
      });
    return [owners.about(owner).label];
  }

  async function endChain(): Promise<readonly string[]> {
    const lost = new Set<string>();
    // Another program may renew the keys while the provider is told: then the newer ones are what has to go.
    for (let round = 0; round < rounds; round += 1) {
      await files.adopt(id);
      const entry = book.get(id);
      if (entry === undefined) {
        if (account.kind === 'oauth')
          notes.push({
            code: 'credential/not-revoked',
            subject: account.label,
            detail: 'its keys are closed',
          });
        break;
      }
      const released = await files.release(entry);
      for (const reader of released.lost) lost.add(reader);
      notes.push(...released.failures);
      await revoke();
      await files.adopt(id);
      if (book.get(id) === entry) break;
    }
    await book.forget(id);
    await journal.clear(id).catch((thrown: unknown) => {
      log.warn('journal not cleared', { account: id, failure: toFailure(thrown) });
    });
    return [...lost];
  }

  async function end(entry: SignedInAccount | undefined): Promise<readonly string[]> {
    // Nobody may renew meanwhile what is about to be ended.
    if (entry !== undefined && isOAuthAccount(entry)) return holdChain(lock, entry, endChain);
    if (entry === undefined || !isDelegatedAccount(entry)) return endChain();
    const gone = await signProgramOut(entry);
    await book.forget(id);
    return gone;
  }

  // Nothing is ended whose keys would stay.
  await book.requireWritable();
  const { wasInUse, signedOutToo } = await book.inTurn(id, async () => ({
    // A switch to it may have been under way until now.
    wasInUse: activeAccount(store.state(), account.provider)?.id === id,
    signedOutToo: await end(book.get(id)),
  }));
  store.dispatch({ type: 'account.signed-out', account: id });
  for (const failure of notes) store.dispatch({ type: 'problem.found', about: noteAbout, failure });
  log.info('signed out', { account: id, signedOutToo });
  // Another account of the provider takes its place, unless somebody else has signed in there since; of an account not in use
  // nothing was there.
  if (wasInUse) await files.claim(account.provider, 'policy');
  return { account, signedOutToo, notes };
}
