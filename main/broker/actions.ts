// What the local service can have done, on top of the flows it is given.
import type { Account } from '../domain/account.ts';
import { Failure } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import type { Store } from '../state/store.ts';
import type { AccountView, SignInStep, View } from '../../preload/view.ts';
import type { SignInLine, Status } from './protocol.ts';
import type { BrokerActions } from './routes.ts';

interface Provider {
  readonly id: ProviderId;
  readonly label: string;
  readonly methods: readonly { readonly id: string; readonly kind: 'browser' | 'api-key' }[];
}

export interface ActionParts {
  readonly store: Store;
  readonly view: () => View;
  readonly desk: {
    start(request: {
      provider: ProviderId;
      method: string;
      secret?: Secret;
      signal?: AbortSignal;
      report?: (step: SignInStep, url?: string) => void;
    }): Promise<Account>;
  };
  /** Looks again at what could not be opened before. */
  readonly refresh: () => Promise<void>;
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (provider: string) => Provider;
  /** What the person can ask for elsewhere too. */
  readonly intents: { prefer(provider: string): void; open(): void; quit(): void };
}

type StatusAccount = Status['providers'][number]['accounts'][number];

function statusAccount({ id, label, plan, windows, readAt, source, problem }: AccountView): StatusAccount {
  return { id, label, plan, windows: [...windows], readAt, source, problem };
}

/** The view as the command line shows it; asked before the stored accounts are read, the answer waits for them. */
async function loadedView({ store, view }: ActionParts): Promise<View> {
  if (store.state().loaded) return view();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!state.loaded) return;
      stop();
      resolve(view());
    });
  });
}

function methodFor(provider: Provider, method: string | undefined, secret: Secret | undefined): string {
  const fitting = provider.methods.filter(({ kind }) =>
    secret === undefined ? kind === 'browser' : kind === 'api-key',
  );
  const chosen = method === undefined ? fitting[0] : fitting.find(({ id }) => id === method);
  if (chosen !== undefined) return chosen.id;
  const known = method === undefined || provider.methods.some(({ id }) => id === method);
  const wanted = secret === undefined ? 'it needs a key: give one with --key-stdin' : 'it takes no key';
  const detail = known ? wanted : `there is no method ${method}`;
  throw new Failure('broker/bad-request', { subject: provider.label, detail });
}

export function brokerActions(parts: ActionParts): BrokerActions {
  const { desk, find, intents, view } = parts;
  return {
    async status() {
      await parts.refresh();
      const { providers, problems, version } = await loadedView(parts);
      return {
        schema: 1,
        version,
        preferred: providers.find((provider) => provider.preferred)?.id ?? null,
        providers: providers.map(({ id, label, methods, accounts }) => ({
          id,
          label,
          methods: methods.map((method) => method.id),
          accounts: accounts.map(statusAccount),
        })),
        problems: [...problems],
      };
    },
    async signIn({ provider: name, method, secret, signal, report }): Promise<SignInLine> {
      const provider = find(name);
      const account = await desk.start({
        provider: provider.id,
        method: methodFor(provider, method, secret),
        signal,
        report: (step, url) => {
          report({ type: 'step', step, ...(url !== undefined && { url }) });
        },
        ...(secret !== undefined && { secret }),
      });
      const shown = view()
        .providers.flatMap(({ accounts }) => accounts)
        .find(({ id }) => id === account.id);
      if (shown === undefined) throw new Failure('internal');
      return { type: 'signed-in', provider: provider.id, account: statusAccount(shown) };
    },
    prefer(name) {
      intents.prefer(name);
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
