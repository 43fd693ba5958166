// New tokens for the sign-in of a registered client (protocols §2.3).
import * as openid from 'openid-client';
import type { OAuthAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import type { ProviderTools } from '../description.ts';
import { wire } from '../openid-wire.ts';
import { createRefreshReader } from '../refresh-answer.ts';
import { renewedBy } from '../token-answer.ts';
import { accountOf, configuration, subject, tokenFields } from './client.ts';

/** Claude Code gives up for `invalid_grant` alone and tries again after a 401 (§2.3). */
const rules = { subject, deadCodes: ['invalid_grant'], endedCodes: [], deadAt401: false };

/**
 * Spends the refresh token. No scope is sent: the new tokens get what the old ones had (RFC 6749 §6).
 * @throws Failure `credential/rejected` when the token is dead, or its answer cannot be trusted and so has spent it, …
 */
export async function refresh(entry: OAuthAccount, tools: ProviderTools): Promise<OAuthAccount> {
  const { account, credential } = entry;
  const reader = createRefreshReader(entry, rules, tools.clock);
  const config = configuration(
    credential.clientId,
    wire(tools, {
      subject,
      jsonFields: tokenFields,
      receive: reader.receive,
    }),
  );
  try {
    const tokens = await openid.refreshTokenGrant(config, credential.refreshToken.reveal());
    const silent = tokens['account'] === undefined && tokens['organization'] === undefined;
    const identity = silent ? account : accountOf(tokens, account.label);
    // An answer that does not say whose the tokens are is no other identity, and the old token is spent.
    if (identity !== undefined && identity.id !== account.id) {
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
