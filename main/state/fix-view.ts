// What the window offers against a problem: in words of the view, and only where it can be done. Pure.
import { isMetered, type Account } from '../domain/account.ts';
import type { FailureValue } from '../domain/failure.ts';
import { expiryLevel } from '../domain/key-facts.ts';
import { remedyFor, remedyForSignIn, type Remedy } from '../domain/remedy.ts';
import type { FixView } from '../../preload/view.ts';
import type { State } from './state.ts';
import type { ProviderFacts } from './view-facts.ts';

/** The method that this account would be signed in by again. */
function methodOf({ id, kind }: Account, { methods }: ProviderFacts, state: State): string | undefined {
  if (kind === 'api-key') return methods.find((method) => method.kind === 'api-key')?.id;
  if (kind === 'delegated') {
    const owner = state.keys.get(id)?.owner;
    const delegated = methods.filter((method) => method.kind === 'delegated');
    return (delegated.find((method) => method.owner === owner) ?? delegated[0])?.id;
  }
  const own = methods.find((method) => method.kind === 'browser');
  return (own ?? methods.find((method) => method.kind === 'device'))?.id;
}

function fixOf(remedy: Remedy | undefined, method: string | undefined, state: State): FixView | null {
  if (remedy === undefined) return null;
  if (remedy === 'sign-in') return method === undefined ? null : { kind: 'sign-in', method };
  // What the system's key store says is of no matter where the keys are not in it.
  if (remedy === 'unlock' && state.settings.keyStore === 'passphrase') return { kind: 'enter-passphrase' };
  return { kind: remedy };
}

/** Against what the card says: a failure, a plan that has ended, or a sign-in that is about to end. */
export function accountFix(
  account: Account,
  provider: ProviderFacts,
  state: State,
  facts: { readonly planEnded: boolean; readonly now: number },
): FixView | null {
  const failure = state.readings.get(account.id)?.failure;
  const method = methodOf(account, provider, state);
  const metered = isMetered(account, provider);
  if (failure !== undefined) {
    const remedy = remedyFor(failure.code);
    return remedy === 'read-again' && !metered ? null : fixOf(remedy, method, state);
  }
  const level = expiryLevel(state.keys.get(account.id)?.signInEndsAt, facts.now);
  // Three days before it the card warns of it.
  if (level !== undefined && level <= 3) return fixOf('sign-in', method, state);
  return facts.planEnded && metered ? { kind: 'read-again' } : null;
}

/** @param method the one that was tried, where that is known */
export function signInFix({ code }: FailureValue, method: string | undefined, state: State): FixView | null {
  return fixOf(remedyForSignIn(code), method, state);
}
