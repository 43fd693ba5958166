// What the local service can have done, on top of the flows it is given.
import type { Account } from '../domain/account.ts';
import { accountNamed } from '../domain/account-name.ts';
import { Failure, type FailureValue } from '../domain/failure.ts';
import { accountId, type AccountId, type ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import { problemView } from '../state/view.ts';
import type { Store } from '../state/store.ts';
import type { AccountView, ProviderView, SignInStep, View } from '../../preload/view.ts';
import { moreActions, type MoreParts } from './more-actions.ts';
import type { SignInLine, Status } from './protocol.ts';
import type { BrokerActions, SignInOrder } from './routes.ts';

interface Provider {
  readonly id: ProviderId;
  readonly label: string;
  readonly methods: readonly {
    readonly id: string;
    readonly kind: 'browser' | 'api-key' | 'delegated';
    readonly registration?: unknown;
  }[];
}

export interface ActionParts extends MoreParts {
  readonly store: Store;
  readonly view: () => View;
  readonly desk: {
    begin(request: {
      provider: ProviderId;
      method: string;
      secret?: Secret;
      clientId?: string;
      signal?: AbortSignal;
      report?: (step: SignInStep, url?: string) => void;
    }): { readonly account: Promise<Account> };
  };
  /** Looks again at what could not be opened before. */
  readonly refresh: () => Promise<void>;
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (provider: string) => Provider;
  readonly signOut: (
    account: AccountId,
    choice: { readonly alsoProgram: boolean },
  ) => Promise<{
    readonly account: Account;
    readonly signedOutToo: readonly string[];
    readonly notes: readonly FailureValue[];
  }>;
  /** Reads the quota of every account anew, as far as the providers allow it. */
  readonly readQuotas: () => Promise<void>;
  /** What the person can ask for elsewhere too. */
  readonly intents: {
    prefer(provider: string): void;
    useAccount(account: string): Promise<void>;
    open(): void;
    quit(): void;
  };
}

type StatusAccount = Status['providers'][number]['accounts'][number];

/** The owner of keys that no other program keeps. */
const ours = 'gatehouse';

function statusAccount(account: AccountView): StatusAccount {
  const { id, label, organization, plan, active, metered, usedBy, windows, readAt, source, keys, problem } =
    account;
  return {
    id,
    label,
    organization,
    plan,
    active,
    metered,
    usedBy: [...usedBy],
    windows: windows.map((window) => ({
      ...window,
      leftPercent: window.usedPercent === null ? null : Math.min(100, Math.max(0, 100 - window.usedPercent)),
    })),
    readAt,
    source,
    keys: {
      owner: keys.keptBy ?? ours,
      backend: keys.backend,
      expiresAt: keys.expiresAt,
      signInEndsAt: keys.signInEndsAt,
      renewedAt: keys.renewedAt,
      renewedBy: keys.renewedBy,
    },
    problem,
  };
}

/** The view as the command line shows it; asked before the stored accounts are read, the answer waits for them. */
async function loadedView({ store, view, refresh }: ActionParts): Promise<View> {
  await refresh();
  if (store.state().loaded) return view();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!state.loaded) return;
      stop();
      resolve(view());
    });
  });
}

/** The named method, or the first that what was given fits: a key, a client id of one's own, or nothing. */
function methodFor(provider: Provider, { method, secret, clientId }: SignInOrder): string {
  const fitting = provider.methods.filter(({ kind, registration }) => {
    if (secret !== undefined) return kind === 'api-key';
    if (clientId !== undefined) return kind === 'browser' && registration !== undefined;
    return kind !== 'api-key';
  });
  const chosen = method === undefined ? fitting[0] : fitting.find(({ id }) => id === method);
  if (chosen !== undefined) return chosen.id;
  const known = method === undefined || provider.methods.some(({ id }) => id === method);
  const wanted =
    secret !== undefined
      ? 'it takes no key'
      : clientId !== undefined
        ? 'it takes no client id'
        : 'it needs a key: give one with --key-stdin';
  const detail = known ? wanted : `there is no method ${method}`;
  throw new Failure('broker/bad-request', { subject: provider.label, detail });
}

function providerIn(view: View, id: ProviderId): ProviderView {
  const found = view.providers.find((each) => each.id === id);
  if (found === undefined) throw new Failure('selection/unknown-provider', { subject: id });
  return found;
}

/** @param named an account's id, label or label with organisation; without it the only account is meant */
function accountIn({ label, accounts }: ProviderView, named: string | undefined): AccountView {
  return accountNamed(accounts, named, label);
}

export function brokerActions(parts: ActionParts): BrokerActions {
  const { desk, find, intents, view } = parts;
  return {
    ...moreActions(parts, { view, loadedView: () => loadedView(parts), find }),
    async status() {
      const { providers, problems, version, selection } = await loadedView(parts);
      return {
        schema: 1,
        version,
        preferred: providers.find((provider) => provider.preferred)?.id ?? null,
        selection,
        providers: providers.map(({ id, label, methods, accounts }) => ({
          id,
          label,
          methods: methods.map((method) => method.id),
          accounts: accounts.map(statusAccount),
        })),
        problems: [...problems],
      };
    },
    async providers() {
      const { providers } = await loadedView(parts);
      return {
        schema: 1,
        providers: providers.map(({ id, label, preferred, accounts, methods }) => ({
          id,
          label,
          preferred,
          signedIn: accounts.length > 0,
          methods: methods.map((method) => ({
            id: method.id,
            label: method.label,
            kind: method.kind,
            program: method.program,
            standing: method.standing,
            consent: method.registration?.consent ?? null,
            agreedClientId: method.registration?.clientId ?? null,
          })),
        })),
      };
    },
    async signIn(order): Promise<SignInLine> {
      const { secret, clientId, signal, report } = order;
      const provider = find(order.provider);
      const { account } = desk.begin({
        provider: provider.id,
        method: methodFor(provider, order),
        signal,
        report: (step, url) => {
          report({ type: 'step', step, ...(url !== undefined && { url }) });
        },
        ...(secret !== undefined && { secret }),
        ...(clientId !== undefined && { clientId }),
      });
      const { id } = await account;
      const shown = providerIn(view(), provider.id).accounts.find((each) => each.id === id);
      if (shown === undefined) throw new Failure('internal');
      return { type: 'signed-in', provider: provider.id, account: statusAccount(shown) };
    },
    async signOut(name, named, alsoProgram) {
      const provider = find(name);
      const { id, keys } = accountIn(providerIn(await loadedView(parts), provider.id), named);
      const { account, signedOutToo, notes } = await parts.signOut(accountId(id), { alsoProgram });
      return {
        schema: 1,
        provider: provider.id,
        account: { id, label: account.label },
        signedOutToo: [...signedOutToo],
        staysWith: alsoProgram ? null : keys.keptBy,
        notes: notes.map(problemView),
      };
    },
    async switch(name, named) {
      const provider = find(name);
      const account =
        named === undefined ? undefined : accountIn(providerIn(await loadedView(parts), provider.id), named);
      if (account !== undefined) await intents.useAccount(account.id);
      intents.prefer(provider.id);
      const now = view();
      const active = providerIn(now, provider.id).accounts.find((each) => each.active);
      return { schema: 1, preferred: provider.id, account: active?.label ?? null, selection: now.selection };
    },
    async quota(now) {
      await loadedView(parts);
      if (now) await parts.readQuotas();
      const { providers, selection } = view();
      return {
        schema: 1,
        selection,
        accounts: providers.flatMap(({ id, accounts }) =>
          accounts.map((account) => ({ provider: id, ...statusAccount(account) })),
        ),
      };
    },
    open() {
      intents.open();
    },
    quit() {
      // The answer leaves first.
      setImmediate(() => {
        intents.quit();
      });
    },
  };
}
