// Reads one account's quota, and its plan when that is due. A failure keeps what was known before.
import type { SignedInAccount } from '../domain/account.ts';
import { toFailure, type FailureValue } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Clock } from '../ports.ts';
import type { PlanName } from '../domain/plan.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import { byOwnClock, windowsByOwnClock } from './own-clock.ts';
import type { QuotaSources } from './quota-sources.ts';

export interface ReadQuotaParts {
  readonly store: Store;
  readonly sources: QuotaSources;
  readonly find: (provider: SignedInAccount['account']['provider']) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  /** The fingerprint of the login that the account has now; undefined when it has left. */
  readonly loginOf: (account: AccountId) => string | undefined;
  /** Counts up whenever the account leaves (flows/account-book.ts). */
  readonly generation: (account: AccountId) => number;
  /** This computer's: other sources and the history go by it too. */
  readonly clock: Clock;
}

/** What to ask for. */
export interface Question {
  readonly quota: boolean;
  readonly plan: boolean;
}

/** How the provider took the question for the quota. */
export type Outcome = 'read' | FailureValue;

/** Answers undefined where that was not asked, and where the figures are about a login that has left. */
export async function readQuota(
  account: AccountId,
  asked: Question,
  parts: ReadQuotaParts,
): Promise<Outcome | undefined> {
  const { store, sources, find, toolsFor, loginOf, generation, clock } = parts;
  const known = store.state().accounts.find(({ id }) => id === account);
  if (known === undefined) return undefined;
  const provider = find(known.provider);
  const tools = toolsFor(provider);
  const { readPlan } = provider;
  const told = (plan: PlanName): void => {
    store.dispatch({ type: 'plan.read', account, plan, at: clock.nowMs() });
  };
  const login = loginOf(account);
  const asOf = generation(account);
  const isStillThere = (): boolean =>
    login !== undefined && loginOf(account) === login && generation(account) === asOf;
  if (asked.plan && readPlan !== undefined && known.kind === 'oauth') {
    try {
      const plan = await sources.ask(account, (entry) => readPlan(entry, tools));
      if (plan !== undefined && isStillThere()) told(plan);
    } catch (thrown) {
      tools.log.warn('plan not read', { account, failure: toFailure(thrown) });
    }
  }
  const source = sources.of(account);
  if (!asked.quota || source === undefined) return undefined;
  try {
    const { windows, source: name, plan, features } = await source.read();
    // Signed out, or somebody else by now: the answer is about nobody here (reliability QP-07).
    if (login === undefined || !isStillThere()) {
      tools.log.info('quota of a login that has left', { account });
      return undefined;
    }
    if (plan !== undefined) told(plan);
    const at = clock.nowMs();
    store.dispatch({
      type: 'quota.read',
      sample: {
        account,
        at,
        kind: source.kind,
        source: name,
        credential: login,
        windows: windowsByOwnClock(windows, tools.clock, clock),
        ...(features !== undefined && { features }),
      },
    });
    return 'read';
  } catch (thrown) {
    const cause = toFailure(thrown);
    tools.log.warn('quota not read', { account, failure: cause });
    const { retryAt, ...rest } = cause.toValue();
    const failure = {
      ...rest,
      ...(retryAt !== undefined && { retryAt: byOwnClock(retryAt, tools.clock, clock) }),
    };
    if (isStillThere()) store.dispatch({ type: 'quota.failed', account, failure });
    return failure;
  }
}
