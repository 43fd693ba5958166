// Mistral: API keys. It has no address at which a key could ask what is left for it.
import { keyProvider } from './key-provider.ts';

export const mistral = keyProvider({
  id: 'mistral',
  label: 'Mistral',
  hosts: ['api.mistral.ai'],
  keysFrom: 'console.mistral.ai',
  hint: '32 letters and digits',
  // Its keys start with nothing in particular, so that only those of others can be told.
  pattern: /^(?!sk-|gsk_|xai-|AIza|gh[a-z]_|github_pat_)[\w-]{20,300}$/,
  check: { url: 'https://api.mistral.ai/v1/models' },
});
