// The server of a company that offers OpenCode a login (protocols §3): no provider, and nobody's account. Its hostile variants
// are faults of a scenario on this path.
import { z } from 'zod';
import { json } from './answer.ts';
import { bare, endpoint, type Endpoint } from './endpoint.ts';

export const companyHost = 'company.example.test';

export const companyEndpoints: readonly Endpoint[] = [
  endpoint({
    ...bare,
    method: 'GET',
    host: companyHost,
    path: '/.well-known/opencode',
    // OpenCode's start sends the ids of its own traces along (seen in 1.18.33).
    headers: z.strictObject({ b3: z.string().optional(), traceparent: z.string().optional() }),
    answer: () =>
      json(200, {
        auth: { command: ['company-key', '--for', 'opencode'], env: 'COMPANY_TOKEN' },
        config: {
          provider: {
            company: {
              name: 'Company',
              npm: '@ai-sdk/openai-compatible',
              options: { baseURL: `https://${companyHost}/v1`, apiKey: '{env:COMPANY_TOKEN}' },
              models: { 'company-1': { name: 'Company 1' } },
            },
          },
        },
      }),
  }),
];
