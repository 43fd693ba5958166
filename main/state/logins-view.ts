// Logins that were found on this computer, and what became of them, as the window draws them. Pure.
import type { ListedLogin, TakenLogin } from '../domain/found-logins.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import type { FoundLoginView, TakenLoginView } from '../../preload/view.ts';
import { problemView } from './problem-view.ts';

/** @param providerLabel as a person calls the provider */
export function foundLoginView(
  { organization, plan, provider, ...login }: ListedLogin,
  providerLabel: (id: ProviderId) => string,
): FoundLoginView {
  return {
    ...login,
    provider: providerLabel(provider),
    organization: organization ?? null,
    plan: plan ?? null,
  };
}

export function takenLoginView({ login, outcome, failure }: TakenLogin, language: Language): TakenLoginView {
  return { id: login.id, outcome, problem: failure === undefined ? null : problemView(failure, language) };
}
