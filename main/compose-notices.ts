// Joins what goes out because of a quota and comes in beside it: notices, programs on events, and status lines.
import type { ConsumerDescription, Places } from './consumers/description.ts';
import { toFailure } from './domain/failure.ts';
import type { AccountId, ConsumerId } from './domain/ids.ts';
import type { Sample } from './domain/quota-window.ts';
import type { AccountBook } from './flows/account-book.ts';
import { createFollowStatusLine } from './flows/follow-status-line.ts';
import { createHooks, type Hooks } from './flows/hooks.ts';
import type { LoginOwners } from './flows/login-owners.ts';
import { createAlerts, type AlertParts } from './flows/raise-alerts.ts';
import { createStatusLine, type StatusLine, type StatusLineParts } from './flows/status-line.ts';
import type {
  AskPerson,
  Clock,
  FileWatch,
  HookApprovals,
  HookPrograms,
  Log,
  Notifier,
  Preferences,
  SharedFileWriter,
  TextFiles,
  Timer,
} from './ports.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';
import type { Event } from './state/state.ts';
import type { Store } from './state/store.ts';

export interface NoticeParts {
  readonly store: Store;
  /** Of the notices. */
  readonly language: AlertParts['language'];
  /** Of the questions to the person. */
  readonly askLanguage: AlertParts['language'];
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly providers: readonly ProviderDescription[];
  readonly find: (id: string) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly consumers: readonly ConsumerDescription[];
  readonly places: Places;
  readonly preferences: Preferences;
  readonly notifier: Notifier;
  readonly approvals: HookApprovals;
  readonly programs: HookPrograms;
  readonly ask: AskPerson;
  readonly book: AccountBook;
  readonly owners: LoginOwners;
  /** The fingerprint of the login that an account has now. */
  readonly loginOf: (account: AccountId) => string | undefined;
  readonly textFiles: TextFiles;
  readonly writer: SharedFileWriter;
  readonly watch: FileWatch;
  readonly statusLineNotes: StatusLineParts['notes'];
  readonly scriptFor: StatusLineParts['scriptFor'];
  /** The folder of the snapshots that status lines leave. */
  readonly feed: string;
  readonly show: (account: AccountId) => void;
  readonly switchTo: AlertParts['switchTo'];
  /** Minutes after midnight, local time, at a time in Unix milliseconds. */
  readonly localMinute: (at: number) => number;
}

export interface Notices {
  readonly hooks: Hooks;
  readonly statusLine: Pick<StatusLine, 'install' | 'uninstall' | 'preview'> & {
    /** What stands there now, into the state. */
    look(): Promise<void>;
  };
  /** Call when the stored accounts have been read. */
  start(): Promise<void>;
  /** Somebody looks: what others may have changed is looked at as well. */
  look(): Promise<void>;
  stop(): void;
}

const sameFiguresMs = 60_000;

/** What changes whose login lies in which folder. */
const followedAnew: ReadonlySet<Event['type']> = new Set([
  'account.signed-in',
  'account.signed-out',
  'accounts.loaded',
  'file.held',
]);

export function composeNotices(parts: NoticeParts): Notices {
  const { store, clock, timer, log, consumers, places, find, book, textFiles } = parts;
  const hooks = createHooks({
    approvals: parts.approvals,
    programs: parts.programs,
    ask: parts.ask,
    language: parts.askLanguage,
    clock,
    log,
    seen: (list) => {
      store.dispatch({ type: 'hooks.seen', hooks: list });
    },
  });
  const alerts = createAlerts({
    ...parts,
    tell: (event) => {
      if (!store.state().safeMode) hooks.tell(event);
    },
  });
  // Before anything is read: each reading counts.
  alerts.start();
  const line = createStatusLine({
    consumers,
    places,
    files: textFiles,
    writer: parts.writer,
    notes: parts.statusLineNotes,
    scriptFor: parts.scriptFor,
  });
  const heardAt = new Map<ConsumerId, number>();

  async function lookAtLines(): Promise<void> {
    const statusLines = (await line.state()).map(({ own, ...state }) => {
      const at = heardAt.get(state.consumer);
      return { ...state, ...(own !== null && { own }), ...(at !== undefined && { heardAt: at }) };
    });
    store.dispatch({ type: 'status-lines.seen', statusLines });
  }

  const last = new Map<AccountId, { readonly figures: string; readonly at: number }>();
  /** While somebody works, the same figures come every few seconds; once a minute is enough to say that they still hold. */
  function isNews({ account, at, windows }: Sample): boolean {
    const figures = JSON.stringify(windows.map(({ id, usedPercent }) => [id, usedPercent]));
    const known = last.get(account);
    if (known?.figures === figures && at >= known.at && at - known.at < sameFiguresMs) return false;
    last.set(account, { figures, at });
    return true;
  }

  const following = createFollowStatusLine({
    consumers,
    places,
    feed: parts.feed,
    book,
    holders: () => store.state().holders,
    owners: parts.owners,
    find,
    clockOf: (provider) => parts.toolsFor(find(provider)).clock,
    credentialOf: parts.loginOf,
    files: textFiles,
    watch: (path, changed) => parts.watch.watch(path, changed),
    clock,
    timer,
    log,
    told: (sample) => {
      if (isNews(sample)) store.dispatch({ type: 'quota.read', sample });
    },
    heard: (consumer, _folder, at) => {
      const isFirst = !heardAt.has(consumer);
      heardAt.set(consumer, at);
      if (isFirst) void lookAtLines();
    },
  });

  const unsubscribe = store.subscribe((_state, event) => {
    if (followedAnew.has(event.type)) following.look();
  });

  /** What went wrong stands beside the switch until it has gone well. */
  async function changed(consumer: string, change: () => Promise<void>): Promise<void> {
    const about = `status-line ${consumer}`;
    try {
      await change();
      if (store.state().problems.has(about)) store.dispatch({ type: 'problem.gone', about });
    } finally {
      await lookAtLines();
      following.look();
    }
  }

  async function look(): Promise<void> {
    await lookAtLines();
    await hooks.list();
  }

  return {
    hooks,
    statusLine: {
      look: lookAtLines,
      install: (consumer) => changed(consumer, () => line.install(consumer)),
      uninstall: (consumer) => changed(consumer, () => line.uninstall(consumer)),
      preview: (consumer) => line.preview(consumer),
    },
    async start() {
      // It makes the folder of the snapshots, which is gone after each start of the computer; only then can it be watched.
      await line.refresh().catch((thrown: unknown) => {
        log.warn('status line not brought up to date', { failure: toFailure(thrown) });
      });
      following.look();
      await look();
    },
    look,
    stop() {
      unsubscribe();
      alerts.stop();
      following.stop();
    },
  };
}
