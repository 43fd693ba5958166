// Providers that nobody has built in: what the example packages of the tests describe (test/fakes/provider-packages.ts).
import { z } from 'zod';
import { json } from '../answer.ts';
import { bare, bearer, bearerToken, endpoint } from '../endpoint.ts';
import type { Provider } from '../provider.ts';

const seedOf = (id: string): Provider['seeds'][number] => ({
  id: `${id}-ada`,
  name: 'Ada Moreau',
  email: `ada@${id}.example.test`,
  plan: 'key',
  organization: 'Ada Moreau',
  meters: {},
});

const acme: Provider = {
  id: 'acme',
  hosts: ['api.acme.example'],
  defaultPersona: 'acme-ada',
  apiKeyPrefix: 'acme-canary_',
  accessLifeSeconds: 3600,
  seeds: [seedOf('acme')],
  endpoints: ({ personas }) => [
    endpoint({
      ...bare,
      method: 'GET',
      host: 'api.acme.example',
      path: '/v1/models',
      headers: z.strictObject({ authorization: bearer }),
      answer: ({ headers }) => {
        const persona = personas.byApiKey('acme', bearerToken(headers.authorization));
        if (persona?.apiKeyValid !== true) return json(401, { error: 'no such key' });
        return json(200, { object: 'list', data: [{ id: 'acme-1', object: 'model' }] });
      },
    }),
  ],
};

const keyHeader = z.strictObject({ 'x-api-key': z.string() });
const zenithHosts = { api: 'api.zenith.example', billing: 'billing.zenith.example' };

const zenith: Provider = {
  id: 'zenith',
  hosts: Object.values(zenithHosts),
  defaultPersona: 'zenith-ada',
  apiKeyPrefix: 'zk_canary_',
  accessLifeSeconds: 3600,
  seeds: [seedOf('zenith')],
  endpoints: ({ personas, clock }) => [
    endpoint({
      ...bare,
      method: 'GET',
      host: zenithHosts.api,
      path: '/v1/me',
      headers: keyHeader,
      answer: ({ headers }) => {
        const persona = personas.byApiKey('zenith', headers['x-api-key']);
        if (persona?.apiKeyValid !== true) return json(403, { error: 'forbidden' });
        return json(200, { user: { id: persona.userId } });
      },
    }),
    endpoint({
      ...bare,
      method: 'GET',
      host: zenithHosts.billing,
      path: '/v1/usage',
      query: z.strictObject({ period: z.literal('month') }),
      headers: keyHeader,
      answer: ({ headers }) => {
        const persona = personas.byApiKey('zenith', headers['x-api-key']);
        if (persona?.apiKeyValid !== true) return json(401, { error: 'unauthorized' });
        const data = {
          used: 250,
          limit: 1000,
          resets_at: Math.round(clock.nowMs() / 1000) + 86_400,
          balance: '12.50',
        };
        return json(200, { data: { ...data, ...persona.usage } });
      },
    }),
  ],
};

export const packageProviders: readonly Provider[] = [acme, zenith];
