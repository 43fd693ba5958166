// OpenAI: discovery, authorize, device code, token, revoke (protocols.md §1.1 to §1.6).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { deviations } from '../../deviations.ts';
import type { DeviationId } from '../../deviations.ts';
import { bare, Deviation, endpoint, oneOf, scopeSet } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import { pkceChallenge } from '../../grants.ts';
import type { Family, Refusal } from '../../grants.ts';
import type { Lent } from '../../provider.ts';
import { authHost, codexClientId, issuer } from './facts.ts';
import type { OpenaiTokens } from './tokens.ts';

const codexScopes = 'openid profile email offline_access api.connectors.read api.connectors.invoke';
const ourScopes = deviations['openai-identity-scopes'].value;
const ourOriginator = deviations['originator-gatehouse'].value;
const callbacks = ['127.0.0.1', 'localhost'].flatMap((host) =>
  [1455, 1457].map((port) => `http://${host}:${port.toString()}/auth/callback`),
);
const deviceCallback = `${issuer}/deviceauth/callback`;
const clientId = z.literal(codexClientId);
const text = z.string().min(1);

const originator = oneOf('codex_cli_rs', 'opencode', ourOriginator);

const authorizeQuery = z.strictObject({
  response_type: z.literal('code'),
  client_id: clientId,
  redirect_uri: oneOf(...callbacks),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not an S256 challenge'),
  code_challenge_method: z.literal('S256'),
  state: text,
  scope: scopeSet(codexScopes, ourScopes),
  id_token_add_organizations: z.literal('true'),
  codex_cli_simplified_flow: z.literal('true'),
  originator,
  allowed_workspace_id: text.optional(),
  prompt: z.literal('login').optional(),
});

const originatorHeader = z.strictObject({ originator: originator.optional() });

const codeGrant = z.strictObject({
  grant_type: z.literal('authorization_code'),
  client_id: clientId,
  code: text,
  redirect_uri: oneOf(...callbacks, deviceCallback),
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'is not a PKCE verifier'),
});

const apiKeyGrant = z.strictObject({
  grant_type: z.literal('urn:ietf:params:oauth:grant-type:token-exchange'),
  client_id: clientId,
  requested_token: z.literal('openai-api-key'),
  subject_token: text,
  subject_token_type: z.literal('urn:ietf:params:oauth:token-type:id_token'),
});

const refreshGrant = z.strictObject({
  grant_type: z.literal('refresh_token'),
  client_id: clientId,
  refresh_token: text,
  refresh_reason: oneOf('proactive_expiry', 'forced').optional(),
});

const tokenBody = {
  form: z.discriminatedUnion('grant_type', [
    codeGrant,
    apiKeyGrant,
    refreshGrant.extend({ scope: scopeSet('openid profile email').optional() }),
  ]),
  json: refreshGrant,
};

type TokenRequest = z.infer<(typeof tokenBody)['form']>;

const refusalCodes: Record<Refusal, string> = {
  unknown: 'refresh_token_invalidated',
  expired: 'refresh_token_expired',
  reused: 'refresh_token_reused',
  revoked: 'refresh_token_invalidated',
};

const oauthError = (status: number, code: string, message: string): Answer =>
  json(status, { error: { code, message, type: 'invalid_request_error' } });

function allowedFor({ originator: named, scope }: z.infer<typeof authorizeQuery>): DeviationId[] {
  const allowed: DeviationId[] = [];
  if (named === ourOriginator) allowed.push('originator-gatehouse');
  if (!scope.includes('connectors')) allowed.push('openai-identity-scopes');
  return allowed;
}

export function openaiSignIn(lent: Lent, tokens: OpenaiTokens): Endpoint[] {
  const { deviceCodes, grants, personas, secrets, signIns } = lent;
  const device = { provider: 'openai', site: authHost };

  const redeemCode = async (body: z.infer<typeof codeGrant>): Promise<Answer> => {
    const redeemed = grants.redeemCode({
      code: body.code,
      clientId: body.client_id,
      redirectUri: body.redirect_uri,
      codeVerifier: body.code_verifier,
    });
    if ('problem' in redeemed) {
      return json(400, { error: 'invalid_grant', error_description: redeemed.problem });
    }
    const family: Family = { ...redeemed.authorization, death: undefined };
    return json(200, await tokens.answer(family));
  };

  const exchangeForApiKey = (idToken: string): Answer => {
    const { account, kind } = secrets.mention(idToken);
    if (kind !== 'id-token') return oauthError(401, 'invalid_subject_token', 'Invalid ID token.');
    return json(200, { access_token: personas.get(account).apiKey });
  };

  const refresh = async (token: string): Promise<Answer> => {
    const { account, kind } = secrets.mention(token);
    const keeps = kind === 'refresh-token' && personas.get(account).omitFromTokens.includes('refresh_token');
    const looked = grants.spendRefresh(token, { rotate: !keeps });
    if (looked.refusal !== undefined) {
      return oauthError(401, refusalCodes[looked.refusal], `Your refresh token is ${looked.refusal}.`);
    }
    return json(200, await tokens.answer(looked.family, { rotated: !keeps }));
  };

  const token = (body: TokenRequest): Answer | Promise<Answer> => {
    switch (body.grant_type) {
      case 'authorization_code':
        return redeemCode(body);
      case 'refresh_token':
        return refresh(body.refresh_token);
      case 'urn:ietf:params:oauth:grant-type:token-exchange':
        return exchangeForApiKey(body.subject_token);
    }
  };

  return [
    endpoint({
      ...bare,
      method: 'GET',
      host: authHost,
      path: '/.well-known/openid-configuration',
      // The endpoints announced are those of "Sign in with ChatGPT" (§1.9), not the ones that Codex uses (§1.1).
      answer: () =>
        json(200, {
          issuer,
          authorization_endpoint: `${issuer}/api/accounts/authorize`,
          token_endpoint: `${issuer}/api/accounts/oauth/token`,
          revocation_endpoint: `${issuer}/api/accounts/oauth/revoke`,
          jwks_uri: `${issuer}/.well-known/jwks.json`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['none'],
        }),
    }),
    endpoint({
      ...bare,
      method: 'GET',
      host: authHost,
      path: '/.well-known/jwks.json',
      answer: async () => json(200, await tokens.publicKeys()),
    }),
    endpoint({
      ...bare,
      kind: 'page',
      method: 'GET',
      host: authHost,
      path: '/oauth/authorize',
      query: authorizeQuery,
      answer: ({ query }) => ({
        ...signIns.begin({
          ...device,
          kind: 'authorization',
          clientId: query.client_id,
          clientName: query.originator,
          redirectUri: query.redirect_uri,
          scope: query.scope,
          codeChallenge: query.code_challenge,
          state: query.state,
        }),
        allowed: allowedFor(query),
      }),
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: authHost,
      path: '/oauth/token',
      headers: originatorHeader,
      body: tokenBody,
      answer: async ({ headers, body }) => {
        if (headers.originator !== undefined && body.grant_type !== 'refresh_token') {
          throw new Deviation('header "originator" is not listed for this grant');
        }
        const answer = await token(body);
        return headers.originator === ourOriginator
          ? { ...answer, allowed: ['originator-gatehouse'] }
          : answer;
      },
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: authHost,
      path: '/oauth/revoke',
      headers: originatorHeader,
      body: {
        json: z.strictObject({
          token: text,
          token_type_hint: z.literal('refresh_token'),
          client_id: clientId,
        }),
      },
      answer: ({ body }) => {
        grants.revoke(body.token);
        return json(200, {});
      },
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: authHost,
      path: '/api/accounts/deviceauth/usercode',
      body: { json: z.strictObject({ client_id: clientId }) },
      answer: () => {
        const { enabled, intervalSeconds } = deviceCodes.settings;
        if (!enabled) return oauthError(404, 'not_found', 'Device code login is not enabled.');
        const { deviceId, userCode } = deviceCodes.start('openai');
        const interval = intervalSeconds.toString();
        return json(200, { device_auth_id: deviceId, user_code: userCode, interval });
      },
    }),
    endpoint({
      ...bare,
      kind: 'page',
      method: 'GET',
      host: authHost,
      path: '/codex/device',
      answer: () => signIns.begin({ ...device, kind: 'device' }),
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: authHost,
      path: '/api/accounts/deviceauth/token',
      body: { json: z.strictObject({ device_auth_id: text, user_code: text }) },
      answer: ({ body }) => {
        const collected = deviceCodes.collect(body.device_auth_id, body.user_code);
        // Codex knows these two as "not yet" (§1.4); the code says more to whoever reads it.
        if ('problem' in collected) {
          const { problem } = collected;
          return oauthError(
            problem === 'unknown' ? 404 : 403,
            problem,
            'There is no account for this device.',
          );
        }
        const { account } = collected;
        // Here the server makes the PKCE pair and hands both halves to the device.
        const verifier = secrets.issue('code-verifier', account, 'canary_verifier_aaaaaaaa');
        const challenge = pkceChallenge(verifier);
        const code = grants.makeCode({
          account,
          clientId: codexClientId,
          redirectUri: deviceCallback,
          scope: codexScopes,
          codeChallenge: challenge,
          state: undefined,
        });
        return json(200, { authorization_code: code, code_challenge: challenge, code_verifier: verifier });
      },
    }),
    ...signIns.pages(authHost),
  ];
}
