// Everything the app knows while it runs, the events that change it, and how. No secret, no effect.
import type { Account } from '../domain/account.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { KeyFacts } from '../domain/key-facts.ts';
import type { Sample } from '../domain/quota-window.ts';
import { defaultSettings, type Settings } from '../domain/settings.ts';
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

/** What the provider calls the subscription, and when it said so. */
export interface Plan {
  readonly plan: string;
  readonly planDetail?: string;
  /** Unix milliseconds. */
  readonly readAt: number;
}

/** Another program has renewed the sign-in. */
export interface Renewal {
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Another program wrote a shared file, as far as we saw. */
export interface ForeignWrite {
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What protects the keys, as it was found last. */
export interface KeyStoreFacts {
  readonly backend?: string;
  readonly passphrase: 'none' | 'locked' | 'open';
  readonly failure?: FailureValue;
}

export interface State {
  readonly loaded: boolean;
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly readings: ReadonlyMap<AccountId, Reading>;
  readonly plans: ReadonlyMap<AccountId, Plan>;
  readonly renewals: ReadonlyMap<AccountId, Renewal>;
  /** Whose keys stand in a shared file, by the file's id. */
  readonly holders: ReadonlyMap<string, AccountId>;
  /** By the file's id. */
  readonly foreignWrites: ReadonlyMap<string, ForeignWrite>;
  readonly keys: ReadonlyMap<AccountId, KeyFacts>;
  readonly keyStore: KeyStoreFacts;
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
  | { readonly type: 'account.signed-out'; readonly account: AccountId }
  /** Another program has renewed the keys, and they were taken over. */
  | {
      readonly type: 'account.renewed';
      readonly account: AccountId;
      readonly by: string;
      readonly at: number;
    }
  | { readonly type: 'quota.read'; readonly sample: Sample }
  | {
      readonly type: 'plan.read';
      readonly account: AccountId;
      readonly plan: Omit<Plan, 'readAt'>;
      readonly at: number;
    }
  /** What an earlier run knew; never newer than what is here. */
  | {
      readonly type: 'quota.remembered';
      readonly account: AccountId;
      readonly sample?: Sample;
      readonly plan?: Plan;
    }
  /** Whether its keys can be used; where they cannot, the card says why. */
  | { readonly type: 'account.usable'; readonly account: AccountId }
  | { readonly type: 'account.unusable'; readonly account: AccountId; readonly failure: FailureValue }
  | { readonly type: 'quota.failed'; readonly account: AccountId; readonly failure: FailureValue }
  | { readonly type: 'settings.changed'; readonly settings: Settings }
  /** Whose keys stand in a shared file now; nobody's of ours when `holder` is absent. */
  | { readonly type: 'file.held'; readonly file: string; readonly holder?: AccountId }
  /** Another program wrote it. */
  | { readonly type: 'file.changed-elsewhere'; readonly file: string; readonly write: ForeignWrite }
  /** Keys were opened, kept or renewed. */
  | { readonly type: 'account.keys'; readonly account: AccountId; readonly keys: KeyFacts }
  | { readonly type: 'key-store.seen'; readonly keyStore: KeyStoreFacts }
  | { readonly type: 'problem.found'; readonly about: string; readonly failure: FailureValue }
  | { readonly type: 'problem.gone'; readonly about: string };

export const initialState: State = {
  loaded: false,
  settings: defaultSettings,
  accounts: [],
  readings: new Map(),
  plans: new Map(),
  renewals: new Map(),
  holders: new Map(),
  foreignWrites: new Map(),
  keys: new Map(),
  keyStore: { passphrase: 'none' },
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

/** Where the sign-in does not name the plan, the one that was read last stands until it is read again. */
function withKnownPlan(state: State, account: Account): Account {
  const known = account.plan === undefined ? state.plans.get(account.id) : undefined;
  if (known === undefined) return account;
  const { plan, planDetail } = known;
  return { ...account, plan, ...(planDetail !== undefined && { planDetail }) };
}

function withPlan(state: State, id: AccountId, plan: Plan): State {
  const { planDetail } = plan;
  const accounts = state.accounts.map((account): Account => {
    if (account.id !== id) return account;
    const { planDetail: _before, ...rest } = account;
    return { ...rest, plan: plan.plan, ...(planDetail !== undefined && { planDetail }) };
  });
  return { ...state, accounts, plans: withEntry(state.plans, id, plan) };
}

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'accounts.loaded':
      // Who signed in while the vault was being read is newer than what stood there.
      return { ...state, loaded: true, accounts: state.accounts.reduce(withAccount, event.accounts) };
    case 'account.signed-in':
      return {
        ...state,
        accounts: withAccount(state.accounts, withKnownPlan(state, event.account)),
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
    case 'account.signed-out':
      return {
        ...state,
        accounts: state.accounts.filter(({ id }) => id !== event.account),
        readings: without(state.readings, event.account),
        plans: without(state.plans, event.account),
        renewals: without(state.renewals, event.account),
        keys: without(state.keys, event.account),
        holders: new Map([...state.holders].filter(([, holder]) => holder !== event.account)),
      };
    case 'account.renewed': {
      const { account, by, at } = event;
      return {
        ...state,
        readings: withoutFailure(state.readings, account),
        renewals: withEntry(state.renewals, account, { by, at }),
      };
    }
    case 'quota.read': {
      const { sample } = event;
      return { ...state, readings: withEntry(state.readings, sample.account, { sample }) };
    }
    case 'plan.read':
      return withPlan(state, event.account, { ...event.plan, readAt: event.at });
    case 'quota.remembered': {
      const { account, sample, plan } = event;
      const now = state.readings.get(account);
      const readings =
        sample === undefined || now?.sample !== undefined
          ? state.readings
          : withEntry(state.readings, account, { ...now, sample });
      const remembered = { ...state, readings };
      return plan === undefined || state.plans.has(account)
        ? remembered
        : withPlan(remembered, account, plan);
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
    case 'settings.changed':
      return { ...state, settings: event.settings };
    case 'file.held':
      return {
        ...state,
        holders:
          event.holder === undefined
            ? without(state.holders, event.file)
            : withEntry(state.holders, event.file, event.holder),
      };
    case 'file.changed-elsewhere':
      return { ...state, foreignWrites: withEntry(state.foreignWrites, event.file, event.write) };
    case 'account.keys':
      return { ...state, keys: withEntry(state.keys, event.account, event.keys) };
    case 'key-store.seen':
      return { ...state, keyStore: event.keyStore };
    case 'problem.found':
      return { ...state, problems: withEntry(state.problems, event.about, event.failure) };
    case 'problem.gone':
      return { ...state, problems: without(state.problems, event.about) };
  }
}
