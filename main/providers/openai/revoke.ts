// Ends a ChatGPT sign-in at OpenAI (protocols §1.6).
import type { OAuthAccount } from '../../domain/account.ts';
import type { ProviderTools } from '../description.ts';
import { revokeAt } from '../revocation.ts';

export async function revoke(entry: OAuthAccount, tools: ProviderTools, signal: AbortSignal): Promise<void> {
  await revokeAt('https://auth.openai.com/oauth/revoke', 'OpenAI', entry, tools, signal);
}
