// Names, scope sets and error shapes that several endpoints of Claude share.
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { deviations } from '../../deviations.ts';
import type { DeviationId } from '../../deviations.ts';
import { bearerToken } from '../../endpoint.ts';
import type { Family } from '../../grants.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { randomText } from '../../secrets.ts';

export const platformHost = 'platform.claude.com';
export const signInHost = 'claude.com';
export const olderSignInHost = 'claude.ai';
export const apiHost = 'api.anthropic.com';

export const claudeCodeClientId = '9d1c250a-e61b-44d9-88ed-5944d1962f5e';
export const registeredClientId = deviations['claude-registered-client'].value;
export const manualRedirect = `https://${platformHost}/oauth/code/callback`;

const sixScopes =
  'org:create_api_key user:profile user:inference user:sessions:claude_code user:mcp_servers user:file_upload';
const consoleScopes = `${sixScopes} user:plugins user:privacy_consents:write`;

const refreshScopes =
  'user:profile user:inference user:sessions:claude_code user:mcp_servers user:file_upload user:plugins';

export const scopeSets = {
  /** 2.1.197, and any custom client id. */
  six: sixScopes,
  console: consoleScopes,
  subscription: `${consoleScopes} org:desktop_config`,
  setupToken: 'user:inference',
  /** Without `org:` scopes; the last one only where the login has it. */
  refresh: refreshScopes,
  laterRefresh: `${refreshScopes} user:privacy_consents:write`,
  registered: deviations['claude-registered-scopes'].value,
} as const;

/** The allowed deviations that a request of this client makes use of. */
export const allowedFor = (client: string): readonly DeviationId[] =>
  client === registeredClientId
    ? ['claude-registered-client', 'claude-registered-scopes', 'claude-registered-redirect']
    : [];

export const requestId = (): Record<string, string> => ({ 'request-id': `req_${randomText(12)}` });

export const apiError = (
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Answer => json(status, { type: 'error', error: { type, message } }, { ...requestId(), ...headers });

export interface Caller {
  readonly persona: Persona;
  /** Absent for an API key, which may do what its owner may. */
  readonly family?: Family;
}

/** Who a bearer token belongs to, or the 401 that it gets. */
export function oauthCaller(
  { personas, grants }: Lent,
  authorization: string,
): Caller | { readonly refused: Answer } {
  const looked = grants.lookUpAccess(bearerToken(authorization));
  const persona = looked.refusal === undefined ? personas.find(looked.family.account) : undefined;
  if (looked.refusal !== undefined || persona?.provider !== 'claude') {
    const why = looked.refusal === 'expired' ? 'OAuth token has expired.' : 'Invalid bearer token';
    return { refused: apiError(401, 'authentication_error', why) };
  }
  return { persona, family: looked.family };
}

/** Who an API key belongs to, or the 401 that it gets. */
export function keyCaller({ personas }: Lent, apiKey: string): Caller | { readonly refused: Answer } {
  const persona = personas.byApiKey('claude', apiKey);
  if (persona?.apiKeyValid === true) return { persona };
  return { refused: apiError(401, 'authentication_error', 'invalid x-api-key') };
}
