// The audit log in memory, always whole unless a test says otherwise.
import type { AuditEntry, AuditVerdict } from '../../main/domain/audit-entry.ts';
import type { AuditLog } from '../../main/ports.ts';

export class MemoryAuditLog implements AuditLog {
  readonly entries: AuditEntry[] = [];
  /** Set to have it found broken. */
  verdict: AuditVerdict | undefined;
  /** Set to make every reading fail. */
  failWith: Error | undefined;
  isStopped = false;

  append(entry: AuditEntry): void {
    this.entries.push(entry);
  }

  async read(filter: { readonly limit: number; readonly since?: number }): Promise<readonly AuditEntry[]> {
    if (this.failWith !== undefined) throw this.failWith;
    const { limit, since = 0 } = filter;
    return this.entries
      .filter(({ at }) => at >= since)
      .toReversed()
      .slice(0, limit);
  }

  async verify(): Promise<AuditVerdict> {
    const entries = this.entries.length;
    return this.verdict ?? { kind: 'whole', entries, sealedUpTo: entries, from: this.entries[0]?.at ?? null };
  }

  async stop(): Promise<void> {
    this.isStopped = true;
  }
}
