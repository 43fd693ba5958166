// Reads the stored sign-ins: at the start, and again whenever it may help while some of them could not be opened.
import type { Account, SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Log, Timer, Vault } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface LoadParts {
  readonly vault: Vault;
  readonly store: Store;
  readonly timer: Timer;
  readonly log: Log;
  /** Signed out meanwhile: opening what was read may take as long as a person needs to unlock a keyring. */
  readonly isForgotten: (account: AccountId) => boolean;
  /** Told of each account that can be used now. */
  readonly opened: (entry: SignedInAccount, backend: string | undefined) => void;
  /** What follows when all have been told. */
  readonly afterwards: () => Promise<void>;
}

export interface AccountLoader {
  readonly load: () => Promise<void>;
  /** Whether all that is stored was read and could be opened. */
  readonly isWhole: () => boolean;
  /** Reads again if something could not be opened: a keyring may have been unlocked meanwhile. */
  readonly retry: () => Promise<void>;
  /**
   * Once they have been read and what follows is done, as far as that takes no longer than a person waits for a click.
   * @throws Failure why there is nothing to go on yet
   */
  readonly ready: () => Promise<void>;
}

const patienceMs = 10_000;
/** What the problem of all of them is about. */
const vaultName = 'vault';

export function createAccountLoader({
  vault,
  store,
  timer,
  log,
  isForgotten,
  opened,
  afterwards,
}: LoadParts): AccountLoader {
  /** Whether each account could be opened, and all of it changed. */
  let isOpen = false;
  let isReady = false;
  let unread = new Failure('storage/key-store-silent', { subject: 'all accounts' });
  const openedBefore = new Set<AccountId>();
  /** What is wrong with the vault or entries of it, as it has been said. */
  let said: ReadonlyMap<string, Failure> = new Map();
  let running: Promise<void> | undefined;

  function say(found: ReadonlyMap<string, Failure>): void {
    for (const about of said.keys()) if (!found.has(about)) store.dispatch({ type: 'problem.gone', about });
    for (const [about, failure] of found) {
      const [before, value] = [store.state().problems.get(about), failure.toValue()];
      if (JSON.stringify(before) === JSON.stringify(value)) continue;
      log.warn('stored sign-ins not whole', { failure });
      store.dispatch({ type: 'problem.found', about, failure: value });
    }
    said = found;
  }

  async function read(): Promise<void> {
    try {
      const { damaged, backends, readOnly, ...found } = await vault.load();
      const isHere = ({ account }: { readonly account: Account }): boolean => !isForgotten(account.id);
      const [accounts, unopened] = [found.accounts.filter(isHere), found.unopened.filter(isHere)];
      const wasOpen = isOpen;
      isOpen = unopened.length === 0 && readOnly === undefined;
      const ofEntries = damaged.map((failure) => [failure.subject ?? vaultName, failure] as const);
      say(new Map(readOnly === undefined ? ofEntries : [[vaultName, readOnly], ...ofEntries]));
      // Nothing has come: what follows accounts that do would ask providers, and write, each time that somebody looks.
      if (isReady && wasOpen && isOpen && accounts.every(({ account }) => openedBefore.has(account.id)))
        return;
      store.dispatch({
        type: 'accounts.loaded',
        accounts: [...accounts, ...unopened].map(({ account }) => account),
      });
      for (const { account, failure } of unopened) {
        log.warn('stored sign-in not opened', { account: account.id, failure });
        store.dispatch({ type: 'account.unusable', account: account.id, failure: failure.toValue() });
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
      // The next look goes through all of it again.
      isOpen = false;
      const failure = toFailure(thrown);
      unread = failure;
      say(new Map([...said, [vaultName, failure]]));
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

  // It may have taken the place of an entry that was damaged; a look that is under way may have come too early for it.
  store.subscribe((_state, { type }) => {
    if (type === 'account.signed-in' && said.size > 0) void Promise.resolve(running).then(load);
  });

  const isWhole = (): boolean => isOpen && said.size === 0;
  return { load, isWhole, retry: () => (isWhole() ? Promise.resolve() : load()), ready };
}
