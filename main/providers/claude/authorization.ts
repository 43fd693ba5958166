// Authorization code + PKCE for a registered client of Anthropic, by openid-client (protocols §2.2).
import * as openid from 'openid-client';
import type { SignedInAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { consumerId } from '../../domain/ids.ts';
import type { CodePage } from '../../domain/pasted-answer.ts';
import { Secret } from '../../domain/secret.ts';
import type { BrowserAttempt, ProviderTools } from '../description.ts';
import { refusedAnswer, wire } from '../openid-wire.ts';
import { grantedBy, type TokenAnswer } from '../token-answer.ts';
import { accountOf, configuration, issuer, subject, tokenFields } from './client.ts';

const path = '/callback';

/** Shows `code#state` (protocols §2.2). */
const codePage: CodePage = { host: 'platform.claude.com', path: '/oauth/code/callback' };

/** Plan and usage, and the hand-out of an access token; nothing that we do not use. */
const scope = 'user:profile user:inference';

function entryOf(tokens: TokenAnswer, clientId: string, nowMs: number): SignedInAccount {
  const account = accountOf(tokens);
  if (account === undefined || tokens.refresh_token === undefined) {
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
      destinations: [consumerId('code'), consumerId('claude-code')],
      issuer,
      clientId,
      refreshToken: new Secret(tokens.refresh_token),
      ...grantedBy(tokens, nowMs),
    },
  };
}

/** Builds the address to open and says how its answer is checked and redeemed. */
export async function begin(
  {
    port,
    clientId,
    onCodePage,
  }: { readonly port: number; readonly clientId: string; readonly onCodePage?: true },
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<BrowserAttempt> {
  const config = configuration(clientId, wire(tools, { subject, signal, jsonFields: tokenFields }));
  const redirectUri =
    onCodePage === true ? `https://${codePage.host}${codePage.path}` : `http://127.0.0.1:${port}${path}`;
  const state = openid.randomState();
  const codeVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, {
    code: 'true',
    redirect_uri: redirectUri,
    scope,
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
  });

  return {
    url: url.href,
    expectation: { path, state, stateSuffixes: [], issuer },
    ...(onCodePage === true && { codePage }),

    async finish(code) {
      const answered = new URL(redirectUri);
      answered.searchParams.set('code', code);
      answered.searchParams.set('state', state);
      try {
        const tokens = await openid.authorizationCodeGrant(
          config,
          answered,
          { pkceCodeVerifier: codeVerifier, expectedState: state },
          // Unlike OAuth, this endpoint wants the state once more.
          { state },
        );
        return entryOf(tokens, clientId, tools.clock.nowMs());
      } catch (thrown) {
        throw refusedAnswer(thrown, subject);
      }
    },

    denied: () => 'sign-in/denied',
  };
}
