// Tells a provider that a sign-in is over (RFC 7009), as JSON, which both providers take (protocols §1.6, §2.3).
import type { OAuthAccount } from '../domain/account.ts';
import { refuseBadStatus } from './answers.ts';
import type { ProviderTools } from './description.ts';

/** @throws Failure `network/…`, `provider/…`; `credential/rejected` when the provider no longer knew the token */
export async function revokeAt(
  url: string,
  subject: string,
  { credential }: OAuthAccount,
  { http, clock }: ProviderTools,
  signal: AbortSignal,
): Promise<void> {
  const response = await http(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({
      token: credential.refreshToken.reveal(),
      token_type_hint: 'refresh_token',
      client_id: credential.clientId,
    }),
    signal,
  });
  refuseBadStatus(response, subject, clock.nowMs());
}
