// What the local service can have done with a sign-in: begin one, and end one.
import type { Account } from '../../domain/account.ts';
import { Failure, type FailureValue } from '../../domain/failure.ts';
import { accountId, type AccountId, type ProviderId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import { problemView } from '../../state/problem-view.ts';
import type { AccountView, SignInStep } from '../../../preload/view.ts';
import type { PasteAnswer } from '../protocol/sign-ins.ts';
import type { SignInActions, SignInOrder } from '../routes/sign-ins.ts';
import { accountIn, providerIn, statusAccount, type ViewAtHand } from './shown.ts';

interface Provider {
  readonly id: ProviderId;
  readonly sameServiceAs?: ProviderId;
  readonly label: string;
  readonly methods: readonly {
    readonly id: string;
    readonly kind: 'browser' | 'device' | 'api-key' | 'delegated';
    readonly registration?: unknown;
    readonly workspace?: unknown;
  }[];
}

export interface SignInParts {
  readonly desk: {
    begin(request: {
      provider: ProviderId;
      method: string;
      secret?: Secret;
      clientId?: string;
      workspace?: string;
      byHand?: boolean;
      signal?: AbortSignal;
      report?: (
        step: SignInStep,
        url?: string,
        toEnter?: { readonly code: string; readonly expiresAt: number; readonly advice: string },
        portsTaken?: string,
      ) => void;
    }): { readonly account: Promise<Account> };
    /** @throws Failure `broker/bad-request` when no sign-in waits for it */
    paste(
      provider: ProviderId,
      pasted: Secret,
    ): { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly reason: string };
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

/** A sign-in whose answer may come by hand. */
interface OrderByHand extends SignInOrder {
  readonly byHand?: boolean | undefined;
}

interface PasteActions {
  /** Hands the address in that a browser elsewhere ended at. @throws Failure `broker/bad-request` */
  paste(provider: string, pasted: Secret): PasteAnswer;
}

/** What a method must be so that what was given is of use to it, and what to say where the named one is not. */
interface Need {
  readonly fits: (method: Provider['methods'][number]) => boolean;
  readonly otherwise: string;
}

function needOf({ workspace, ...order }: OrderByHand): Need {
  const { fits, otherwise } = needBesideWorkspace(order);
  if (workspace === undefined) return { fits, otherwise };
  return {
    fits: (method) => fits(method) && method.workspace !== undefined,
    otherwise: 'it takes no workspace',
  };
}

function needBesideWorkspace({ secret, clientId, byHand }: Omit<OrderByHand, 'workspace'>): Need {
  if (secret !== undefined) return { fits: ({ kind }) => kind === 'api-key', otherwise: 'it takes no key' };
  if (clientId !== undefined)
    return {
      fits: ({ kind, registration }) =>
        (kind === 'browser' || kind === 'device') && registration !== undefined,
      otherwise: 'it takes no client id',
    };
  if (byHand === true)
    return { fits: ({ kind }) => kind === 'browser', otherwise: 'it takes no pasted address' };
  return {
    fits: ({ kind }) => kind !== 'api-key',
    otherwise: 'it needs a key: give one with --key-stdin',
  };
}

/** The named method, or the first that what was given fits: a key, a client id of one's own, or nothing. */
function methodFor(provider: Provider, order: OrderByHand): string {
  const { method } = order;
  const { fits, otherwise } = needOf(order);
  const fitting = provider.methods.filter(fits);
  const chosen = method === undefined ? fitting[0] : fitting.find(({ id }) => id === method);
  if (chosen !== undefined) return chosen.id;
  const known = method === undefined || provider.methods.some(({ id }) => id === method);
  const ids = provider.methods.map(({ id }) => id).join(', ');
  const detail = known ? otherwise : `there is no method ${method}; there are ${ids}`;
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
): SignInActions & PasteActions {
  return {
    async signIn(order: OrderByHand) {
      const { secret, clientId, workspace, byHand, signal, report } = order;
      const provider = find(order.provider);
      const { account } = desk.begin({
        provider: provider.id,
        method: methodFor(provider, order),
        signal,
        report: (step, url, toEnter, portsTaken) => {
          report({
            type: 'step',
            step,
            ...(url !== undefined && { url }),
            ...(portsTaken !== undefined && { portsTaken }),
            ...(toEnter !== undefined && { toEnter: { ...toEnter } }),
          });
        },
        ...(secret !== undefined && { secret }),
        ...(clientId !== undefined && { clientId }),
        ...(workspace !== undefined && { workspace }),
        ...(byHand === true && { byHand }),
      });
      const { id } = await account;
      const shown = providerIn(view(), provider.id).accounts.find((each) => each.id === id);
      if (shown === undefined) throw new Failure('internal');
      return { type: 'signed-in', provider: provider.id, account: statusAccount(shown) };
    },
    paste(name, pasted) {
      const verdict = desk.paste(find(name).id, pasted);
      return {
        schema: 1,
        taken: verdict.kind === 'taken',
        reason: verdict.kind === 'taken' ? null : verdict.reason,
      };
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
        notes: notes.map((each) => problemView(each)),
      };
    },
  };
}
