// One GitHub: github.com, or a company's own one, which has people and tokens of its own at the same paths (protocols §4).
import type { Account } from '../../domain/account.ts';
import { githubIssuer } from '../../domain/company-github.ts';
import { Failure } from '../../domain/failure.ts';
import { accountIdOf, providerId, type AccountId, type ProviderId } from '../../domain/ids.ts';

export interface GithubSite {
  readonly id: ProviderId;
  readonly label: string;
  readonly host: string;
}

export const githubCom: GithubSite = {
  id: providerId('copilot'),
  label: 'GitHub Copilot',
  host: 'github.com',
};

export function apiHostOf({ host }: GithubSite): string {
  return `api.${host}`;
}

/** How a person calls it in a sentence. */
export function placeOf({ host }: GithubSite): string {
  return host === githubCom.host ? 'GitHub' : host;
}

/** The same number is another person at another GitHub. */
export function accountIdAt({ id, host }: GithubSite, user: number): AccountId {
  const name = `user-${String(user)}`;
  return accountIdOf(id, host === githubCom.host ? name : `${host}/${name}`);
}

/**
 * The file that describes a company's GitHub can be given another host: what was signed in before is not sent there.
 * @throws Failure `credential/rejected`
 */
export function requireFrom(site: GithubSite, { id }: Pick<Account, 'id'>): void {
  if (site.host === githubCom.host || id.startsWith(`${site.id}:${site.host}/`)) return;
  throw new Failure('credential/rejected', {
    subject: site.label,
    detail: `it was signed in at another host than ${site.host}`,
  });
}

/** What an account of it keeps, so that programs can be told which GitHub its token is of. */
export function issuerIn(site: GithubSite): { readonly issuer?: string } {
  return site.host === githubCom.host ? {} : { issuer: githubIssuer(site.host) };
}
