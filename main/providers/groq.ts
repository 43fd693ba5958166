// Groq: API keys. It has no address at which a key could ask what is left for it: limits come with each answer of a model.
import { keyProvider } from './key-provider.ts';

export const groq = keyProvider({
  id: 'groq',
  label: 'Groq',
  hosts: ['api.groq.com'],
  keysFrom: 'console.groq.com',
  hint: 'gsk_…',
  pattern: /^gsk_[\w-]{20,300}$/,
  check: { url: 'https://api.groq.com/openai/v1/models' },
});
