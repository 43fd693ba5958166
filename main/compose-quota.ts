// Joins what is about quotas: the sources, the one poller of this machine, and what the past says.
import { unconfirmedIn } from './domain/fuse-quota.ts';
import type { AccountId } from './domain/ids.ts';
import type { AccountBook } from './flows/account-book.ts';
import { startForesee } from './flows/foresee.ts';
import type { FreshCredentials } from './flows/fresh-credential.ts';
import type { LoginOwners } from './flows/login-owners.ts';
import { createQuotaPolling, type QuotaPolling } from './flows/poll-quota.ts';
import { createPollerSeat } from './flows/poller-seat.ts';
import { createQuotaSources } from './flows/quota-sources.ts';
import { readQuota } from './flows/read-quota.ts';
import type { Clock, Lock, Log, Presence, QuotaHistory, QuotaNotes, Timer } from './ports.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';
import type { Store } from './state/store.ts';

/** After an answer that has settled nothing, or a failure: some sources start a program each time. */
const askAgainMs = 10 * 60_000;

export interface QuotaParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly lock: Lock;
  readonly find: (id: string) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly book: AccountBook;
  readonly fresh: Pick<FreshCredentials, 'get' | 'replace'>;
  readonly owners: LoginOwners;
  readonly notes: QuotaNotes;
  readonly quotaHistory: QuotaHistory;
  readonly presence: Presence;
  readonly fingerprint: (text: string) => string;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface Quotas extends Omit<QuotaPolling, 'stop'> {
  /** The fingerprint of the login that an account has now; undefined when it has left. */
  loginOf(account: AccountId): string | undefined;
  stop(): Promise<void>;
}

export function composeQuotas(parts: QuotaParts): Quotas {
  const { store, clock, timer, log, book, find, toolsFor, presence, fingerprint } = parts;
  const seat = createPollerSeat({ lock: parts.lock, timer, log });
  const sources = createQuotaSources({
    book,
    fresh: parts.fresh,
    owners: parts.owners,
    find,
    toolsFor,
    settings: () => store.state().settings,
  });

  function loginOf(id: AccountId): string | undefined {
    const credential = book.get(id)?.credential;
    if (credential === undefined) return undefined;
    const login =
      credential.kind === 'delegated'
        ? [credential.owner, credential.folder]
        : [credential.kind, credential.kind === 'oauth' ? credential.clientId : ''];
    return fingerprint([id, ...login].join(' '));
  }

  const polling = createQuotaPolling({
    store,
    clock,
    timer,
    log,
    notes: parts.notes,
    presence,
    seat,
    readable: (id) => sources.of(id),
    identityOf: (id) => {
      const account = book.get(id)?.account;
      return account && fingerprint(`${account.provider} ${account.label.toLowerCase()}`);
    },
    read: (account, asked) =>
      readQuota(account, asked, {
        store,
        sources,
        find,
        toolsFor,
        loginOf,
        generation: (id) => book.generation(id),
        clock,
      }),
    random: parts.random,
  });
  const foresee = startForesee({ store, history: parts.quotaHistory, clock, timer, log });
  /** When somebody has last answered, or failed to, and it stayed open whether what a status line says is true. */
  const leftOpenAt = new Map<AccountId, number>();
  /** Asks somebody else as long as a status line alone says that a window is used up. */
  function confirm(account: AccountId, isAnswer: boolean): void {
    const { readings, safeMode } = store.state();
    if (safeMode || unconfirmedIn(readings.get(account)?.quota).length === 0) return;
    const now = clock.nowMs();
    if (isAnswer) leftOpenAt.set(account, now);
    else if (Math.abs(now - (leftOpenAt.get(account) ?? -Infinity)) >= askAgainMs)
      void polling.readNow(account);
  }

  if (store.state().safeMode) polling.pause();
  const unsubscribe = store.subscribe((_state, event) => {
    if (event.type === 'settings.changed') polling.reconsider();
    if (event.type === 'safe-mode.changed') polling.resume();
    if (event.type === 'account.signed-out') polling.unfollow(event.account);
    // Also those that were found on this computer, or came back from a backup.
    if (event.type === 'account.signed-in') void polling.follow(event.account.id, 'signed-in');
    if (event.type === 'account.renewed') void polling.follow(event.account, 'renewed');
    if (event.type === 'quota.read') {
      const { account, kind } = event.sample;
      polling.note(account);
      confirm(account, kind !== 'status-line');
    }
    if (event.type === 'quota.failed') confirm(event.account, true);
  });
  presence.onChange((what) => {
    if (what === 'asleep') polling.pause();
    else if (what === 'woken' && !store.state().safeMode) polling.resume();
    else polling.reconsider();
  });

  return {
    ...polling,
    loginOf,
    async stop() {
      unsubscribe();
      await polling.stop();
      await foresee.stop();
      await seat.stop();
    },
  };
}
