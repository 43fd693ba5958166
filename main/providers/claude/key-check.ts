// Asks Anthropic whether it accepts an API key (protocols §2.5).
import type { SignedInAccount } from '../../domain/account.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import { acceptKey } from '../accept-key.ts';
import type { ProviderTools } from '../description.ts';

export async function accept(
  key: Secret,
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<SignedInAccount> {
  const rules = {
    provider: providerId('claude'),
    subject: 'Claude',
    pattern: /^sk-ant-[\w-]{20,300}$/,
    checkUrl: 'https://api.anthropic.com/v1/models',
    headersFor: (text: string) => ({ 'anthropic-version': '2023-06-01', 'x-api-key': text }),
    destinations: [consumerId('code'), consumerId('opencode')],
  };
  return acceptKey(key, rules, tools, signal);
}
