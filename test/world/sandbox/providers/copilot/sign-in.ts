// GitHub: device codes, tokens and their renewal (protocols.md §4). Refusals are answered with 200, as GitHub does.
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { deviations } from '../../deviations.ts';
import type { DeviationId } from '../../deviations.ts';
import { bare, Deviation, endpoint, oneOf } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Family } from '../../grants.ts';
import type { Lent } from '../../provider.ts';
import { copilotCliClientId, opencodeClientId, type GithubSite } from './facts.ts';

const ownApp = deviations['github-own-oauth-app'].value;
const ownExpiringApp = deviations['github-own-app'].value;
const ownScope = 'read:user';

/** Whom GitHub knows, and what each of them asks for. */
const scopes: Readonly<Record<string, string>> = {
  [copilotCliClientId]: 'read:user,read:org,repo,gist,codespace,write:plugin_gateway_connections',
  [opencodeClientId]: ownScope,
  [ownApp]: ownScope,
  [ownExpiringApp]: ownScope,
};

const text = z.string().min(1);
const clientId = oneOf(...Object.keys(scopes));
const deviceGrantType = 'urn:ietf:params:oauth:grant-type:device_code';
const loopback = z.string().regex(/^http:\/\/127\.0\.0\.1:\d+\/callback$/, 'is no loopback address');

const deviceGrant = z.strictObject({
  grant_type: z.literal(deviceGrantType),
  client_id: clientId,
  device_code: text,
});

const refreshGrant = z.strictObject({
  grant_type: z.literal('refresh_token'),
  client_id: clientId,
  refresh_token: text,
});

/** Of Copilot CLI alone, which carries a secret in its program; what that says is nobody's business here. */
const codeGrant = z.strictObject({
  client_id: z.literal(copilotCliClientId),
  client_secret: text,
  code: text,
  redirect_uri: loopback,
  code_verifier: text,
});

type TokenRequest = z.infer<typeof deviceGrant> | z.infer<typeof refreshGrant> | z.infer<typeof codeGrant>;

/** What GitHub shows, whatever a test has the codes live for. */
const neverMs = Number.MAX_SAFE_INTEGER;
const expiringLifeSeconds = 8 * 3600;

const refusal = (error: string, more: object = {}): Answer =>
  json(200, { error, error_description: `It is ${error}.`, error_uri: 'https://docs.github.com', ...more });

function allowedFor(client: string): { readonly allowed?: readonly DeviationId[] } {
  if (client === ownApp) return { allowed: ['github-own-oauth-app'] };
  return client === ownExpiringApp ? { allowed: ['github-own-app'] } : {};
}

export function githubSignIn(lent: Lent, { id: provider, signInHost }: GithubSite): Endpoint[] {
  const { clock, deviceCodes, grants, personas, secrets, signIns } = lent;

  /** Tokens of an OAuth App last; those of a GitHub App end, where its owner wants that. */
  const tokens = (family: Family): Answer => {
    const expires = family.clientId === ownExpiringApp;
    const access = secrets.issue('access-token', family.account, expires ? 'ghu_canary_' : 'gho_canary_');
    const answer = { access_token: access, token_type: 'bearer', scope: expires ? '' : family.scope };
    if (!expires) {
      grants.addAccess(family, access, neverMs);
      return json(200, answer);
    }
    const { accessLifeSeconds, refreshLifeSeconds } = personas.get(family.account);
    const life = Math.min(accessLifeSeconds, expiringLifeSeconds);
    const renewal = secrets.issue('refresh-token', family.account, 'ghr_canary_');
    grants.addAccess(family, access, clock.nowMs() + life * 1000);
    grants.addRefresh(family, renewal, clock.nowMs() + refreshLifeSeconds * 1000);
    return json(200, {
      ...answer,
      expires_in: life,
      refresh_token: renewal,
      refresh_token_expires_in: refreshLifeSeconds,
    });
  };

  const collect = (deviceCode: string, client: string): Answer => {
    if (!deviceCodes.isOf(provider, deviceCode)) return refusal('incorrect_device_code');
    const collected = deviceCodes.collect(deviceCode);
    if ('account' in collected)
      return tokens({
        account: collected.account,
        clientId: client,
        scope: scopes[client] ?? '',
        death: undefined,
      });
    const { problem } = collected;
    if (problem === 'unknown') return refusal('incorrect_device_code');
    const interval = deviceCodes.settings.intervalSeconds + 5;
    return problem === 'slow_down' ? refusal(problem, { interval }) : refusal(problem);
  };

  const renew = (token: string, client: string): Answer => {
    const owner = grants.ownerOf(token);
    if (owner !== undefined && personas.get(owner).provider !== provider) return refusal('bad_refresh_token');
    const looked = grants.spendRefresh(token, { rotate: true });
    if (looked.refusal !== undefined) return refusal('bad_refresh_token');
    if (looked.family.clientId !== client) return refusal('incorrect_client_credentials');
    return tokens(looked.family);
  };

  const redeem = (body: z.infer<typeof codeGrant>): Answer => {
    const redeemed = grants.redeemCode({
      code: body.code,
      clientId: body.client_id,
      redirectUri: body.redirect_uri,
      codeVerifier: body.code_verifier,
    });
    return 'problem' in redeemed
      ? refusal('bad_verification_code')
      : tokens({ ...redeemed.authorization, death: undefined });
  };

  const granted = (body: TokenRequest): Answer => {
    if (!('grant_type' in body)) return redeem(body);
    return body.grant_type === 'refresh_token'
      ? renew(body.refresh_token, body.client_id)
      : collect(body.device_code, body.client_id);
  };

  return [
    endpoint({
      ...bare,
      method: 'POST',
      host: signInHost,
      path: '/login/device/code',
      body: { form: z.strictObject({ client_id: text, scope: text }) },
      answer: ({ body }) => {
        const expected = scopes[body.client_id];
        if (expected === undefined) return json(404, { error: 'Not Found' });
        if (body.scope !== expected) throw new Deviation('form field "scope": scope set is not listed');
        const { enabled, intervalSeconds, lifeSeconds } = deviceCodes.settings;
        if (!enabled) return refusal('device_flow_disabled');
        const { deviceId, userCode } = deviceCodes.start(provider);
        return {
          ...json(200, {
            device_code: deviceId,
            user_code: userCode,
            verification_uri: `https://${signInHost}/login/device`,
            expires_in: lifeSeconds,
            interval: intervalSeconds,
          }),
          ...allowedFor(body.client_id),
        };
      },
    }),
    endpoint({
      ...bare,
      kind: 'page',
      method: 'GET',
      host: signInHost,
      path: '/login/device',
      answer: () => signIns.begin({ kind: 'device', provider, site: signInHost }),
    }),
    endpoint({
      ...bare,
      method: 'POST',
      host: signInHost,
      path: '/login/oauth/access_token',
      body: {
        form: z.union([deviceGrant, refreshGrant, codeGrant]),
      },
      answer: ({ body }) => ({ ...granted(body), ...allowedFor(body.client_id) }),
    }),
    endpoint({
      ...bare,
      kind: 'page',
      method: 'GET',
      host: signInHost,
      path: '/login/oauth/authorize',
      query: z.strictObject({
        client_id: z.literal(copilotCliClientId),
        redirect_uri: loopback,
        scope: z.literal((scopes[copilotCliClientId] ?? '').replaceAll(',', ' ')),
        state: text,
        code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not an S256 challenge'),
        code_challenge_method: z.literal('S256'),
      }),
      answer: ({ query }) =>
        signIns.begin({
          kind: 'authorization',
          provider,
          site: signInHost,
          clientId: query.client_id,
          clientName: 'GitHub Copilot CLI',
          redirectUri: query.redirect_uri,
          scope: query.scope,
          codeChallenge: query.code_challenge,
          state: query.state,
        }),
    }),
    ...signIns.pages(signInHost),
  ];
}
