// What sign-in, refresh and sign-out at auth.openai.com have in common (protocols §1.1, §1.5).
import * as openid from 'openid-client';
import * as z from 'zod/mini';
import type { Account } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { accountIdOf, providerId } from '../../domain/ids.ts';
import { organizationIn } from '../../domain/organization-claim.ts';
import { nameShape, type TokenAnswer } from '../token-answer.ts';

export const subject = 'OpenAI';
export const issuer = 'https://auth.openai.com';
export const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

const authClaim = 'https://api.openai.com/auth';
const profileClaim = 'https://api.openai.com/profile';

const claimsShape = z.object({
  sub: z.string().check(z.minLength(1)),
  email: nameShape,
  [authClaim]: z.object({
    chatgpt_account_id: z.string().check(z.minLength(1)),
    chatgpt_user_id: z.nullish(z.string()),
    user_id: z.nullish(z.string()),
    chatgpt_plan_type: nameShape,
  }),
  [profileClaim]: z.catch(z.optional(z.object({ email: nameShape })), undefined),
});

/** openid-client set up for OpenAI, with our HTTP below it. Nothing is discovered: §1.1 names the endpoints. */
export function configuration(
  client: openid.ClientMetadata,
  customFetch: openid.CustomFetch,
): openid.Configuration {
  const config = new openid.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
    },
    client.client_id,
    client,
    openid.None(),
  );
  config[openid.customFetch] = customFetch;
  return config;
}

/** The library looks at `azp` only beside several audiences (OpenID Connect Core §3.1.3.7, no. 5). @throws Failure */
export function requireOurs(tokens: TokenAnswer, client: string): void {
  const party = tokens.claims()?.azp;
  if (party !== undefined && party !== client)
    throw new Failure('sign-in/refused-answer', {
      subject,
      detail: 'the answer is meant for another program',
    });
}

/**
 * Whose tokens these are, by the id token's claims (protocols §1.5); undefined when they do not say.
 * @param knownLabel what the account is called when the claims hold no e-mail address
 */
export function accountOf(tokens: TokenAnswer, knownLabel?: string): Account | undefined {
  const told = tokens.claims();
  const claims = claimsShape.safeParse(told);
  if (!claims.success) return undefined;
  const { email, sub, [authClaim]: auth, [profileClaim]: profile } = claims.data;
  const user = [auth.chatgpt_user_id, auth.user_id].find((each) => each != null && each !== '') ?? sub;
  const organization = organizationIn(told?.[authClaim]);
  return {
    id: accountIdOf(providerId('openai'), `${user}.${auth.chatgpt_account_id}`),
    provider: providerId('openai'),
    label: email ?? profile?.email ?? knownLabel ?? sub,
    workspaceId: auth.chatgpt_account_id,
    ...(organization !== undefined && { organization }),
    ...(auth.chatgpt_plan_type !== undefined && { plan: auth.chatgpt_plan_type }),
    kind: 'oauth',
  };
}
