// Which account of each provider is in use, and which provider serves now: read off the state. Pure.
import type { Account } from '../domain/account.ts';
import { needsSignIn } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import { decisivePercent } from '../domain/fuse-quota.ts';
import { isUnpaid } from '../domain/plan.ts';
import { worstWindow, type KnownWindow } from '../domain/quota-window.ts';
import { preferredBy, select, type Candidate, type Selection } from '../domain/selection.ts';
import { selectionWords } from '../domain/selection-words.ts';
import type { State } from './state.ts';

interface Named {
  readonly id: ProviderId;
  readonly label: string;
}

/** The one that was chosen, or else the first. */
export function activeAccount(state: State, provider: ProviderId): Account | undefined {
  const accounts = state.accounts.filter((account) => account.provider === provider);
  return accounts.find(({ id }) => id === state.settings.activeAccounts[provider]) ?? accounts[0];
}

/** What is known of a window whose reset is past belongs to the period before. */
export function currentWindows(state: State, account: Account, now: number): readonly KnownWindow[] {
  const windows = state.readings.get(account.id)?.quota?.windows ?? [];
  return windows.map((window) =>
    window.resetsAt !== null && window.resetsAt <= now ? { ...window, usedPercent: null } : window,
  );
}

/** Whether another provider may stand in: as chosen, or else by the base rule for all but the last of the list. */
export function mayFallBack(state: State, provider: ProviderId, providers: readonly Named[]): boolean {
  return state.settings.fallBackFrom[provider] ?? provider !== providers.at(-1)?.id;
}

function usedPercentOf(state: State, account: Account, now: number): number | null {
  const worst = worstWindow(currentWindows(state, account, now));
  return worst === undefined ? null : decisivePercent(worst, state.settings.reservePercent);
}

function candidateOf(
  state: State,
  provider: ProviderId,
  providers: readonly Named[],
  now: number,
): Candidate {
  const account = activeAccount(state, provider);
  const failure = account === undefined ? undefined : state.readings.get(account.id)?.failure?.code;
  // Keys that are refused, or that the key store does not open, serve nobody.
  const refused =
    (failure !== undefined && needsSignIn(failure)) ||
    failure === 'storage/unreadable' ||
    failure?.startsWith('storage/key-store-') === true;
  return {
    provider,
    signedIn: account !== undefined && !refused,
    subscribed: account !== undefined && !isUnpaid(account.plan),
    usedPercent: account === undefined ? null : usedPercentOf(state, account, now),
    mayFallBack: mayFallBack(state, provider, providers),
  };
}

export interface Selected {
  readonly preferred: ProviderId | undefined;
  /** Undefined without a provider in the list. */
  readonly selection: Selection | undefined;
  readonly provider: ProviderId | undefined;
  readonly account: Account | undefined;
  readonly reason: string;
}

export function selected(state: State, providers: readonly Named[], now: number): Selected {
  const candidates = providers.map(({ id }) => candidateOf(state, id, providers, now));
  const { strategy, preferredProvider, reservePercent } = state.settings;
  const preferred = preferredBy(strategy, preferredProvider, candidates);
  if (preferred === undefined)
    return { preferred, selection: undefined, provider: undefined, account: undefined, reason: '' };
  const selection = select({ candidates, preferred, reservePercent });
  const provider = selection.kind === 'chosen' ? selection.provider : undefined;
  return {
    preferred,
    selection,
    provider,
    account: provider === undefined ? undefined : activeAccount(state, provider),
    reason: selectionWords(selection, (id) => providers.find((each) => each.id === id)?.label ?? id),
  };
}
