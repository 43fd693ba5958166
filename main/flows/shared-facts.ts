// What the shared files say beside keys, read off the state.
import type { SharedFacts } from '../consumers/description.ts';
import type { ProviderId } from '../domain/ids.ts';
import { activeAccount, mayFallBack, selected } from '../state/selected.ts';
import type { State } from '../state/state.ts';

export function sharedFacts(
  state: State,
  providers: readonly { readonly id: ProviderId; readonly label: string }[],
  now: number,
): SharedFacts {
  const { preferred, provider, reason } = selected(state, providers, now);
  return {
    providers: providers.map(({ id }) => {
      const account = activeAccount(state, id);
      const quota = account === undefined ? undefined : state.readings.get(account.id)?.quota;
      return { id, ...(account !== undefined && { account }), ...(quota !== undefined && { quota }) };
    }),
    preferred,
    selected: provider,
    reason,
    mayFallBack: preferred !== undefined && mayFallBack(state, preferred, providers),
    notify: state.settings.notify,
  };
}
