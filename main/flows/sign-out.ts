// Signs an account out: in the files that hold its keys, at the provider, and here. Nothing of it is left that works.
import { isOAuthAccount, type Account } from '../domain/account.ts';
import { Failure, toFailure, type FailureValue } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Log, Timer } from '../ports.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import { activeAccount } from '../state/selected.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { SharedFiles } from './shared-files.ts';

export interface SignOutParts {
  readonly book: AccountBook;
  readonly files: Pick<SharedFiles, 'adopt' | 'release' | 'claim'>;
  readonly find: (provider: Account['provider']) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly store: Store;
  readonly timer: Timer;
  readonly log: Log;
}

export interface SignedOut {
  readonly account: Account;
  /** The programs that lost the sign-in with it. */
  readonly signedOutToo: readonly string[];
  /** What is not as it should be. */
  readonly notes: readonly FailureValue[];
}

const revokeLimitMs = 10_000;
const rounds = 2;
/** The note of the last sign-out stands until the next. */
const noteAbout = 'sign-out';

/** @throws Failure `selection/unknown-account`, or `storage/…` when the keys could not be taken away */
export async function signOut(id: AccountId, parts: SignOutParts): Promise<SignedOut> {
  const { book, files, find, toolsFor, store, timer, log } = parts;
  const account = store.state().accounts.find((each) => each.id === id);
  if (account === undefined) throw new Failure('selection/unknown-account', { subject: id });
  const provider = find(account.provider);
  const notes: FailureValue[] = [];
  const wasInUse = activeAccount(store.state(), account.provider)?.id === id;
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
      if (failure.code === 'credential/rejected') return;
      log.warn('sign-in not revoked', { account: id, failure });
      notes.push({ code: 'credential/not-revoked', subject: entry.account.label, detail: failure.code });
    } finally {
      stop();
    }
  }

  const signedOutToo = await book.inTurn(id, async () => {
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
    return [...lost];
  });
  store.dispatch({ type: 'account.signed-out', account: id });
  for (const failure of notes) store.dispatch({ type: 'problem.found', about: noteAbout, failure });
  log.info('signed out', { account: id, signedOutToo });
  // Another account of the provider takes its place everywhere; of an account not in use nothing was there.
  if (wasInUse) await files.claim(account.provider);
  return { account, signedOutToo, notes };
}
