// A tiny Anthropic for a registered client: its addresses, its token answer, and an account that signed in there.
import type { Account } from '../../main/domain/account.ts';
import type { OAuthCredential } from '../../main/domain/credential.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import { Secret } from '../../main/domain/secret.ts';
import { claudeId, noonMs, type OAuthEntry } from './accounts.ts';

/** The client id of a made-up registration. */
export const clientId = 'ca7e4005-e000-4000-8000-6761746568a5';

export const authorizeUrl = 'https://claude.com/cai/oauth/authorize';
export const tokenUrl = 'POST https://platform.claude.com/v1/oauth/token';
export const revokeUrl = 'POST https://platform.claude.com/v1/oauth/token/revoke';
export const profileUrl = 'GET https://api.anthropic.com/api/oauth/profile';
export const usageUrl = 'GET https://api.anthropic.com/api/oauth/usage';

export const identity = {
  organization: { uuid: 'org-1', name: 'Lea Dubois' },
  account: { uuid: 'person-1', email_address: 'lea@example.test' },
};

/** What the token endpoint answers when all is well; `undefined` takes a field away. */
export function tokens(changes: Readonly<Record<string, unknown>> = {}): Response {
  return Response.json({
    token_type: 'Bearer',
    access_token: 'sk-ant-oat01-canary_new',
    refresh_token: 'sk-ant-ort01-canary_new',
    refresh_token_expires_in: 2_592_000,
    expires_in: 28_800,
    scope: 'user:profile user:inference',
    ...identity,
    ...changes,
  });
}

export function registeredEntry(
  account: Partial<Account> = {},
  credential: Partial<Omit<OAuthCredential, 'kind'>> = {},
): OAuthEntry {
  return {
    account: {
      id: accountId('claude:person-1.org-1'),
      provider: claudeId,
      label: 'lea@example.test',
      workspaceId: 'org-1',
      organization: 'Lea Dubois',
      kind: 'oauth',
      ...account,
    },
    credential: {
      kind: 'oauth',
      origin: 'browser-sign-in',
      destinations: [consumerId('code')],
      issuer: 'https://platform.claude.com',
      clientId,
      accessToken: new Secret('sk-ant-oat01-canary_old'),
      refreshToken: new Secret('sk-ant-ort01-canary_old'),
      expiresAt: noonMs + 3_600_000,
      refreshTokenExpiresAt: noonMs + 86_400_000,
      scopes: ['user:profile', 'user:inference'],
      obtainedAt: noonMs,
      ...credential,
    },
  };
}
