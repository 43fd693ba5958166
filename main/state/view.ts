// Makes the view for window, tray and command line out of the state. Pure.
import { inWantedOrder } from '../domain/account-order.ts';
import { isBilledByUse, isMetered, type Account } from '../domain/account.ts';
import type { ConsumerId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import { safeModeCode } from '../domain/failure.ts';
import { expiryLevel } from '../domain/key-facts.ts';
import { phrase } from '../domain/phrases.ts';
import { consentKey } from '../domain/settings.ts';
import type {
  AccountView,
  KeyStoreView,
  KeysView,
  MethodView,
  ProviderView,
  RegistrationView,
  SignInView,
  View,
} from '../../preload/view.ts';
import { accountFix, signInFix } from './fix-view.ts';
import { miniView } from './mini-view.ts';
import { problemView } from './problem-view.ts';
import { figuresFrom, headroomView, subscriptionView, windowViews } from './quota-view.ts';
import { activeAccount, selected } from './selected.ts';
import { selectionView, switchingView } from './switching-view.ts';
import { settingsView } from './settings-view.ts';
import { updatesView } from './updates-view.ts';
import type { LiveSignIn, State } from './state.ts';
import type { ProviderFacts, ViewFacts } from './view-facts.ts';

function accountView(account: Account, provider: ProviderFacts, state: State, facts: ViewFacts): AccountView {
  const reading = state.readings.get(account.id);
  const source = reading?.quota?.source;
  const subscription = subscriptionView(account, state, provider.plans, facts.now, facts.language);
  return {
    id: account.id,
    label: account.label,
    organization: account.organization ?? null,
    plan: isBilledByUse(account) ? phrase(facts.language, 'API key') : subscription.tier,
    subscription,
    windows: windowViews(account, state, facts.now, facts.language),
    readAt: reading?.quota?.at ?? null,
    source: source === undefined ? null : phrase(facts.language, source),
    // While nothing may be asked, the last good figures stay with their age.
    metered:
      isMetered(account, provider) || (provider.thirdParty?.idle !== undefined && source !== undefined),
    figuresFrom: figuresFrom(account, state, facts, provider),
    active: activeAccount(state, provider.id)?.id === account.id,
    usedBy: facts.files.filter(({ id }) => state.holders.get(id) === account.id).map(({ reader }) => reader),
    renewedElsewhere: state.renewals.get(account.id) ?? null,
    keys: keysView(account, state, facts),
    problem: reading?.failure === undefined ? null : problemView(reading.failure, facts.language),
    fix: accountFix(account, provider, state, {
      planEnded: subscription.status === 'ended',
      now: facts.now,
    }),
  };
}

function keysView({ id }: Account, state: State, { owners, now }: ViewFacts): KeysView {
  const keys = state.keys.get(id);
  const owner = keys?.owner;
  return {
    keptBy: owner === undefined ? null : (owners.find((each) => each.id === owner)?.label ?? owner),
    programCanBeSignedOut: owners.some(
      ({ id: each, install, signsOutByHand }) =>
        each === owner && install !== undefined && signsOutByHand === undefined,
    ),
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
  language: Language | undefined,
): RegistrationView | null {
  if (registration === undefined) return null;
  const { consent, consentVersion, clientIdHint } = registration;
  const recorded = state.settings.consents[consentKey(provider.id, id)];
  return {
    consent: phrase(language, consent),
    clientIdHint,
    clientId: recorded?.version === consentVersion ? recorded.clientId : null,
  };
}

function signInView(signIn: LiveSignIn): SignInView {
  const { method, step, url, workspace, portsTaken, code, expiresAt } = signIn;
  return {
    method,
    step,
    url: url ?? null,
    ...(workspace !== undefined && { workspace }),
    ...(portsTaken !== undefined && { portsTaken }),
    ...(code !== undefined && expiresAt !== undefined && { code: { text: code, expiresAt } }),
  };
}

function thirdPartyView(
  { thirdParty }: ProviderFacts,
  language: Language | undefined,
): Pick<ProviderView, 'thirdParty'> {
  if (thirdParty === undefined) return {};
  const { hosts, idle } = thirdParty;
  if (idle === undefined) return { thirdParty: { hosts, problem: null, fix: null } };
  return { thirdParty: { hosts, problem: problemView(idle, language), fix: { kind: 'doctor' } } };
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
    ...thirdPartyView(provider, facts.language),
    methods: provider.methods.map((method) => ({
      id: method.id,
      label: phrase(facts.language, method.label),
      standing: phrase(facts.language, method.standing),
      kind: method.kind,
      hint: method.hint === undefined ? null : phrase(facts.language, method.hint),
      program: programOf(method.owner, facts),
      registration: registrationView(provider, method, state, facts.language),
      ...(method.workspace !== undefined && { workspace: { hint: method.workspace.hint } }),
      ...(method.hasCodePage === true && { codePage: true as const }),
    })),
    signIn: signIn === undefined ? null : signInView(signIn),
    incident: state.incidents.get(provider.id) ?? null,
    accounts: inWantedOrder(
      state.accounts.filter((account) => account.provider === provider.id),
      state.settings.accountOrder,
    ).map((account) => accountView(account, provider, state, facts)),
    problem: failure === undefined ? null : problemView(failure, facts.language),
    fix: failure === undefined ? null : signInFix(failure, state.triedSignIns.get(provider.id), state),
  };
}

function keyStoreView({ settings, keyStore }: State, language: Language | undefined): KeyStoreView {
  const { backend, passphrase, failure } = keyStore;
  return {
    kind: settings.keyStore,
    backend: backend ?? null,
    passphrase,
    problem: failure === undefined ? null : problemView(failure, language),
  };
}

/** What has become of one act, said until the next of its kind: no reason for a tray that shows nothing else. */
const ofOneAct: ReadonlySet<string> = new Set(['click', 'preferences', 'sign-out']);

export function makeView(state: State, facts: ViewFacts): View {
  const { providers, version, language, now } = facts;
  const choice = selected(state, providers, now, language);
  const { preferred } = choice;
  const shown = providers.map((each) => providerView(each, state, facts, each.id === preferred));
  const selection = selectionView(choice, state, providers, language);
  // It stands beside its setting.
  const problems = [...state.problems].filter(([about]) => about !== 'start-with-system');
  return {
    loaded: state.loaded,
    providers: shown,
    problems: [
      ...(state.safeMode ? [problemView({ code: safeModeCode }, language)] : []),
      ...problems.map(([, failure]) => problemView(failure, language)),
    ],
    impaired: state.safeMode || problems.some(([about]) => !ofOneAct.has(about)),
    version,
    language: language ?? 'en',
    selection,
    switching: switchingView(state, language),
    headroom: headroomView(state, providers, now, language),
    keyStore: keyStoreView(state, language),
    locked: state.locked,
    settings: settingsView(state, facts),
    tray: state.tray,
    updates: updatesView(state.updates, language),
    mini: miniView(shown, selection),
  };
}
