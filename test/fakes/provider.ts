// A provider that does what the test says.
import type { SignedInAccount } from '../../main/domain/account.ts';
import { providerId } from '../../main/domain/ids.ts';
import type { ApiKeyMethod, BrowserMethod, ProviderDescription } from '../../main/providers/description.ts';

export const exampleId = providerId('example');
const exampleState = 'canary_state';

export function browserMethod(
  finish: (code: string, signal: AbortSignal) => Promise<SignedInAccount>,
): BrowserMethod {
  return {
    kind: 'browser',
    id: 'web',
    label: 'Sign in on the web',
    standing: 'for tests',
    ports: [1455, 1457],
    begin: async (port) => ({
      url: `https://auth.example.test/authorize?port=${String(port)}`,
      expectation: {
        path: '/auth/callback',
        state: exampleState,
        stateSuffixes: [],
        issuer: 'https://auth.example.test',
      },
      finish,
      denied: (_error, description) =>
        description.includes('not for you') ? 'sign-in/not-entitled' : 'sign-in/denied',
    }),
  };
}

export function keyMethod(accept: ApiKeyMethod['accept']): ApiKeyMethod {
  return { kind: 'api-key', id: 'key', label: 'Enter a key', standing: 'for tests', hint: 'k-…', accept };
}

export function exampleProvider(
  methods: ProviderDescription['methods'],
  extra: Pick<ProviderDescription, 'readQuota'> = {},
): ProviderDescription {
  return { id: exampleId, label: 'Example', hosts: ['auth.example.test'], methods, ...extra };
}
