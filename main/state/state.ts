// Everything the app knows while it runs, the events that change it, and how. No secret, no effect.
import type { Account } from '../domain/account.ts';
import type { CompanyLogin } from '../domain/company-login.ts';
import { initialCourse, type Course } from '../domain/course.ts';
import type { FailureValue } from '../domain/failure.ts';
import { fuseQuota } from '../domain/fuse-quota.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { KeyFacts } from '../domain/key-facts.ts';
import { planAfter, type Plan, type PlanName } from '../domain/plan.ts';
import type { KnownQuota, Sample } from '../domain/quota-window.ts';
import { defaultSettings, type Settings } from '../domain/settings.ts';
import type { Updates } from '../domain/update.ts';
import type {
  LiveSignIn,
  Reading,
  Outlook,
  StatusLineFacts,
  HookFacts,
  PackageFacts,
  CompanyLoginEvent,
  PackageEvent,
  FlagEvent,
  FlagsNow,
  ShellFacts,
  HolderFacts,
  Switching,
  Renewal,
  ForeignWrite,
  KeyStoreFacts,
} from './parts.ts';

export type * from './parts.ts';

export interface State {
  readonly loaded: boolean;
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly readings: ReadonlyMap<AccountId, Reading>;
  readonly outlooks: ReadonlyMap<AccountId, Outlook>;
  readonly plans: ReadonlyMap<AccountId, Plan>;
  readonly renewals: ReadonlyMap<AccountId, Renewal>;
  /** Whose keys stand in a shared file, by the file's id. */
  readonly holders: ReadonlyMap<string, AccountId>;
  /** By the file's id. */
  readonly foreignWrites: ReadonlyMap<string, ForeignWrite>;
  readonly keys: ReadonlyMap<AccountId, KeyFacts>;
  readonly keyStore: KeyStoreFacts;
  readonly course: Course;
  readonly switching: Switching;
  /** Programs that go on with the account of before. */
  readonly staleHolders: readonly HolderFacts[];
  readonly shells: readonly ShellFacts[];
  readonly statusLines: readonly StatusLineFacts[];
  readonly hooks: readonly HookFacts[];
  /** What servers of companies have put into programs' files. */
  readonly companyLogins: readonly CompanyLogin[];
  readonly packages: readonly PackageFacts[];
  readonly flags: FlagsNow;
  /** While it is, no secret goes out to anybody. */
  readonly locked: boolean;
  /** After a crash loop: nothing is read, renewed, switched or run by itself. */
  readonly safeMode: boolean;
  /** Whether this desktop shows tray icons. */
  readonly tray: 'unknown' | 'shown' | 'none';
  /** What the vendors say is wrong with their services; empty while nobody is asked. */
  readonly incidents: ReadonlyMap<ProviderId, Incident>;
  readonly updates: Updates;
  readonly signIns: ReadonlyMap<ProviderId, LiveSignIn>;
  readonly signInFailures: ReadonlyMap<ProviderId, FailureValue>;
  /** The sign-in that failed last, as it can be tried again. */
  readonly triedSignIns: ReadonlyMap<ProviderId, Pick<LiveSignIn, 'method' | 'workspace'>>;
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
      readonly plan: PlanName;
      readonly at: number;
    }
  /** What an earlier run knew, or another process; what is newer here stays. */
  | {
      readonly type: 'quota.remembered';
      readonly account: AccountId;
      readonly quota?: KnownQuota;
      readonly plan?: Plan;
    }
  /** The past was looked at again. */
  | { readonly type: 'forecast.made'; readonly account: AccountId; readonly outlook: Outlook }
  | { readonly type: 'status-lines.seen'; readonly statusLines: readonly StatusLineFacts[] }
  | { readonly type: 'hooks.seen'; readonly hooks: readonly HookFacts[] }
  | CompanyLoginEvent
  | PackageEvent
  | FlagEvent
  | { readonly type: 'shells.seen'; readonly shells: readonly ShellFacts[] }
  /** What serves has changed, or what is remembered about it. */
  | { readonly type: 'course.moved'; readonly course: Course; readonly by: 'person' | 'policy' }
  | { readonly type: 'switch.moved'; readonly running: NonNullable<Switching['running']> }
  | { readonly type: 'switch.ended'; readonly failure?: FailureValue }
  /** The switch that can be undone from now on; none when absent. */
  | { readonly type: 'switch.undoable'; readonly undo?: NonNullable<Switching['undo']> }
  | { readonly type: 'holders.seen'; readonly holders: readonly HolderFacts[] }
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
  | { readonly type: 'lock.changed'; readonly locked: boolean }
  | { readonly type: 'safe-mode.changed'; readonly on: boolean }
  | { readonly type: 'tray.seen'; readonly shown: boolean }
  /** What the vendor's status page says; none: nothing that is known. */
  | { readonly type: 'incident.seen'; readonly provider: ProviderId; readonly incident?: Incident }
  | { readonly type: 'updates.moved'; readonly updates: Updates }
  | { readonly type: 'problem.found'; readonly about: string; readonly failure: FailureValue }
  | { readonly type: 'problem.gone'; readonly about: string };

export const initialState: State = {
  loaded: false,
  settings: defaultSettings,
  accounts: [],
  readings: new Map(),
  outlooks: new Map(),
  plans: new Map(),
  renewals: new Map(),
  holders: new Map(),
  foreignWrites: new Map(),
  keys: new Map(),
  keyStore: { passphrase: 'none' },
  course: initialCourse,
  switching: {},
  staleHolders: [],
  shells: [],
  statusLines: [],
  hooks: [],
  companyLogins: [],
  packages: [],
  flags: { known: [], inert: [] },
  locked: false,
  safeMode: false,
  tray: 'unknown',
  incidents: new Map(),
  updates: { kind: 'off', why: 'elsewhere' },
  signIns: new Map(),
  signInFailures: new Map(),
  triedSignIns: new Map(),
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
  const quota = readings.get(id)?.quota;
  return quota === undefined ? without(readings, id) : withEntry(readings, id, { quota });
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

/** As it was read last, or else as the sign-in names it. */
function knownPlan(state: State, id: AccountId): Plan | undefined {
  const account = state.accounts.find((each) => each.id === id);
  const { plan, planDetail } = account ?? {};
  const named = plan !== undefined && {
    plan,
    readAt: 0,
    ...(planDetail !== undefined && { planDetail }),
  };
  return state.plans.get(id) ?? (named || undefined);
}

/** @param plan with what is known of the one before it */
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
    case 'sign-in.ended': {
      const tried = state.signIns.get(event.provider);
      return {
        ...state,
        triedSignIns:
          event.failure === undefined || tried === undefined
            ? state.triedSignIns
            : withEntry(state.triedSignIns, event.provider, tried),
        signIns: without(state.signIns, event.provider),
        signInFailures:
          event.failure === undefined
            ? state.signInFailures
            : withEntry(state.signInFailures, event.provider, event.failure),
      };
    }
    case 'account.signed-out':
      return {
        ...state,
        accounts: state.accounts.filter(({ id }) => id !== event.account),
        readings: without(state.readings, event.account),
        outlooks: without(state.outlooks, event.account),
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
      const before = state.readings.get(sample.account);
      const quota = fuseQuota(before?.quota, sample);
      // It proves no keys: what has failed with them still stands.
      const isProof = sample.kind !== 'status-line' || before?.failure === undefined;
      const reading = isProof ? { quota } : { quota, failure: before.failure };
      return { ...state, readings: withEntry(state.readings, sample.account, reading) };
    }
    case 'plan.read':
      return withPlan(state, event.account, planAfter(knownPlan(state, event.account), event.plan, event.at));
    case 'forecast.made':
      return { ...state, outlooks: withEntry(state.outlooks, event.account, event.outlook) };
    case 'status-lines.seen':
      return { ...state, statusLines: event.statusLines };
    case 'hooks.seen':
      return { ...state, hooks: event.hooks };
    case 'company-logins.seen':
      return { ...state, companyLogins: event.logins };
    case 'company-command.ended':
    case 'package.decided':
    case 'flag.decided':
      // For those who write down what was done.
      return state;
    case 'flags.seen':
      return { ...state, flags: event.flags };
    case 'packages.seen':
      return { ...state, packages: event.packages };
    case 'shells.seen':
      return { ...state, shells: event.shells };
    case 'course.moved':
      return { ...state, course: event.course };
    case 'switch.moved':
      return { ...state, switching: { ...state.switching, running: event.running } };
    case 'switch.ended': {
      const { undo } = state.switching;
      const { failure } = event;
      return {
        ...state,
        switching: { ...(undo !== undefined && { undo }), ...(failure !== undefined && { failure }) },
      };
    }
    case 'switch.undoable': {
      const { undo: _before, ...rest } = state.switching;
      return {
        ...state,
        switching: { ...rest, ...(event.undo !== undefined && { undo: event.undo }) },
      };
    }
    case 'holders.seen':
      return { ...state, staleHolders: event.holders };
    case 'quota.remembered': {
      const { account, quota, plan } = event;
      const now = state.readings.get(account);
      const readings =
        quota === undefined || (now?.quota !== undefined && now.quota.at >= quota.at)
          ? state.readings
          : withEntry(state.readings, account, { ...now, quota });
      const remembered = { ...state, readings };
      const isOlder = plan !== undefined && (state.plans.get(account)?.readAt ?? -Infinity) >= plan.readAt;
      return plan === undefined || isOlder ? remembered : withPlan(remembered, account, plan);
    }
    case 'account.usable':
      return { ...state, readings: withoutFailure(state.readings, event.account) };
    case 'account.unusable':
    case 'quota.failed': {
      const quota = state.readings.get(event.account)?.quota;
      return {
        ...state,
        readings: withEntry(state.readings, event.account, {
          ...(quota !== undefined && { quota }),
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
    case 'lock.changed':
      return { ...state, locked: event.locked };
    case 'safe-mode.changed':
      return { ...state, safeMode: event.on };
    case 'tray.seen':
      return { ...state, tray: event.shown ? 'shown' : 'none' };
    case 'incident.seen':
      return {
        ...state,
        incidents:
          event.incident === undefined
            ? without(state.incidents, event.provider)
            : withEntry(state.incidents, event.provider, event.incident),
      };
    case 'updates.moved':
      return { ...state, updates: event.updates };
    case 'problem.found':
      return { ...state, problems: withEntry(state.problems, event.about, event.failure) };
    case 'problem.gone':
      return { ...state, problems: without(state.problems, event.about) };
  }
}
