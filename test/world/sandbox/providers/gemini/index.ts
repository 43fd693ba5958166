// Google Gemini: API keys, and Code Assist logins as Gemini CLI keeps them.
import { z } from 'zod';
import { json } from '../../answer.ts';
import { bare, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Lent, Provider } from '../../provider.ts';
import { geminiCodeAssist } from './code-assist.ts';
import { accessLifeSeconds, codeAssistHost, geminiLogin, keyHost, keyRefusal } from './facts.ts';
import { geminiInference } from './inference.ts';
import { geminiPeople } from './people.ts';

/** Asked to find out whether a key works. */
const models = ({ personas }: Lent): Endpoint =>
  endpoint({
    ...bare,
    method: 'GET',
    host: keyHost,
    path: '/v1beta/models',
    query: z.strictObject({ pageSize: z.literal('1') }),
    headers: z.strictObject({ 'x-goog-api-key': z.string().min(1) }),
    answer: ({ headers }) => {
      const persona = personas.byApiKey('gemini', headers['x-goog-api-key']);
      if (persona?.apiKeyValid !== true) return keyRefusal();
      const model = { name: 'models/gemini-3-pro', displayName: 'Gemini 3 Pro', inputTokenLimit: 1_048_576 };
      return json(200, { models: [model], nextPageToken: 'CAE' });
    },
  });

export const gemini: Provider = {
  id: 'gemini',
  hosts: [keyHost, codeAssistHost],
  defaultPersona: 'gemini-standard-ada',
  apiKeyPrefix: 'AIzaSy-canary_',
  accessLifeSeconds,
  seeds: geminiPeople,
  lentToken: (lent, account) => geminiLogin(lent, account).access_token,
  endpoints: (lent) => [models(lent), ...geminiCodeAssist(lent), ...geminiInference(lent)],
};
