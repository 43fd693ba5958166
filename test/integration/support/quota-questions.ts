// How every provider in the list that can be asked for a quota is asked, by a person of the sandbox.
import { isApiKeyAccount, isOAuthAccount, type Account } from '../../../main/domain/account.ts';
import { accountIdOf } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { ProviderDescription, ProviderTools, QuotaAnswer } from '../../../main/providers/description.ts';
import { providers, signInsBy, ways } from './provider-ways.ts';
import { sandboxOf, type useSandbox } from './sandbox-tools.ts';

const { signal } = new AbortController();

/** What a question needs: a key, or a token of a sign-in. */
export interface Asking {
  readonly account: Account;
  readonly secret: Secret;
}

export interface Question {
  readonly name: string;
  readonly provider: ProviderDescription;
  readonly asking: () => Promise<Asking>;
  readonly read: (asking: Asking, tools: ProviderTools) => Promise<QuotaAnswer>;
}

export function quotaQuestions(there: ReturnType<typeof useSandbox>): readonly Question[] {
  const { sandbox, toolsOf, personOf } = there;
  const { signInByBrowser, signInByCode } = signInsBy(there);

  async function byKey(provider: ProviderDescription): Promise<Asking> {
    const [way] = ways('api-key').filter((each) => each.provider === provider);
    if (way === undefined) throw new Error(`${provider.id} takes no key`);
    const secret = new Secret(personOf(provider).apiKey);
    return { account: (await way.method.accept(secret, toolsOf(provider), signal)).account, secret };
  }

  /** By our own sign-in, or else with the token that the vendor's own program keeps and lends. */
  async function byToken(provider: ProviderDescription): Promise<Asking> {
    const [browser] = ways('browser').filter((way) => way.provider === provider);
    const [device] = ways('device').filter((way) => way.provider === provider);
    if (browser === undefined && device === undefined) return byLentToken(provider);
    const entry =
      browser === undefined ? device && (await signInByCode(device)) : await signInByBrowser(browser);
    if (entry !== undefined && isOAuthAccount(entry))
      return { account: entry.account, secret: entry.credential.accessToken };
    if (entry !== undefined && isApiKeyAccount(entry))
      return { account: entry.account, secret: entry.credential.key };
    throw new Error(`the sign-in at ${provider.id} gives no token`);
  }

  function byLentToken(provider: ProviderDescription): Asking {
    const { id, email, userId } = personOf(provider);
    const lent = sandboxOf(provider).lentToken?.(sandbox(), id);
    if (lent === undefined) throw new Error(`the sandbox has no token for the quota of ${provider.id}`);
    const account = { id: accountIdOf(provider.id, userId), provider: provider.id, label: email };
    return { account: { ...account, kind: 'delegated' }, secret: new Secret(lent) };
  }

  return providers.flatMap((provider): readonly Question[] => {
    const { readQuota, readKeyQuota } = provider;
    return [
      ...(readQuota === undefined
        ? []
        : [
            {
              name: `${provider.id} with a sign-in`,
              provider,
              asking: () => byToken(provider),
              read: ({ account, secret }: Asking, tools: ProviderTools) =>
                readQuota({ account, accessToken: secret }, tools),
            },
          ]),
      ...(readKeyQuota === undefined
        ? []
        : [
            {
              name: `${provider.id} with a key`,
              provider,
              asking: () => byKey(provider),
              read: ({ account, secret }: Asking, tools: ProviderTools) =>
                readKeyQuota({ account, key: secret }, tools),
            },
          ]),
    ];
  });
}
