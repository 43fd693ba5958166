// Joins what brings sign-ins along: found on this computer, from a backup, and back to how it was. No Electron.
import type { ConsumerDescription, ManagedFile, Places } from './consumers/description.ts';
import type { ListedLogin, TakenLogin, TerminalKeys } from './domain/found-logins.ts';
import type { Flows } from './compose-flows.ts';
import { createArchive, type Archive } from './flows/archive.ts';
import { findLogins, type LoginAtHand } from './flows/find-logins.ts';
import { migrate, type MigrateOrder } from './flows/migrate.ts';
import { restoreFiles } from './flows/restore-files.ts';
import { sharedFacts } from './flows/shared-facts.ts';
import { takeLogins } from './flows/take-logins.ts';
import type {
  Clock,
  LoginFolders,
  Log,
  PassphraseCipher,
  Preferences,
  SharedFileWriter,
  TextFiles,
  WholeFiles,
} from './ports.ts';
import type { ProviderDescription } from './providers/description.ts';
import type { Store } from './state/store.ts';

export interface LoginFlowParts {
  readonly flows: Flows;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly providers: readonly ProviderDescription[];
  readonly find: (id: string) => ProviderDescription;
  readonly consumers: readonly ConsumerDescription[];
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly preferences: Preferences;
  readonly textFiles: TextFiles;
  readonly writer: SharedFileWriter;
  readonly whole: WholeFiles;
  readonly folders: LoginFolders;
  readonly cipher: PassphraseCipher;
}

export interface LoginFlows {
  readonly logins: {
    list(keys: TerminalKeys, signal: AbortSignal): Promise<readonly ListedLogin[]>;
    take(
      keys: TerminalKeys,
      only: readonly string[] | undefined,
      signal: AbortSignal,
    ): Promise<readonly TakenLogin[]>;
  };
  readonly migrate: (order: MigrateOrder, signal: AbortSignal) => ReturnType<typeof migrate>;
  readonly archive: Archive;
  readonly restoreFiles: (file: string | undefined) => ReturnType<typeof restoreFiles>;
}

export function composeLogins(parts: LoginFlowParts): LoginFlows {
  const { flows, store, clock, log, find, consumers, managed, places, preferences, writer } = parts;
  const { book, files, desk, owners, changeSettings } = flows;

  const atHand = (keys: TerminalKeys, signal: AbortSignal): Promise<readonly LoginAtHand[]> =>
    findLogins(
      keys,
      {
        consumers,
        // What cannot be read holds no login that could be taken in.
        finder: { places, read: (path) => parts.textFiles.read(path).catch(() => undefined) },
        owners,
        folders: parts.folders,
        book,
        store,
        isOurs: (path) =>
          managed.some((item) => item.path === path && store.state().holders.has(item.file.id)),
        log,
      },
      signal,
    );
  const take = (
    found: readonly LoginAtHand[],
    only: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly TakenLogin[]> =>
    takeLogins(found, only, { book, desk, find, store, clock, log }, signal);

  return {
    logins: {
      list: async (keys, signal) => (await atHand(keys, signal)).map(({ listed }) => listed),
      take: async (keys, only, signal) => take(await atHand(keys, signal), only, signal),
    },
    migrate: (order, signal) =>
      migrate(
        order,
        {
          managed,
          places,
          isOn: ({ file }) => store.state().settings.sharedFiles[file.id] ?? file.isOnByDefault,
          whole: parts.whole,
          findLogins: atHand,
          takeLogins: take,
          book,
          files,
          facts: () => sharedFacts(store.state(), parts.providers, clock.nowMs()),
          preferences,
          store,
          log,
        },
        signal,
      ),
    archive: createArchive({
      book,
      store,
      cipher: parts.cipher,
      adopt: (account) => files.adopt(account),
      changeSettings,
      usedBy: (account) =>
        managed
          .filter(({ file }) => store.state().holders.get(file.id) === account)
          .map(({ reader }) => reader),
      find,
      clock,
      log,
    }),
    restoreFiles: (file) =>
      restoreFiles(file, {
        managed,
        places,
        writer,
        switchOff: (ids) => changeSettings({ sharedFiles: Object.fromEntries(ids.map((id) => [id, false])) }),
        log,
      }),
  };
}
