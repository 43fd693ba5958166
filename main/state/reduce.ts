// How each event changes what the app knows. Pure.
import type { Account } from '../domain/account.ts';
import { fuseQuota, knownUntil } from '../domain/fuse-quota.ts';
import type { AccountId } from '../domain/ids.ts';
import { planAfter, type Plan } from '../domain/plan.ts';
import type { Event } from './events.ts';
import type { State } from './state.ts';
import type { Reading } from './parts.ts';

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
  const { failure: _before, ...reading } = readings.get(id) ?? {};
  return reading.quota === undefined ? without(readings, id) : withEntry(readings, id, reading);
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
      const quota = fuseQuota(before?.quota && knownUntil(sample.at, before.quota), sample);
      // It proves no keys: what has failed with them still stands.
      const reading = sample.kind === 'status-line' ? { ...before, quota } : { quota, answeredAt: sample.at };
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
    case 'key-store.decided':
    case 'account.backed-up':
      // For those who write down what was done.
      return state;
    case 'time.passed':
      // For those who show it.
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
      const { account, failure } = event;
      const before = state.readings.get(account);
      return { ...state, readings: withEntry(state.readings, account, { ...before, failure }) };
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
