// OpenAI: the check of an API key (api.openai.com/v1/models).
import { z } from 'zod';
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bare, bearer, bearerToken, endpoint } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';
import { apiHost } from './facts.ts';

/** Who a request with an API key is, or the 401 that it gets. */
export function keyCaller(
  { personas }: Lent,
  authorization: string,
): { readonly persona: Persona } | { readonly refused: Answer } {
  const persona = personas.byApiKey('openai', bearerToken(authorization));
  if (persona?.apiKeyValid === true) return { persona };
  const error = {
    message: 'Incorrect API key provided.',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
  };
  return { refused: json(401, { error }) };
}

export function openaiModels(lent: Lent): Endpoint[] {
  return [
    endpoint({
      ...bare,
      method: 'GET',
      host: apiHost,
      path: '/v1/models',
      // Codex says who asks, where it has been given a key by a command (README, "Seen beyond protocols.md").
      query: z.strictObject({ client_version: z.string().min(1).optional() }),
      headers: z.strictObject({ authorization: bearer, originator: z.string().min(1).optional() }),
      answer: ({ headers }) => {
        const caller = keyCaller(lent, headers.authorization);
        if ('refused' in caller) return caller.refused;
        const model = (id: string): object => ({
          id,
          object: 'model',
          created: 1_790_000_000,
          owned_by: 'openai',
        });
        return json(200, { object: 'list', data: ['gpt-5.5', 'gpt-5.5-codex'].map(model) });
      },
    }),
  ];
}
