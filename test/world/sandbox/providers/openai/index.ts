// OpenAI: ChatGPT accounts and API keys.
import type { Provider } from '../../provider.ts';
import { openaiCodex } from './codex.ts';
import { apiHost, authHost, chatHost } from './facts.ts';
import { openaiInference } from './inference.ts';
import { openaiModels } from './models.ts';
import { openaiPeople } from './people.ts';
import { openaiSignIn } from './sign-in.ts';
import { OpenaiTokens } from './tokens.ts';
import { openaiUsage } from './usage.ts';

export const openai: Provider = {
  id: 'openai',
  hosts: [authHost, chatHost, apiHost],
  defaultPersona: 'openai-plus-ada',
  apiKeyPrefix: 'sk-canary_',
  accessLifeSeconds: 10 * 86_400,
  seeds: openaiPeople,
  endpoints: (lent) => [
    ...openaiSignIn(lent, new OpenaiTokens(lent)),
    ...openaiUsage(lent),
    ...openaiModels(lent),
    ...openaiInference(lent),
    ...openaiCodex(lent),
  ],
};
