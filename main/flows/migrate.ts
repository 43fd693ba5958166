// Brings an existing set-up along: backup, take in, write, verify; whatever fails, everything is put back byte for byte.
import type { ManagedFile, Places, SharedFacts } from '../consumers/description.ts';
import { isKeyedAccount, type SignedInAccount } from '../domain/account.ts';
import { Failure, fromValue, toFailure } from '../domain/failure.ts';
import type { TakenLogin, TerminalKeys } from '../domain/found-logins.ts';
import type { JsonObject } from '../domain/json.ts';
import {
  isSameBytes,
  planMigration,
  type MigratedFile,
  type MigrationPlan,
  type MigrationResult,
  type MigrationStep,
  type PlannedFile,
} from '../domain/migration.ts';
import type { Log, Preferences, WholeFiles } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { LoginAtHand } from './find-logins.ts';
import { targetOf } from './restore-files.ts';
import type { SharedFiles } from './shared-files.ts';

export interface MigrateParts {
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly isOn: (file: ManagedFile) => boolean;
  readonly whole: WholeFiles;
  readonly findLogins: (keys: TerminalKeys, signal: AbortSignal) => Promise<readonly LoginAtHand[]>;
  readonly takeLogins: (
    atHand: readonly LoginAtHand[],
    only: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly TakenLogin[]>;
  readonly book: Pick<AccountBook, 'get' | 'reload' | 'forget' | 'inTurn'>;
  readonly files: Pick<SharedFiles, 'chosen' | 'follow'>;
  readonly facts: () => SharedFacts;
  readonly preferences: Pick<Preferences, 'settings' | 'change'>;
  readonly store: Store;
  readonly log: Log;
}

export interface MigrateOrder {
  readonly keys: TerminalKeys;
  readonly dryRun: boolean;
  /** Ids of the logins to take in, else every new one. */
  readonly only?: readonly string[];
}

type Bytes = Uint8Array | undefined;

function isObject(parsed: unknown): parsed is JsonObject {
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}

const nothingRead = new Failure('storage/unreadable', { detail: 'not a JSON object' });

function objectIn(bytes: Bytes, path: string): JsonObject | undefined {
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(value)) return value;
    throw nothingRead;
  } catch (cause) {
    throw new Failure('storage/unreadable', { subject: path, cause });
  }
}

/** @throws Failure only before anything is touched; what goes wrong later is in the answer */
export async function migrate(
  { keys, dryRun, only }: MigrateOrder,
  parts: MigrateParts,
  signal: AbortSignal,
): Promise<MigrationResult> {
  const {
    managed,
    places,
    isOn,
    whole,
    findLogins,
    takeLogins,
    book,
    files,
    facts,
    preferences,
    store,
    log,
  } = parts;
  const atHand = await findLogins(keys, signal);
  const listed = atHand.map((each) => each.listed);
  const unknown = only?.find((id) => !listed.some((login) => login.id === id));
  if (unknown !== undefined)
    throw new Failure('broker/bad-request', { detail: `there is no login ${unknown.slice(0, 80)}` });
  const plan = planMigration(
    listed,
    managed.map((item) => ({ id: item.file.id, path: item.path, reader: item.reader, on: isOn(item) })),
    only,
  );
  if (dryRun) return { outcome: 'planned', plan, taken: [], files: unchanged(plan) };

  const before = new Map<string, Bytes>();
  const after = new Map<string, Bytes>();
  const accountsBefore = store.state().accounts.map(({ id }) => id);
  const settingsBefore = preferences.settings();
  let step: MigrationStep = 'backup';
  let backup: string | undefined;
  let taken: readonly TakenLogin[] = [];

  async function takeIn(): Promise<void> {
    taken = await takeLogins(
      atHand,
      plan.take.map(({ id }) => id),
      signal,
    );
    signal.throwIfAborted();
    const failed = taken.find(({ outcome }) => outcome === 'failed');
    if (failed !== undefined) throw fromValue(failed.failure ?? { code: 'internal' });
  }

  async function write({ id, path }: PlannedFile): Promise<void> {
    const known = store.state().problems.get(id);
    try {
      await files.chosen(id);
    } finally {
      after.set(path, await whole.read(path));
    }
    const problem = store.state().problems.get(id);
    // A file that its program does not read is left alone; there is nothing in it to bring along.
    if (problem !== undefined && problem !== known && problem.code !== 'storage/managed-elsewhere')
      throw fromValue(problem);
  }

  async function verifyFile(item: ManagedFile): Promise<void> {
    const { file, path } = item;
    const present = objectIn(await whole.read(path), path);
    const wrong = (detail: string): Failure => new Failure('storage/conflict', { subject: path, detail });
    if (file.kind === 'state') {
      const expected = Object.entries(file.content(facts(), present));
      const differs = expected.find(([key, value]) => value !== undefined && present?.[key] === undefined);
      if (present !== undefined && differs !== undefined) throw wrong(`it says nothing of ${differs[0]}`);
      return;
    }
    const active = facts().providers.find(({ id }) => id === file.provider)?.account;
    const entry = active && book.get(active.id);
    if (entry === undefined || !isKeyedAccount(entry) || !file.accepts(entry)) return;
    if (store.state().problems.get(file.id)?.code === 'storage/managed-elsewhere') return;
    if (present === undefined || !file.holds(present, entry)) throw wrong('it holds another account');
  }

  /** Each login of a program is still that program's, each account can be read again, each file says what it should. */
  async function verify(): Promise<void> {
    const again = new Set((await findLogins(keys, signal)).map((each) => each.listed.id));
    const gone = listed.find(({ kind, id }) => kind === 'login' && !again.has(id));
    if (gone !== undefined)
      throw new Failure('storage/conflict', {
        subject: gone.where.join(', '),
        detail: 'another login is there',
      });
    for (const { account, login } of taken) {
      if (account === undefined || (await book.reload(account)) !== undefined) continue;
      throw new Failure('storage/unreadable', { subject: login.label });
    }
    const written = new Set(plan.files.filter(({ action }) => action === 'write').map(({ id }) => id));
    for (const item of managed.filter(({ file }) => written.has(file.id))) await verifyFile(item);
  }

  /** Whether what stands there came from this migration. What another program wrote may be the only copy of its keys. */
  function isOurs({ file, path }: ManagedFile, present: Bytes, entries: readonly SignedInAccount[]): boolean {
    if (file.kind === 'state') return true;
    if (after.has(path) && isSameBytes(present, after.get(path))) return true;
    const content = objectIn(present, path);
    return (
      content !== undefined &&
      entries.some((entry) => isKeyedAccount(entry) && file.accepts(entry) && file.holds(content, entry))
    );
  }

  async function putBack(
    planned: PlannedFile,
    item: ManagedFile,
    entries: readonly SignedInAccount[],
  ): Promise<MigratedFile> {
    const { path } = planned;
    try {
      const present = await whole.read(path);
      if (isSameBytes(present, before.get(path))) return { ...planned, change: 'none' };
      if (!isOurs(item, present, entries)) return { ...planned, change: 'changed-elsewhere' };
      await whole.putBack(targetOf(item, places), before.get(path), present);
      return { ...planned, change: 'put-back' };
    } catch (thrown) {
      log.warn('file not put back', { path, failure: toFailure(thrown) });
      return { ...planned, change: 'failed' };
    }
  }

  async function rollBack(): Promise<readonly MigratedFile[]> {
    const ids = taken.flatMap(({ outcome, account }) =>
      outcome === 'taken' && account !== undefined ? [account] : [],
    );
    const entries = ids.flatMap((id) => book.get(id) ?? []);
    for (const id of ids) {
      await book.inTurn(id, () => book.forget(id));
      store.dispatch({ type: 'account.signed-out', account: id });
    }
    preferences.change(settingsBefore);
    store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
    // What follows from that is written first, so that nothing is written behind our back.
    await files.follow();
    const results: MigratedFile[] = [];
    for (const planned of plan.files) {
      const item = managed.find(({ file }) => file.id === planned.id);
      if (item !== undefined && before.has(planned.path)) results.push(await putBack(planned, item, entries));
      else results.push({ ...planned, change: 'none' });
    }
    return results;
  }

  try {
    for (const { path } of plan.files) before.set(path, await whole.read(path));
    backup = await whole.keepCopies(
      [...before].map(([path, bytes]) => ({ path, bytes })),
      { accounts: accountsBefore },
    );
    step = 'take';
    signal.throwIfAborted();
    await takeIn();
    step = 'write';
    for (const planned of plan.files.filter(({ action }) => action === 'write')) {
      signal.throwIfAborted();
      await write(planned);
    }
    step = 'verify';
    signal.throwIfAborted();
    await verify();
    log.info('set-up brought along', { accounts: taken.length, backup });
    const changed: MigratedFile[] = [];
    for (const planned of plan.files) {
      const was = before.get(planned.path);
      const isSame = isSameBytes(was, await whole.read(planned.path));
      changed.push({ ...planned, change: isSame ? 'none' : was === undefined ? 'made' : 'written' });
    }
    return { outcome: 'done', plan, taken, files: changed, backup };
  } catch (thrown) {
    const failure = toFailure(thrown);
    log.warn('set-up not brought along', { step, failure });
    return {
      outcome: 'rolled-back',
      plan,
      taken,
      // A backup touches nothing.
      files: step === 'backup' ? unchanged(plan) : await rollBack(),
      failed: { step, failure: failure.toValue() },
      ...(backup !== undefined && { backup }),
    };
  }
}

function unchanged({ files }: MigrationPlan): readonly MigratedFile[] {
  return files.map((file) => ({ ...file, change: 'none' }));
}
