// Whether work fits in what is left, and what can be done when it does not.
import type { Account } from '../domain/account.ts';
import { accountNamed } from '../domain/account-name.ts';
import { toFailure, type Failure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import type { AccountCapacity } from '../domain/lease.ts';
import { describeFailure } from '../domain/failure-words.ts';
import { fits, type Fit } from '../domain/work-estimate.ts';
import type { ConsumerDescription } from '../consumers/description.ts';
import type { Clock } from '../ports.ts';
import type { ProviderDescription } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import { chooseForAgent, type AgentChoice, type ChooseParts } from './choose-for-agent.ts';
import type { LearnWork } from './learn-work.ts';
import { consumerFor, type StartOrder } from './start-agent.ts';

/** What can be done where there is no lease now. */
export type ExhaustedAction = 'wait-until' | 'other-account' | 'other-provider' | 'refuse';

export type EstimateWish = Pick<StartOrder, 'task' | 'consumer' | 'provider' | 'account' | 'estimate'>;

export interface Estimated extends Fit {
  /** Absent where no account can be used at all. */
  readonly account?: Account;
  /** Unix milliseconds. */
  readonly resetsAt: number | null;
  readonly reason: string;
}

export interface EstimateWorkParts extends ChooseParts {
  readonly consumers: readonly ConsumerDescription[];
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (provider: string) => ProviderDescription;
  readonly store: Store;
  readonly clock: Clock;
  readonly leases: Pick<LeaseBook, 'remaining'>;
  readonly learn: Pick<LearnWork, 'estimate'>;
  readonly capacityOf: (account: Account) => AccountCapacity;
}

export interface EstimateWork {
  /** @throws Failure `broker/bad-request`, `selection/unknown-…` */
  estimate(wish: EstimateWish): Estimated;
  /** What can be done after this refusal. Never fails. */
  actionAfter(order: StartOrder, failure: Failure): ExhaustedAction;
}

const nothingExcluded: ReadonlySet<AccountId> = new Set();

export function createEstimateWork(parts: EstimateWorkParts): EstimateWork {
  const { consumers, find, store, clock, leases, learn, capacityOf } = parts;

  /** @throws Failure of the choice */
  function choose(wish: EstimateWish, label: string): AgentChoice | undefined {
    const consumer = consumerFor(consumers, wish.consumer, label);
    const state = store.state();
    const provider = wish.provider === undefined ? undefined : find(wish.provider);
    const own = state.accounts.filter((each) => provider === undefined || each.provider === provider.id);
    const account =
      wish.account === undefined ? undefined : accountNamed(own, wish.account, provider?.label ?? label);
    const { label: reader, environment } = consumer;
    return chooseForAgent(
      {
        reader,
        environment,
        ...(provider !== undefined && { provider: provider.id }),
        ...(account !== undefined && { account: account.id }),
        ...(wish.task !== undefined && { task: wish.task }),
      },
      nothingExcluded,
      state,
      clock.nowMs(),
      parts,
    );
  }

  function fitOf(account: Account, wish: EstimateWish): Fit {
    const capacity = capacityOf(account);
    const consumer = consumers.find(({ id }) => id === wish.consumer)?.id;
    const learnt = learn.estimate({
      provider: account.provider,
      ...(consumer !== undefined && { consumer }),
      ...(wish.task !== undefined && { task: wish.task }),
    });
    return fits({
      capacity,
      remaining: leases.remaining(capacity, 'normal'),
      ...(wish.estimate !== undefined && { asked: wish.estimate }),
      ...(learnt !== undefined && { learnt }),
    });
  }

  /** Whether somebody less particular would get one. */
  function wouldFit(order: StartOrder): boolean {
    try {
      const account = choose(order, order.label)?.account;
      if (account === undefined) return false;
      const { percent } = leases.remaining(capacityOf(account), order.priority ?? 'normal');
      return percent === null || percent >= (order.estimate?.value ?? Number.EPSILON);
    } catch {
      return false;
    }
  }

  return {
    estimate(wish) {
      try {
        const choice = choose(wish, '');
        if (choice === undefined) return nobody('');
        const { account, reason } = choice;
        const { resetsAt } = capacityOf(account);
        return { ...fitOf(account, wish), account, resetsAt, reason };
      } catch (thrown) {
        const failure = toFailure(thrown);
        // A name that there is not is a mistake of the caller's; that nobody serves is an answer.
        if (!failure.code.startsWith('quota/') && failure.code !== 'selection/no-valid-auth') throw failure;
        const { what } = describeFailure(failure.toValue());
        return { ...nobody(what), resetsAt: failure.retryAt ?? null };
      }
    },
    actionAfter({ account, provider, ...rest }, failure) {
      const sameProvider = provider === undefined ? rest : { ...rest, provider };
      if (account !== undefined && wouldFit(sameProvider)) return 'other-account';
      if (provider !== undefined && wouldFit(rest)) return 'other-provider';
      const canWait = failure.retryAt !== undefined || failure.code === 'quota/concurrent-limit';
      return canWait ? 'wait-until' : 'refuse';
    },
  };
}

function nobody(reason: string): Estimated {
  return {
    verdict: 'does-not-fit',
    needs: null,
    seen: 0,
    basis: null,
    available: null,
    resetsAt: null,
    reason,
  };
}
