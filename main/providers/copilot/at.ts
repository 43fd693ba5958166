// GitHub Copilot at one GitHub: GitHub's device sign-in with an app of the person's own, or a personal access token; plan and
// quota of the subscription.
import type { ApiKeyMethod, DelegatedMethod, ProviderDescription } from '../description.ts';
import { ownAppAt } from './own-app.ts';
import { apiHostOf, githubCom, placeOf, type GithubSite } from './site.ts';

function personalTokenAt(site: GithubSite): ApiKeyMethod {
  const made = site.host === githubCom.host ? '' : ` from ${placeOf(site)}`;
  return {
    kind: 'api-key',
    id: 'api-key',
    label: 'Enter a personal access token',
    standing:
      `A fine-grained token${made} with the permission “Copilot Requests”, as GitHub documents it for Copilot CLI. Plan and ` +
      'quota come from an address of GitHub’s own programs, which GitHub does not document.',
    hint: 'github_pat_…',
    accept: async (key, tools, signal) => (await import('./key-check.ts')).accept(key, site, tools, signal),
  };
}

/** @param programs of the vendor's that sign in there as well */
export function copilotAt(site: GithubSite, programs: readonly DelegatedMethod[] = []): ProviderDescription {
  const { id, label, host } = site;
  return {
    id,
    label,
    hosts: [host, apiHostOf(site)],
    methods: [ownAppAt(site), ...programs, personalTokenAt(site)],
    standsAlone: true,
    readQuota: async ({ account, accessToken }, tools) =>
      (await import('./usage.ts')).readUsage(site, account, accessToken, tools),
    readKeyQuota: async ({ account, key }, tools) =>
      (await import('./usage.ts')).readUsage(site, account, key, tools),
    // Plans of companies are neither smaller nor larger.
    plans: ['free', 'individual', 'individual_pro', 'individual_max'],
    quotaLimits: { spacingMs: 300_000, perHour: 12 },
    refresh: async (entry, tools) => (await import('./refresh.ts')).refresh(site, entry, tools),
  };
}
