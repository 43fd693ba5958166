// Asks OpenAI whether it accepts an API key.
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
    provider: providerId('openai'),
    subject: 'OpenAI',
    // Keys of Anthropic and OpenRouter start in the same way and are not for OpenAI to see.
    pattern: /^sk-(?!ant-|or-)[\w-]{20,300}$/,
    checkUrl: 'https://api.openai.com/v1/models',
    headersFor: (text: string) => ({ authorization: `Bearer ${text}` }),
    destinations: [consumerId('codex'), consumerId('code'), consumerId('opencode')],
  };
  return acceptKey(key, rules, tools, signal);
}
