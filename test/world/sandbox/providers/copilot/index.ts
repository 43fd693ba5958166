// GitHub Copilot: GitHub accounts, personal access tokens and what is left of a subscription; at github.com and at a company's
// own GitHub.
import { deviations } from '../../deviations.ts';
import type { Provider } from '../../provider.ts';
import { githubApi } from './api.ts';
import { companyGithub, githubCom, type GithubSite } from './facts.ts';
import { companyPeople, copilotPeople } from './people.ts';
import { githubSignIn } from './sign-in.ts';

type Own = Pick<Provider, 'defaultPersona' | 'seeds'>;

function githubAt(site: GithubSite, own: Own): Provider {
  return {
    ...own,
    id: site.id,
    hosts: [site.signInHost, site.apiHost],
    registeredClient: deviations['github-own-oauth-app'].value,
    apiKeyPrefix: 'github_pat_canary_',
    accessLifeSeconds: 8 * 3600,
    endpoints: (lent) => [...githubSignIn(lent, site), ...githubApi(lent, site)],
  };
}

export const copilot = githubAt(githubCom, { defaultPersona: 'copilot-pro-ada', seeds: copilotPeople });
export const acmeGithub = githubAt(companyGithub, {
  defaultPersona: 'acme-github-ada',
  seeds: companyPeople,
});
