// A refresh journal in memory.
import { haveSameTokens, type OAuthAccount } from '../../main/domain/account.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import type { RefreshJournal } from '../../main/ports.ts';

export class MemoryJournal implements RefreshJournal {
  readonly notes = new Map<AccountId, { readonly spent: OAuthAccount; readonly renewed: OAuthAccount }>();
  /** Set to make noting fail. */
  failWith: Error | undefined;

  async note(spent: OAuthAccount, renewed: OAuthAccount): Promise<void> {
    if (this.failWith !== undefined) throw this.failWith;
    this.notes.set(spent.account.id, { spent, renewed });
  }

  async successorOf(entry: OAuthAccount): Promise<OAuthAccount | undefined> {
    const note = this.notes.get(entry.account.id);
    return note !== undefined && haveSameTokens(note.spent, entry) ? note.renewed : undefined;
  }

  async clear(account: AccountId): Promise<void> {
    this.notes.delete(account);
  }
}
