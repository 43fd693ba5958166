// Claude: the Claude.ai plan through Anthropic's own program, a Console API key, or the plan by a client that the person has
// registered with Anthropic (protocols §2.1).
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ApiKeyMethod, DelegatedMethod, ProviderDescription } from '../description.ts';
import { registeredClient } from './registered-client.ts';

const ownProgram: DelegatedMethod = {
  kind: 'delegated',
  id: 'claude-code',
  label: 'Sign in through Claude Code',
  standing:
    'Anthropic’s own program signs in and keeps the login; Gatehouse never sees a token of it. ' +
    'This is the way that Anthropic’s terms have for a Claude.ai plan.',
  owner: consumerId('claude-code'),
};

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
  // The first is only opened in the browser; the list says completely where a sign-in leads.
  hosts: ['claude.com', 'platform.claude.com', 'api.anthropic.com'],
  statusPage: {
    host: 'status.claude.com',
    summaryUrl: 'https://status.claude.com/api/v2/summary.json',
  },
  methods: [ownProgram, apiKey, registeredClient],
  readQuota: async (entry, tools) => (await import('./usage.ts')).readQuota(entry, tools),
  quotaIn: {
    'status-line': async (status, nowMs) => (await import('./usage.ts')).quotaInStatusLine(status, nowMs),
    screen: async (screen, nowMs) => (await import('./usage.ts')).quotaInScreen(screen, nowMs),
  },
  // Plans of companies are neither smaller nor larger.
  plans: ['free', 'pro', 'max'],
  borrowedKeyStanding:
    'Anthropic reserves the tokens of a Claude.ai plan for its own programs. Asking for the quota with Claude Code’s token ' +
    'is use of it by another program: common, but not confirmed by Anthropic. Gatehouse reads the token for that one ' +
    'question, at most 20 times an hour, and never keeps or renews it. The status line needs none of this.',
  // Sonnet: 3 and 15 dollars.
  keyPrice: { perMillionTokens: 6, asOf: Date.UTC(2025, 9, 1) },
  quotaLimits: { spacingMs: 180_000, perHour: 20 },
  readPlan: async (entry, tools) => (await import('./profile.ts')).readPlan(entry, tools),
  refresh: async (entry, tools) => (await import('./refresh.ts')).refresh(entry, tools),
  revoke: async (entry, tools, signal) => (await import('./revoke.ts')).revoke(entry, tools, signal),
};
