// The providers that have API keys and nothing else, as facts: where a key is asked about, and how that is answered. What is
// said to a wrong key is seen nowhere in protocols.md: the statuses are those that the vendors document, the words are ours.
import { z } from 'zod';
import { json } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { bare, bearer, bearerToken, endpoint } from '../endpoint.ts';
import type { Persona } from '../personas.ts';
import type { Provider } from '../provider.ts';

interface KeyProvider {
  readonly id: string;
  readonly host: string;
  readonly apiKeyPrefix: string;
  /** What a good key is answered with, by the path. */
  readonly paths: Readonly<Record<string, (persona: Persona) => object>>;
  readonly refusal: Answer;
}

const models =
  (...ids: readonly string[]) =>
  (): object => ({
    object: 'list',
    data: ids.map((id) => ({ id, object: 'model', created: 1_790_000_000 })),
  });

/** In the provider's own words; a scenario replaces what it names. */
const openrouterKey = ({ usage, userId }: Persona): object => ({
  data: {
    label: 'sk-or-v1-can...xyz',
    limit: 100,
    limit_remaining: 74.5,
    limit_reset: 'monthly',
    include_byok_in_limit: false,
    usage: 25.5,
    usage_daily: 1.25,
    usage_weekly: 7.5,
    usage_monthly: 25.5,
    byok_usage: 0,
    byok_usage_daily: 0,
    byok_usage_weekly: 0,
    byok_usage_monthly: 0,
    is_free_tier: false,
    is_management_key: false,
    is_provisioning_key: false,
    creator_user_id: userId,
    rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated and safe to ignore.' },
    ...usage,
  },
});

const deepseekBalance = ({ usage }: Persona): object => ({
  is_available: true,
  balance_infos: [
    { currency: 'USD', total_balance: '12.34', granted_balance: '2.34', topped_up_balance: '10.00' },
  ],
  ...usage,
});

const xaiKey = ({ usage, userId, accountId, organizationId }: Persona): object => ({
  redacted_api_key: 'xai-...b14o',
  user_id: userId,
  name: 'A key',
  create_time: '2026-01-01T12:55:18.139305Z',
  modify_time: '2026-08-28T17:20:12.343321Z',
  modified_by: userId,
  team_id: organizationId,
  acls: ['api-key:model:*', 'api-key:endpoint:*'],
  api_key_id: accountId,
  team_blocked: false,
  api_key_blocked: false,
  api_key_disabled: false,
  ...usage,
});

const facts: readonly KeyProvider[] = [
  {
    id: 'openrouter',
    host: 'openrouter.ai',
    apiKeyPrefix: 'sk-or-v1-canary_',
    paths: { '/api/v1/key': openrouterKey },
    refusal: json(401, { error: { code: 401, message: 'User not found.' } }),
  },
  {
    id: 'mistral',
    host: 'api.mistral.ai',
    // The first seven characters of a key are shown: here no word that a search for leaks would find.
    apiKeyPrefix: 'mistral-canary_',
    paths: { '/v1/models': models('mistral-large-latest', 'codestral-latest') },
    refusal: json(401, { detail: 'Unauthorized' }),
  },
  {
    id: 'groq',
    host: 'api.groq.com',
    apiKeyPrefix: 'gsk_canary_',
    paths: { '/openai/v1/models': models('openai/gpt-oss-120b') },
    refusal: json(401, {
      error: { message: 'Invalid API Key', type: 'invalid_request_error', code: 'invalid_api_key' },
    }),
  },
  {
    id: 'xai',
    host: 'api.x.ai',
    apiKeyPrefix: 'xai-canary_',
    paths: { '/v1/api-key': xaiKey },
    refusal: json(400, {
      code: 'Client specified an invalid argument',
      error: 'Incorrect API key provided.',
    }),
  },
  {
    id: 'deepseek',
    host: 'api.deepseek.com',
    apiKeyPrefix: 'sk-canary_',
    paths: { '/models': models('deepseek-chat', 'deepseek-reasoner'), '/user/balance': deepseekBalance },
    refusal: json(401, {
      error: { message: 'Authentication Fails', type: 'authentication_error', code: 'invalid_request_error' },
    }),
  },
];

function providerOf({ id, host, apiKeyPrefix, paths, refusal }: KeyProvider): Provider {
  const owner = `${id}-ada`;
  return {
    id,
    hosts: [host],
    defaultPersona: owner,
    apiKeyPrefix,
    accessLifeSeconds: 3600,
    seeds: [
      {
        id: owner,
        name: 'Ada Moreau',
        email: `ada@${id}.example.test`,
        plan: 'key',
        organization: 'Ada Moreau',
        meters: {},
      },
    ],
    endpoints: ({ personas }) =>
      Object.entries(paths).map(([path, answer]) =>
        endpoint({
          ...bare,
          method: 'GET',
          host,
          path,
          headers: z.strictObject({ authorization: bearer }),
          answer: ({ headers }) => {
            const persona = personas.byApiKey(id, bearerToken(headers.authorization));
            return persona?.apiKeyValid === true ? json(200, answer(persona)) : refusal;
          },
        }),
      ),
  };
}

export const keyProviders: readonly Provider[] = facts.map(providerOf);
