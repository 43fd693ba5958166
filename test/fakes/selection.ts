// What is known of two accounts at each of two providers, to choose between them. Everything is signed in and half used.
import { accountId, type AccountId, type ProviderId } from '../../main/domain/ids.ts';
import type { AccountFacts, ProviderFacts, SelectionFacts } from '../../main/domain/selection-facts.ts';
import { claudeId, knownWindow, noonMs, openaiId } from './accounts.ts';

export const ada = accountId('claude:ada');
export const bob = accountId('claude:bob');
export const cleo = accountId('openai:cleo');
export const dan = accountId('openai:dan');

/** One window, `five-hour`, of which so much is used; an hour before its reset. */
export function accountFacts(account: AccountId, changes: Partial<AccountFacts> = {}): AccountFacts {
  return {
    account,
    provider: account.startsWith('claude:') ? claudeId : openaiId,
    signedIn: true,
    subscribed: true,
    isApiKey: false,
    windows: [knownWindow({ id: 'five-hour', usedPercent: 50 })],
    ...changes,
  };
}

export function usedUpTo(usedPercent: number | null, resetsAt = noonMs + 3_600_000): Partial<AccountFacts> {
  return { windows: [knownWindow({ id: 'five-hour', usedPercent, resetsAt })] };
}

export function providerFacts(provider: ProviderId, changes: Partial<ProviderFacts> = {}): ProviderFacts {
  const isClaude = provider === claudeId;
  return { provider, mayFallBack: isClaude, otherAccounts: true, wanted: isClaude ? ada : cleo, ...changes };
}

/** Claude preferred; ada and cleo wanted. */
export function selectionFacts(
  accounts: Readonly<Partial<Record<'ada' | 'bob' | 'cleo' | 'dan', Partial<AccountFacts>>>> = {},
  changes: Partial<SelectionFacts> = {},
): SelectionFacts {
  return {
    now: noonMs,
    strategy: 'user-preference',
    chosen: claudeId,
    providers: [providerFacts(claudeId), providerFacts(openaiId)],
    accounts: [
      accountFacts(ada, accounts.ada),
      accountFacts(bob, accounts.bob),
      accountFacts(cleo, accounts.cleo),
      accountFacts(dan, accounts.dan),
    ],
    reservePercent: 5,
    folderRules: [],
    ...changes,
  };
}
