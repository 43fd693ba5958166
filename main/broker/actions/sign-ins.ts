// What the local service can have done with a sign-in: begin one, and end one.
import type { Account } from '../../domain/account.ts';
import { Failure, type FailureValue } from '../../domain/failure.ts';
import { accountId, type AccountId, type ProviderId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import { problemView } from '../../state/problem-view.ts';
import type { AccountView, SignInStep } from '../../../preload/view.ts';
import type { SignInActions, SignInOrder } from '../routes/sign-ins.ts';
import { accountIn, providerIn, statusAccount, type ViewAtHand } from './shown.ts';

interface Provider {
  readonly id: ProviderId;
  readonly label: string;
  readonly methods: readonly {
    readonly id: string;
    readonly kind: 'browser' | 'api-key' | 'delegated';
    readonly registration?: unknown;
  }[];
}

export interface SignInParts {
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
  readonly signOut: (
    account: AccountId,
    choice: { readonly alsoProgram: boolean },
  ) => Promise<{
    readonly account: Account;
    readonly signedOutToo: readonly string[];
    readonly notes: readonly FailureValue[];
  }>;
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (provider: string) => Provider;
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

/** Before anything happens: else the account would be forgotten here while its program stays signed in. */
function requireAskable({ keptBy, programCanBeSignedOut }: AccountView['keys']): void {
  if (keptBy === null || programCanBeSignedOut) return;
  const detail = `${keptBy} cannot be asked to sign out: sign out there, or leave --also-program out`;
  throw new Failure('broker/bad-request', { subject: keptBy, detail });
}

export function signInActions(
  { desk, signOut, find }: SignInParts,
  { view, loadedView }: ViewAtHand,
): SignInActions {
  return {
    async signIn(order) {
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
      const { id, keys } = accountIn(providerIn(await loadedView(), provider.id), named);
      if (alsoProgram) requireAskable(keys);
      const { account, signedOutToo, notes } = await signOut(accountId(id), { alsoProgram });
      return {
        schema: 1,
        provider: provider.id,
        account: { id, label: account.label },
        signedOutToo: [...signedOutToo],
        staysWith: alsoProgram ? null : keys.keptBy,
        notes: notes.map(problemView),
      };
    },
  };
}
