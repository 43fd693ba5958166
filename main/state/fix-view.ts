// What the window offers against a problem: in words of the view, and only where it can be done. Pure.
import { isMetered, type Account } from '../domain/account.ts';
import type { FailureValue } from '../domain/failure.ts';
import { expiryLevel } from '../domain/key-facts.ts';
import { remedyFor, remedyForSignIn, type Remedy } from '../domain/remedy.ts';
import type { FixView } from '../../preload/view.ts';
import type { LiveSignIn, State } from './state.ts';
import type { ProviderFacts } from './view-facts.ts';

/** A sign-in as it would be begun again. */
type Again = Pick<LiveSignIn, 'method' | 'workspace'>;

/** The method that this account would be signed in by again. */
function methodOf(
  { id, kind }: Account,
  { methods }: ProviderFacts,
  state: State,
): ProviderFacts['methods'][number] | undefined {
  const keys = state.keys.get(id);
  // A token that a sign-in has brought and that does not end is used like a key, but was never entered.
  if (kind === 'api-key' && keys?.isOfSignIn !== true)
    return methods.find((method) => method.kind === 'api-key');
  if (kind === 'delegated') {
    const delegated = methods.filter((method) => method.kind === 'delegated');
    return delegated.find((method) => method.owner === keys?.owner) ?? delegated[0];
  }
  const own = methods.find((method) => method.kind === 'browser');
  return own ?? methods.find((method) => method.kind === 'device');
}

/** The account must come back, and not another one of the same person in another workspace. */
function againOf(account: Account, provider: ProviderFacts, state: State): Again | undefined {
  const method = methodOf(account, provider, state);
  if (method === undefined) return undefined;
  const { workspaceId } = account;
  const isPinned = workspaceId !== undefined && method.workspace?.pattern.test(workspaceId) === true;
  return { method: method.id, ...(isPinned && { workspace: workspaceId }) };
}

function fixOf(remedy: Remedy | undefined, again: Again | undefined, state: State): FixView | null {
  if (remedy === undefined) return null;
  if (remedy === 'sign-in') {
    if (again === undefined) return null;
    const { method, workspace } = again;
    return { kind: 'sign-in', method, ...(workspace !== undefined && { workspace }) };
  }
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
  const again = againOf(account, provider, state);
  const metered = isMetered(account, provider);
  if (failure !== undefined) {
    const remedy = remedyFor(failure.code);
    return remedy === 'read-again' && !metered ? null : fixOf(remedy, again, state);
  }
  const level = expiryLevel(state.keys.get(account.id)?.signInEndsAt, facts.now);
  // Three days before it the card warns of it.
  if (level !== undefined && level <= 3) return fixOf('sign-in', again, state);
  return facts.planEnded && metered ? { kind: 'read-again' } : null;
}

/** @param tried the one that failed, where that is known */
export function signInFix({ code }: FailureValue, tried: Again | undefined, state: State): FixView | null {
  return fixOf(remedyForSignIn(code), tried, state);
}
