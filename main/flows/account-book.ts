// The accounts whose keys are open, in memory and in the vault. The one place where either changes.
import { haveSameTokens, isOAuthAccount, type SignedInAccount } from '../domain/account.ts';
import type { AccountId } from '../domain/ids.ts';
import { keyFactsOf, type KeyFacts } from '../domain/key-facts.ts';
import type { KeysKept, Vault } from '../ports.ts';

export interface AccountBook {
  get(account: AccountId): SignedInAccount | undefined;
  all(): readonly SignedInAccount[];
  /** Takes in what the vault has opened; what is here already is newer. Returns whether it was taken in. */
  opened(entry: SignedInAccount, backend?: string): boolean;
  /**
   * Durable when it returns.
   * @param by who had these keys issued, as a person would say it
   * @param keys whether they come in the place of those before
   * @throws Failure `storage/…`; what was there before stays.
   */
  keep(entry: SignedInAccount, by?: string, keys?: KeysKept): Promise<void>;
  /**
   * Only in memory: for keys that are durable elsewhere, where the vault cannot take them.
   * @param by as above
   */
  hold(entry: SignedInAccount, by: string): void;
  /**
   * Before that other place is written over: keys that are durable nowhere else are stored, for it would take them along.
   * @throws Failure `storage/…`
   */
  requireDurable(account: AccountId): Promise<void>;
  /** Before something is spent that could not be stored anew. @throws Failure `storage/read-only`, or another of the family */
  requireWritable(): Promise<void>;
  /** Before keys are issued that could not be kept, not even in memory. @throws Failure as above */
  requireRoom(): Promise<void>;
  /**
   * Takes in what stands in the vault now, for another process may have changed it; undefined when it is gone there. What is
   * held stays while the vault has what it has replaced.
   * @throws Failure `storage/…`
   */
  reload(account: AccountId): Promise<SignedInAccount | undefined>;
  /** Stores an account's keys again, under the key store that is chosen now. @throws Failure `storage/…` */
  reseal(account: AccountId): Promise<void>;
  /**
   * Counts up whenever the account leaves: signed out, or no longer in use. What was asked for before and comes in after
   * that is about a time that is over.
   */
  generation(account: AccountId): number;
  /** It is no longer in use. */
  retire(account: AccountId): void;
  /** Also one whose keys could not be opened. @throws Failure `storage/…` */
  forget(account: AccountId): Promise<void>;
  /** Signed out, and not in again since: whoever has read of it before that is too late. */
  isForgotten(account: AccountId): boolean;
  /** One piece of work at a time for each account: refresh, adoption, sign-out. */
  inTurn<Value>(account: AccountId, work: () => Promise<Value>): Promise<Value>;
}

function isSame(left: SignedInAccount, right: SignedInAccount): boolean {
  if (isOAuthAccount(left) && isOAuthAccount(right)) return haveSameTokens(left, right);
  return left.credential.obtainedAt === right.credential.obtainedAt;
}

/** Who keeps the keys when nobody else is named. */
const ourName = 'Gatehouse';

/** @param told what may be known about an account's keys, whenever that has changed */
export function createAccountBook(
  vault: Omit<Vault, 'load'>,
  told: (account: AccountId, keys: KeyFacts) => void = () => undefined,
): AccountBook {
  const entries = new Map<AccountId, SignedInAccount>();
  const known = new Map<
    AccountId,
    { readonly backend: string | undefined; readonly by: string | undefined }
  >();
  /** Whose keys are in memory and in another program's file alone, each with what stands in the vault: that is spent. */
  const held = new Map<AccountId, SignedInAccount | undefined>();
  const generations = new Map<AccountId, number>();
  const forgotten = new Set<AccountId>();
  const turns = new Map<AccountId, Promise<unknown>>();

  function take(entry: SignedInAccount, backend: string | undefined, by: string | undefined): void {
    const { id } = entry.account;
    entries.set(id, entry);
    held.delete(id);
    forgotten.delete(id);
    known.set(id, { backend, by });
    told(id, keyFactsOf(entry, backend, by));
  }

  function leave(account: AccountId): void {
    entries.delete(account);
    held.delete(account);
  }

  function retire(account: AccountId): void {
    generations.set(account, (generations.get(account) ?? 0) + 1);
  }

  /** Changes of one account happen one after the other: an older one that ends late must not win. */
  const changing = new Map<AccountId, Promise<unknown>>();
  function inOrder<Value>(account: AccountId, change: () => Promise<Value>): Promise<Value> {
    const done = (changing.get(account) ?? Promise.resolve()).then(change);
    changing.set(
      account,
      done.catch(() => undefined),
    );
    return done;
  }

  async function keep(
    entry: SignedInAccount,
    by: string | undefined,
    keys: KeysKept | undefined,
  ): Promise<void> {
    take(entry, await vault.save(entry, keys), by);
  }

  return {
    get: (account) => entries.get(account),
    all: () => [...entries.values()],
    opened(entry, backend) {
      if (entries.has(entry.account.id)) return false;
      take(entry, backend, undefined);
      return true;
    },
    keep: (entry, by = ourName, keys) => inOrder(entry.account.id, () => keep(entry, by, keys)),
    hold(entry, by) {
      const { id } = entry.account;
      const spent = held.get(id) ?? entries.get(id);
      take(entry, known.get(id)?.backend, by);
      held.set(id, spent);
    },
    requireDurable: (account) =>
      inOrder(account, async () => {
        const entry = entries.get(account);
        if (entry !== undefined && held.has(account)) await keep(entry, known.get(account)?.by, 'renewed');
      }),
    requireWritable: () => vault.requireWritable(),
    requireRoom: () => vault.requireRoom(),
    reload: (account) =>
      inOrder(account, async () => {
        const stored = await vault.reload(account);
        const before = entries.get(account);
        const spent = held.get(account);
        const isSpent = stored !== undefined && spent !== undefined && isSame(stored, spent);
        if (stored === undefined) leave(account);
        else if (before !== undefined && isSame(stored, before)) held.delete(account);
        else if (!isSpent) take(stored, known.get(account)?.backend, undefined);
        return entries.get(account);
      }),
    reseal: (account) =>
      inOrder(account, async () => {
        const entry = entries.get(account);
        if (entry !== undefined) await keep(entry, known.get(account)?.by, 'renewed');
      }),
    forget: (account) =>
      inOrder(account, async () => {
        await vault.remove(account);
        leave(account);
        known.delete(account);
        forgotten.add(account);
        retire(account);
      }),
    isForgotten: (account) => forgotten.has(account),
    generation: (account) => generations.get(account) ?? 0,
    retire,
    inTurn(account, work) {
      const done = (turns.get(account) ?? Promise.resolve()).then(work);
      turns.set(
        account,
        done.catch(() => undefined),
      );
      return done;
    },
  };
}
