// OpenAI: sign-in with ChatGPT in the browser or by a code, with plan and quota of the subscription, the same through Codex,
// which then keeps the login, or an API key.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ApiKeyMethod, DelegatedMethod, ProviderDescription } from '../description.ts';
import { browserSignIn } from './browser-sign-in.ts';
import { deviceCode } from './device-code.ts';

const ownProgram: DelegatedMethod = {
  kind: 'delegated',
  id: 'codex',
  label: 'Let Codex keep the login',
  standing:
    'OpenAI’s own program signs in, keeps the login and renews it; OpenAI documents this way for other programs.',
  owner: consumerId('codex'),
};

const apiKey: ApiKeyMethod = {
  kind: 'api-key',
  id: 'api-key',
  label: 'Enter an API key',
  standing: 'API key from the OpenAI platform: the way OpenAI provides for other programs.',
  hint: 'sk-…',
  accept: async (key, tools, signal) => (await import('./key-check.ts')).accept(key, tools, signal),
};

export const openai: ProviderDescription = {
  id: providerId('openai'),
  label: 'OpenAI',
  hosts: ['auth.openai.com', 'chatgpt.com', 'api.openai.com'],
  statusPage: {
    host: 'status.openai.com',
    summaryUrl: 'https://status.openai.com/api/v2/summary.json',
  },
  methods: [browserSignIn, deviceCode, ownProgram, apiKey],
  readQuota: async (entry, tools) => (await import('./usage.ts')).readQuota(entry, tools),
  quotaIn: {
    program: async (answer, nowMs) => (await import('./usage.ts')).quotaInProgram(answer, nowMs),
  },
  // Plans of companies and schools are neither smaller nor larger.
  plans: ['free', 'go', 'plus', 'prolite', 'pro', 'promax'],
  // GPT-5 Codex: 1.25 and 10 dollars.
  keyPrice: { perMillionTokens: 3.44, asOf: Date.UTC(2025, 9, 1) },
  quotaLimits: { spacingMs: 60_000, perHour: 60 },
  refresh: async (entry, tools) => (await import('./refresh.ts')).refresh(entry, tools),
  revoke: async (entry, tools, signal) => (await import('./revoke.ts')).revoke(entry, tools, signal),
};
