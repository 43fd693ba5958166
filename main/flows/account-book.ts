// The accounts whose keys are open, in memory and in the vault. The one place where either changes.
import type { SignedInAccount } from '../domain/account.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Vault } from '../ports.ts';

export interface AccountBook {
  get(account: AccountId): SignedInAccount | undefined;
  all(): readonly SignedInAccount[];
  /** Takes in what the vault has opened; what is here already is newer. Returns whether it was taken in. */
  opened(entry: SignedInAccount): boolean;
  /** Durable when it returns. @throws Failure `storage/…`; what was there before stays. */
  keep(entry: SignedInAccount): Promise<void>;
  /** Also one whose keys could not be opened. @throws Failure `storage/…` */
  forget(account: AccountId): Promise<void>;
  /** One piece of work at a time for each account: refresh, adoption, sign-out. */
  inTurn<Value>(account: AccountId, work: () => Promise<Value>): Promise<Value>;
}

export function createAccountBook(vault: Pick<Vault, 'save' | 'remove'>): AccountBook {
  const entries = new Map<AccountId, SignedInAccount>();
  const turns = new Map<AccountId, Promise<unknown>>();
  return {
    get: (account) => entries.get(account),
    all: () => [...entries.values()],
    opened(entry) {
      if (entries.has(entry.account.id)) return false;
      entries.set(entry.account.id, entry);
      return true;
    },
    async keep(entry) {
      await vault.save(entry);
      entries.set(entry.account.id, entry);
    },
    async forget(account) {
      await vault.remove(account);
      entries.delete(account);
    },
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
