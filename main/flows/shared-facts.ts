// What the shared files say beside keys, read off the state.
import type { SharedFacts } from '../consumers/description.ts';
import { isInUse } from '../state/in-use.ts';
import { activeAccount, mayFallBack, selected, type Selectable } from '../state/selected.ts';
import type { State } from '../state/state.ts';

/** @param now Unix milliseconds */
export function sharedFacts(state: State, providers: readonly Selectable[], now: number): SharedFacts {
  const { preferred, provider, reason } = selected(state, providers, now);
  return {
    providers: providers.map(({ id }) => {
      const account = activeAccount(state, id);
      const quota = account === undefined ? undefined : state.readings.get(account.id)?.quota;
      return {
        id,
        ...(account !== undefined && { account }),
        ...(quota !== undefined && { quota }),
        ...(!isInUse(state, id) && { isUnused: true }),
      };
    }),
    logins: new Map(
      [...state.keys].flatMap(([account, { owner, login }]) =>
        owner === undefined || login === undefined ? [] : [[account, { ...login, owner }] as const],
      ),
    ),
    folderRules: state.settings.folderRules
      .filter(({ account }) => state.accounts.some(({ id }) => id === account))
      .toSorted((one, other) => other.folder.length - one.folder.length),
    preferred,
    selected: provider,
    reason,
    mayFallBack: preferred !== undefined && mayFallBack(state, preferred, providers),
    notify: state.settings.notify,
  };
}
