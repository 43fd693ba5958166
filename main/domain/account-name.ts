// How a person names one of several accounts: by its id, its label, or its label with the organisation in brackets.
import { Failure } from './failure.ts';
import { repeated } from './repeated.ts';

interface NamedAccount {
  readonly id: string;
  readonly label: string;
  readonly organization?: string | null;
}

/** The label, with the organisation where one is known: two accounts with one address are told apart by it. */
export function fullName({ label, organization }: Omit<NamedAccount, 'id'>): string {
  return organization == null ? label : `${label} (${organization})`;
}

/** The label, and with the organisation where another one has it too; the id of one that is not there any more. */
export function nameAmong(accounts: readonly NamedAccount[], id: string): string {
  const account = accounts.find((each) => each.id === id);
  if (account === undefined) return id;
  const isAlone = accounts.every((other) => other === account || other.label !== account.label);
  return isAlone ? account.label : fullName(account);
}

/** Marks of direction are not shown where they could make one text look like another, so nobody can type them. */
const unseen = /\p{Bidi_Control}/gu;

export function isNamed(account: NamedAccount, name: string): boolean {
  const meant = name.replaceAll(unseen, '');
  return [account.id, account.label, fullName(account)].some((each) => each.replaceAll(unseen, '') === meant);
}

/** What can be typed for each: the full name where no other has it, else the id. */
function waysToName(accounts: readonly NamedAccount[]): string {
  return accounts
    .map((account) => {
      const name = fullName(account);
      return accounts.some((other) => other !== account && isNamed(other, name)) ? account.id : name;
    })
    .join(', or ');
}

/**
 * The one account that is meant; without a name the only one.
 * @param owner whose accounts they are, as a person would say it
 * @throws Failure `credential/missing`, `selection/unknown-account`, `selection/several-accounts` with the names to use
 */
export function accountNamed<Named extends NamedAccount>(
  accounts: readonly Named[],
  name: string | undefined,
  owner: string,
): Named {
  const meant = name === undefined ? accounts : accounts.filter((account) => isNamed(account, name));
  const [first, second] = meant;
  if (first === undefined) {
    throw name === undefined
      ? new Failure('credential/missing', { subject: owner })
      : new Failure('selection/unknown-account', { subject: repeated(name) });
  }
  if (second !== undefined) {
    const subject = name ?? owner;
    throw new Failure('selection/several-accounts', { subject, detail: waysToName(meant) });
  }
  return first;
}
