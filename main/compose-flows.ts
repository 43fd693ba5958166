// Joins the flows with each other and with the ports they are given. No Electron, no effect of its own.
import { dirname } from 'node:path';
import { composeQuotas } from './compose-quota.ts';
import { composeSignIns } from './compose-sign-ins.ts';
import { composeSwitching, type Switching } from './compose-switching.ts';
import type { ConsumerDescription, ManagedFile, Places } from './consumers/description.ts';
import type { SignedInAccount } from './domain/account.ts';
import { Failure, type FailureValue } from './domain/failure.ts';
import type { AccountId } from './domain/ids.ts';
import type { Language } from './domain/language.ts';
import type { SettingsChanges } from './domain/settings.ts';
import { createAccountBook, type AccountBook } from './flows/account-book.ts';
import { changeSettings } from './flows/change-settings.ts';
import { createFollowLogins } from './flows/follow-logins.ts';
import { createFreshCredentials, type FreshCredentials } from './flows/fresh-credential.ts';
import { createKeyStore, type KeyStore } from './flows/key-store.ts';
import { createAccountLoader } from './flows/load-accounts.ts';
import { createLookAgain } from './flows/look-again.ts';
import { createLoginOwners, type LoginOwners } from './flows/login-owners.ts';
import { previewFile, type FilePreview } from './flows/preview-file.ts';
import { sharedFacts } from './flows/shared-facts.ts';
import { createSharedFiles, type SharedFiles } from './flows/shared-files.ts';
import type { SignInDesk } from './flows/sign-in-desk.ts';
import { signOut, type SignedOut, type SignOutChoice } from './flows/sign-out.ts';
import type {
  AskPerson,
  Browser,
  Clock,
  FileHistory,
  FileWatch,
  Lock,
  Log,
  LoginFolders,
  Loopback,
  PassphraseStore,
  Preferences,
  Presence,
  Processes,
  Programs,
  QuotaHistory,
  QuotaNotes,
  RefreshJournal,
  SecretBox,
  SharedFileWriter,
  SwitchJournal,
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
  readonly consumers: readonly ConsumerDescription[];
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly secretBox: SecretBox;
  readonly passphrase: PassphraseStore;
  readonly ask: AskPerson;
  /** Of its questions. */
  readonly askLanguage: () => Language;
  readonly journal: RefreshJournal;
  readonly switchJournal: SwitchJournal;
  readonly processes: Processes;
  /** What the folder of a login needs beside the login. Never fails. */
  readonly prepareLogin: (account: SignedInAccount) => Promise<void>;
  readonly lock: Lock;
  readonly programs: Programs;
  readonly folders: LoginFolders;
  readonly browser: Browser;
  readonly loopback: Loopback;
  readonly textFiles: TextFiles;
  readonly writer: SharedFileWriter;
  readonly history: FileHistory;
  /** The text of a credential file with every secret replaced. */
  readonly redacted: (text: string) => string;
  readonly watch: FileWatch;
  readonly notes: QuotaNotes;
  readonly quotaHistory: QuotaHistory;
  readonly presence: Presence;
  readonly fingerprint: (text: string) => string;
  /** 0 to 1. */
  readonly random: () => number;
}

/** What a person, an agent or the clock can have done. */
export interface Flows {
  readonly desk: SignInDesk;
  readonly switching: Pick<Switching, 'switchTo' | 'undo' | 'look'>;
  readonly signOut: (account: AccountId, choice?: SignOutChoice) => Promise<SignedOut>;
  readonly keyStore: KeyStore;
  readonly owners: LoginOwners;
  readonly book: AccountBook;
  readonly fresh: Pick<FreshCredentials, 'get'>;
  /** The accounts have been read. @throws Failure when that takes too long */
  readonly ready: () => Promise<void>;
  readonly files: SharedFiles;
  readonly loginOf: (account: AccountId) => string | undefined;
  /** @param language of its reason; without one, English, as in a terminal */
  readonly previewFile: (file: string, language?: Language) => Promise<FilePreview>;
  readonly changeSettings: (changes: SettingsChanges) => Promise<void>;
  readonly readQuota: (account: AccountId) => Promise<void>;
  readonly readQuotas: () => Promise<void>;
  /**
   * Reads the stored accounts again if some could not be opened, asks the key store, and writes what could not be written;
   * what takes longer than a moment goes on behind.
   */
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

function isOfKeyStore(failure: FailureValue | undefined): boolean {
  return failure?.code.startsWith('storage/key-store-') === true;
}

export function composeFlows(parts: FlowParts): Flows {
  const { store, clock, timer, log, providers, find, toolsFor, preferences, vault } = parts;
  const book = createAccountBook(vault, (account, keys) => {
    store.dispatch({ type: 'account.keys', account, keys });
  });
  const owners = createLoginOwners({
    consumers: parts.consumers,
    programs: parts.programs,
    browser: parts.browser,
    files: parts.textFiles,
    clock,
    timer,
  });
  const { journal, lock, folders } = parts;
  const settingsParts = { preferences, store };
  const files = createSharedFiles({
    managed: parts.managed,
    places: parts.places,
    files: parts.textFiles,
    writer: parts.writer,
    history: parts.history,
    watch: parts.watch,
    clock,
    askProgram: ({ file, path, reader }) => {
      const consumer = parts.consumers.find(({ files: own }) => own.some(({ id }) => id === file.id));
      if (consumer?.owner === undefined) throw new Failure('credential/left-to-owner', { subject: reader });
      // Named even where it is the usual one: a variable of the environment may name another.
      return owners.renew(consumer.id, { folder: dirname(path), place: 'private' });
    },
    facts: () => sharedFacts(store.state(), providers, clock.nowMs()),
    book,
    store,
    timer,
    log,
  });
  const fresh = createFreshCredentials({
    book,
    files,
    find,
    toolsFor,
    journal,
    lock,
    store,
    timer,
    random: parts.random,
    log,
  });
  const quotas = composeQuotas({ ...parts, book, fresh, owners });

  const switching = composeSwitching({
    ...parts,
    journal: parts.switchJournal,
    files,
    book,
    fresh,
    owners,
    readQuota: (account) => quotas.readNow(account),
    prepare: async (id) => {
      const entry = book.get(id);
      if (entry !== undefined) await parts.prepareLogin(entry);
    },
  });

  const desk = composeSignIns({
    ...parts,
    book,
    owners,
    files,
    switching,
    quotas,
    ready: () => loader.ready(),
  });

  const opened: AccountId[] = [];
  const loader = createAccountLoader({
    vault,
    store,
    timer,
    log,
    isForgotten: (account) => book.isForgotten(account),
    opened: (entry, backend) => {
      // A sign-in that ended while the vault was being read is the newer one, and followed already.
      if (book.opened(entry, backend)) opened.push(entry.account.id);
    },
    afterwards: async () => {
      // Before anything else looks at the files, or has keys renewed: half a switch is none.
      await switching.recover();
      await files.start();
      for (const { account } of book.all()) fresh.follow(account.id);
      files.followSoon();
      if (!store.state().safeMode) switching.start();
      for (const account of opened.splice(0)) void quotas.follow(account);
    },
  });

  const logins = createFollowLogins({ book, owners, store, clock, log });
  const keyStore = createKeyStore({
    ...settingsParts,
    box: parts.secretBox,
    passphrase: parts.passphrase,
    book,
    reload: loader.load,
    isWhole: loader.isWhole,
    ask: parts.ask,
    language: parts.askLanguage,
    log,
  });

  const lookAgain = createLookAgain({ loader, keyStore, files, timer });

  /** By itself, so not in safe mode: programs are started for it. */
  function lookAtLogins(): void {
    if (!store.state().safeMode) void logins.look();
  }

  /** What a start leaves out in safe mode. */
  function goOn(): void {
    for (const { account } of book.all()) fresh.follow(account.id);
    switching.start();
    void logins.look();
  }

  const isDelegated = (id: AccountId): boolean => book.get(id)?.credential.kind === 'delegated';
  const unsubscribe = store.subscribe((_state, event) => {
    // The accounts are shown before what was cut off is repaired. Where that fails, it goes on when they are read again.
    if (event.type === 'safe-mode.changed' && store.state().loaded)
      void loader.ready().then(goOn, () => undefined);
    if (event.type === 'account.signed-out') void switching.signedOut(event.account);
    if (event.type === 'account.signed-out' || event.type === 'account.renewed') fresh.follow(event.account);
    if (event.type === 'account.signed-in') fresh.follow(event.account.id);
    if (event.type === 'key-store.seen' && event.keyStore.failure === undefined) fresh.keyStoreOpened();
    // Where figures come from the program that keeps the login, its plan may have changed as well.
    if (event.type === 'quota.read' && isDelegated(event.sample.account)) lookAtLogins();
    // A key store that fails somebody is looked at anew, so that the window can offer the ways out.
    if ((event.type === 'sign-in.ended' || event.type === 'account.unusable') && isOfKeyStore(event.failure))
      void keyStore.look();
    // What was idle may be asked again, and the other way round.
    if (event.type === 'packages.seen')
      for (const { account } of book.all())
        if (providers.find(({ id }) => id === account.provider)?.thirdParty !== undefined)
          void quotas.follow(account.id);
    if (shownInFiles.has(event.type)) files.followSoon();
  });

  return {
    desk,
    switching: {
      async switchTo(wish) {
        await loader.ready();
        await switching.switchTo(wish);
      },
      async undo() {
        await loader.ready();
        return switching.undo();
      },
      look: () => switching.look(),
    },
    signOut: (account, choice = {}) =>
      signOut(account, choice, {
        book,
        files,
        find,
        toolsFor,
        owners,
        isOurs: (folder) =>
          parts.managed.some(
            ({ path, file }) => dirname(path) === folder && store.state().holders.has(file.id),
          ),
        folders,
        journal,
        lock,
        store,
        timer,
        log,
      }),
    keyStore,
    owners,
    book,
    fresh,
    ready: () => loader.ready(),
    files,
    loginOf: (account) => quotas.loginOf(account),
    previewFile: (file, language) => previewFile(file, files, parts.redacted, language),
    async changeSettings(changes) {
      changeSettings(changes, settingsParts);
      for (const file of Object.keys(changes.sharedFiles ?? {})) await files.chosen(file);
    },
    readQuota: (account) => quotas.readNow(account),
    async readQuotas() {
      // One after the other: many accounts never make a burst.
      for (const { account } of book.all()) await quotas.readNow(account.id);
    },
    retry() {
      void logins.look();
      void switching.look();
      return lookAgain();
    },
    async start() {
      store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
      store.dispatch({ type: 'course.moved', course: preferences.course(), by: 'person' });
      await loader.load();
      parts.presence.onChange((what) => {
        if (what !== 'woken') return;
        fresh.woken();
        lookAtLogins();
      });
      await folders.sweep();
      lookAtLogins();
    },
    attentionChanged: () => {
      quotas.reconsider();
    },
    async stop() {
      unsubscribe();
      const switched = switching.stop();
      const counting = quotas.stop();
      // At once, so that nothing new is offered to a provider while a sign-in that is past the person comes to its end.
      const refreshing = fresh.stop();
      await desk.stop();
      await switched;
      await refreshing;
      await counting;
      await files.stop();
    },
  };
}
