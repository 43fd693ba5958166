// Ends the sign-in of a registered client at Anthropic (protocols §2.3, logout).
import type { OAuthAccount } from '../../domain/account.ts';
import type { ProviderTools } from '../description.ts';
import { revokeAt } from '../revocation.ts';

export async function revoke(entry: OAuthAccount, tools: ProviderTools, signal: AbortSignal): Promise<void> {
  await revokeAt('https://platform.claude.com/v1/oauth/token/revoke', 'Claude', entry, tools, signal);
}
