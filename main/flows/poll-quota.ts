// Keeps the quota of metered accounts fresh: asks the poll policy, waits, reads, again. No timer without an account.
import type { SignedInAccount } from '../domain/account.ts';
import type { AccountId } from '../domain/ids.ts';
import { decidePoll } from '../domain/poll-policy.ts';
import type { Clock, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface PollParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Whether the account has meters at all; one without is not followed. */
  readonly metered: (entry: SignedInAccount) => boolean;
  readonly read: (entry: SignedInAccount) => Promise<void>;
}

export interface QuotaPolling {
  /** Follows this account from now on; a newer sign-in of the same account takes the place of the older. */
  follow(entry: SignedInAccount): void;
  follows(account: AccountId): boolean;
  /** Reads now, for a person who asked, and goes on from there. Unknown accounts are ignored. */
  readNow(account: AccountId): Promise<void>;
  stop(): void;
}

interface Followed {
  readonly entry: SignedInAccount;
  lastTryAt?: number;
  failuresInRow: number;
  cancel: () => void;
  reading?: Promise<void>;
}

export function createQuotaPolling({ store, clock, timer, metered, read }: PollParts): QuotaPolling {
  const followed = new Map<AccountId, Followed>();

  /** One request at a time: who asks while one is under way gets its answer. */
  function readOnce(item: Followed): Promise<void> {
    item.reading ??= request(item).finally(() => {
      delete item.reading;
    });
    return item.reading;
  }

  async function request(item: Followed): Promise<void> {
    item.cancel();
    item.lastTryAt = clock.nowMs();
    await read(item.entry);
    const reading = store.state().readings.get(item.entry.account.id);
    item.failuresInRow = reading?.failure === undefined ? 0 : item.failuresInRow + 1;
    if (followed.get(item.entry.account.id) === item) schedule(item);
  }

  function schedule(item: Followed): void {
    const retryAt = store.state().readings.get(item.entry.account.id)?.failure?.retryAt;
    const { delayMs } = decidePoll({
      now: clock.nowMs(),
      failuresInRow: item.failuresInRow,
      ...(item.lastTryAt !== undefined && { lastTryAt: item.lastTryAt }),
      ...(retryAt !== undefined && { retryAt }),
    });
    item.cancel();
    item.cancel = timer.after(delayMs, () => {
      void readOnce(item);
    });
  }

  return {
    follow(entry) {
      if (!metered(entry)) return;
      followed.get(entry.account.id)?.cancel();
      const lastTryAt = store.state().readings.get(entry.account.id)?.sample?.at;
      const item: Followed = {
        entry,
        failuresInRow: 0,
        cancel: () => undefined,
        ...(lastTryAt !== undefined && { lastTryAt }),
      };
      followed.set(entry.account.id, item);
      schedule(item);
    },
    follows: (account) => followed.has(account),
    async readNow(account) {
      const item = followed.get(account);
      // While the provider has asked for patience, the person is shown that, and it is not asked again.
      const retryAt = store.state().readings.get(account)?.failure?.retryAt ?? 0;
      if (item !== undefined && retryAt <= clock.nowMs()) await readOnce(item);
    },
    stop() {
      for (const item of followed.values()) item.cancel();
      followed.clear();
    },
  };
}
