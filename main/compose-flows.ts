// Joins the flows with each other and with the ports they are given. No Electron, no effect of its own.
import type { ManagedFile, Places } from './consumers/description.ts';
import { isMetered, type SignedInAccount } from './domain/account.ts';
import { toFailure } from './domain/failure.ts';
import type { AccountId } from './domain/ids.ts';
import type { Settings } from './domain/settings.ts';
import { createAccountBook } from './flows/account-book.ts';
import { changeSettings } from './flows/change-settings.ts';
import { clientFor } from './flows/consent.ts';
import { createFreshCredentials } from './flows/fresh-credential.ts';
import { createAccountLoader } from './flows/load-accounts.ts';
import { createQuotaPolling } from './flows/poll-quota.ts';
import { readQuota } from './flows/read-quota.ts';
import { sharedFacts } from './flows/shared-facts.ts';
import { createSharedFiles } from './flows/shared-files.ts';
import { createSignInDesk, type SignInDesk } from './flows/sign-in-desk.ts';
import { signOut, type SignedOut } from './flows/sign-out.ts';
import { preferProvider, useAccount } from './flows/switch-provider.ts';
import type {
  Browser,
  Clock,
  FileWatch,
  Log,
  Loopback,
  Preferences,
  Presence,
  QuotaNotes,
  SecretBox,
  SharedFileWriter,
  TextFiles,
  Timer,
  Vault,
} from './ports.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';
import type { Event } from './state/state.ts';
import type { Store } from './state/store.ts';

export interface FlowParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly providers: readonly ProviderDescription[];
  readonly find: (id: string) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly secretBox: SecretBox;
  readonly browser: Browser;
  readonly loopback: Loopback;
  readonly textFiles: TextFiles;
  readonly writer: SharedFileWriter;
  readonly watch: FileWatch;
  readonly notes: QuotaNotes;
  readonly presence: Presence;
}

/** What a person, an agent or the clock can have done. */
export interface Flows {
  readonly desk: SignInDesk;
  readonly prefer: (provider: string) => void;
  readonly useAccount: (account: AccountId) => Promise<void>;
  readonly signOut: (account: AccountId) => Promise<SignedOut>;
  readonly changeSettings: (changes: Partial<Settings>) => Promise<void>;
  readonly readQuota: (account: AccountId) => Promise<void>;
  readonly readQuotas: () => Promise<void>;
  /** Reads the stored accounts again if some could not be opened, and writes what could not be written. */
  readonly retry: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Somebody looks, or no longer does. */
  readonly attentionChanged: () => void;
  readonly stop: () => Promise<void>;
}

/** What the files without keys, and the figures beside the keys, are made from. */
const shownInFiles: ReadonlySet<Event['type']> = new Set([
  'settings.changed',
  'account.signed-out',
  'quota.read',
  'quota.failed',
  'plan.read',
]);

export function composeFlows(parts: FlowParts): Flows {
  const { store, clock, timer, log, providers, find, toolsFor, preferences, vault } = parts;
  const book = createAccountBook(vault);
  const settingsParts = { preferences, store };
  const files = createSharedFiles({
    managed: parts.managed,
    places: parts.places,
    files: parts.textFiles,
    writer: parts.writer,
    watch: parts.watch,
    facts: () => sharedFacts(store.state(), providers, clock.nowMs()),
    book,
    store,
    timer,
    log,
  });
  const fresh = createFreshCredentials({ book, files, find, toolsFor, store, clock, timer, log });
  const polling = createQuotaPolling({
    store,
    clock,
    timer,
    log,
    notes: parts.notes,
    attention: () => parts.presence.attention(),
    limitsOf: (id) => {
      const account = book.get(id)?.account;
      if (account === undefined) return undefined;
      const provider = find(account.provider);
      return isMetered(account, provider) ? provider.quotaLimits : undefined;
    },
    read: (account, asked) => readQuota(account, asked, { store, fresh, find, toolsFor }),
  });

  /** The account just signed in is the one in use; preferences that cannot be kept must not spoil the sign-in. */
  async function putInUse({ account }: SignedInAccount): Promise<void> {
    try {
      await useAccount(account.id, { ...settingsParts, book, files });
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('account not put in use', { account: account.id, failure });
      store.dispatch({ type: 'problem.found', about: 'preferences', failure: failure.toValue() });
    }
  }

  const desk = createSignInDesk({
    store,
    find,
    effectsFor: (provider) => ({
      tools: toolsFor(provider),
      timer,
      browser: parts.browser,
      loopback: parts.loopback,
      secretBox: parts.secretBox,
      book,
    }),
    clientFor: (provider, method, given) =>
      clientFor(provider, method, given, {
        consents: () => store.state().settings.consents,
        record: (consents) => {
          changeSettings({ consents }, settingsParts);
        },
        clock,
      }),
    afterwards: [
      { step: 'writing-files', run: putInUse },
      {
        step: 'reading-plan',
        run: async ({ account: { id } }) => {
          fresh.follow(id);
          await polling.follow(id, 'just-now');
          await polling.readNow(id);
        },
      },
    ],
  });

  const loader = createAccountLoader({
    vault,
    store,
    log,
    opened: (entry) => {
      // A sign-in that ended while the vault was being read is the newer one, and followed already.
      if (book.opened(entry)) void polling.follow(entry.account.id);
    },
    afterwards: async () => {
      await files.start();
      for (const { account } of book.all()) fresh.follow(account.id);
      files.followSoon();
    },
  });

  const unsubscribe = store.subscribe((_state, event) => {
    if (event.type === 'settings.changed') polling.reconsider();
    if (event.type === 'account.signed-out') polling.unfollow(event.account);
    if (event.type === 'account.signed-out' || event.type === 'account.renewed') fresh.follow(event.account);
    // What failed with the keys of before says nothing about the new ones.
    if (event.type === 'account.renewed') void polling.follow(event.account, 'just-now');
    if (shownInFiles.has(event.type)) files.followSoon();
  });

  return {
    desk,
    prefer: (provider) => {
      preferProvider(find(provider).id, settingsParts);
    },
    useAccount: (account) => useAccount(account, { ...settingsParts, book, files }),
    signOut: (account) => signOut(account, { book, files, find, toolsFor, store, timer, log }),
    async changeSettings(changes) {
      changeSettings(changes, settingsParts);
      for (const file of Object.keys(changes.sharedFiles ?? {})) await files.chosen(file);
    },
    readQuota: (account) => polling.readNow(account),
    async readQuotas() {
      await Promise.all(book.all().map(({ account }) => polling.readNow(account.id)));
    },
    async retry() {
      await loader.retry();
      await files.retry();
    },
    async start() {
      store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
      await loader.load();
      parts.presence.onWake(() => {
        polling.reconsider();
        for (const { account } of book.all()) fresh.follow(account.id);
      });
    },
    attentionChanged: () => {
      polling.reconsider();
    },
    async stop() {
      unsubscribe();
      await desk.stop();
      polling.stop();
      await fresh.stop();
      await files.stop();
    },
  };
}
