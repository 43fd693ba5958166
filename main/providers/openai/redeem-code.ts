// An authorization code becomes an account, whether browser or device brought it (protocols §1.3–1.5).
import * as openid from 'openid-client';
import type { SignedInAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { consumerId } from '../../domain/ids.ts';
import { Secret } from '../../domain/secret.ts';
import type { ProviderTools } from '../description.ts';
import { refusedAnswer, wire } from '../openid-wire.ts';
import { grantedBy, type TokenAnswer } from '../token-answer.ts';
import { accountOf, clientId, configuration, issuer, requireOurs, subject } from './client.ts';
import { fetchMetadata } from './signing-keys.ts';

/** Keys as old as this, and younger than five minutes, the library fetches anew for a token of an unknown one. */
const askAgainSeconds = 120;

interface RedeemParts {
  readonly config: openid.Configuration;
  readonly metadataComing: ReturnType<typeof fetchMetadata>;
  readonly tools: ProviderTools;
}

/** What redeeming needs; the keys are fetched from now on, while the person is at the page. */
export function redeemParts(tools: ProviderTools, signal: AbortSignal): RedeemParts {
  return {
    config: configuration({ client_id: clientId }, wire(tools, { subject, signal })),
    metadataComing: fetchMetadata(tools, signal),
    tools,
  };
}

function entryOf(tokens: TokenAnswer, nowMs: number): SignedInAccount {
  requireOurs(tokens, clientId);
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

/**
 * @param answered the redirect address with the parameters that came back to it
 * @throws Failure `sign-in/refused-answer`, `network/…`, `provider/…`
 */
export async function redeemCode(
  answered: URL,
  checks: Pick<openid.AuthorizationCodeGrantChecks, 'pkceCodeVerifier' | 'expectedState'>,
  { config, metadataComing, tools }: RedeemParts,
): Promise<SignedInAccount> {
  const metadata = await metadataComing;
  if (metadata !== undefined) {
    openid.setJwksCache(config, {
      jwks: { keys: metadata.keys.map((key) => ({ ...key })) },
      // So old that a key which is not among them is looked for once more: they may have changed since the page opened.
      uat: Math.floor(tools.clock.nowMs() / 1000) - askAgainSeconds,
    });
    openid.enableNonRepudiationChecks(config);
  }
  try {
    const tokens = await openid.authorizationCodeGrant(config, answered, {
      ...checks,
      idTokenExpected: true,
    });
    return entryOf(tokens, tools.clock.nowMs());
  } catch (thrown) {
    throw refusedAnswer(thrown, subject);
  }
}
