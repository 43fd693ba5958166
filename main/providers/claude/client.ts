// What sign-in and refresh of a registered client at Anthropic have in common (protocols §2.2, §2.3).
import * as openid from 'openid-client';
import * as z from 'zod/mini';
import type { Account } from '../../domain/account.ts';
import { accountIdOf, providerId } from '../../domain/ids.ts';
import { nameShape, type TokenAnswer } from '../token-answer.ts';

export const subject = 'Claude';

/**
 * Anthropic announces no issuer. This is the host that issues, renews and revokes the tokens; Claude.ai is only where
 * the person agrees.
 */
export const issuer = 'https://platform.claude.com';

/** The fields of the token endpoint, which takes JSON, in the order in which §2.2 and §2.3 saw them. */
export const tokenFields = [
  'grant_type',
  'code',
  'refresh_token',
  'redirect_uri',
  'client_id',
  'code_verifier',
  'state',
];

// Ids go into our own id of the account, so they are held to what an id may look like.
const uuid = z.string().check(z.regex(/^[\w-]{1,64}$/));

const identityShape = z.object({
  account: z.object({ uuid, email_address: nameShape }),
  organization: z.object({ uuid, name: nameShape }),
});

/** openid-client set up for Anthropic, with our HTTP below it. There is no discovery and no id token. */
export function configuration(clientId: string, customFetch: openid.CustomFetch): openid.Configuration {
  const config = new openid.Configuration(
    {
      issuer,
      authorization_endpoint: 'https://claude.com/cai/oauth/authorize',
      token_endpoint: `${issuer}/v1/oauth/token`,
    },
    clientId,
    undefined,
    openid.None(),
  );
  config[openid.customFetch] = customFetch;
  return config;
}

/**
 * Whose tokens these are, as their answer says beside them (protocols §2.2); undefined when it does not.
 * @param knownLabel what the account is called when the answer holds no e-mail address
 */
export function accountOf(tokens: TokenAnswer, knownLabel?: string): Account | undefined {
  const identity = identityShape.safeParse(tokens);
  if (!identity.success) return undefined;
  const { account, organization } = identity.data;
  return {
    id: accountIdOf(providerId('claude'), `${account.uuid}.${organization.uuid}`),
    provider: providerId('claude'),
    label: account.email_address ?? knownLabel ?? account.uuid,
    workspaceId: organization.uuid,
    ...(organization.name !== undefined && { organization: organization.name }),
    kind: 'oauth',
  };
}
