// Makes a provider the preferred one. The choice is the person's and stays until they change it.
import type { ProviderId } from '../domain/ids.ts';
import type { Preferences } from '../ports.ts';
import type { Store } from '../state/store.ts';

export function preferProvider(
  provider: ProviderId,
  {
    store,
    preferences,
  }: { readonly store: Store; readonly preferences: Pick<Preferences, 'setPreferredProvider'> },
): void {
  preferences.setPreferredProvider(provider);
  store.dispatch({ type: 'preferred.changed', provider });
}
