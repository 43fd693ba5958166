// Brings an existing set-up along: backup, take in, write, verify; whatever fails, everything is put back byte for byte.
import type { FoundLogin, ManagedFile, SharedFacts } from '../consumers/description.ts';
import { isDelegatedAccount, isKeyedAccount } from '../domain/account.ts';
import { Failure, fromValue, toFailure } from '../domain/failure.ts';
import type { TakenLogin, TerminalKeys } from '../domain/found-logins.ts';
import type { JsonObject } from '../domain/json.ts';
import {
  planMigration,
  type MigratedFile,
  type MigrationPlan,
  type MigrationResult,
  type MigrationStep,
  type PlannedFile,
} from '../domain/migration.ts';
import { areSameBytes } from '../domain/same-bytes.ts';
import type { WholeFiles } from '../ports.ts';
import type { AccountBook } from './account-book.ts';
import type { LoginAtHand } from './find-logins.ts';
import { objectInBytes } from './json-in-file.ts';
import { rollBack, type RollBackParts } from './migrate-rollback.ts';
import type { SharedFiles } from './shared-files.ts';
import { noSuchLogin } from './take-logins.ts';

export interface MigrateParts extends RollBackParts {
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
}

export interface MigrateOrder {
  readonly keys: TerminalKeys;
  readonly dryRun: boolean;
  /** Ids of the logins to take in, else every new one. */
  readonly only?: readonly string[];
}

/** @throws Failure `storage/unreadable` */
function requireObject(bytes: Uint8Array | undefined, path: string): JsonObject | undefined {
  if (bytes === undefined) return undefined;
  const found = objectInBytes(bytes);
  if (found !== undefined) return found;
  throw new Failure('storage/unreadable', { subject: path, detail: 'not a JSON object' });
}

/** @throws Failure only before anything is touched; what goes wrong later is in the answer */
export async function migrate(
  { keys, dryRun, only }: MigrateOrder,
  parts: MigrateParts,
  signal: AbortSignal,
): Promise<MigrationResult> {
  const { managed, isOn, whole, findLogins, takeLogins, book, files, facts, preferences, store, log } = parts;
  const atHand = await findLogins(keys, signal);
  const listed = atHand.map((each) => each.listed);
  const unknown = only?.find((id) => !listed.some((login) => login.id === id));
  if (unknown !== undefined) throw noSuchLogin(unknown);
  const plan = planMigration(
    listed,
    managed.map((item) => ({ id: item.file.id, path: item.path, reader: item.reader, on: isOn(item) })),
    only,
  );
  if (dryRun) return { outcome: 'planned', plan, taken: [], files: unchanged(plan) };

  const before = new Map<string, Uint8Array | undefined>();
  const after = new Map<string, Uint8Array | undefined>();
  const accountsBefore = store.state().accounts.map(({ id }) => id);
  const { activeAccounts } = preferences.settings();
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
    const present = requireObject(await whole.read(path), path);
    const wrong = (detail: string): Failure => new Failure('storage/conflict', { subject: path, detail });
    if (file.kind === 'state') {
      const expected = Object.entries(file.content(facts(), present));
      const differs = expected.find(([key, value]) => value !== undefined && present?.[key] === undefined);
      if (present !== undefined && differs !== undefined) throw wrong(`it says nothing of ${differs[0]}`);
      return;
    }
    if (file.kind === 'text') return;
    const active = facts().providers.find(({ id }) => id === file.provider)?.account;
    const entry = active && book.get(active.id);
    if (entry === undefined || !isKeyedAccount(entry) || !file.accepts(entry)) return;
    if (store.state().problems.get(file.id)?.code === 'storage/managed-elsewhere') return;
    if (present === undefined || !file.holds(present, entry)) throw wrong('it holds another account');
  }

  /** A folder of ours whose login was forgotten is no find any more once that is an account again. */
  function isTakenIn({ at }: Extract<FoundLogin, { kind: 'login' }>): boolean {
    if (at.place !== 'private') return false;
    const entries = taken.map(({ account }) => account && book.get(account));
    return entries.some(
      (entry) => entry && isDelegatedAccount(entry) && entry.credential.folder === at.folder,
    );
  }

  /** Each login of a program is still that program's, each account can be read again, each file says what it should. */
  async function verify(): Promise<void> {
    const again = new Set((await findLogins(keys, signal)).map((each) => each.listed.id));
    const gone = atHand.find(
      ({ listed: { id }, found }) => found.kind === 'login' && !again.has(id) && !isTakenIn(found),
    )?.listed;
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
      const isSame = areSameBytes(was, await whole.read(planned.path));
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
      files:
        step === 'backup'
          ? unchanged(plan)
          : await rollBack(
              {
                files: plan.files,
                taken: taken.flatMap(({ outcome, account }) =>
                  outcome === 'taken' && account !== undefined ? [account] : [],
                ),
                activeAccounts,
                before,
                after,
              },
              parts,
            ),
      failed: { step, failure: failure.toValue() },
      ...(backup !== undefined && { backup }),
    };
  }
}

function unchanged({ files }: MigrationPlan): readonly MigratedFile[] {
  return files.map((file) => ({ ...file, change: 'none' }));
}
