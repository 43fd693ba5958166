// Reads one account's quota and says what came of it. A failure keeps the last good figures.
import type { SignedInAccount } from '../domain/account.ts';
import { toFailure } from '../domain/failure.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { Store } from '../state/store.ts';

export interface ReadQuotaParts {
  readonly store: Store;
  readonly find: (provider: SignedInAccount['account']['provider']) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
}

export async function readQuota(
  entry: SignedInAccount,
  { store, find, toolsFor }: ReadQuotaParts,
): Promise<void> {
  const provider = find(entry.account.provider);
  const tools = toolsFor(provider);
  const account = entry.account.id;
  try {
    const answer = await provider.readQuota?.(entry, tools);
    if (answer === undefined) return;
    const { windows, source, plan } = answer;
    store.dispatch({
      type: 'quota.read',
      sample: { account, at: tools.clock.nowMs(), source, windows },
      ...(plan !== undefined && { plan }),
    });
  } catch (thrown) {
    const failure = toFailure(thrown);
    tools.log.warn('quota not read', { account, failure });
    store.dispatch({ type: 'quota.failed', account, failure: failure.toValue() });
  }
}
