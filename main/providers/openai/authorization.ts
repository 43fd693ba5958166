// Authorization code + PKCE against auth.openai.com, by openid-client (protocols §1.1–1.3, §1.5).
import * as openid from 'openid-client';
import type { SignedInAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { consumerId } from '../../domain/ids.ts';
import { Secret } from '../../domain/secret.ts';
import type { BrowserAttempt, ProviderTools } from '../description.ts';
import { refusedAnswer, wire } from '../openid-wire.ts';
import { grantedBy, type TokenAnswer } from '../token-answer.ts';
import { accountOf, configuration, issuer, subject } from './client.ts';
import { fetchKeys } from './signing-keys.ts';

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const path = '/auth/callback';

function entryOf(tokens: TokenAnswer, nowMs: number): SignedInAccount {
  const account = accountOf(tokens);
  if (account === undefined || tokens.id_token === undefined || tokens.refresh_token === undefined) {
    throw new Failure('sign-in/refused-answer', {
      subject,
      detail: 'the answer lacks the account or a token',
    });
  }
  return {
    account,
    credential: {
      kind: 'oauth',
      origin: 'browser-sign-in',
      destinations: [consumerId('codex')],
      issuer,
      clientId,
      refreshToken: new Secret(tokens.refresh_token),
      idToken: new Secret(tokens.id_token),
      ...grantedBy(tokens, nowMs),
    },
  };
}

/** Builds the address to open and says how its answer is checked and redeemed. */
export async function begin(
  { port }: { readonly port: number },
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<BrowserAttempt> {
  const keysComing = fetchKeys(tools, signal);
  const config = configuration({ client_id: clientId }, wire(tools, { subject, signal }));
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
  });

  return {
    url: url.href,
    expectation: { path, state, stateSuffixes: ['.onboarding_entrypoint=life_sciences'], issuer },

    async finish(code) {
      const keys = await keysComing;
      if (keys !== undefined) {
        openid.setJwksCache(config, {
          jwks: { keys: keys.keys.map((key) => ({ ...key })) },
          uat: Math.floor(tools.clock.nowMs() / 1000),
        });
        openid.enableNonRepudiationChecks(config);
      }
      const answered = new URL(redirectUri);
      answered.searchParams.set('code', code);
      answered.searchParams.set('state', state);
      try {
        const tokens = await openid.authorizationCodeGrant(config, answered, {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          idTokenExpected: true,
        });
        return entryOf(tokens, tools.clock.nowMs());
      } catch (thrown) {
        throw refusedAnswer(thrown, subject);
      }
    },

    denied: (_error, description) =>
      description.includes('missing_codex_entitlement') ? 'sign-in/not-entitled' : 'sign-in/denied',
  };
}
