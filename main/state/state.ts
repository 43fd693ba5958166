// Everything the app knows while it runs, the events that change it, and how. No secret, no effect.
import type { Account } from '../domain/account.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Sample } from '../domain/quota-window.ts';
import type { SignInStep } from '../../preload/view.ts';

export type { SignInStep };

export interface LiveSignIn {
  readonly method: string;
  readonly step: SignInStep;
  readonly url?: string;
}

export interface Reading {
  readonly sample?: Sample;
  /** Set while the newest try failed; the last good sample stays beside it. */
  readonly failure?: FailureValue;
}

export interface State {
  readonly loaded: boolean;
  readonly preferred: ProviderId | undefined;
  readonly accounts: readonly Account[];
  readonly readings: ReadonlyMap<AccountId, Reading>;
  readonly signIns: ReadonlyMap<ProviderId, LiveSignIn>;
  readonly signInFailures: ReadonlyMap<ProviderId, FailureValue>;
  /** Problems by what they are about (the key store, one shared file, one blob), so that a repaired one goes away. */
  readonly problems: ReadonlyMap<string, FailureValue>;
}

export type Event =
  | { readonly type: 'accounts.loaded'; readonly accounts: readonly Account[] }
  | { readonly type: 'account.signed-in'; readonly account: Account }
  | { readonly type: 'sign-in.moved'; readonly provider: ProviderId; readonly signIn: LiveSignIn }
  | { readonly type: 'sign-in.ended'; readonly provider: ProviderId; readonly failure?: FailureValue }
  | { readonly type: 'quota.read'; readonly sample: Sample; readonly plan?: string }
  /** Whether its keys can be used; where they cannot, the card says why. */
  | { readonly type: 'account.usable'; readonly account: AccountId }
  | { readonly type: 'account.unusable'; readonly account: AccountId; readonly failure: FailureValue }
  | { readonly type: 'quota.failed'; readonly account: AccountId; readonly failure: FailureValue }
  | { readonly type: 'preferred.changed'; readonly provider: ProviderId }
  | { readonly type: 'problem.found'; readonly about: string; readonly failure: FailureValue }
  | { readonly type: 'problem.gone'; readonly about: string };

export const initialState: State = {
  loaded: false,
  preferred: undefined,
  accounts: [],
  readings: new Map(),
  signIns: new Map(),
  signInFailures: new Map(),
  problems: new Map(),
};

function withEntry<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value,
): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** A reading keeps its figures; what went wrong with it no longer holds. */
function withoutFailure(
  readings: ReadonlyMap<AccountId, Reading>,
  id: AccountId,
): ReadonlyMap<AccountId, Reading> {
  const sample = readings.get(id)?.sample;
  return sample === undefined ? without(readings, id) : withEntry(readings, id, { sample });
}

function withAccount(accounts: readonly Account[], account: Account): readonly Account[] {
  const known = accounts.some(({ id }) => id === account.id);
  return known
    ? accounts.map((other) => (other.id === account.id ? account : other))
    : [...accounts, account];
}

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'accounts.loaded':
      // Who signed in while the vault was being read is newer than what stood there.
      return { ...state, loaded: true, accounts: state.accounts.reduce(withAccount, event.accounts) };
    case 'account.signed-in':
      return {
        ...state,
        accounts: withAccount(state.accounts, event.account),
        readings: withoutFailure(state.readings, event.account.id),
      };
    case 'sign-in.moved':
      return {
        ...state,
        signIns: withEntry(state.signIns, event.provider, event.signIn),
        signInFailures: without(state.signInFailures, event.provider),
      };
    case 'sign-in.ended':
      return {
        ...state,
        signIns: without(state.signIns, event.provider),
        signInFailures:
          event.failure === undefined
            ? state.signInFailures
            : withEntry(state.signInFailures, event.provider, event.failure),
      };
    case 'quota.read': {
      const { sample, plan } = event;
      const accounts = state.accounts.map((account) =>
        account.id === sample.account && plan !== undefined ? { ...account, plan } : account,
      );
      return { ...state, accounts, readings: withEntry(state.readings, sample.account, { sample }) };
    }
    case 'account.usable':
      return { ...state, readings: withoutFailure(state.readings, event.account) };
    case 'account.unusable':
    case 'quota.failed': {
      const sample = state.readings.get(event.account)?.sample;
      return {
        ...state,
        readings: withEntry(state.readings, event.account, {
          ...(sample !== undefined && { sample }),
          failure: event.failure,
        }),
      };
    }
    case 'preferred.changed':
      return { ...state, preferred: event.provider };
    case 'problem.found':
      return { ...state, problems: withEntry(state.problems, event.about, event.failure) };
    case 'problem.gone':
      return { ...state, problems: without(state.problems, event.about) };
  }
}
