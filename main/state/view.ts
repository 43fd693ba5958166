// Makes the view for window, tray and command line out of the state. Pure.
import type { Account } from '../domain/account.ts';
import { describeFailure } from '../domain/failure-words.ts';
import type { FailureValue } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { QuotaWindow } from '../domain/quota-window.ts';
import type { AccountView, ProblemView, ProviderView, View, WindowView } from '../../preload/view.ts';
import type { State } from './state.ts';

/** What the view needs to know of a provider; its description fits. */
export interface ProviderFacts {
  readonly id: ProviderId;
  readonly label: string;
  readonly methods: readonly {
    readonly id: string;
    readonly label: string;
    readonly standing: string;
    readonly kind: 'browser' | 'api-key';
    readonly hint?: string;
  }[];
}

const lowPercent = 80;

export function levelOf(usedPercent: number | null): WindowView['level'] {
  if (usedPercent === null) return 'unknown';
  if (usedPercent >= 100) return 'exhausted';
  return usedPercent >= lowPercent ? 'low' : 'ok';
}

function windowView({ id, label, usedPercent, resetsAt }: QuotaWindow): WindowView {
  return { id, label, usedPercent, resetsAt, level: levelOf(usedPercent) };
}

export function problemView(failure: FailureValue): ProblemView {
  return { code: failure.code, ...describeFailure(failure) };
}

function planOf({ kind, plan }: Account): string | null {
  if (kind === 'api-key') return 'API key';
  return plan === undefined ? null : plan.charAt(0).toUpperCase() + plan.slice(1).replaceAll('_', ' ');
}

function accountView(account: Account, state: State): AccountView {
  const reading = state.readings.get(account.id);
  return {
    id: account.id,
    label: account.label,
    plan: planOf(account),
    windows: (reading?.sample?.windows ?? []).map(windowView),
    readAt: reading?.sample?.at ?? null,
    source: reading?.sample?.source ?? null,
    metered: account.kind === 'oauth',
    problem: reading?.failure === undefined ? null : problemView(reading.failure),
  };
}

function providerView(provider: ProviderFacts, state: State): ProviderView {
  const signIn = state.signIns.get(provider.id);
  const failure = state.signInFailures.get(provider.id);
  return {
    id: provider.id,
    label: provider.label,
    preferred: state.preferred === provider.id,
    methods: provider.methods.map(({ id, label, standing, kind, hint }) => ({
      id,
      label,
      standing,
      kind,
      hint: hint ?? null,
    })),
    signIn:
      signIn === undefined ? null : { method: signIn.method, step: signIn.step, url: signIn.url ?? null },
    accounts: state.accounts
      .filter((account) => account.provider === provider.id)
      .map((account) => accountView(account, state)),
    problem: failure === undefined ? null : problemView(failure),
  };
}

export function makeView(state: State, providers: readonly ProviderFacts[], version: string): View {
  return {
    loaded: state.loaded,
    providers: providers.map((provider) => providerView(provider, state)),
    problems: [...state.problems.values()].map(problemView),
    version,
  };
}
