// The table that our script before a program on the PATH reads: which folder its login is in, and where.
import type { AccountId, ConsumerId, ProviderId } from '../domain/ids.ts';
import type { SharedFacts, TextFile } from './description.ts';

/** Stands for the place in which the program looks by itself. */
const usualPlace = '-';
/** Everywhere else. */
const everywhere = '*';

// A tab or a line end would end the field that it stands in.
const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text);

/**
 * One line for each folder rule, the longest folder first, then the one for everywhere else, by which a plain shell knows
 * that the table is whole: `folder<TAB>login folder`, or `-` for the usual place. Keys of ours are there, as far as they are
 * written anywhere, and certainly not in another account's folder.
 */
function tableOf(owner: ConsumerId, provider: ProviderId, facts: SharedFacts): string {
  const folderOf = (account: AccountId | undefined): string => {
    const login = account === undefined ? undefined : facts.logins.get(account);
    const isOwn = login?.owner === owner && login.place === 'private' && isPlain(login.folder);
    return isOwn ? login.folder : usualPlace;
  };
  const rules = facts.folderRules
    .filter(({ folder, account }) => account.startsWith(`${provider}:`) && isPlain(folder))
    .map(({ folder, account }) => [folder, folderOf(account)]);
  const active = facts.providers.find(({ id }) => id === provider)?.account?.id;
  return [...rules, [everywhere, folderOf(active)]].map((fields) => `${fields.join('\t')}\n`).join('');
}

/**
 * @param owner the program that keeps the logins
 * @param provider whose accounts they are
 * @param command how people call it
 */
export function shellStartFile(owner: ConsumerId, provider: ProviderId, command: string): TextFile {
  return {
    kind: 'text',
    id: `${owner}-start`,
    path: ({ data }) => `${data}/shell/${owner}.accounts`,
    isOnByDefault: true,
    needsFolder: true,
    writes: `Where a plain ${command} in a terminal finds the login in use; no keys.`,
    content: (facts) => tableOf(owner, provider, facts),
  };
}
