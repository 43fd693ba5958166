// Keeps the files of other programs in step with the accounts in use, and notices what those programs do with them.
import { isOAuthAccount, type SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure, type FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Home } from '../domain/refresh-policy.ts';
import type { CredentialFile, ManagedFile, Places, SharedFacts } from '../consumers/description.ts';
import type { FileWatch, JsonEdit, Log, SharedFileWriter, TextFiles, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';

export interface SharedFileParts {
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly files: TextFiles;
  readonly writer: SharedFileWriter;
  readonly watch: FileWatch;
  readonly book: AccountBook;
  readonly store: Store;
  readonly facts: () => SharedFacts;
  readonly timer: Timer;
  readonly log: Log;
}

export interface SharedFiles {
  /** Puts the keys of the provider's account in use where they belong: the person has asked for it. */
  claim(provider: ProviderId): Promise<void>;
  /** Writes what has changed into files that hold one of our accounts, and into those without keys. */
  follow(): Promise<void>;
  /** The same a moment later, once for everything that changes until then. */
  followSoon(): void;
  /** Takes an account's keys out of every file that holds them; what cannot be written is tried again by `retry`. */
  release(entry: SignedInAccount): Promise<Released>;
  /** Takes newer keys from the file that carries the account's refresh token; answers where that token lives. */
  adopt(account: AccountId): Promise<Home>;
  /** Tries again what could not be written. */
  retry(): Promise<void>;
  /** Writes or leaves alone a file that the person switched on or off. */
  chosen(fileId: string): Promise<void>;
  /** Looks at the files now and whenever they change; called again, looks again. */
  start(): Promise<void>;
  /** Waits for what is being written. */
  stop(): Promise<void>;
}

export interface Released {
  /** The programs that lost the keys. */
  readonly lost: readonly string[];
  /** The files that hold them still, and why. */
  readonly failures: readonly FailureValue[];
}

const soonMs = 200;

export function createSharedFiles(parts: SharedFileParts): SharedFiles {
  const { managed, places, files, writer, watch, book, store, facts, timer, log } = parts;
  const credentialFiles = managed.flatMap(({ file, ...rest }): readonly ManagedFile<CredentialFile>[] =>
    file.kind === 'credential' ? [{ ...rest, file }] : [],
  );
  /** By file, whether it was to be claimed. */
  const unwritten = new Map<string, boolean>();
  /** By file, whose keys are still to be taken out of it. */
  const unreleased = new Map<string, SignedInAccount>();
  /** The keys last seen in a file: after a refresh it has them still, and is the account's all the same. */
  const lastSeen = new Map<string, SignedInAccount>();
  const watches = new Map<string, () => void>();
  const missing = new Set<string>();
  let following: (() => void) | undefined;

  const enabled = ({ file }: ManagedFile): boolean => store.state().settings.sharedFiles[file.id] ?? true;
  const accountsOf = ({ file }: ManagedFile<CredentialFile>): readonly SignedInAccount[] =>
    book.all().filter((entry) => file.accepts(entry));
  const holderOf = (item: ManagedFile<CredentialFile>, present: JsonObject): AccountId | undefined =>
    accountsOf(item).find((entry) => holds(item, present, entry))?.account.id;

  function holds(
    { file }: ManagedFile<CredentialFile>,
    present: JsonObject,
    entry: SignedInAccount,
  ): boolean {
    const before = lastSeen.get(file.id);
    if (!file.holds(present, entry))
      return before?.account.id === entry.account.id && file.holds(present, before);
    lastSeen.set(file.id, entry);
    return true;
  }

  /** Keys of ours that we wrote or adopted are in the vault and need no copy. */
  const isOurs =
    (item: ManagedFile<CredentialFile>) =>
    (present: JsonObject): boolean =>
      holderOf(item, present) !== undefined;

  function tell(item: ManagedFile<CredentialFile>, holder: AccountId | undefined): void {
    if (store.state().holders.get(item.file.id) !== holder)
      store.dispatch({ type: 'file.held', file: item.file.id, ...(holder !== undefined && { holder }) });
  }

  /** Takes over the keys that the file's own program has renewed. Durable before anything else happens. */
  async function adoptFrom(item: ManagedFile<CredentialFile>, present: JsonObject): Promise<void> {
    for (const entry of accountsOf(item).filter(isOAuthAccount)) {
      const newer = item.file.rotated?.(present, entry);
      if (newer === undefined) continue;
      await book.keep(newer);
      const account = newer.account.id;
      log.info('keys adopted', { account, path: item.path, by: item.reader });
      store.dispatch({
        type: 'account.renewed',
        account,
        by: item.reader,
        at: newer.credential.obtainedAt,
      });
    }
  }

  async function refuseOverruled({ file, reader }: ManagedFile<CredentialFile>): Promise<void> {
    const overruling = file.overruledBy;
    const settings = overruling === undefined ? undefined : await files.read(overruling.path(places));
    if (settings !== undefined && overruling?.overrules(settings) === true)
      throw new Failure('storage/managed-elsewhere', { subject: reader });
  }

  /** Runs one write; a failure becomes a problem in the state and does not stop the others. */
  async function attempt(item: ManagedFile, claiming: boolean, work: () => Promise<string>): Promise<void> {
    const toClaim = claiming || unwritten.get(item.file.id) === true;
    try {
      const outcome = await work();
      if (outcome !== 'unchanged') log.info('shared file', { path: item.path, outcome });
      // To leave a file alone is not to have claimed it.
      else if (toClaim && !claiming) return;
      unwritten.delete(item.file.id);
      if (store.state().problems.has(item.path)) store.dispatch({ type: 'problem.gone', about: item.path });
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('shared file not written', { path: item.path, failure });
      unwritten.set(item.file.id, toClaim);
      store.dispatch({ type: 'problem.found', about: item.path, failure: failure.toValue() });
    }
  }

  /** @param claiming whether to take the place of what is not ours */
  async function writeCredential(item: ManagedFile<CredentialFile>, claiming: boolean): Promise<void> {
    const { file, path } = item;
    const active = facts().providers.find(({ id }) => id === file.provider)?.account?.id;
    if (claiming && (active === undefined || book.get(active) === undefined)) return;
    let wrote: SignedInAccount | undefined;
    const edit: JsonEdit = async (present) => {
      if (present !== undefined) await adoptFrom(item, present);
      // Unclaimed, a file follows whoever it holds, in use or not: a spent refresh token must not stay there.
      const whose = claiming ? active : present === undefined ? undefined : holderOf(item, present);
      // Adoption may have changed the keys.
      const entry = whose === undefined ? undefined : book.get(whose);
      wrote = entry !== undefined && file.accepts(entry) ? entry : undefined;
      return wrote === undefined ? undefined : file.content(wrote, facts(), present);
    };
    if (!claiming) {
      const text = await files.read(path).catch(() => undefined);
      if (text === undefined) return;
    }
    await attempt(item, claiming, async () => {
      if (claiming) await refuseOverruled(item);
      const outcome = await writer.editJson(path, edit, isOurs(item));
      if (wrote !== undefined) lastSeen.set(file.id, wrote);
      if (wrote !== undefined && claiming) {
        // The folder may be there only now.
        keepWatch(item);
        tell(item, wrote.account.id);
      }
      return outcome;
    });
  }

  async function writeState(item: ManagedFile): Promise<void> {
    const { file, path } = item;
    if (file.kind !== 'state') return;
    // Nothing is said to nobody: a person without an account gets no files.
    const somebody = facts().providers.some(({ account }) => account !== undefined);
    const edit: JsonEdit = (present) =>
      present === undefined && !somebody ? undefined : file.content(facts(), present);
    await attempt(item, false, () => writer.editJson(path, edit));
  }

  let working: Promise<unknown> = Promise.resolve();
  /** One after the other: two writes of one file would only meet as conflicts. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = working.then(work);
    working = done.catch(() => undefined);
    return done;
  }

  /** Answers whether the file could be understood. */
  async function look(item: ManagedFile<CredentialFile>): Promise<boolean> {
    let present: JsonObject | undefined;
    try {
      // The editor reads and parses; changing nothing, it writes nothing.
      await writer.editJson(item.path, async (found) => {
        present = found;
        if (found !== undefined) await adoptFrom(item, found);
        return undefined;
      });
    } catch (thrown) {
      // Half-written, or not to be read: whoever wants to write there hears of it.
      log.warn('shared file not understood', { path: item.path, failure: toFailure(thrown) });
      return false;
    }
    // With the file its folder may have gone, and with that the watch.
    if (present === undefined) missing.add(item.path);
    else if (missing.delete(item.path)) keepWatch(item);
    tell(item, present === undefined ? undefined : holderOf(item, present));
    return true;
  }

  async function takeOut(item: ManagedFile<CredentialFile>, entry: SignedInAccount): Promise<boolean> {
    const edit: JsonEdit = (present) =>
      present !== undefined && holds(item, present, entry) ? item.file.removal : undefined;
    const outcome = await writer.editJson(item.path, edit, isOurs(item));
    if (store.state().holders.get(item.file.id) === entry.account.id) tell(item, undefined);
    if (lastSeen.get(item.file.id)?.account.id === entry.account.id) lastSeen.delete(item.file.id);
    unreleased.delete(item.file.id);
    return outcome !== 'unchanged';
  }

  function keepWatch(item: ManagedFile<CredentialFile>): void {
    watches.get(item.path)?.();
    watches.set(
      item.path,
      watch.watch(item.path, () => {
        void inTurn(() => look(item));
      }),
    );
  }

  async function writeOne(item: ManagedFile, claiming: boolean): Promise<void> {
    if (!enabled(item)) return;
    const found = credentialFiles.find(({ file }) => file.id === item.file.id);
    await (found === undefined ? writeState(item) : writeCredential(found, claiming));
  }

  function follow(): Promise<void> {
    return inTurn(async () => {
      for (const item of managed) await writeOne(item, false);
    });
  }

  return {
    claim: (provider) =>
      inTurn(async () => {
        for (const item of managed) {
          const its = item.file.kind === 'state' || item.file.provider === provider;
          if (its) await writeOne(item, true);
        }
      }),
    follow,
    followSoon() {
      following ??= timer.after(soonMs, () => {
        following = undefined;
        void follow();
      });
    },
    release: (entry) =>
      inTurn(async () => {
        const lost: string[] = [];
        const failures: FailureValue[] = [];
        for (const item of credentialFiles.filter(({ file }) => file.accepts(entry))) {
          try {
            if (await takeOut(item, entry)) lost.push(item.reader);
          } catch (thrown) {
            const failure = toFailure(thrown);
            log.warn('keys not taken out', { path: item.path, failure });
            unreleased.set(item.file.id, entry);
            store.dispatch({ type: 'problem.found', about: item.path, failure: failure.toValue() });
            failures.push(failure.toValue());
          }
        }
        return { lost, failures };
      }),
    adopt: (account) =>
      inTurn(async () => {
        for (const item of credentialFiles.filter(({ file }) => file.rotated !== undefined)) {
          const entry = book.get(account);
          if (entry === undefined || !item.file.accepts(entry)) continue;
          // What cannot be understood may hold newer keys, and what cannot be written would keep a spent one.
          if (!(await look(item))) return 'owner';
          if (store.state().holders.get(item.file.id) !== account) continue;
          return enabled(item) && !unwritten.has(item.file.id) ? 'file' : 'owner';
        }
        return 'vault';
      }),
    retry: () =>
      inTurn(async () => {
        for (const item of credentialFiles) {
          const entry = unreleased.get(item.file.id);
          if (entry === undefined) continue;
          await attempt(item, false, async () => ((await takeOut(item, entry)) ? 'removed' : 'unchanged'));
        }
        for (const item of managed) {
          const claiming = unwritten.get(item.file.id);
          if (claiming !== undefined) await writeOne(item, claiming);
        }
      }),
    chosen: (fileId) =>
      inTurn(async () => {
        for (const item of managed.filter(({ file }) => file.id === fileId)) {
          if (enabled(item)) await writeOne(item, true);
          else if (store.state().problems.has(item.path))
            store.dispatch({ type: 'problem.gone', about: item.path });
        }
      }),
    async start() {
      for (const item of credentialFiles) keepWatch(item);
      await inTurn(async () => {
        for (const item of credentialFiles) await look(item);
      });
    },
    async stop() {
      for (const stop of watches.values()) stop();
      watches.clear();
      following?.();
      await working;
    },
  };
}
