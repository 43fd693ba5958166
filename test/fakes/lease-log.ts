// The lease log in memory; handing the same object to a second service is a restart.
import type { LeaseRecord } from '../../main/domain/lease.ts';
import type { LeaseLog } from '../../main/ports.ts';

export class MemoryLeaseLog implements LeaseLog {
  kept: readonly LeaseRecord[];
  /** What was appended at a time, in order. */
  readonly groups: (readonly LeaseRecord[])[] = [];
  rewrites = 0;
  /** Set to make every write fail. */
  failWith: Error | undefined;
  /** Set to have writes wait for it. */
  held: Promise<void> | undefined;

  constructor(kept: readonly LeaseRecord[] = []) {
    this.kept = kept;
  }

  async load(): Promise<readonly LeaseRecord[]> {
    return this.kept;
  }

  async append(records: readonly LeaseRecord[]): Promise<void> {
    await this.held;
    if (this.failWith !== undefined) throw this.failWith;
    this.kept = [...this.kept, ...records];
    this.groups.push(records);
  }

  async rewrite(records: readonly LeaseRecord[]): Promise<void> {
    await this.held;
    if (this.failWith !== undefined) throw this.failWith;
    this.kept = records;
    this.rewrites += 1;
  }

  async stop(): Promise<void> {
    await this.held;
  }
}
