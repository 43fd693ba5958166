// How an agent of Copilot CLI is told whose account to use (protocols §4): by the variable that it looks at first, or by the
// folder of its own login.
import type { SignedInAccount } from '../../domain/account.ts';
import { githubHost } from '../../domain/company-github.ts';
import type { Credential } from '../../domain/credential.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import { changeOf } from '../agent-variables.ts';
import type { AgentEnvironment } from '../description.ts';

const id = consumerId('copilot');

export const folderVariable = 'COPILOT_HOME';
export const ownToken = 'COPILOT_GITHUB_TOKEN';
/** In its order. The other two are for whatever works with GitHub. */
export const tokenVariables = [ownToken, 'GH_TOKEN', 'GITHUB_TOKEN'] as const;

/** Another GitHub than github.com; it goes before `GH_HOST`. */
export const hostVariable = 'COPILOT_GH_HOST';
const usualHost = 'github.com';

/** With these it would send the token to another host, or ask the models of another vendor. */
export const redirecting = [
  hostVariable,
  'GH_HOST',
  'COPILOT_PROVIDER_BASE_URL',
  'COPILOT_PROVIDER_API_KEY',
  'COPILOT_PROVIDER_API_KEY_COMMAND',
  'COPILOT_PROVIDER_BEARER_TOKEN',
  'COPILOT_OFFLINE',
] as const;

const variables: readonly string[] = [...tokenVariables, ...redirecting, folderVariable];

/** As the account itself keeps it, whatever is said elsewhere; undefined: none that its token may be sent to. */
function hostOf(credential: Exclude<Credential, { readonly kind: 'delegated' }>): string | undefined {
  return credential.issuer === undefined ? usualHost : githubHost(credential.issuer);
}

type Given = readonly (readonly [string, string | Secret])[];

function tokenOf(host: string | undefined, token: Secret): Given {
  const at: Given = host === undefined || host === usualHost ? [] : [[hostVariable, host]];
  return [[ownToken, token], ...at];
}

function givenTo({ credential }: SignedInAccount): Given {
  switch (credential.kind) {
    case 'api-key':
      return tokenOf(hostOf(credential), credential.key);
    case 'oauth':
      return tokenOf(hostOf(credential), credential.accessToken);
    case 'delegated':
      return credential.place === 'private' ? [[folderVariable, credential.folder]] : [];
  }
}

export const environment: AgentEnvironment = {
  variables,
  providers: [providerId('copilot')],
  accepts: ({ credential }) =>
    credential.kind === 'delegated'
      ? credential.owner === id
      : hostOf(credential) !== undefined &&
        (credential.kind === 'api-key' || credential.destinations.includes(id)),
  change: (entry) =>
    changeOf(variables, givenTo(entry), {
      // Settings are the person's choice, except where the login is looked for beside them.
      kept: entry.credential.kind === 'delegated' ? [] : [folderVariable],
    }),
  handsOver: ({ credential }) => credential.kind !== 'delegated',
};
