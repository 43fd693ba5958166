// One process of ours that switches between accounts: the real flows, files, locks, journal and preferences on a real disk,
// joined as the app joins them.
import { join } from 'node:path';
import { createCredentialFiles, textFiles } from '../../../main/adapters/node/credential-files.ts';
import { openPreferences } from '../../../main/adapters/electron/preferences.ts';
import { createFileHistory } from '../../../main/adapters/node/file-history.ts';
import { createForeignLocks } from '../../../main/adapters/node/foreign-locks.ts';
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { createSwitchJournal } from '../../../main/adapters/node/switch-journal.ts';
import { systemClock, systemTimer } from '../../../main/adapters/node/system-time.ts';
import { composeSwitching } from '../../../main/compose-switching.ts';
import { consumers, managedFiles } from '../../../main/consumers/list.ts';
import { Failure, type FailureValue } from '../../../main/domain/failure.ts';
import type { LoginOwners } from '../../../main/flows/login-owners.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { sharedFacts } from '../../../main/flows/shared-facts.ts';
import { createSharedFiles } from '../../../main/flows/shared-files.ts';
import type { FileHistory, SharedFileWriter, SwitchJournal } from '../../../main/ports.ts';
import { findProvider, providers } from '../../../main/providers/list.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeOwners } from '../../fakes/owner.ts';
import { keyStoresOf, ToySecretBox } from '../../fakes/secret-box.ts';
import { MemorySwitchJournal } from '../../fakes/switch-journal.ts';
import { MemoryVault } from '../../fakes/vault.ts';
import { filesIn, pictureOf, placesIn, type Picture } from './home-picture.ts';
import { entries, furnish, loosen, type Switch } from './switch-accounts.ts';

/** What may be taken away, to see that it was needed. */
export type Guard = 'journal' | 'rollback';

/** `noted`: in the journal; `written`: one file; `settled`: in the preferences; `done`: in the journal. */
export type SwitchStep = 'noted' | 'written' | 'settled' | 'done';

type Parts = Parameters<typeof composeSwitching>[0];
/** What the proof of a sign-in shares with the rest. */
export type Inside = Pick<Parts, 'store' | 'book' | 'files' | 'lock' | 'log'> & {
  readonly owners: LoginOwners;
};

export interface Proof extends Pick<Parts, 'find' | 'toolsFor' | 'fresh' | 'readQuota' | 'timer'> {
  /** Waits for what was asked. */
  stop(): Promise<void>;
}

export interface SwitcherParts {
  /** Holds the made-up home, and our own data and configuration. */
  readonly folder: string;
  readonly without?: Guard | undefined;
  /** Told of each step when it is done. */
  readonly step?: (step: SwitchStep) => void;
  /** Runs before a file is written. */
  readonly beforeWrite?: (path: string) => Promise<void>;
  /** How it is found out whether a sign-in works; absent: nobody asks. */
  readonly proof?: (inside: Inside) => Proof;
}

export interface Switcher {
  /** What the app does at its start. Answers why a switch that was cut off could be neither finished nor taken back. */
  recover(): Promise<FailureValue | undefined>;
  /** @throws Failure */
  carryOut(which: Switch): Promise<void>;
  /** @throws Failure */
  undo(): Promise<string>;
  picture(): Promise<Picture>;
  stop(): Promise<void>;
}

function watchedJournal(journal: SwitchJournal, step: (step: SwitchStep) => void): SwitchJournal {
  return {
    ...journal,
    load: () => journal.load(),
    clear: () => journal.clear(),
    async save(record) {
      await journal.save(record);
      step(record.state === 'begun' ? 'noted' : 'done');
    },
  };
}

function watchedWriter(
  writer: SharedFileWriter,
  { without, step, beforeWrite }: SwitcherParts,
): SharedFileWriter {
  let hasFailed = false;
  return {
    ...writer,
    async put(target, planned) {
      // Nothing is put back: what was written stays.
      if (hasFailed && without === 'rollback') return 'unchanged';
      await beforeWrite?.(target.path);
      try {
        const outcome = await writer.put(target, planned);
        step?.('written');
        return outcome;
      } catch (thrown) {
        hasFailed = true;
        throw thrown;
      }
    },
  };
}

/** Notes are made behind a write; whoever takes the folder away waits for them. */
function watchedHistory(history: FileHistory): FileHistory & { settled(): Promise<void> } {
  let last = Promise.resolve();
  return {
    ...history,
    note(...noted) {
      last = history.note(...noted);
      return last;
    },
    settled: () => last,
  };
}

const nobody = (): never => {
  throw new Failure('internal', { detail: 'not asked here' });
};

async function open(parts: SwitcherParts) {
  // The package `electron` only tells where its program lies, and would fetch it first where it is not there.
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = '/nowhere';
  const { folder, without, step = () => undefined } = parts;
  const places = placesIn(folder);
  const box = new ToySecretBox();
  const log = new RecordingLog();
  const lock = createOwnerLock(join(folder, 'data', 'locks'));
  const preferences = await openPreferences(join(folder, 'config'));
  const store = createStore({
    ...initialState,
    accounts: entries.map(({ account }) => account),
    settings: preferences.settings(),
    course: preferences.course(),
  });
  const book = createAccountBook(new MemoryVault(), (account, keys) => {
    store.dispatch({ type: 'account.keys', account, keys });
  });
  for (const entry of entries) book.opened(entry);
  const history = watchedHistory(createFileHistory({ folder: join(folder, 'data', 'history'), box }));
  const writer = watchedWriter(
    createCredentialFiles({
      backupFolder: join(folder, 'data', 'backups'),
      home: folder,
      lock,
      foreignLocks: createForeignLocks({ notesFolder: join(folder, 'data', 'locks', 'folders') }),
      history,
    }),
    parts,
  );
  const files = createSharedFiles({
    managed: managedFiles(places),
    places,
    files: textFiles,
    writer,
    history,
    watch: { watch: () => () => undefined },
    clock: systemClock,
    askProgram: nobody,
    facts: () => sharedFacts(store.state(), providers, Date.now()),
    book,
    store,
    timer: systemTimer,
    log,
  });
  const owners = new FakeOwners();
  const path = join(folder, 'data', 'switch.json');
  const journal =
    without === 'journal' ? new MemorySwitchJournal() : createSwitchJournal({ path, ...keyStoresOf(box) });
  const proof = parts.proof?.({ store, book, files, lock, log, owners });
  const switching = composeSwitching({
    store,
    providers,
    consumers,
    preferences: {
      ...preferences,
      settle(switched) {
        preferences.settle(switched);
        step('settled');
      },
    },
    files,
    writer,
    journal: watchedJournal(journal, step),
    processes: { running: async () => [] },
    book,
    lock,
    log,
    prepare: async () => undefined,
    fresh: { get: nobody },
    owners,
    find: findProvider,
    toolsFor: nobody,
    readQuota: nobody,
    clock: systemClock,
    timer: systemTimer,
    ...proof,
  });
  return { store, preferences, files, history, switching, proof };
}

export async function openSwitcher(parts: SwitcherParts): Promise<Switcher> {
  const { folder } = parts;
  const { store, preferences, files, history, switching, proof } = await open(parts);
  return {
    async recover() {
      await switching.recover();
      await files.start();
      return store.state().switching.failure;
    },
    async carryOut({ provider, to }) {
      await switching.switchTo({
        prefer: provider,
        account: to,
        ...(parts.proof === undefined && { unchecked: true }),
      });
    },
    undo: () => switching.undo(),
    picture() {
      const { strategy, preferredProvider, activeAccounts } = preferences.settings();
      return pictureOf(folder, { strategy, preferredProvider, activeAccounts });
    },
    async stop() {
      await switching.stop();
      await proof?.stop();
      await files.stop();
      await history.settled();
    },
  };
}

/** A home in which the account to switch from is in use, in every file that it may be in. */
export async function furnishFor(which: Switch, folder: string): Promise<void> {
  const { home, data } = placesIn(folder);
  await furnish(home, data);
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = '/nowhere';
  const preferences = await openPreferences(join(folder, 'config'));
  preferences.change({
    strategy: 'user-preference',
    preferredProvider: which.other,
    activeAccounts: { [which.provider]: which.from, [which.other]: which.beside },
    sharedFiles: Object.fromEntries(managedFiles(placesIn(folder)).map(({ file }) => [file.id, true])),
  });
  const { files, history } = await open({ folder });
  await files.start();
  await files.claim(which.provider);
  await files.claim(which.other);
  await files.stop();
  await history.settled();
  await loosen([...filesIn(folder).keys()]);
}
