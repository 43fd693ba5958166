// What Every Code and any script get (protocols §1.10): keys under every name that they are looked for, the folder of a
// login for a real `claude` or `codex` that they start, and whose plan it is. Of the other provider nothing stays.
import type { Account, SignedInAccount } from '../../domain/account.ts';
import { consumerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import {
  changeOf,
  claudeFolderVariable,
  claudeHostVariable,
  claudeProvider,
  claudeVariables,
  codexVariables,
  isForClaudeCode,
  isForCodex,
  loginOf,
  openaiProvider,
} from '../agent-variables.ts';
import type { AgentEnvironment, EnvironmentOrder } from '../description.ts';

const id = consumerId('code');
type Given = readonly (readonly [string, string | Secret])[];

/** Every Code's own folder, with a login in it that would go before Codex's. */
const ownFolder = 'CODE_HOME';
const subscription = 'CLAUDE_SUBSCRIPTION';
/** `true` for the largest plan; otherwise not set, for whoever looks only whether it is. */
const largestPlan = 'CLAUDE_MAX_USER';
const userAgentVariable = 'CLAUDE_CODE_USER_AGENT';

const variables = [
  ...claudeVariables,
  claudeFolderVariable,
  'CLAUDE_API_KEY',
  'CLAUDE_BASE_URL',
  ...codexVariables,
  ownFolder,
  'OPENCODE_AUTH_CONTENT',
  subscription,
  largestPlan,
  'CLAUDE_AGENT_ID',
  'CLAUDE_PROJECT_CONTEXT',
  'DISABLE_AUTO_UPDATE',
  'DISABLE_AUTOUPDATER',
  userAgentVariable,
];

const isClaude = ({ account }: SignedInAccount): boolean => account.provider === claudeProvider;

function claudeSecrets({ credential }: SignedInAccount): Given {
  switch (credential.kind) {
    case 'api-key':
      return [
        ['ANTHROPIC_API_KEY', credential.key],
        ['CLAUDE_API_KEY', credential.key],
        [claudeHostVariable, '1'],
      ];
    case 'oauth':
      // No API key: only Claude Code can make use of it.
      return [
        ['CLAUDE_CODE_OAUTH_TOKEN', credential.accessToken],
        [claudeHostVariable, '1'],
      ];
    case 'delegated':
      return [];
  }
}

function openaiSecrets({ credential }: SignedInAccount): Given {
  if (credential.kind !== 'api-key') return [];
  // The second one for a `codex exec`, which knows no other.
  return [
    ['OPENAI_API_KEY', credential.key],
    ['CODEX_API_KEY', credential.key],
  ];
}

/** Where the login is; of a sign-in of ours, the folder of the shared file in which it stands. */
function loginVariables(entry: SignedInAccount, order: EnvironmentOrder): Given {
  const login = entry.credential.kind === 'delegated' ? loginOf(order) : order.login;
  if (login === undefined) return [];
  // Claude Code looks in its usual folder anyway; Every Code would look in one of its own first.
  return isClaude(entry) && login.place === 'usual' ? [] : [[login.variable, login.folder]];
}

/** Only what is known: of another plan its reader knows nothing. */
function planVariables({ kind, plan }: Account): Given {
  if (kind === 'api-key') return [[subscription, 'api']];
  if (plan === 'max')
    return [
      [subscription, plan],
      [largestPlan, 'true'],
    ];
  return plan === 'pro' ? [[subscription, plan]] : [];
}

function generalVariables({ agent, project, userAgent }: EnvironmentOrder): Given {
  return [
    ['CLAUDE_AGENT_ID', agent],
    // The name of a folder may have anything in it.
    ['CLAUDE_PROJECT_CONTEXT', project.replaceAll(/\p{Cc}/gu, ' ')],
    ['DISABLE_AUTO_UPDATE', '1'],
    ['DISABLE_AUTOUPDATER', '1'],
    ...(userAgent === undefined ? [] : [[userAgentVariable, userAgent] as const]),
  ];
}

/** Folders with the person's settings stay, except where a login in them would go before this account's. */
function keptFor(entry: SignedInAccount, order: EnvironmentOrder): readonly string[] {
  const { kind } = entry.credential;
  if (isClaude(entry))
    return kind === 'delegated' && loginOf(order).place === 'usual'
      ? [ownFolder]
      : [ownFolder, claudeFolderVariable];
  return kind === 'api-key' ? [ownFolder, claudeFolderVariable] : [claudeFolderVariable];
}

export const environment: AgentEnvironment = {
  forScripts: true,
  variables,
  providers: [claudeProvider, openaiProvider],
  accepts: (entry) =>
    isClaude(entry) ? isForClaudeCode(entry.credential, id) : isForCodex(entry.credential),
  change(entry, order) {
    const given = [
      ...(isClaude(entry)
        ? [...claudeSecrets(entry), ...planVariables(entry.account)]
        : openaiSecrets(entry)),
      ...loginVariables(entry, order),
      ...generalVariables(order),
    ];
    return changeOf(variables, given, { kept: keptFor(entry, order) });
  },
  handsOver: (entry) =>
    entry.credential.kind === 'api-key' || (isClaude(entry) && entry.credential.kind === 'oauth'),
};
