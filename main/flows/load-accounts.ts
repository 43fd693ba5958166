// Reads the stored sign-ins: at the start, and again whenever it may help while some of them could not be opened.
import type { SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Log, Timer, Vault } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface LoadParts {
  readonly vault: Vault;
  readonly store: Store;
  readonly timer: Timer;
  readonly log: Log;
  /** Told of each account that can be used now. */
  readonly opened: (entry: SignedInAccount, backend: string | undefined) => void;
  /** What follows when all have been told. */
  readonly afterwards: () => Promise<void>;
}

export interface AccountLoader {
  readonly load: () => Promise<void>;
  /** Reads again if something could not be opened: a keyring may have been unlocked meanwhile. */
  readonly retry: () => Promise<void>;
  /**
   * Once they have been read and what follows is done, as far as that takes no longer than a person waits for a click.
   * @throws Failure why there is nothing to go on yet
   */
  readonly ready: () => Promise<void>;
}

const patienceMs = 10_000;

export function createAccountLoader({
  vault,
  store,
  timer,
  log,
  opened,
  afterwards,
}: LoadParts): AccountLoader {
  let complete = false;
  let isReady = false;
  let unread = new Failure('storage/key-store-silent', { subject: 'all accounts' });
  const openedBefore = new Set<AccountId>();
  let running: Promise<void> | undefined;

  async function read(): Promise<void> {
    try {
      const { accounts, unopened, damaged, backends, readOnly } = await vault.load();
      complete = unopened.length === 0 && readOnly === undefined;
      store.dispatch({
        type: 'accounts.loaded',
        accounts: [...accounts, ...unopened].map(({ account }) => account),
      });
      if (readOnly === undefined) store.dispatch({ type: 'problem.gone', about: 'vault' });
      else {
        log.warn('stored sign-ins only read', { failure: readOnly });
        store.dispatch({ type: 'problem.found', about: 'vault', failure: readOnly.toValue() });
      }
      for (const { account, failure } of unopened) {
        log.warn('stored sign-in not opened', { account: account.id, failure });
        store.dispatch({ type: 'account.unusable', account: account.id, failure: failure.toValue() });
      }
      for (const failure of damaged) {
        log.warn('stored sign-in damaged', { failure });
        store.dispatch({
          type: 'problem.found',
          about: failure.subject ?? 'vault',
          failure: failure.toValue(),
        });
      }
      for (const entry of accounts) {
        // What has gone wrong with it since stands.
        if (openedBefore.has(entry.account.id)) continue;
        openedBefore.add(entry.account.id);
        store.dispatch({ type: 'account.usable', account: entry.account.id });
        opened(entry, backends.get(entry.account.id));
      }
      await afterwards();
      isReady = true;
    } catch (thrown) {
      const failure = toFailure(thrown);
      unread = failure;
      log.warn('stored sign-ins not read', { failure });
      store.dispatch({ type: 'problem.found', about: 'vault', failure: failure.toValue() });
      store.dispatch({ type: 'accounts.loaded', accounts: [] });
    }
  }

  const load = (): Promise<void> => {
    running ??= read().finally(() => {
      running = undefined;
    });
    return running;
  };
  async function ready(): Promise<void> {
    if (isReady) return;
    let stop = (): void => undefined;
    const late = new Promise<false>((resolve) => {
      stop = timer.after(patienceMs, () => {
        resolve(false);
      });
    });
    const wasRead = await Promise.race([load().then(() => isReady), late]);
    stop();
    if (!wasRead) throw unread;
  }

  return { load, retry: () => (complete ? Promise.resolve() : load()), ready };
}
