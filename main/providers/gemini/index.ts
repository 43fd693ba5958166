// Google Gemini: API keys of AI Studio, and the tier and what is left of a Code Assist login that Gemini CLI keeps, read only
// (protocols §5). Google lets no other program sign in for it, so there is no such method here: that login is found.
import { providerId } from '../../domain/ids.ts';
import type { ApiKeyMethod, ProviderDescription } from '../description.ts';

const apiKey: ApiKeyMethod = {
  kind: 'api-key',
  id: 'api-key',
  label: 'Enter an API key',
  standing: 'API key from Google AI Studio: the way Google provides for other programs.',
  hint: 'AQ.… or AIza…',
  accept: async (key, tools, signal) => (await import('./key-check.ts')).accept(key, tools, signal),
};

export const gemini: ProviderDescription = {
  id: providerId('gemini'),
  label: 'Google Gemini',
  hosts: ['generativelanguage.googleapis.com', 'cloudcode-pa.googleapis.com'],
  methods: [apiKey],
  standsAlone: true,
  isHiddenAtFirst: true,
  readQuota: async (entry, tools) => (await import('./code-assist.ts')).readQuota(entry, tools),
  // The third that there is, `legacy`, is neither smaller nor larger.
  plans: ['free', 'standard'],
  borrowedKeyStanding:
    'Google has no way for other programs to ask for the quota of a Code Assist login. Asking with Gemini CLI’s token, at an ' +
    'address that Google does not document, is use of it by another program: common, but not confirmed by Google. ' +
    'Gatehouse reads the token for that one question, at most 12 times an hour, and never keeps or renews it.',
  quotaLimits: { spacingMs: 300_000, perHour: 12 },
};
