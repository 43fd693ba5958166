// Makes the view for window, tray and command line out of the state. Pure.
import { isMetered, type Account } from '../domain/account.ts';
import { describeFailure } from '../domain/failure-words.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import { expiryLevel } from '../domain/key-facts.ts';
import type { QuotaWindow } from '../domain/quota-window.ts';
import {
  consentKey,
  defaultSettings,
  isFileOn,
  settingLimits,
  type NumberSetting,
} from '../domain/settings.ts';
import type {
  AccountView,
  KeyStoreView,
  KeysView,
  MethodView,
  ProblemView,
  ProviderView,
  RegistrationView,
  SelectionView,
  SettingsView,
  SharedFileView,
  View,
  WindowView,
} from '../../preload/view.ts';
import { activeAccount, currentWindows, mayFallBack, selected } from './selected.ts';
import type { State } from './state.ts';

/** What the view needs to know of a provider; its description fits. */
export interface ProviderFacts {
  readonly id: ProviderId;
  readonly label: string;
  readonly methods: readonly {
    readonly id: string;
    readonly label: string;
    readonly standing: string;
    readonly kind: 'browser' | 'api-key' | 'delegated';
    readonly hint?: string;
    /** The consumer whose program keeps the login. */
    readonly owner?: ConsumerId;
    readonly registration?: {
      readonly consent: string;
      readonly consentVersion: number;
      readonly clientIdHint: string;
    };
  }[];
  readonly readQuota?: unknown;
}

/** A shared file and where it lies on this machine. */
export interface FileFacts {
  readonly id: string;
  readonly reader: string;
  readonly path: string;
  readonly writes: string;
  readonly isOnByDefault: boolean;
}

/** A program that keeps logins of its own; with an `install` it can be asked to sign in and out. */
export interface OwnerFacts {
  readonly id: ConsumerId;
  readonly label: string;
  readonly install?: string;
}

export interface ViewFacts {
  readonly providers: readonly ProviderFacts[];
  readonly files: readonly FileFacts[];
  readonly owners: readonly OwnerFacts[];
  readonly version: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** @param lowPercent used percent from which a window counts as low: where the person wants to be told */
export function levelOf(usedPercent: number | null, lowPercent: number): WindowView['level'] {
  if (usedPercent === null) return 'unknown';
  if (usedPercent >= 100) return 'exhausted';
  return usedPercent >= lowPercent ? 'low' : 'ok';
}

function windowView({ id, label, usedPercent, resetsAt }: QuotaWindow, lowPercent: number): WindowView {
  return { id, label, usedPercent, resetsAt, level: levelOf(usedPercent, lowPercent) };
}

export function problemView(failure: FailureValue): ProblemView {
  return { code: failure.code, ...describeFailure(failure) };
}

function planOf({ kind, plan, planDetail }: Account): string | null {
  if (kind === 'api-key') return 'API key';
  if (plan === undefined) return null;
  const name = plan.charAt(0).toUpperCase() + plan.slice(1).replaceAll('_', ' ');
  return planDetail === undefined ? name : `${name} ${planDetail}`;
}

function accountView(account: Account, provider: ProviderFacts, state: State, facts: ViewFacts): AccountView {
  const reading = state.readings.get(account.id);
  const lowPercent = state.settings.notifyAtPercent;
  return {
    id: account.id,
    label: account.label,
    organization: account.organization ?? null,
    plan: planOf(account),
    windows: currentWindows(state, account, facts.now).map((window) => windowView(window, lowPercent)),
    readAt: reading?.sample?.at ?? null,
    source: reading?.sample?.source ?? null,
    metered: isMetered(account, provider),
    active: activeAccount(state, provider.id)?.id === account.id,
    usedBy: facts.files.filter(({ id }) => state.holders.get(id) === account.id).map(({ reader }) => reader),
    renewedElsewhere: state.renewals.get(account.id) ?? null,
    keys: keysView(account, state, facts),
    problem: reading?.failure === undefined ? null : problemView(reading.failure),
  };
}

function keysView({ id }: Account, state: State, { owners, now }: ViewFacts): KeysView {
  const keys = state.keys.get(id);
  const owner = keys?.owner;
  return {
    keptBy: owner === undefined ? null : (owners.find((each) => each.id === owner)?.label ?? owner),
    programCanBeSignedOut: owners.some(({ id: each, install }) => each === owner && install !== undefined),
    backend: keys?.backend ?? null,
    expiresAt: keys?.expiresAt ?? null,
    signInEndsAt: keys?.signInEndsAt ?? null,
    signInEndsWithinDays: expiryLevel(keys?.signInEndsAt, now) ?? null,
    renewedAt: keys?.renewedAt ?? null,
    renewedBy: keys?.renewedBy ?? null,
  };
}

function programOf(owner: ConsumerId | undefined, { owners }: ViewFacts): MethodView['program'] {
  const found = owners.find(({ id }) => id === owner);
  return found?.install === undefined ? null : { label: found.label, install: found.install };
}

function registrationView(
  provider: ProviderFacts,
  { id, registration }: ProviderFacts['methods'][number],
  state: State,
): RegistrationView | null {
  if (registration === undefined) return null;
  const { consent, consentVersion, clientIdHint } = registration;
  const recorded = state.settings.consents[consentKey(provider.id, id)];
  return { consent, clientIdHint, clientId: recorded?.version === consentVersion ? recorded.clientId : null };
}

function providerView(
  provider: ProviderFacts,
  state: State,
  facts: ViewFacts,
  preferred: boolean,
): ProviderView {
  const signIn = state.signIns.get(provider.id);
  const failure = state.signInFailures.get(provider.id);
  return {
    id: provider.id,
    label: provider.label,
    preferred,
    methods: provider.methods.map((method) => ({
      id: method.id,
      label: method.label,
      standing: method.standing,
      kind: method.kind,
      hint: method.hint ?? null,
      program: programOf(method.owner, facts),
      registration: registrationView(provider, method, state),
    })),
    signIn:
      signIn === undefined ? null : { method: signIn.method, step: signIn.step, url: signIn.url ?? null },
    accounts: state.accounts
      .filter((account) => account.provider === provider.id)
      .map((account) => accountView(account, provider, state, facts)),
    problem: failure === undefined ? null : problemView(failure),
  };
}

function fileView(file: FileFacts, state: State): SharedFileView {
  const { id, reader, path, writes } = file;
  const failure = state.problems.get(id);
  return {
    id,
    reader,
    path,
    writes,
    enabled: isFileOn(state.settings, file),
    changedElsewhere: state.foreignWrites.get(id) ?? null,
    problem: failure === undefined ? null : problemView(failure),
  };
}

function settingsView(state: State, { providers, files }: ViewFacts): SettingsView {
  const { settings } = state;
  const number = (name: NumberSetting) => ({
    value: settings[name],
    ...settingLimits[name],
    usual: defaultSettings[name],
  });
  return {
    strategy: settings.strategy,
    strategies: [
      { id: 'user-preference', label: 'The one I chose last' },
      ...providers.map(({ id, label }) => ({ id: `prefer-${id}`, label: `Always ${label} first` })),
    ],
    fallbacks: providers.map((provider, index) => ({
      provider: provider.id,
      from: provider.label,
      to: (index === providers.length - 1 ? providers.slice(0, index) : providers.slice(index + 1)).map(
        ({ label }) => label,
      ),
      enabled: mayFallBack(state, provider.id, providers),
    })),
    numbers: {
      reservePercent: number('reservePercent'),
      notifyAtPercent: number('notifyAtPercent'),
      quotaEveryMinutes: number('quotaEveryMinutes'),
      planEveryMinutes: number('planEveryMinutes'),
    },
    notify: settings.notify,
    files: files.map((file) => fileView(file, state)),
  };
}

function keyStoreView({ settings, keyStore }: State): KeyStoreView {
  const { backend, passphrase, failure } = keyStore;
  return {
    kind: settings.keyStore,
    backend: backend ?? null,
    passphrase,
    problem: failure === undefined ? null : problemView(failure),
  };
}

export function makeView(state: State, facts: ViewFacts): View {
  const { providers, version, now } = facts;
  const { preferred, selection, provider, account, reason } = selected(state, providers, now);
  const serving: SelectionView = {
    provider: provider ?? null,
    account: account?.id ?? null,
    reason,
    fallenBack: selection?.kind === 'chosen' && selection.insteadOf !== undefined,
  };
  return {
    loaded: state.loaded,
    providers: providers.map((each) => providerView(each, state, facts, each.id === preferred)),
    problems: [...state.problems.values()].map(problemView),
    version,
    selection: serving,
    keyStore: keyStoreView(state),
    settings: settingsView(state, facts),
  };
}
