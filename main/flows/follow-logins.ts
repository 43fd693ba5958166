// Looks again at the logins that other programs keep: their program renews them, signs out or signs somebody else in
// without telling anybody.
import { isDelegatedAccount, type DelegatedAccount } from '../domain/account.ts';
import { toFailure } from '../domain/failure.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import { isOwnerSilent, type LoginOwners } from './login-owners.ts';
import { delegatedAccount } from './sign-in-by-program.ts';

export interface FollowLoginsParts {
  readonly book: Pick<AccountBook, 'all' | 'get' | 'keep' | 'inTurn'>;
  readonly owners: Pick<LoginOwners, 'about' | 'read'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

export interface FollowLogins {
  /** Looks at those that were not looked at for a while; never fails. */
  look(): Promise<void>;
}

/** Some programs are started for this, so not each time that somebody opens the window. */
const spacingMs = 10 * 60_000;

export function createFollowLogins({ book, owners, store, clock, log }: FollowLoginsParts): FollowLogins {
  const lookedAt = new Map<string, number>();

  function unusable({ account }: DelegatedAccount): void {
    const failure = { code: 'credential/owner-changed', subject: account.label } as const;
    store.dispatch({ type: 'account.unusable', account: account.id, failure });
  }

  async function lookAt(entry: DelegatedAccount): Promise<void> {
    const { id } = entry.account;
    const { owner, folder, place, origin, obtainedAt } = entry.credential;
    const found = await owners.read(owner, { folder, place });
    if (found === undefined) {
      unusable(entry);
      return;
    }
    const now = delegatedAccount(found, { origin, owner, folder, place, obtainedAt });
    if (now.account.id !== id) {
      unusable(entry);
      return;
    }
    if (store.state().readings.get(id)?.failure?.code === 'credential/owner-changed')
      store.dispatch({ type: 'account.usable', account: id });
    if (JSON.stringify(now) === JSON.stringify(entry)) return;
    const renewed = { ...now, credential: { ...now.credential, obtainedAt: clock.nowMs() } };
    await book.keep(renewed, owners.about(owner).label);
    const { plan, planDetail } = renewed.account;
    const name = plan !== undefined && { plan, ...(planDetail !== undefined && { planDetail }) };
    // First, for then it is known what the plan was before.
    if (name) store.dispatch({ type: 'plan.read', account: id, plan: name, at: clock.nowMs() });
    store.dispatch({ type: 'account.signed-in', account: renewed.account });
  }

  return {
    async look() {
      const now = clock.nowMs();
      for (const { account } of book.all().filter(isDelegatedAccount)) {
        const before = lookedAt.get(account.id);
        if (before !== undefined && now >= before && now - before < spacingMs) continue;
        lookedAt.set(account.id, now);
        await book
          .inTurn(account.id, async () => {
            const entry = book.get(account.id);
            if (entry !== undefined && isDelegatedAccount(entry)) await lookAt(entry);
          })
          .catch((thrown: unknown) => {
            const failure = toFailure(thrown);
            if (!isOwnerSilent(failure)) log.warn('login not looked at', { account: account.id, failure });
          });
      }
    },
  };
}
