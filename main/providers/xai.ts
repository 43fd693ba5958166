// xAI: API keys (docs.x.ai, "API Key"). Balances need a management key, which no agent should have, so they are not asked for.
import { keyProvider } from './key-provider.ts';

export const xai = keyProvider({
  id: 'xai',
  label: 'xAI',
  hosts: ['api.x.ai'],
  keysFrom: 'console.x.ai',
  hint: 'xai-…',
  pattern: /^xai-[\w-]{20,300}$/,
  check: {
    url: 'https://api.x.ai/v1/api-key',
    knownBy: 'api_key_id',
    blockedBy: ['api_key_blocked', 'api_key_disabled', 'team_blocked'],
    // The question has nothing in it but the key, so nothing else can be wrong with it.
    refusedBy: 400,
  },
});
