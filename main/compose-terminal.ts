// Joins what is around the programs in a terminal: plain calls that follow the account in use, Doctor, and the shortcut.
import type { Flows } from './compose-flows.ts';
import type { ConsumerDescription, ManagedFile, Places } from './consumers/description.ts';
import { isDelegatedAccount, type SignedInAccount } from './domain/account.ts';
import { toFailure } from './domain/failure.ts';
import { createDoctor, type Doctor, type DoctorParts } from './flows/doctor.ts';
import { sharedFacts } from './flows/shared-facts.ts';
import { createShellStart, type ShellStartFlow, type ShellStartParts } from './flows/shell-start.ts';
import { followShortcut } from './flows/switch-shortcut.ts';
import type { Clock, FileHistory, Log, Programs, SharedFileWriter, Shortcuts, TextFiles } from './ports.ts';
import type { ProviderDescription } from './providers/description.ts';
import { selected } from './state/selected.ts';
import type { State } from './state/state.ts';
import type { Store } from './state/store.ts';

export interface TerminalParts
  extends
    Pick<ShellStartParts, 'shells' | 'scripts' | 'links'>,
    Pick<
      DoctorParts,
      'platform' | 'scriptFolder' | 'machine' | 'startUp' | 'repairs' | 'ownFiles' | 'redacted'
    > {
  readonly flows: Flows;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly providers: readonly ProviderDescription[];
  readonly consumers: readonly ConsumerDescription[];
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly programs: Programs;
  readonly textFiles: TextFiles;
  readonly writer: SharedFileWriter;
  readonly history: FileHistory;
  readonly shortcuts: Shortcuts;
  /** Whether the programs and files that the person has approved are still what they were, into the state. */
  readonly lookAtHooks: () => Promise<unknown>;
  readonly approvePackage: DoctorParts['approvePackage'];
  readonly startNormally: DoctorParts['startNormally'];
}

export interface Terminal {
  readonly shells: Pick<ShellStartFlow, 'look' | 'install' | 'uninstall' | 'preview'>;
  readonly doctor: Doctor;
  /** What the folder of a login needs beside the login, before an agent is started with it. Never fails. */
  shareFolder(entry: SignedInAccount): Promise<void>;
  /** The same before a plain call uses it. */
  prepareLogin(entry: SignedInAccount): Promise<void>;
  /** Call when the stored accounts have been read. */
  start(): Promise<void>;
  stop(): void;
}

export function composeTerminal(parts: TerminalParts): Terminal {
  const { flows, store, clock, log, providers, consumers, managed, places, writer } = parts;
  const { book, files, switching } = flows;
  const facts = (state = store.state()) => sharedFacts(state, providers, clock.nowMs());
  const shell = createShellStart({
    consumers,
    places,
    shells: parts.shells,
    scripts: parts.scripts,
    links: parts.links,
    programs: parts.programs,
    files: parts.textFiles,
    writer,
    store,
    log,
  });
  const shells: Terminal['shells'] = {
    ...shell,
    async install(name) {
      await shell.install(name);
      await shell.shareFolders(facts().logins.values());
      await files.follow();
    },
  };
  const doctor = createDoctor({
    consumers,
    providers,
    managed,
    places,
    platform: parts.platform,
    scriptFolder: parts.scriptFolder,
    files: parts.textFiles,
    writer,
    history: parts.history,
    sharedFiles: files,
    previewFile: flows.previewFile,
    book,
    state: () => store.state(),
    facts: () => facts(),
    machine: parts.machine,
    startUp: parts.startUp,
    repairs: parts.repairs,
    ownFiles: parts.ownFiles,
    redacted: parts.redacted,
    approvePackage: parts.approvePackage,
    startNormally: parts.startNormally,
    lookAgain: async () => {
      await Promise.all([shell.look(), switching.look(), parts.lookAtHooks()]);
    },
    clock,
    log,
  });
  let endShortcut = (): void => undefined;

  return {
    shells,
    doctor,
    async shareFolder(entry) {
      if (!isDelegatedAccount(entry)) return;
      const { owner, folder, place } = entry.credential;
      await shell.shareFolder({ owner, folder, place });
    },
    async prepareLogin(entry) {
      if (!isDelegatedAccount(entry)) return;
      const { owner, folder, place } = entry.credential;
      await shell.shareFolders([{ owner, folder, place }]);
    },
    async start() {
      endShortcut = followShortcut({
        store,
        shortcuts: parts.shortcuts,
        preferred: (state: State) => selected(state, providers, clock.nowMs()).preferred,
        providers,
        prefer: (provider) => {
          switching.switchTo({ prefer: provider }).catch((thrown: unknown) => {
            log.warn('not switched', { failure: toFailure(thrown) });
          });
        },
      });
      await shell.refresh().catch((thrown: unknown) => {
        log.warn('scripts for plain calls not renewed', { failure: toFailure(thrown) });
      });
      await shell.look();
    },
    stop() {
      endShortcut();
    },
  };
}
