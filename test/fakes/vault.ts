// A vault in memory.
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { Vault, VaultContent } from '../../main/ports.ts';

export class MemoryVault implements Vault {
  readonly saved: SignedInAccount[] = [];
  /** Set to change what the next load finds. */
  unopened: VaultContent['unopened'];
  readonly #failWith: Error | undefined;

  constructor({ unopened = [], failWith }: { unopened?: VaultContent['unopened']; failWith?: Error } = {}) {
    this.unopened = unopened;
    this.#failWith = failWith;
  }

  async load(): Promise<VaultContent> {
    if (this.#failWith !== undefined) throw this.#failWith;
    return { accounts: [...this.saved], unopened: this.unopened, damaged: [] };
  }

  async save(entry: SignedInAccount): Promise<void> {
    if (this.#failWith !== undefined) throw this.#failWith;
    this.saved.push(entry);
  }
}
