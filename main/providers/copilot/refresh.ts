// New tokens for a sign-in with an app of the person's own whose tokens end. Tokens of the device flow are renewed without
// the app's secret.
import * as openid from 'openid-client';
import type { OAuthAccount } from '../../domain/account.ts';
import type { ProviderTools } from '../description.ts';
import { createRefreshReader } from '../refresh-answer.ts';
import { renewedBy } from '../token-answer.ts';
import { configuration, withErrorStatus } from './client.ts';
import { requireFrom, type GithubSite } from './site.ts';

const rules = {
  deadCodes: ['bad_refresh_token', 'invalid_grant'],
  endedCodes: [],
  deadAt401: false,
};

/**
 * Spends the refresh token. Its successors are those of the same person: GitHub does not say whose they are, and to ask
 * could cost them.
 * @throws Failure `credential/rejected` when the token is dead, …
 */
export async function refresh(
  site: GithubSite,
  entry: OAuthAccount,
  tools: ProviderTools,
): Promise<OAuthAccount> {
  const { account, credential } = entry;
  requireFrom(site, account);
  const reader = createRefreshReader(entry, { ...rules, subject: site.label }, tools.clock);
  const config = configuration(site, credential.clientId, tools, {
    receive: async (response) => reader.receive(await withErrorStatus(response, site)),
  });
  try {
    const tokens = await openid.refreshTokenGrant(config, credential.refreshToken.reveal());
    return { account, credential: renewedBy(tokens, credential, tools.clock.nowMs()) };
  } catch (thrown) {
    throw reader.refused(thrown);
  }
}
