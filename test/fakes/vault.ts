// A vault in memory. What happened to it is written down in order.
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { Failure } from '../../main/domain/failure.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import type { KeysKept, Vault, VaultContent } from '../../main/ports.ts';

export class MemoryVault implements Vault {
  /** Every entry that was saved, in order, also those that were replaced or removed since. */
  readonly saved: SignedInAccount[] = [];
  /** As what each of them was saved. */
  readonly savedAs: (KeysKept | undefined)[] = [];
  readonly removed: AccountId[] = [];
  /** What the next load finds beside what is stored. */
  unopened: VaultContent['unopened'];
  damaged: VaultContent['damaged'] = [];
  /** Set to make everything fail. */
  failWith: Error | undefined;
  /** Set to make saving fail. */
  failSavingWith: Error | undefined;
  /** Set to be the file of a newer version: everything is read, nothing changed. */
  readOnly: Failure | undefined;
  /** Set to have a file that cannot be read, and keys kept in memory alone. */
  fileless: Failure | undefined;
  /** Set to have it take its time to say whether there is room. */
  roomSaid: Promise<unknown> | undefined;
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
    const backends = new Map(this.stored.map(({ account }) => [account.id, 'toy']));
    return {
      accounts: this.stored,
      unopened: this.unopened,
      damaged: this.damaged,
      backends,
      ...(this.readOnly && { readOnly: this.readOnly }),
    };
  }

  async save(entry: SignedInAccount, keys?: KeysKept): Promise<string> {
    this.#requireWorking();
    await this.requireRoom();
    if (this.failSavingWith !== undefined) throw this.failSavingWith;
    this.saved.push(entry);
    this.savedAs.push(keys);
    this.#stored.set(entry.account.id, entry);
    return 'toy';
  }

  async reload(account: AccountId): Promise<SignedInAccount | undefined> {
    this.#requireWorking();
    return this.#stored.get(account);
  }

  /** Another process stores it, or takes it away. */
  put(account: AccountId, entry: SignedInAccount | undefined): void {
    if (entry === undefined) this.#stored.delete(account);
    else this.#stored.set(account, entry);
  }

  async requireWritable(): Promise<void> {
    await this.requireRoom();
    if (this.fileless !== undefined) throw this.fileless;
  }

  async requireRoom(): Promise<void> {
    if (this.roomSaid !== undefined) await this.roomSaid;
    if (this.readOnly !== undefined) throw this.readOnly;
  }

  async remove(account: AccountId): Promise<void> {
    this.#requireWorking();
    await this.requireWritable();
    this.removed.push(account);
    this.#stored.delete(account);
  }

  #requireWorking(): void {
    if (this.failWith !== undefined) throw this.failWith;
  }
}
