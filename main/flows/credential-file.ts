// One file of another program that holds the keys of one account: whose they are, what its program did to them, and
// what we write there.
import { isDelegatedAccount, isKeyedAccount, isOAuthAccount, type KeyedAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import { accountIdOf, type AccountId } from '../domain/ids.ts';
import { canonicalJson, type JsonChanges, type JsonObject } from '../domain/json.ts';
import type { CredentialFile, ManagedFile, Places, SharedFacts } from '../consumers/description.ts';
import type {
  Clock,
  FileHistory,
  JsonEdit,
  Log,
  PlannedWrite,
  SharedFileWriter,
  SwitchRecord,
  TextFiles,
  WriteOutcome,
  WriteTarget,
} from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { Claimant, FilePlan } from './file-plan.ts';
import { planCredentialBack, type WayBack } from './credential-way-back.ts';
import { mayBeTheirs } from './own-key-in-file.ts';

export interface CredentialFileParts {
  readonly places: Places;
  readonly files: TextFiles;
  readonly writer: SharedFileWriter;
  readonly history: FileHistory;
  readonly book: Pick<AccountBook, 'get' | 'all' | 'keep' | 'hold' | 'requireDurable'>;
  readonly store: Store;
  readonly facts: () => SharedFacts;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a look at the file found. */
export type Found = 'nothing' | 'content' | 'not-understood';

export interface CredentialFileAtWork {
  readonly item: ManagedFile<CredentialFile>;
  /** Whose keys stand there, as of the last look. */
  holder(): AccountId | undefined;
  /** Reads it: whose keys stand there, newer ones are taken over, somebody else's writing is noticed. */
  look(): Promise<Found>;
  /** Another part of ours has written there: what stands there now is no news. Never fails. */
  wrote(): Promise<void>;
  /**
   * Writes the account in use where somebody claims the file for it, or else the one that the file holds.
   * @throws Failure; what was there before stays
   */
  write(claimant: Claimant): Promise<WriteOutcome>;
  /** Whether what stands there is exactly what we know of the account it holds: nothing in it is spent. @throws Failure */
  isUpToDate(): Promise<boolean>;
  /** What claiming it would put there; undefined: nothing. @throws Failure */
  proposal(present: JsonObject | undefined): Promise<JsonChanges | undefined>;
  /**
   * What claiming it for the account in use by these facts would change; undefined where it is not ours to write.
   * @param standing what will stand there by then, where that was planned already
   * @throws Failure when it cannot be understood
   */
  plan(
    wanted: SharedFacts,
    standing: Uint8Array | undefined,
    claimant: Claimant,
  ): Promise<FilePlan | undefined>;
  /**
   * What puts back what stood there before a switch. Keys of ours that were renewed since are brought up to date: the older
   * ones are spent; what its program has changed beside them since stays. @throws Failure `selection/changed-since` when
   * somebody else has signed in there, `credential/missing` when the account of then has left
   */
  planBack(recorded: SwitchRecord['files'][number], wanted: SharedFacts, way: WayBack): Promise<FilePlan>;
  /** Takes the account's keys out; `left`: what may be the person's own key is still there. @throws Failure */
  takeOut(entry: KeyedAccount): Promise<WriteOutcome | 'left'>;
}

/** The file's object after the changes, as its text will be parsed. */
function after(present: JsonObject | undefined, changes: JsonChanges): string {
  return canonicalJson({ ...present, ...changes });
}

/** @param leftAlone told of one that a switch of the policy does not write, because it is not ours to write */
export function createCredentialFile(
  item: ManagedFile<CredentialFile>,
  parts: CredentialFileParts,
  leftAlone: (item: ManagedFile, failure: Failure) => void,
): CredentialFileAtWork {
  const { places, files, writer, history, book, store, facts, clock, log } = parts;
  const { file, path, reader } = item;
  /** The keys last seen there: after a refresh it has them still, and is the account's all the same. */
  let lastSeen: KeyedAccount | undefined;
  /** The content last seen or written, to tell somebody else's writing from ours. */
  let lastContent: string | undefined;

  const accountsOf = (): readonly KeyedAccount[] =>
    book.all().filter((entry): entry is KeyedAccount => isKeyedAccount(entry) && file.accepts(entry));

  function holds(present: JsonObject, entry: KeyedAccount): boolean {
    if (!file.holds(present, entry)) {
      const before = lastSeen;
      return before?.account.id === entry.account.id && file.holds(present, before);
    }
    lastSeen = entry;
    return true;
  }

  const holderOf = (present: JsonObject): AccountId | undefined =>
    accountsOf().find((entry) => holds(present, entry))?.account.id;

  /** Keys of ours that we wrote or adopted are in the vault and need no copy. */
  const target: WriteTarget = {
    path,
    isOurs: (present) => holderOf(present) !== undefined,
    ...(file.locks !== undefined && { locks: file.locks(places) }),
    ...(file.needsFolder === true && { needsFolder: true }),
  };

  function tell(holder: AccountId | undefined): void {
    if (store.state().holders.get(file.id) !== holder)
      store.dispatch({ type: 'file.held', file: file.id, ...(holder !== undefined && { holder }) });
  }

  /** Takes over the keys that the file's own program has renewed. Durable before anything else happens. */
  async function adopt(present: JsonObject): Promise<boolean> {
    let adopted = false;
    for (const entry of accountsOf().filter(isOAuthAccount)) {
      const newer = file.rotated?.(present, entry);
      if (newer === undefined) continue;
      await book.keep(newer, reader, 'renewed').catch((thrown: unknown) => {
        // In that file they are durable, until somebody writes over them.
        if (toFailure(thrown).code !== 'storage/read-only') throw thrown;
        book.hold(newer, reader);
      });
      adopted = true;
      const account = newer.account.id;
      log.info('keys adopted', { account, path, by: reader });
      store.dispatch({ type: 'account.renewed', account, by: reader, at: newer.credential.obtainedAt });
    }
    return adopted;
  }

  /** Takes in what stands there. */
  async function read(): Promise<
    { readonly present: JsonObject | undefined; readonly adopted: boolean } | 'not-understood'
  > {
    let present: JsonObject | undefined;
    let adopted = false;
    try {
      // The editor reads and parses; changing nothing, it writes nothing.
      await writer.editJson(target, async (found) => {
        present = found;
        adopted = found !== undefined && (await adopt(found));
        return undefined;
      });
    } catch (thrown) {
      // Half-written, or not to be read: whoever wants to write there hears of it.
      log.warn('shared file not understood', { path, failure: toFailure(thrown) });
      return 'not-understood';
    }
    lastContent = canonicalJson(present);
    return { present, adopted };
  }

  /** Somebody else has written since: said on the file's line, and kept in its history. */
  async function notice(by: string): Promise<void> {
    store.dispatch({ type: 'file.changed-elsewhere', file: file.id, write: { by, at: clock.nowMs() } });
    const text = await files.read(path).catch(() => undefined);
    await history.note(path, text === undefined ? undefined : new TextEncoder().encode(text), by);
  }

  async function refuseOverruled(): Promise<void> {
    const { overruledBy } = file;
    const settings = overruledBy === undefined ? undefined : await files.read(overruledBy.path(places));
    if (settings !== undefined && (await overruledBy?.overrules(settings)) === true)
      throw new Failure('storage/managed-elsewhere', { subject: reader });
  }

  /** Whether nobody's keys stand there, beside whatever else its program keeps. */
  const isVacant = (present: JsonObject): boolean =>
    Object.keys(file.removal(present)).every((key) => (present[key] ?? null) === null);

  /**
   * A login of the program's own that the person keeps as an account here stays the program's; and unasked, so does what
   * nobody here knows: it may stand nowhere else.
   */
  async function refuseTheirs(
    present: JsonObject | undefined,
    claimant: Claimant,
    wroteLast: () => Promise<boolean>,
  ): Promise<void> {
    if (present === undefined || holderOf(present) !== undefined) return;
    const login = file.loginIn?.(present);
    const account = login === undefined ? undefined : book.get(accountIdOf(login.provider, login.subject));
    const isKeptHere = account !== undefined && isDelegatedAccount(account);
    if (!isKeptHere && (claimant !== 'policy' || isVacant(present) || (await wroteLast()))) return;
    const label = isKeptHere ? account.account.label : login?.label;
    throw new Failure('storage/managed-elsewhere', {
      subject: reader,
      detail: label === undefined ? 'it is signed in itself' : `it is signed in itself as ${label}`,
    });
  }

  /**
   * Unclaimed, a file follows whoever it holds, in use or not: a spent refresh token must not stay there. Keys of ours that
   * nobody has any more are those of before a renewal that was cut off by a crash.
   */
  async function whose(
    claiming: boolean,
    present: JsonObject | undefined,
    wroteLast: () => Promise<boolean>,
  ): Promise<KeyedAccount | undefined> {
    const held = present === undefined ? undefined : holderOf(present);
    const isLeftBehind = held === undefined && present !== undefined && (await wroteLast());
    if (claiming || isLeftBehind) return inUse(facts());
    const entry = held === undefined ? undefined : book.get(held);
    return entry !== undefined && isKeyedAccount(entry) && file.accepts(entry) ? entry : undefined;
  }

  /** Before the keys of another account, or none, come to the place of those in this content. @throws Failure `storage/…` */
  async function requireDurable(present: JsonObject | undefined, next: AccountId | undefined): Promise<void> {
    const held = present === undefined ? undefined : holderOf(present);
    if (held !== undefined && held !== next) await book.requireDurable(held);
  }

  /** The account in use by these facts, where its keys may stand there. */
  function inUse({ providers }: SharedFacts): KeyedAccount | undefined {
    const id = providers.find((each) => each.id === file.provider)?.account?.id;
    const entry = id === undefined ? undefined : book.get(id);
    return entry !== undefined && isKeyedAccount(entry) && file.accepts(entry) ? entry : undefined;
  }

  /** What an edit makes of what stands there, or will. */
  async function edited(edit: JsonEdit, standing: Uint8Array | undefined): Promise<PlannedWrite> {
    const planned = await writer.planJson(target, edit, standing);
    return standing === undefined ? planned : { ...planned, before: standing };
  }

  async function plan(
    wanted: SharedFacts,
    standing: Uint8Array | undefined,
    claimant: Claimant,
  ): Promise<FilePlan | undefined> {
    let holder: AccountId | undefined;
    let content: string | undefined;
    const entry = inUse(wanted);
    if (entry === undefined) return undefined;
    const edit: JsonEdit = async (present, wroteLast) => {
      if (present !== undefined) await adopt(present);
      await refuseTheirs(present, claimant, wroteLast);
      holder = present === undefined ? undefined : holderOf(present);
      // Adoption may have brought newer keys.
      const now = inUse(wanted) ?? entry;
      await requireDurable(present, now.account.id);
      const changes = file.content(now, wanted, present);
      content = after(present, changes);
      return changes;
    };
    let planned: PlannedWrite;
    try {
      await refuseOverruled();
      planned = await edited(edit, standing);
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.code !== 'storage/managed-elsewhere') throw thrown;
      // It was not ours before either. Who has not asked for it does not know that it stays so.
      if (claimant === 'policy') leftAlone(item, failure);
      return undefined;
    }
    return {
      item,
      target,
      planned,
      ...(holder !== undefined && { holder }),
      async verify() {
        const found: AccountId[] = [];
        await writer.planJson(target, (present) => {
          if (present !== undefined && holds(present, inUse(wanted) ?? entry)) found.push(entry.account.id);
          return undefined;
        });
        if (found.length === 0) throw new Failure('storage/conflict', { subject: path });
        await refuseOverruled();
      },
      settle() {
        lastSeen = entry;
        lastContent = content;
        tell(entry.account.id);
      },
    };
  }

  function planBack(
    recorded: SwitchRecord['files'][number],
    wanted: SharedFacts,
    way: WayBack,
  ): Promise<FilePlan> {
    return planCredentialBack(recorded, wanted, way, {
      item,
      target,
      writer,
      book,
      edited,
      adopt,
      holderOf,
      requireDurable,
      settled(entry, holder) {
        lastSeen = entry;
        lastContent = undefined;
        tell(holder);
      },
    });
  }

  async function proposal(present: JsonObject | undefined): Promise<JsonChanges | undefined> {
    await refuseOverruled();
    await refuseTheirs(present, 'person', async () => false);
    const entry = await whose(true, present, async () => false);
    if (entry === undefined) return undefined;
    await requireDurable(present, entry.account.id);
    return file.content(entry, facts(), present);
  }

  return {
    item,
    holder: () => store.state().holders.get(file.id),
    async look() {
      const before = lastContent;
      const found = await read();
      if (found === 'not-understood') return found;
      const { present, adopted } = found;
      if (adopted) await notice(reader);
      else if (before !== undefined && before !== lastContent) await notice('another program');
      tell(present === undefined ? undefined : holderOf(present));
      return present === undefined ? 'nothing' : 'content';
    },
    async wrote() {
      const found = await read();
      if (found !== 'not-understood') tell(found.present === undefined ? undefined : holderOf(found.present));
    },
    async write(claimant) {
      const claiming = claimant !== 'nobody';
      let wrote: KeyedAccount | undefined;
      let content: string | undefined;
      const edit: JsonEdit = async (present, wroteLast) => {
        // Adoption may change the keys that are to be written.
        if (present !== undefined) await adopt(present);
        wrote = await whose(claiming, present, wroteLast);
        if (wrote === undefined) return undefined;
        if (claiming) await refuseTheirs(present, claimant, wroteLast);
        await requireDurable(present, wrote.account.id);
        const changes = file.content(wrote, facts(), present);
        content = after(present, changes);
        return changes;
      };
      if (claiming) await refuseOverruled();
      // What is not there is not followed, and its folder is not made.
      else if ((await files.read(path).catch(() => undefined)) === undefined) return 'unchanged';
      const outcome = await writer.editJson(target, edit);
      if (wrote === undefined) return outcome;
      lastSeen = wrote;
      lastContent = content;
      if (claiming) tell(wrote.account.id);
      return outcome;
    },
    async isUpToDate() {
      let same = false;
      await writer.editJson(target, async (present) => {
        const entry = await whose(false, present, async () => false);
        const changes = entry === undefined ? undefined : file.content(entry, facts(), present);
        same = changes !== undefined && after(present, changes) === canonicalJson(present);
        return undefined;
      });
      return same;
    },
    proposal,
    plan,
    planBack,
    async takeOut(entry) {
      let content: string | undefined;
      let left: 'left' | undefined;
      const outcome = await writer.editJson(target, async (present, wroteLast) => {
        const isThere = present !== undefined && holds(present, entry);
        left = isThere && (await mayBeTheirs(entry, item, { store, writer, wroteLast })) ? 'left' : undefined;
        if (!isThere || left !== undefined) return undefined;
        const changes = file.removal(present);
        content = after(present, changes);
        return changes;
      });
      if (outcome !== 'unchanged') lastContent = outcome === 'removed' ? '' : content;
      if (store.state().holders.get(file.id) === entry.account.id) tell(undefined);
      if (lastSeen?.account.id === entry.account.id) lastSeen = undefined;
      return left ?? outcome;
    },
  };
}
