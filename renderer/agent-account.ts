// What an account of an agent is called: its provider, and what tells it from the provider's other accounts.
import { accountName } from './account-name.ts';
import { messages } from './messages.ts';
import { view } from './state.ts';

/** @param label said where the account is not here any more */
export function agentAccount(id: string, label: string): string {
  for (const provider of view.value?.providers ?? []) {
    const account = provider.accounts.find((each) => each.id === id);
    if (account !== undefined)
      return messages.accountAt(provider.label, accountName(account, provider.accounts));
  }
  return label;
}

/** Whether its use is counted in windows; so said too of one that is not here any more. */
export function isMeteredAccount(id: string): boolean {
  const accounts = view.value?.providers.flatMap((provider) => provider.accounts) ?? [];
  return accounts.find((each) => each.id === id)?.metered ?? true;
}
