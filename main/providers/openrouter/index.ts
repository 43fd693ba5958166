// OpenRouter: API keys, and what is left of the limit that a key has (openrouter.ai/docs, "Get current API key"). The balance
// of the whole account needs a management key, which no agent should have, so it is not asked for.
import { keyProvider } from '../key-provider.ts';

const url = 'https://openrouter.ai/api/v1/key';

export const openrouter = keyProvider({
  id: 'openrouter',
  label: 'OpenRouter',
  hosts: ['openrouter.ai'],
  keysFrom: 'openrouter.ai',
  hint: 'sk-or-v1-…',
  pattern: /^sk-or-[\w-]{20,300}$/,
  // Its list of models is there for everybody, so only this tells whether a key works.
  check: { url, knownBy: 'data' },
  quota: {
    url,
    limits: { spacingMs: 60_000, perHour: 60 },
    windows: async () => (await import('./key-limit.ts')).windowsOf,
  },
});
