// Reads one account's quota, and its plan when that is due. A failure keeps the last good figures.
import { isOAuthAccount, type OAuthAccount, type SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { PlanAnswer, ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { FreshCredentials } from './fresh-credential.ts';

export interface ReadQuotaParts {
  readonly store: Store;
  readonly fresh: Pick<FreshCredentials, 'get' | 'replace'>;
  readonly find: (provider: SignedInAccount['account']['provider']) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
}

/** Asks with usable keys; keys that the provider refuses are replaced once. */
async function ask<Answer>(
  account: AccountId,
  { fresh }: ReadQuotaParts,
  question: (entry: OAuthAccount) => Promise<Answer>,
): Promise<Answer> {
  const only = (entry: SignedInAccount): OAuthAccount => {
    if (!isOAuthAccount(entry)) throw new Failure('credential/missing', { subject: entry.account.label });
    return entry;
  };
  const entry = only(await fresh.get(account));
  try {
    return await question(entry);
  } catch (thrown) {
    if (toFailure(thrown).code !== 'credential/rejected') throw thrown;
    return question(only(await fresh.replace(entry)));
  }
}

/** What to ask for. */
export interface Question {
  readonly quota: boolean;
  readonly plan: boolean;
}

export async function readQuota(account: AccountId, asked: Question, parts: ReadQuotaParts): Promise<void> {
  const { store, find, toolsFor } = parts;
  const providerId = store.state().accounts.find(({ id }) => id === account)?.provider;
  if (providerId === undefined) return;
  const provider = find(providerId);
  const tools = toolsFor(provider);
  const { readQuota: read, readPlan } = provider;
  const told = (plan: PlanAnswer): void => {
    store.dispatch({ type: 'plan.read', account, plan, at: tools.clock.nowMs() });
  };
  if (asked.plan && readPlan !== undefined) {
    try {
      const plan = await ask(account, parts, (entry) => readPlan(entry, tools));
      if (plan !== undefined) told(plan);
    } catch (thrown) {
      tools.log.warn('plan not read', { account, failure: toFailure(thrown) });
    }
  }
  if (!asked.quota || read === undefined) return;
  try {
    const { windows, source, plan } = await ask(account, parts, (entry) => read(entry, tools));
    if (plan !== undefined) told(plan);
    store.dispatch({ type: 'quota.read', sample: { account, at: tools.clock.nowMs(), source, windows } });
  } catch (thrown) {
    const failure = toFailure(thrown);
    tools.log.warn('quota not read', { account, failure });
    store.dispatch({ type: 'quota.failed', account, failure: failure.toValue() });
  }
}
