// Reads the stored sign-ins when the app starts. What cannot be opened is shown and left as it is.
import type { SignedInAccount } from '../domain/account.ts';
import { toFailure } from '../domain/failure.ts';
import type { Log, Vault } from '../ports.ts';
import type { Store } from '../state/store.ts';

export async function loadAccounts({
  vault,
  store,
  log,
}: {
  vault: Vault;
  store: Store;
  log: Log;
}): Promise<readonly SignedInAccount[]> {
  try {
    const { accounts, unopened } = await vault.load();
    for (const { account, failure } of unopened) {
      store.dispatch({ type: 'problem.found', about: account, failure: failure.toValue() });
    }
    store.dispatch({ type: 'accounts.loaded', accounts: accounts.map(({ account }) => account) });
    return accounts;
  } catch (thrown) {
    const failure = toFailure(thrown);
    log.warn('stored sign-ins not read', { failure });
    store.dispatch({ type: 'problem.found', about: 'vault', failure: failure.toValue() });
    store.dispatch({ type: 'accounts.loaded', accounts: [] });
    return [];
  }
}
