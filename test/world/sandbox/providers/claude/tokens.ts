// Claude: token, refresh, revoke (protocols.md §2.2 and §2.3).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, Deviation, endpoint, oneOf } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Family } from '../../grants.ts';
import type { Lent } from '../../provider.ts';
import {
  allowedFor,
  claudeCodeClientId,
  platformHost,
  registeredClientId,
  requestId,
  scopeSets,
} from './facts.ts';

const text = z.string().min(1);
const clientId = oneOf(claudeCodeClientId, registeredClientId);
const oneYearSeconds = 31_536_000;

const codeGrant = z.strictObject({
  grant_type: z.literal('authorization_code'),
  code: text,
  redirect_uri: text,
  client_id: clientId,
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'is not a PKCE verifier'),
  state: text,
  expires_in: z.literal(oneYearSeconds).optional(),
});

const refreshGrant = z.strictObject({
  grant_type: z.literal('refresh_token'),
  refresh_token: text,
  client_id: clientId,
  scope: text.optional(),
});

const invalidGrant = (description: string): Answer =>
  json(400, { error: 'invalid_grant', error_description: description }, requestId());

export function claudeTokens(lent: Lent): Endpoint[] {
  const { clock, grants, personas, secrets } = lent;

  const issue = (
    family: Family,
    options: { readonly rotated: boolean; readonly lifeSeconds?: number },
  ): Answer => {
    const persona = personas.get(family.account);
    const lifeSeconds = options.lifeSeconds ?? persona.accessLifeSeconds;
    const access = secrets.issue('access-token', persona.id, 'sk-ant-oat01-canary_');
    grants.addAccess(family, access, clock.nowMs() + lifeSeconds * 1000);
    const refresh = secrets.issue('refresh-token', persona.id, 'sk-ant-ort01-canary_');
    if (options.rotated)
      grants.addRefresh(family, refresh, clock.nowMs() + persona.refreshLifeSeconds * 1000);
    const answer = {
      token_type: 'Bearer',
      access_token: access,
      ...(options.rotated && {
        refresh_token: refresh,
        refresh_token_expires_in: persona.refreshLifeSeconds,
      }),
      expires_in: lifeSeconds,
      scope: family.scope,
      organization: { uuid: persona.organizationId, name: persona.organization },
      account: { uuid: persona.accountId, email_address: persona.email },
    };
    const given = Object.entries(answer).filter(([field]) => !persona.omitFromTokens.includes(field));
    return json(200, Object.fromEntries(given), requestId());
  };

  const redeem = (body: z.infer<typeof codeGrant>): Answer => {
    const redeemed = grants.redeemCode({
      code: body.code,
      clientId: body.client_id,
      redirectUri: body.redirect_uri,
      codeVerifier: body.code_verifier,
    });
    if ('problem' in redeemed) return invalidGrant(redeemed.problem);
    const { authorization } = redeemed;
    if (authorization.state !== undefined && authorization.state !== body.state) {
      throw new Deviation('JSON field "state" differs from the one sent to authorize');
    }
    const family: Family = { ...authorization, death: undefined };
    return issue(family, { rotated: true, ...(body.expires_in && { lifeSeconds: body.expires_in }) });
  };

  const refresh = (body: z.infer<typeof refreshGrant>): Answer => {
    const registered = body.client_id === registeredClientId;
    const listed: readonly (string | undefined)[] = registered
      ? [undefined, scopeSets.registered]
      : [scopeSets.refresh, scopeSets.laterRefresh];
    if (!listed.includes(body.scope))
      throw new Deviation('JSON field "scope": scope set is not listed for this client');
    const { account, kind } = secrets.mention(body.refresh_token);
    const keeps = kind === 'refresh-token' && personas.get(account).omitFromTokens.includes('refresh_token');
    const looked = grants.spendRefresh(body.refresh_token, { rotate: !keeps });
    if (looked.refusal !== undefined) return invalidGrant('Refresh token not found or invalid');
    if (looked.family.clientId !== body.client_id) return invalidGrant('client_id differs from authorize');
    return issue(looked.family, { rotated: !keeps });
  };

  return [
    endpoint({
      ...bare,
      method: 'POST',
      host: platformHost,
      path: '/v1/oauth/token',
      body: { json: z.discriminatedUnion('grant_type', [codeGrant, refreshGrant]) },
      answer: ({ body }) => {
        const answer = body.grant_type === 'authorization_code' ? redeem(body) : refresh(body);
        return { ...answer, allowed: allowedFor(body.client_id) };
      },
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: platformHost,
      path: '/v1/oauth/token/revoke',
      body: {
        json: z.strictObject({
          token: text,
          token_type_hint: z.literal('refresh_token'),
          client_id: clientId,
        }),
      },
      answer: ({ body }) => {
        grants.revoke(body.token);
        return json(200, {}, requestId());
      },
    }),
  ];
}
