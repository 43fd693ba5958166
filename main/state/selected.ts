// Which account of each provider is in use, and which provider serves now: read off the state. Pure.
import { isBilledByUse, type Account } from '../domain/account.ts';
import { choiceAt } from '../domain/course.ts';
import { needsSignIn } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import { isUnpaid } from '../domain/plan.ts';
import { isCurrent, type KnownWindow } from '../domain/quota-window.ts';
import type { AccountFacts, Choice, SelectionFacts } from '../domain/selection-facts.ts';
import { choiceWords } from '../domain/selection-words.ts';
import type { State } from './state.ts';

/** What the choice needs to know of a provider; its description fits. */
export interface Selectable {
  readonly id: ProviderId;
  readonly label: string;
  readonly standsAlone?: true;
  /** Another house of this provider's service: programs use both alike. */
  readonly sameServiceAs?: ProviderId;
  readonly keyPrice?: NonNullable<SelectionFacts['providers'][number]['price']>;
}

/** The one that the person has chosen, or else the first. */
function wantedAccount(state: State, provider: ProviderId): Account | undefined {
  const accounts = state.accounts.filter((account) => account.provider === provider);
  return accounts.find(({ id }) => id === state.settings.activeAccounts[provider]) ?? accounts[0];
}

/** The one in use: whoever stands in for the wanted one, or else that one. */
export function activeAccount(state: State, provider: ProviderId): Account | undefined {
  const standIn = state.course.standIns[provider];
  const found = state.accounts.find((account) => account.id === standIn && account.provider === provider);
  return found ?? wantedAccount(state, provider);
}

/** A window whose reset is past is as large as it was; what is used and left belongs to the period before. */
function withoutFigures({ amount, ...window }: KnownWindow): KnownWindow {
  return {
    ...window,
    usedPercent: null,
    ...(amount !== undefined && { amount: { ...amount, used: null, left: null } }),
  };
}

/** What is known of the running period. */
export function currentWindows(state: State, account: Account, now: number): readonly KnownWindow[] {
  const windows = state.readings.get(account.id)?.quota?.windows ?? [];
  return windows.map((window) => (isCurrent(window, now) ? window : withoutFigures(window)));
}

/** Those that may stand in for each other, in the order of the list. */
export function exchangeable<Provider extends Pick<Selectable, 'standsAlone'>>(
  providers: readonly Provider[],
): readonly Provider[] {
  return providers.filter(({ standsAlone }) => standsAlone === undefined);
}

/** Whether another provider may stand in: as chosen, or else by the base rule for all but the last of the list. */
export function mayFallBack(
  state: State,
  provider: ProviderId,
  providers: readonly Pick<Selectable, 'id' | 'standsAlone'>[],
): boolean {
  const others = exchangeable(providers);
  if (!others.some(({ id }) => id === provider)) return false;
  return state.settings.fallBackFrom[provider] ?? provider !== others.at(-1)?.id;
}

/** Whether another account of the provider may stand in. */
export function mayUseOthers({ settings }: State, provider: ProviderId): boolean {
  return settings.otherAccounts[provider] ?? true;
}

function accountFacts(state: State, account: Account, now: number): AccountFacts {
  const failure = state.readings.get(account.id)?.failure?.code;
  // Keys that are refused, or that the key store does not open, serve nobody.
  const isClosed = failure?.startsWith('storage/key-store-') === true;
  const refused =
    failure !== undefined &&
    (needsSignIn(failure) ||
      failure === 'credential/owner-changed' ||
      failure === 'storage/unreadable' ||
      isClosed);
  const isRateLimited = failure === 'provider/rate-limited';
  const lastAnswer: AccountFacts['lastAnswer'] = isRateLimited ? 'refused' : 'none';
  return {
    account: account.id,
    provider: account.provider,
    ...(failure !== undefined && !refused && { lastAnswer }),
    signedIn: !refused,
    ...(isClosed && { isClosed }),
    subscribed: !isUnpaid(account.plan),
    isApiKey: isBilledByUse(account),
    windows: currentWindows(state, account, now),
  };
}

/** @param now Unix milliseconds */
export function selectionFacts(state: State, providers: readonly Selectable[], now: number): SelectionFacts {
  const { strategy, preferredProvider, reservePercent, folderRules } = state.settings;
  return {
    now,
    strategy,
    ...(preferredProvider !== undefined && { chosen: preferredProvider }),
    providers: providers.map(({ id, keyPrice, standsAlone }) => {
      const wanted = wantedAccount(state, id);
      return {
        provider: id,
        mayFallBack: mayFallBack(state, id, providers),
        otherAccounts: mayUseOthers(state, id),
        ...(standsAlone === true && { standsAlone }),
        ...(wanted !== undefined && { wanted: wanted.id }),
        ...(keyPrice !== undefined && { price: keyPrice }),
      };
    }),
    accounts: state.accounts.map((account) => accountFacts(state, account, now)),
    reservePercent,
    folderRules,
  };
}

/** What an account of this state is called, beside its provider's name where that is wanted too. */
function accountLabel(state: State, id: AccountId): string {
  return state.accounts.find((account) => account.id === id)?.label ?? id;
}

export interface Selected extends Choice {
  readonly provider: ProviderId | undefined;
  readonly serves: Account | undefined;
  /** A sentence. */
  readonly reason: string;
}

/** @param language of the reason; without one, English, as in a terminal */
export function selected(
  state: State,
  providers: readonly Selectable[],
  now: number,
  language?: Language,
): Selected {
  const choice = choiceAt(selectionFacts(state, providers, now), state.course);
  const { selection } = choice;
  const provider = selection?.kind === 'chosen' ? selection.provider : undefined;
  return {
    ...choice,
    provider,
    serves: state.accounts.find(({ id }) => id === choice.account),
    reason: choiceWords(
      choice,
      {
        provider: (id) => providers.find((each) => each.id === id)?.label ?? id,
        account: (id) => accountLabel(state, id),
      },
      language,
    ),
  };
}
