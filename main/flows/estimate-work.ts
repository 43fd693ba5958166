// Whether work fits in what is left, and what can be done when it does not.
import type { Account } from '../domain/account.ts';
import { accountNamed, isNamed } from '../domain/account-name.ts';
import { toFailure, type ExhaustedAction, type Failure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { LeaseBook } from '../domain/lease-book.ts';
import type { AccountCapacity } from '../domain/lease.ts';
import { withSameService } from '../domain/same-service.ts';
import { describeFailure } from '../domain/failure-words.ts';
import { fits, type Fit } from '../domain/work-estimate.ts';
import type { ConsumerDescription } from '../consumers/description.ts';
import type { Clock } from '../ports.ts';
import type { ProviderDescription } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import { chooseForAgent, type AgentChoice, type ChooseParts } from './choose-for-agent.ts';
import type { LearnWork } from './learn-work.ts';
import { accountsOf, consumerFor, foldersOf, type StartOrder } from './start-agent.ts';

export type EstimateWish = Pick<
  StartOrder,
  'task' | 'folder' | 'spelledFolder' | 'consumer' | 'provider' | 'account' | 'estimate'
>;

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
  readonly leases: Pick<LeaseBook, 'remaining' | 'outstanding'>;
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

/** Another account does not help against anything else. */
const isOfAccount = ({ code }: Failure): boolean =>
  code === 'broker/not-acceptable' ||
  ['quota/', 'selection/', 'credential/'].some((start) => code.startsWith(start));

export function createEstimateWork(parts: EstimateWorkParts): EstimateWork {
  const { consumers, find, store, clock, leases, learn, capacityOf } = parts;

  /** @throws Failure of the choice */
  function choose(
    wish: EstimateWish,
    label: string,
    excluded: ReadonlySet<AccountId>,
  ): AgentChoice | undefined {
    const consumer = consumerFor(consumers, wish.consumer, label);
    const state = store.state();
    const provider = wish.provider === undefined ? undefined : find(wish.provider);
    const served = withSameService(consumer.environment.providers, parts.providers);
    const own = accountsOf(state, provider?.id, served);
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
        ...foldersOf(wish),
      },
      excluded,
      state,
      clock.nowMs(),
      parts,
    );
  }

  function fitOf(account: Account, wish: EstimateWish): Fit {
    const capacity = capacityOf(account);
    const consumer = consumers.find(({ id }) => id === wish.consumer)?.id;
    const learnt = learn.estimate(
      {
        provider: account.provider,
        ...(consumer !== undefined && { consumer }),
        ...(wish.task !== undefined && { task: wish.task }),
      },
      account.id,
    );
    return fits({
      capacity,
      remaining: leases.remaining(capacity, 'normal'),
      ...(wish.estimate !== undefined && { asked: wish.estimate }),
      ...(learnt !== undefined && { learnt }),
    });
  }

  function hasRoom(account: Account, { estimate, priority = 'normal' }: StartOrder): boolean {
    const capacity = capacityOf(account);
    if (leases.outstanding(account.id).running >= capacity.limits.concurrent) return false;
    const { unit = 'percent', value = 0 } = estimate ?? {};
    const left = leases.remaining(capacity, priority)[unit];
    const least = unit === 'percent' ? capacity.limits.leastPercent : 0;
    return left === null ? capacity.kind !== 'metered' : left >= Math.max(value, least, Number.EPSILON);
  }

  /** Whether somebody less particular would get one. @param refused accounts that are not asked again */
  function wouldFit(order: StartOrder, refused: readonly Account[]): boolean {
    const excluded = new Set(refused.map(({ id }) => id));
    try {
      for (;;) {
        const account = choose(order, order.label, excluded)?.account;
        if (account === undefined) return false;
        if (hasRoom(account, order)) return true;
        excluded.add(account.id);
      }
    } catch {
      return false;
    }
  }

  /** Those that a caller may have meant by what it named. */
  function meant({ account, provider }: StartOrder): readonly Account[] {
    return store
      .state()
      .accounts.filter(
        (each) =>
          (account === undefined || isNamed(each, account)) &&
          (provider === undefined || each.provider === provider),
      );
  }

  return {
    estimate(wish) {
      try {
        const choice = choose(wish, '', nothingExcluded);
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
    actionAfter(order, failure) {
      const { account, provider, ...rest } = order;
      const refused = meant(order);
      const own = provider ?? refused[0]?.provider;
      if (isOfAccount(failure)) {
        const isOfOne = account !== undefined && own !== undefined;
        if (isOfOne && wouldFit({ ...rest, provider: own }, refused)) return 'other-account';
        const isParticular = account !== undefined || provider !== undefined;
        const siblings = store.state().accounts.filter((each) => each.provider === own);
        if (isParticular && wouldFit(rest, siblings)) return 'other-provider';
      }
      const canWait =
        failure.retryAt !== undefined || ['quota/concurrent-limit', 'broker/busy'].includes(failure.code);
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
