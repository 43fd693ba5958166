// The accounts whose keys are open, in memory and in the vault. The one place where either changes.
import { haveSameTokens, isOAuthAccount, type SignedInAccount } from '../domain/account.ts';
import type { AccountId } from '../domain/ids.ts';
import { keyFactsOf, type KeyFacts } from '../domain/key-facts.ts';
import type { Vault } from '../ports.ts';

export interface AccountBook {
  get(account: AccountId): SignedInAccount | undefined;
  all(): readonly SignedInAccount[];
  /** Takes in what the vault has opened; what is here already is newer. Returns whether it was taken in. */
  opened(entry: SignedInAccount, backend?: string): boolean;
  /**
   * Durable when it returns.
   * @param by who had these keys issued, as a person would say it
   * @throws Failure `storage/…`; what was there before stays.
   */
  keep(entry: SignedInAccount, by?: string): Promise<void>;
  /**
   * Only in memory: for keys that are durable elsewhere, where the vault cannot take them.
   * @param by as above
   */
  hold(entry: SignedInAccount, by: string): void;
  /** Before something is spent that could not be stored anew. @throws Failure `storage/read-only`, or another of the family */
  requireWritable(): Promise<void>;
  /**
   * Takes in what stands in the vault now, for another process may have changed it; undefined when it is gone there.
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
  vault: Pick<Vault, 'save' | 'remove' | 'reload' | 'requireWritable'>,
  told: (account: AccountId, keys: KeyFacts) => void = () => undefined,
): AccountBook {
  const entries = new Map<AccountId, SignedInAccount>();
  const known = new Map<
    AccountId,
    { readonly backend: string | undefined; readonly by: string | undefined }
  >();
  const generations = new Map<AccountId, number>();
  const turns = new Map<AccountId, Promise<unknown>>();

  function take(entry: SignedInAccount, backend: string | undefined, by: string | undefined): void {
    const { id } = entry.account;
    entries.set(id, entry);
    known.set(id, { backend, by });
    told(id, keyFactsOf(entry, backend, by));
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

  return {
    get: (account) => entries.get(account),
    all: () => [...entries.values()],
    opened(entry, backend) {
      if (entries.has(entry.account.id)) return false;
      take(entry, backend, undefined);
      return true;
    },
    keep: (entry, by = ourName) =>
      inOrder(entry.account.id, async () => {
        const backend = await vault.save(entry);
        take(entry, backend, by);
      }),
    hold(entry, by) {
      take(entry, known.get(entry.account.id)?.backend, by);
    },
    requireWritable: () => vault.requireWritable(),
    reload: (account) =>
      inOrder(account, async () => {
        const stored = await vault.reload(account);
        const before = entries.get(account);
        if (stored === undefined) entries.delete(account);
        else if (before === undefined || !isSame(stored, before))
          take(stored, known.get(account)?.backend, undefined);
        return entries.get(account);
      }),
    reseal: (account) =>
      inOrder(account, async () => {
        const entry = entries.get(account);
        if (entry !== undefined) take(entry, await vault.save(entry), known.get(account)?.by);
      }),
    forget: (account) =>
      inOrder(account, async () => {
        await vault.remove(account);
        entries.delete(account);
        known.delete(account);
        retire(account);
      }),
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
