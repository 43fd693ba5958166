// What shared files say beside keys, for tests that only care about a part of it.
import type { SharedFacts } from '../../main/consumers/description.ts';
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { KnownQuota } from '../../main/domain/quota-window.ts';
import { claudeId, openaiId } from './accounts.ts';

/** Nobody signed in, nothing preferred. */
export const noFacts: SharedFacts = {
  providers: [{ id: claudeId }, { id: openaiId }],
  logins: new Map(),
  folderRules: [],
  preferred: undefined,
  selected: undefined,
  reason: '',
  mayFallBack: false,
  notify: true,
};

/** This account is in use at its provider, with this reading. */
export function factsWith(entry: SignedInAccount, quota?: KnownQuota): SharedFacts {
  const providers = noFacts.providers.map(({ id }) =>
    id === entry.account.provider
      ? { id, account: entry.account, ...(quota !== undefined && { quota }) }
      : { id },
  );
  return { ...noFacts, providers };
}
