// Claude: a Console API key. Signing in to a Claude.ai plan belongs to Anthropic's own client (protocols §2.1).
import { providerId } from '../../domain/ids.ts';
import type { ApiKeyMethod, ProviderDescription } from '../description.ts';

const apiKey: ApiKeyMethod = {
  kind: 'api-key',
  id: 'api-key',
  label: 'Enter an API key',
  standing: 'API key from the Anthropic Console: the way Anthropic provides for other programs.',
  hint: 'sk-ant-…',
  accept: async (key, tools, signal) => (await import('./key-check.ts')).accept(key, tools, signal),
};

export const claude: ProviderDescription = {
  id: providerId('claude'),
  label: 'Claude',
  hosts: ['api.anthropic.com'],
  methods: [apiKey],
};
