// A company's own GitHub, which a file of the person's describes: everything that there is at github.com, at another host.
import { githubIssuer } from '../../domain/company-github.ts';
import type { GithubPackage } from '../../domain/provider-package.ts';
import type { ProviderDescription } from '../description.ts';
import { copilotAt } from './at.ts';
import { githubCom } from './site.ts';

export function companyGithub({ id, label, host, hosts }: GithubPackage): ProviderDescription {
  return {
    ...copilotAt({ id, label, host }),
    sameServiceAs: githubCom.id,
    keyIssuer: githubIssuer(host),
    thirdParty: { hosts },
  };
}
