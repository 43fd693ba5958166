// Every way to sign in of every provider in the list, and a person who goes it in the sandbox.
import { inspect } from 'node:util';
import { consumers } from '../../../main/consumers/list.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import type { Failure } from '../../../main/domain/failure.ts';
import type {
  BrowserAttempt,
  BrowserMethod,
  DeviceAttempt,
  DeviceMethod,
  ProviderDescription,
  SignInMethod,
} from '../../../main/providers/description.ts';
import { providers as builtIn } from '../../../main/providers/list.ts';
import { packageProvider } from '../../../main/providers/package-provider.ts';
import type { RecordingLog } from '../../fakes/log.ts';
import { fullPackage, githubPackage, packageOf, plainPackage } from '../../fakes/provider-packages.ts';
import { signInAs } from '../../world/sandbox/client.ts';
import { sandboxOf, type useSandbox } from './sandbox-tools.ts';

const { signal } = new AbortController();

/** The whole list, and behind it providers that files describe: they have to keep to the same. */
export const providers: readonly ProviderDescription[] = [
  ...builtIn,
  ...[plainPackage, fullPackage, githubPackage].map((each) => packageProvider(packageOf(each))),
];

export interface Way<Method extends SignInMethod> {
  readonly name: string;
  readonly provider: ProviderDescription;
  readonly method: Method;
}

/** Every method of one kind, with its provider. */
export function ways<Kind extends SignInMethod['kind']>(
  kind: Kind,
): readonly Way<Extract<SignInMethod, { kind: Kind }>>[] {
  const isOfKind = (method: SignInMethod): method is Extract<SignInMethod, { kind: Kind }> =>
    method.kind === kind;
  return providers.flatMap((provider) =>
    provider.methods
      .filter(isOfKind)
      .map((method) => ({ name: `${provider.id} by ${method.id}`, provider, method })),
  );
}

/** What stands out of an account that has just signed in; a good one has no faults. */
export function faultsIn(
  { account, credential }: SignedInAccount,
  provider: ProviderDescription,
): readonly string[] {
  const known = consumers.map(({ id }) => id);
  return [
    ...(account.provider === provider.id ? [] : ['another provider']),
    ...(account.id.startsWith(`${provider.id}:`) ? [] : ['an id of another provider']),
    ...(account.kind === credential.kind ? [] : ['another kind']),
    ...(account.label.trim() === '' ? ['no label'] : []),
    ...(JSON.stringify(account).includes('canary_') ? ['a secret in the account'] : []),
    ...credential.destinations.filter((id) => !known.includes(id)).map((id) => `no consumer ${id}`),
    ...(credential.destinations.length === 0 ? ['meant for nobody'] : []),
  ];
}

/** All that a failure and the log would show. */
export function shown(failure: Failure, log: RecordingLog): string {
  const links: string[] = [];
  for (let link: unknown = failure; link instanceof Error; link = link.cause)
    links.push(link.message, link.stack ?? '', inspect(link, { depth: 8 }));
  return [...links, JSON.stringify(failure.toValue()), inspect(log.lines, { depth: 8 })].join('\n');
}

/** The client id, where the method wants one. */
export function clientOf(
  provider: ProviderDescription,
  { registration }: BrowserMethod | DeviceMethod,
): { readonly clientId?: string } {
  if (registration === undefined) return {};
  const clientId = sandboxOf(provider).registeredClient;
  if (clientId === undefined) throw new Error(`the sandbox knows no client of a person's at ${provider.id}`);
  return { clientId };
}

/** How a person in the sandbox signs in. */
export function signInsBy({ ask, personOf, toolsOf, typeIn, wait }: ReturnType<typeof useSandbox>) {
  function beginInBrowser({ provider, method }: Omit<Way<BrowserMethod>, 'name'>): Promise<BrowserAttempt> {
    const port = method.ports[0] ?? 0;
    return method.begin({ port, ...clientOf(provider, method) }, toolsOf(provider), signal);
  }

  async function signInByBrowser(way: Omit<Way<BrowserMethod>, 'name'>): Promise<SignedInAccount> {
    const attempt = await beginInBrowser(way);
    const back = await signInAs(ask(), attempt.url, personOf(way.provider).email);
    return attempt.finish(back.searchParams.get('code') ?? '', signal);
  }

  function beginByCode({ provider, method }: Omit<Way<DeviceMethod>, 'name'>): Promise<DeviceAttempt> {
    return method.begin(clientOf(provider, method), toolsOf(provider), signal);
  }

  async function signInByCode(way: Omit<Way<DeviceMethod>, 'name'>): Promise<SignedInAccount> {
    const attempt = await beginByCode(way);
    const { email } = personOf(way.provider);
    await typeIn(attempt.url, { code: attempt.code, email, decision: 'allow' });
    wait(attempt.intervalMs);
    const answer = await attempt.ask(signal);
    if (answer.kind !== 'allowed') throw new Error(`the code was not taken: ${answer.kind}`);
    return answer.finish();
  }

  return { beginInBrowser, signInByBrowser, beginByCode, signInByCode };
}
