// Joins what brings sign-ins and settings along: found on this computer, from a backup or a file, and back to how it was. No
// Electron.
import type { ArchiveParts } from './broker/actions/archive.ts';
import type { FileParts } from './broker/actions/files.ts';
import type { LoginParts } from './broker/actions/logins.ts';
import type { Flows } from './compose-flows.ts';
import type { ConsumerDescription, Finder, ManagedFile, Places } from './consumers/description.ts';
import type { CompanyLogin } from './domain/company-login.ts';
import type { TakenLogin, TerminalKeys } from './domain/found-logins.ts';
import { isFileOn } from './domain/settings.ts';
import { createArchive } from './flows/archive.ts';
import {
  createCompanyLogins,
  type CompanyLoginFlow,
  type CompanyLoginParts,
} from './flows/company-logins.ts';
import { findLogins, unseenLogins, type LoginAtHand } from './flows/find-logins.ts';
import type { Flags as FeatureFlags } from './flows/flags.ts';
import { migrate } from './flows/migrate.ts';
import { restoreFiles } from './flows/restore-files.ts';
import { createSettingsTransfer, type SettingsTransfer } from './flows/settings-transfer.ts';
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

export interface LoginFlowParts extends Pick<
  CompanyLoginParts,
  'httpFor' | 'commands' | 'approvals' | 'ask' | 'language' | 'watch'
> {
  readonly flows: Flows;
  readonly flags: Pick<FeatureFlags, 'requireOn'>;
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
  /** As Node names it. */
  readonly platform: string;
}

/** What the local service is given of them. */
export type LoginFlows = LoginParts &
  ArchiveParts &
  Pick<FileParts, 'restoreFiles'> & {
    readonly settingsTransfer: SettingsTransfer;
    readonly companyLogins: CompanyLoginFlow;
  };

export function composeLogins(parts: LoginFlowParts): LoginFlows {
  const { flows, store, clock, log, find, consumers, managed, places, preferences, writer } = parts;
  const { book, files, desk, owners, changeSettings } = flows;

  const finder: Finder = {
    places,
    platform: parts.platform,
    // What cannot be read holds no login that could be taken in.
    read: (path) => parts.textFiles.read(path).catch(() => undefined),
  };
  const atHand = (keys: TerminalKeys, signal: AbortSignal): Promise<readonly LoginAtHand[]> =>
    findLogins(
      keys,
      { consumers, finder, owners, folders: parts.folders, book, store, managed, log },
      signal,
    );
  const take = (
    found: readonly LoginAtHand[],
    only: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly TakenLogin[]> =>
    takeLogins(found, only, { book, desk, find, store, clock, log }, signal);

  const seen = (found: readonly CompanyLogin[]): void => {
    store.dispatch({ type: 'company-logins.seen', logins: found });
  };
  const [companyLogins] = consumers.flatMap(({ id, label, companyLogins: host }) => {
    if (host === undefined) return [];
    const ran: CompanyLoginParts['ran'] = ({ host: server, program: { path } }, by, failure) => {
      store.dispatch({
        type: 'company-command.ended',
        by,
        consumer: id,
        host: server,
        program: path,
        ...(failure !== undefined && { failure }),
      });
    };
    // One that stands there already can still be taken away.
    const requireOn = (): Promise<void> => parts.flags.requireOn('company-logins');
    const own = { program: label, host, sharedFiles: files, requireOn, seen, ran };
    return [createCompanyLogins({ ...parts, ...own })];
  });
  if (companyLogins === undefined) throw new RangeError('no program in the list has company logins');

  return {
    companyLogins,
    logins: {
      list: async (keys, signal) => ({
        logins: (await atHand(keys, signal)).map(({ listed }) => listed),
        unseen: await unseenLogins({ consumers, finder, log }),
      }),
      take: async (keys, only, signal) => take(await atHand(keys, signal), only, signal),
    },
    migrate: (order, signal) =>
      migrate(
        order,
        {
          managed,
          places,
          isOn: ({ file }) => isFileOn(store.state().settings, file),
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
      prove: (passphrase) => flows.keyStore.prove(passphrase),
      ask: parts.ask,
      language: parts.language,
      clock,
      log,
    }),
    settingsTransfer: createSettingsTransfer({ store, providers: parts.providers, changeSettings }),
    restoreFiles: (file, force) =>
      restoreFiles(file, force, {
        managed,
        places,
        writer,
        book,
        switchOff: (ids) => changeSettings({ sharedFiles: Object.fromEntries(ids.map((id) => [id, false])) }),
        log,
      }),
  };
}
