// New tokens for a ChatGPT sign-in (protocols §1.6).
import * as openid from 'openid-client';
import type { OAuthAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import type { Secret } from '../../domain/secret.ts';
import { claimsOf } from '../../domain/token-claims.ts';
import type { ProviderTools } from '../description.ts';
import { wire } from '../openid-wire.ts';
import { createRefreshReader } from '../refresh-answer.ts';
import { renewedBy, type TokenAnswer } from '../token-answer.ts';
import { accountOf, configuration, requireOurs, subject } from './client.ts';

const rules = {
  subject,
  deadCodes: ['invalid_grant', 'refresh_token_expired', 'refresh_token_reused'],
  endedCodes: ['refresh_token_invalidated'],
  deadAt401: true,
};

/** The old token is spent by now: what counts is whose the new ones are, not whether this computer's clock is right. */
const clockToleranceSeconds = 10 * 366 * 86_400;

/** OpenID Connect Core §12.2: whose tokens they are never changes. A token of before that cannot be read says nothing. */
function isOfAnother(tokens: TokenAnswer, before: Secret | undefined): boolean {
  const [now, then] = [tokens.claims()?.sub, before === undefined ? undefined : claimsOf(before)?.['sub']];
  return now !== undefined && then !== undefined && now !== then;
}

/**
 * Spends the refresh token. The signature of a new id token is not looked at: it came over pinned TLS
 * (OpenID Connect Core §3.1.3.7), and keys that cannot be had must not cost the tokens.
 * @throws Failure `credential/rejected` when the token is dead, or its answer cannot be trusted and so has spent it, …
 */
export async function refresh(entry: OAuthAccount, tools: ProviderTools): Promise<OAuthAccount> {
  const { account, credential } = entry;
  const reader = createRefreshReader(entry, rules, tools.clock);
  const config = configuration(
    { client_id: credential.clientId, [openid.clockTolerance]: clockToleranceSeconds },
    wire(tools, {
      subject,
      headers: { originator: 'gatehouse' },
      receive: reader.receive,
    }),
  );
  try {
    const tokens = await openid.refreshTokenGrant(config, credential.refreshToken.reveal());
    requireOurs(tokens, credential.clientId);
    const identity = tokens.id_token === undefined ? account : accountOf(tokens, account.label);
    // An answer that does not say whose the tokens are is no other identity, and the old token is spent.
    const isAnother = identity !== undefined && identity.id !== account.id;
    if (isAnother || isOfAnother(tokens, credential.idToken)) {
      throw new Failure('sign-in/refused-answer', { subject, detail: 'the answer names another account' });
    }
    return {
      account: { ...account, ...identity },
      credential: renewedBy(tokens, credential, tools.clock.nowMs()),
    };
  } catch (thrown) {
    throw reader.refused(thrown);
  }
}
