// Writes down what happened to sign-ins, keys, consents and the choice, as the store tells of it (design §10).
import type { AuditEntry } from '../domain/audit-entry.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { AuditLog, Clock } from '../ports.ts';
import { selected, type Selectable } from '../state/selected.ts';
import type { Event, State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface KeepAuditParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly providers: readonly Selectable[];
}

function providerOf(state: State, account: AccountId): ProviderId | undefined {
  return state.accounts.find(({ id }) => id === account)?.provider;
}

/** Returns the function that stops it. */
export function startKeepAudit({ store, audit, clock, providers }: KeepAuditParts): () => void {
  const known = new Map<AccountId, ProviderId>();
  const renewedAt = new Map<AccountId, number>();
  const failing = new Map<AccountId, FailureCode>();
  let consents = new Set(Object.keys(store.state().settings.consents));
  let serving: AccountId | undefined;

  function note(entry: Omit<AuditEntry, 'at'>): void {
    audit.append({ at: clock.nowMs(), ...entry });
  }

  function signedIn(state: State, account: AccountId, provider: ProviderId): void {
    const isNew = !known.has(account);
    known.set(account, provider);
    failing.delete(account);
    // A sign-in under way tells itself when it has ended.
    if (isNew && !state.signIns.has(provider)) note({ actor: 'person', action: 'import', provider, account });
  }

  function renewed(state: State, account: AccountId, at: number, by: string): void {
    const before = renewedAt.get(account);
    renewedAt.set(account, at);
    const provider = providerOf(state, account) ?? known.get(account);
    // What was opened at the start is no renewal.
    if (before === undefined || before === at || provider === undefined) return;
    failing.delete(account);
    note({ actor: 'policy', action: 'refresh', provider, account, what: by });
  }

  function failed(state: State, account: AccountId, failure: FailureCode): void {
    if (failing.get(account) === failure) return;
    failing.set(account, failure);
    const provider = providerOf(state, account);
    note({
      actor: 'policy',
      action: 'refresh-failed',
      account,
      failure,
      ...(provider !== undefined && { provider }),
    });
  }

  function moved(state: State, by: 'person' | 'policy'): void {
    const { serves, provider } = selected(state, providers, clock.nowMs());
    if (serves?.id === serving) return;
    const isFirst = serving === undefined;
    serving = serves?.id;
    if (isFirst || serves === undefined || provider === undefined) return;
    const action = state.switching.running?.step === 'undoing' ? 'undo' : 'switch';
    note({ actor: by, action, provider, account: serves.id });
  }

  function consented(state: State): void {
    const now = Object.keys(state.settings.consents);
    for (const what of now.filter((name) => !consents.has(name)))
      note({ actor: 'person', action: 'consent', what });
    consents = new Set(now);
  }

  function heard(state: State, event: Event): void {
    switch (event.type) {
      case 'accounts.loaded':
        for (const { id, provider } of state.accounts) known.set(id, provider);
        consents = new Set(Object.keys(state.settings.consents));
        return;
      case 'account.signed-in':
        signedIn(state, event.account.id, event.account.provider);
        return;
      case 'sign-in.ended':
        note({
          actor: 'person',
          action: 'sign-in',
          provider: event.provider,
          ...(event.failure !== undefined && { failure: event.failure.code }),
        });
        return;
      case 'account.signed-out': {
        const provider = known.get(event.account);
        known.delete(event.account);
        renewedAt.delete(event.account);
        note({
          actor: 'person',
          action: 'sign-out',
          account: event.account,
          ...(provider !== undefined && { provider }),
        });
        return;
      }
      case 'account.keys':
        renewed(state, event.account, event.keys.renewedAt, event.keys.renewedBy ?? 'Gatehouse');
        return;
      case 'account.unusable':
        failed(state, event.account, event.failure.code);
        return;
      case 'course.moved':
        moved(state, event.by);
        return;
      case 'settings.changed':
        if (state.loaded) consented(state);
        return;
      default:
    }
  }

  return store.subscribe(heard);
}
