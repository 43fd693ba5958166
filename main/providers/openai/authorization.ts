// Authorization code + PKCE against auth.openai.com, by openid-client (protocols §1.1–1.3).
import * as openid from 'openid-client';
import { Failure } from '../../domain/failure.ts';
import type { BrowserAttempt, ProviderTools } from '../description.ts';
import { issuer, subject } from './client.ts';
import { redeemCode, redeemParts } from './redeem-code.ts';

const path = '/auth/callback';

/** Builds the address to open and says how its answer is checked and redeemed. */
export async function begin(
  { port, workspace }: { readonly port: number; readonly workspace?: string },
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<BrowserAttempt> {
  const parts = redeemParts(tools, signal);
  const { config } = parts;
  const redirectUri = `http://127.0.0.1:${port}${path}`;
  const state = openid.randomState();
  const codeVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    id_token_add_organizations: 'true',
    codex_cli_simplified_flow: 'true',
    originator: 'gatehouse',
    ...(workspace !== undefined && { allowed_workspace_id: workspace }),
  });

  return {
    url: url.href,
    expectation: { path, state, stateSuffixes: ['.onboarding_entrypoint=life_sciences'], issuer },

    async finish(code, _signal, statedIssuer) {
      // Asked for nothing yet: without its issuer the code may be another server's (RFC 9207 §2.4).
      if (statedIssuer === undefined && (await parts.metadataComing)?.announcesIssuer === true)
        throw new Failure('sign-in/refused-answer', {
          subject,
          detail: 'the answer does not name its issuer',
        });
      const answered = new URL(redirectUri);
      answered.searchParams.set('code', code);
      answered.searchParams.set('state', state);
      if (statedIssuer !== undefined) answered.searchParams.set('iss', statedIssuer);
      return redeemCode(answered, { pkceCodeVerifier: codeVerifier, expectedState: state }, parts);
    },

    denied: (_error, description) =>
      description.includes('missing_codex_entitlement') ? 'sign-in/not-entitled' : 'sign-in/denied',
  };
}
