// The variables by which agents of several consumers are told whose account to use, and how a change is made of them.
import type { Credential, OAuthCredential } from '../domain/credential.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { Failure } from '../domain/failure.ts';
import { consumerId, providerId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import type { EnvironmentOrder } from './description.ts';

export const claudeProvider = providerId('claude');
export const openaiProvider = providerId('openai');

/** Claude Code looks for its login in this folder alone; its settings stay where they are. */
const claudeLoginVariable = 'CLAUDE_SECURESTORAGE_CONFIG_DIR';
/** Moves settings and login. */
export const claudeFolderVariable = 'CLAUDE_CONFIG_DIR';
/** Where it is set, Claude Code lets no settings file say anything else about keys, tokens, clouds and hosts. */
export const claudeHostVariable = 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST';
export const codexLoginVariable = 'CODEX_HOME';

/**
 * With any of these Claude Code would use another account, or send this one's key to another host (protocols §2.4, and the
 * names in its program). Beside them there is only {@link claudeFolderVariable}, which is most often about settings.
 */
export const claudeVariables: readonly string[] = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_CONFIG_DIR',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_IDENTITY_TOKEN',
  'ANTHROPIC_IDENTITY_TOKEN_FILE',
  'ANTHROPIC_PROFILE',
  'ANTHROPIC_UNIX_SOCKET',
  'CLAUDE_CODE_API_BASE_URL',
  'CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR',
  'CLAUDE_CODE_CUSTOM_OAUTH_URL',
  'CLAUDE_CODE_GATEWAY_TOKEN',
  'CLAUDE_CODE_GATEWAY_TOKEN_FILE_DESCRIPTOR',
  'CLAUDE_CODE_HOST_AUTH_ENV_VAR',
  'CLAUDE_CODE_HOST_CREDS_FILE',
  'CLAUDE_CODE_OAUTH_CLIENT_ID',
  'CLAUDE_CODE_OAUTH_REFRESH_TOKEN',
  'CLAUDE_CODE_OAUTH_SCOPES',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR',
  'CLAUDE_CODE_REMOTE',
  'CLAUDE_CODE_SESSION_ACCESS_TOKEN',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_GATEWAY',
  'CLAUDE_CODE_USE_MANTLE',
  'CLAUDE_CODE_USE_VERTEX',
  claudeHostVariable,
  claudeLoginVariable,
];

/** The same for Codex (protocols §1.7). */
export const codexVariables: readonly string[] = [
  'CODEX_ACCESS_TOKEN',
  'CODEX_API_KEY',
  'CODEX_REFRESH_TOKEN_URL_OVERRIDE',
  'CODEX_REVOKE_TOKEN_URL_OVERRIDE',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_ORGANIZATION',
  'OPENAI_PROJECT',
  codexLoginVariable,
];

type Given = readonly (readonly [name: string, value: string | Secret])[];

/**
 * Whatever is not given is taken out.
 * @param kept left as they are
 */
export function changeOf(
  variables: readonly string[],
  given: Given,
  { kept = [], words = [] }: { readonly kept?: readonly string[]; readonly words?: readonly string[] } = {},
): EnvironmentChange {
  const set = new Map(given);
  return { set, unset: variables.filter((name) => !set.has(name) && !kept.includes(name)), words };
}

/** @throws Failure `internal` where nobody says where the login is: without that, another one would be used */
export function loginOf({ login }: EnvironmentOrder): NonNullable<EnvironmentOrder['login']> {
  if (login === undefined) throw new Failure('internal', { detail: 'no folder of the login' });
  return login;
}

/** A token that may not ask models anything would only be refused. */
function mayAskModels({ scopes }: OAuthCredential): boolean {
  return scopes?.includes('user:inference') ?? true;
}

/**
 * Whether a program that goes by Codex's files can be of this account. Our own sign-in stands in the shared file, whose
 * refresh token it shares: whoever asks for an environment makes sure before that the file holds this account.
 */
export function isForCodex(credential: Credential): boolean {
  const codex = consumerId('codex');
  switch (credential.kind) {
    case 'api-key':
      // Its destinations are about files. Whether a program gets it is asked each time (`domain/hand-out.ts`).
      return true;
    case 'oauth':
      return credential.destinations.includes(codex);
    case 'delegated':
      return credential.owner === codex;
  }
}

/** Whether Claude Code, told by variables or by its own means, can be of this account. */
export function isForClaudeCode(credential: Credential, reader: string): boolean {
  switch (credential.kind) {
    case 'api-key':
      return true;
    case 'oauth':
      return credential.destinations.some((each) => each === reader) && mayAskModels(credential);
    case 'delegated':
      return credential.owner === consumerId('claude-code');
  }
}
