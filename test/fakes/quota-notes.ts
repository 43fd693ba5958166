// Quota notes in memory; handing the same object to a second poller is a restart.
import type { AccountId } from '../../main/domain/ids.ts';
import type { QuotaNote } from '../../main/domain/quota-note.ts';
import type { QuotaNotes } from '../../main/ports.ts';

export class MemoryNotes implements QuotaNotes {
  kept: ReadonlyMap<AccountId, QuotaNote>;
  /** Set to make every save fail. */
  failWith: Error | undefined;

  constructor(kept: ReadonlyMap<AccountId, QuotaNote> = new Map()) {
    this.kept = kept;
  }

  async load(): Promise<ReadonlyMap<AccountId, QuotaNote>> {
    return new Map(this.kept);
  }

  async save(notes: ReadonlyMap<AccountId, QuotaNote>): Promise<void> {
    if (this.failWith !== undefined) throw this.failWith;
    this.kept = new Map(notes);
  }
}
