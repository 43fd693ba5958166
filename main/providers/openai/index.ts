// OpenAI: sign-in with ChatGPT in the browser, plan and quota of the subscription.
import { providerId } from '../../domain/ids.ts';
import type { ProviderDescription } from '../description.ts';
import { browserSignIn } from './browser-sign-in.ts';

export const openai: ProviderDescription = {
  id: providerId('openai'),
  label: 'OpenAI',
  hosts: ['auth.openai.com', 'chatgpt.com'],
  methods: [browserSignIn],
  readQuota: async (entry, tools) => (await import('./usage.ts')).readQuota(entry, tools),
};
