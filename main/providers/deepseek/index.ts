// DeepSeek: API keys, and the balance that they are paid from (api-docs.deepseek.com, "Get User Balance").
import { keyProvider } from '../key-provider.ts';

export const deepseek = keyProvider({
  id: 'deepseek',
  label: 'DeepSeek',
  hosts: ['api.deepseek.com'],
  keysFrom: 'platform.deepseek.com',
  hint: 'sk-…',
  pattern: /^sk-(?!ant-|or-|proj-|svcacct-|admin-)[\w-]{20,300}$/,
  check: { url: 'https://api.deepseek.com/models' },
  quota: {
    url: 'https://api.deepseek.com/user/balance',
    limits: { spacingMs: 60_000, perHour: 60 },
    windows: async () => (await import('./balance.ts')).windowsOf,
  },
});
