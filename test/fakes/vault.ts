// A vault in memory. What happened to it is written down in order.
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import type { Vault, VaultContent } from '../../main/ports.ts';

export class MemoryVault implements Vault {
  /** Every entry that was saved, in order, also those that were replaced or removed since. */
  readonly saved: SignedInAccount[] = [];
  readonly removed: AccountId[] = [];
  /** What the next load finds beside what is stored. */
  unopened: VaultContent['unopened'];
  damaged: VaultContent['damaged'] = [];
  /** Set to make everything fail. */
  failWith: Error | undefined;
  readonly #stored = new Map<AccountId, SignedInAccount>();

  constructor({ unopened = [], failWith }: { unopened?: VaultContent['unopened']; failWith?: Error } = {}) {
    this.unopened = unopened;
    this.failWith = failWith;
  }

  get stored(): readonly SignedInAccount[] {
    return [...this.#stored.values()];
  }

  async load(): Promise<VaultContent> {
    this.#requireWorking();
    return { accounts: this.stored, unopened: this.unopened, damaged: this.damaged };
  }

  async save(entry: SignedInAccount): Promise<void> {
    this.#requireWorking();
    this.saved.push(entry);
    this.#stored.set(entry.account.id, entry);
  }

  async remove(account: AccountId): Promise<void> {
    this.#requireWorking();
    this.removed.push(account);
    this.#stored.delete(account);
  }

  #requireWorking(): void {
    if (this.failWith !== undefined) throw this.failWith;
  }
}
