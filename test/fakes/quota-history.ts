// Readings of windows in memory: all of them, without an end.
import type { KnownQuota, Point } from '../../main/domain/quota-window.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import { pointOf } from '../../main/domain/quota-points.ts';
import type { QuotaHistory } from '../../main/ports.ts';

export class MemoryQuotaHistory implements QuotaHistory {
  readonly kept = new Map<AccountId, Map<string, readonly Point[]>>();

  async append({ account, windows }: KnownQuota): Promise<void> {
    const ofAccount = this.kept.get(account) ?? new Map<string, readonly Point[]>();
    this.kept.set(account, ofAccount);
    for (const window of windows) {
      const point = pointOf(window);
      const before = ofAccount.get(window.id) ?? [];
      // A window that comes with another one's news has been heard already.
      if (point === undefined || before.at(-1)?.at === point.at) continue;
      ofAccount.set(window.id, [...before, point]);
    }
  }

  async read(account: AccountId, sinceMs: number): Promise<ReadonlyMap<string, readonly Point[]>> {
    const since = [...(this.kept.get(account) ?? [])].map(
      ([id, points]) => [id, points.filter(({ at }) => at >= sinceMs)] as const,
    );
    return new Map(since.filter(([, points]) => points.length > 0));
  }

  async forget(account: AccountId): Promise<void> {
    this.kept.delete(account);
  }
}
