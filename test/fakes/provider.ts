// A provider that does what the test says.
import type { SignedInAccount } from '../../main/domain/account.ts';
import { providerId } from '../../main/domain/ids.ts';
import type {
  ApiKeyMethod,
  BrowserMethod,
  DeviceAttempt,
  DeviceMethod,
  ProviderDescription,
  Registration,
} from '../../main/providers/description.ts';

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
    begin: async ({ port }) => ({
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

/** A method by browser with a page that shows the code; which redirect was asked for shows in the address. */
export function codePageMethod(
  finish: (code: string, signal: AbortSignal) => Promise<SignedInAccount>,
): BrowserMethod {
  const method = browserMethod(finish);
  return {
    ...method,
    hasCodePage: true,
    begin: async (given, tools, signal) => {
      const attempt = await method.begin(given, tools, signal);
      if (given.onCodePage !== true) return attempt;
      const codePage = { host: 'auth.example.test', path: '/code' };
      return { ...attempt, url: 'https://auth.example.test/authorize?code-page', codePage };
    },
  };
}

/** A method by browser that can be asked for one workspace, which shows in the address. */
export function workspaceMethod(finish: () => Promise<SignedInAccount>): BrowserMethod {
  const method = browserMethod(finish);
  return {
    ...method,
    workspace: { hint: 'acc-…', pattern: /^acc-\d$/ },
    begin: async (given, tools, signal) => {
      const attempt = await method.begin(given, tools, signal);
      return { ...attempt, url: `${attempt.url}&workspace=${given.workspace ?? 'any'}` };
    },
  };
}

const registration: Registration = {
  consent: 'I may use this client.',
  consentVersion: 2,
  clientIdHint: 'client-…',
  clientIdPattern: /^client-[a-z]+$/,
};

/** A method that needs a client of the person's own; the client id shows in the address. */
export function registeredMethod(finish: () => Promise<SignedInAccount>): BrowserMethod {
  const method = browserMethod(finish);
  return {
    ...method,
    id: 'own-client',
    registration,
    begin: async (given, tools, signal) => {
      const attempt = await method.begin(given, tools, signal);
      return { ...attempt, url: `${attempt.url}&client_id=${given.clientId ?? 'none'}` };
    },
  };
}

/** A method by code; the test says until when it waits and what a question is answered with. */
export function deviceMethod(
  begin: (signal: AbortSignal) => Promise<Pick<DeviceAttempt, 'lifeMs' | 'ask'>>,
): DeviceMethod {
  return {
    kind: 'device',
    id: 'code',
    label: 'Enter a code',
    standing: 'for tests',
    begin: async (_given, _tools, signal) => ({
      url: 'https://auth.example.test/device',
      code: 'ABCD-EFGH',
      intervalMs: 5_000,
      advice: 'Allow it first.',
      ...(await begin(signal)),
    }),
  };
}

export function keyMethod(accept: ApiKeyMethod['accept']): ApiKeyMethod {
  return { kind: 'api-key', id: 'key', label: 'Enter a key', standing: 'for tests', hint: 'k-…', accept };
}

export function exampleProvider(
  methods: ProviderDescription['methods'],
  extra: Partial<Omit<ProviderDescription, 'methods'>> = {},
): ProviderDescription {
  return { id: exampleId, label: 'Example', hosts: ['auth.example.test'], methods, ...extra };
}
