// Writes down what happened to sign-ins, keys, consents and the choice, as the store tells of it (design §10).
import type { AuditEntry } from '../domain/audit-entry.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { AuditLog, Clock } from '../ports.ts';
import { activeAccount, selected, type Selectable } from '../state/selected.ts';
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

/** Which account of each provider is in use, and which of them serves. */
interface InUse {
  readonly accounts: ReadonlyMap<ProviderId, AccountId>;
  readonly serving: AccountId | undefined;
}

/** Returns the function that stops it. */
export function startKeepAudit({ store, audit, clock, providers }: KeepAuditParts): () => void {
  const known = new Map<AccountId, ProviderId>();
  const renewedAt = new Map<AccountId, number>();
  const failing = new Map<AccountId, FailureCode>();
  let consents = new Set(Object.keys(store.state().settings.consents));
  /** Keys that came while somebody signed in at their provider: of that sign-in, or renewed beside it. */
  const undecided = new Map<AccountId, Omit<AuditEntry, 'at'> & { readonly provider: ProviderId }>();
  /** Who has come in with the sign-in that is under way. */
  const arrived = new Map<ProviderId, AccountId>();
  let inUse: InUse | undefined;

  function note(entry: Omit<AuditEntry, 'at'>): void {
    audit.append({ at: clock.nowMs(), ...entry });
  }

  function inUseNow(state: State): InUse {
    const accounts = providers.flatMap(({ id }): [ProviderId, AccountId][] => {
      const account = activeAccount(state, id);
      return account === undefined ? [] : [[id, account.id]];
    });
    return {
      accounts: new Map(accounts),
      serving: selected(state, providers, clock.nowMs()).serves?.id,
    };
  }

  /** Whoever comes where nobody was has not been switched to. */
  function fillIn(state: State): void {
    const now = inUseNow(state);
    const before = inUse;
    inUse =
      before === undefined
        ? now
        : {
            accounts: new Map([...now.accounts, ...before.accounts]),
            serving: before.serving ?? now.serving,
          };
  }

  function signedIn(state: State, account: AccountId, provider: ProviderId): void {
    const isNew = !known.has(account);
    known.set(account, provider);
    failing.delete(account);
    undecided.delete(account);
    // A sign-in under way tells itself when it has ended.
    if (state.signIns.has(provider)) arrived.set(provider, account);
    else if (isNew) note({ actor: 'person', action: 'import', provider, account });
    fillIn(state);
  }

  function signInEnded(provider: ProviderId, failure: FailureCode | undefined): void {
    const account = arrived.get(provider);
    arrived.delete(provider);
    note({
      actor: 'person',
      action: 'sign-in',
      provider,
      ...(account !== undefined && { account }),
      ...(failure !== undefined && { failure }),
    });
    for (const [id, entry] of undecided) {
      if (entry.provider !== provider) continue;
      undecided.delete(id);
      note(entry);
    }
  }

  function renewed(state: State, account: AccountId, at: number, by: string): void {
    const before = renewedAt.get(account);
    renewedAt.set(account, at);
    const provider = providerOf(state, account) ?? known.get(account);
    // What was opened at the start is no renewal.
    if (before === undefined || before === at || provider === undefined) return;
    failing.delete(account);
    const entry = { actor: 'policy', action: 'refresh', provider, account, what: by } as const;
    if (state.signIns.has(provider)) undecided.set(account, entry);
    else note(entry);
  }

  function failed(state: State, account: AccountId, failure: FailureCode): void {
    // A key store that does not open says nothing about the keys.
    if (!failure.startsWith('credential/') || failing.get(account) === failure) return;
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

  function signedOut(state: State, account: AccountId): void {
    const provider = known.get(account);
    known.delete(account);
    renewedAt.delete(account);
    failing.delete(account);
    note({
      actor: 'person',
      action: 'sign-out',
      account,
      ...(provider !== undefined && { provider }),
    });
    // Whoever is in use instead was not switched to: nobody else was left.
    if (inUse === undefined) return;
    const { accounts, serving } = inUseNow(state);
    inUse = { accounts, serving: inUse.serving === account ? serving : inUse.serving };
  }

  /** Of each provider whose account is another one, and of the one that serves instead of another. */
  function moved(state: State, by: 'person' | 'policy'): void {
    const before = inUse;
    // Until somebody is there, it says how it was.
    if (before === undefined) return;
    const now = inUseNow(state);
    inUse = { ...now, serving: now.serving ?? before.serving };
    const accounts = [...now.accounts.values()].filter(
      (account) => account === now.serving && account !== before.serving && before.serving !== undefined,
    );
    const others = [...now.accounts].filter(
      ([provider, account]) => before.accounts.get(provider) !== account,
    );
    const action = state.switching.running?.step === 'undoing' ? 'undo' : 'switch';
    for (const account of new Set([...others.map(([, id]) => id), ...accounts])) {
      const provider = providerOf(state, account);
      note({ actor: by, action, account, ...(provider !== undefined && { provider }) });
    }
  }

  function consented(state: State): void {
    const now = Object.keys(state.settings.consents);
    for (const what of now.filter((name) => !consents.has(name)))
      note({ actor: 'person', action: 'consent', what });
    consents = new Set(now);
  }

  function commandEnded({
    by,
    consumer,
    host,
    program,
    failure,
  }: Extract<Event, { readonly type: 'company-command.ended' }>): void {
    note({
      actor: by,
      action: 'command',
      consumer,
      program,
      what: host,
      ...(failure !== undefined && { failure }),
    });
  }

  function packageDecided({
    decision,
    by,
    file,
    provider,
    label,
    hosts,
  }: Extract<Event, { readonly type: 'package.decided' }>): void {
    const what = `${file} (${label}): ${hosts.join(', ')}`;
    note({ actor: by, action: `package-${decision}`, provider, what });
  }

  function flagDecided({ flag, variant, by }: Extract<Event, { readonly type: 'flag.decided' }>): void {
    if (variant === undefined) note({ actor: by, action: 'flag-reset', what: flag });
    else note({ actor: by, action: 'flag-set', what: `${flag} ${variant}` });
  }

  function backedUp(
    state: State,
    { account, by }: Extract<Event, { readonly type: 'account.backed-up' }>,
  ): void {
    const provider = providerOf(state, account);
    note({ actor: by, action: 'backup', account, ...(provider !== undefined && { provider }) });
  }

  function loaded(state: State): void {
    for (const { id, provider } of state.accounts) known.set(id, provider);
    consents = new Set(Object.keys(state.settings.consents));
    fillIn(state);
  }

  function heardOfKeys(state: State, event: Event): void {
    if (event.type === 'account.keys') {
      const { renewedAt: at, renewedBy = 'Gatehouse' } = event.keys;
      renewed(state, event.account, at, renewedBy);
    } else if (event.type === 'account.unusable') {
      failed(state, event.account, event.failure.code);
    } else if (event.type === 'account.usable') {
      failing.delete(event.account);
      fillIn(state);
    }
  }

  function heardOfAccounts(state: State, event: Event): void {
    if (event.type === 'accounts.loaded') loaded(state);
    else if (event.type === 'account.signed-in') signedIn(state, event.account.id, event.account.provider);
    else if (event.type === 'sign-in.ended') signInEnded(event.provider, event.failure?.code);
    else if (event.type === 'account.signed-out') signedOut(state, event.account);
  }

  return store.subscribe((state, event) => {
    heardOfKeys(state, event);
    heardOfAccounts(state, event);
    if (event.type === 'course.moved') moved(state, event.by);
    else if (event.type === 'settings.changed' && state.loaded) consented(state);
    else if (event.type === 'company-command.ended') commandEnded(event);
    else if (event.type === 'package.decided') packageDecided(event);
    else if (event.type === 'flag.decided') flagDecided(event);
    else if (event.type === 'key-store.decided')
      note({ actor: event.by, action: 'key-store', what: event.decision });
    else if (event.type === 'account.backed-up') backedUp(state, event);
    // The accounts of a provider that is known only now were there before.
    else if (event.type === 'packages.seen' && state.loaded) fillIn(state);
  });
}
