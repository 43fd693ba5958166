// Every call that a provider makes with a secret in its hand, each made ready by a person of the sandbox and made by the tools
// that the test gives: keys, sign-ins, renewals, plans, quotas and sign-outs, over the whole list.
import { isOAuthAccount, type OAuthAccount } from '../../../main/domain/account.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type {
  DeviceMethod,
  ProviderDescription,
  ProviderTools,
} from '../../../main/providers/description.ts';
import { signInAs } from '../../world/sandbox/client.ts';
import { deviations } from '../../world/sandbox/deviations.ts';
import { clientOf, providers, signInsBy, ways, type Way } from './provider-ways.ts';
import { quotaQuestions } from './quota-questions.ts';
import type { useSandbox } from './sandbox-tools.ts';

const { signal } = new AbortController();

export interface Call {
  readonly name: string;
  readonly provider: ProviderDescription;
  /** What it is for counts by the status alone; what the body says is not read. */
  readonly isByStatus?: true;
  /** Makes ready what the call needs; what comes back makes it, again and again until it has succeeded once. */
  ready(tools: ProviderTools): Promise<() => Promise<unknown>>;
}

export function providerCalls(there: ReturnType<typeof useSandbox>): readonly Call[] {
  const { ask, personOf, typeIn, wait } = there;
  const { signInByBrowser } = signInsBy(there);

  const keyCalls = ways('api-key').map(({ name, provider, method }): Call => ({
    name: `the key check of ${name}`,
    provider,
    ready: async (tools) => () => method.accept(new Secret(personOf(provider).apiKey), tools, signal),
  }));

  const browserCalls = ways('browser').map(({ name, provider, method }): Call => ({
    name: `the code exchange of ${name}`,
    provider,
    async ready(tools) {
      const given = { port: method.ports[0] ?? 0, ...clientOf(provider, method) };
      const attempt = await method.begin(given, tools, signal);
      const back = await signInAs(ask(), attempt.url, personOf(provider).email);
      return () => attempt.finish(back.searchParams.get('code') ?? '', signal);
    },
  }));

  /** A code that a person has typed in, and the first question about it not yet asked. */
  async function typedIn({ provider, method }: Way<DeviceMethod>, tools: ProviderTools, client?: string) {
    const given = client === undefined ? clientOf(provider, method) : { clientId: client };
    const attempt = await method.begin(given, tools, signal);
    const { email } = personOf(provider);
    await typeIn(attempt.url, { code: attempt.code, email, decision: 'allow' });
    return async () => {
      wait(attempt.intervalMs);
      const answer = await attempt.ask(signal);
      if (answer.kind !== 'allowed') throw new Error(`the code was not taken: ${answer.kind}`);
      return answer;
    };
  }

  const deviceCalls = ways('device').flatMap((way): readonly Call[] => [
    {
      name: `the start of a device code of ${way.name}`,
      provider: way.provider,
      ready: async (tools) => () => way.method.begin(clientOf(way.provider, way.method), tools, signal),
    },
    {
      name: `the question about a device code of ${way.name}`,
      provider: way.provider,
      ready: (tools) => typedIn(way, tools),
    },
    {
      name: `the end of a device code of ${way.name}`,
      provider: way.provider,
      async ready(tools) {
        const question = await typedIn(way, tools);
        const answer = await question();
        return () => answer.finish();
      },
    },
  ]);

  /** A sign-in whose tokens end, by whichever way the provider has. */
  async function signedIn(provider: ProviderDescription, tools: ProviderTools): Promise<OAuthAccount> {
    const [browser] = ways('browser').filter((way) => way.provider === provider);
    if (browser !== undefined) return requireOAuth(await signInByBrowser(browser));
    const [device] = ways('device').filter((way) => way.provider === provider);
    if (device === undefined) throw new Error(`nobody signs in at ${provider.id}`);
    const question = await typedIn(device, tools, deviations['github-own-app'].value);
    return requireOAuth(await (await question()).finish());
  }

  const tokenCalls = providers.flatMap((provider): readonly Call[] => {
    const { refresh, readPlan, revoke } = provider;
    const withEntry =
      (work: (entry: OAuthAccount, tools: ProviderTools) => Promise<unknown>): Call['ready'] =>
      async (tools) => {
        const entry = await signedIn(provider, tools);
        return () => work(entry, tools);
      };
    return [
      ...(refresh === undefined
        ? []
        : [{ name: `the renewal of ${provider.id}`, provider, ready: withEntry(refresh) }]),
      ...(readPlan === undefined
        ? []
        : [{ name: `the plan of ${provider.id}`, provider, ready: withEntry(readPlan) }]),
      ...(revoke === undefined
        ? []
        : [
            {
              name: `the sign-out of ${provider.id}`,
              provider,
              isByStatus: true as const,
              ready: withEntry((entry, tools) => revoke(entry, tools, signal)),
            },
          ]),
    ];
  });

  const quotaCalls = quotaQuestions(there).map(({ name, provider, asking, read }): Call => ({
    name: `the quota of ${name}`,
    provider,
    async ready(tools) {
      const given = await asking();
      return () => read(given, tools);
    },
  }));

  return [...keyCalls, ...browserCalls, ...deviceCalls, ...tokenCalls, ...quotaCalls];
}

function requireOAuth(entry: Parameters<typeof isOAuthAccount>[0]): OAuthAccount {
  if (!isOAuthAccount(entry)) throw new Error('the sign-in has no tokens that end');
  return entry;
}
