// Takes a migration back: its accounts, the settings that it changed, and every byte of the files that it wrote.
import type { ManagedFile, Places } from '../consumers/description.ts';
import { isKeyedAccount, type SignedInAccount } from '../domain/account.ts';
import { toFailure } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import type { MigratedFile, PlannedFile } from '../domain/migration.ts';
import { areSameBytes } from '../domain/same-bytes.ts';
import type { Settings } from '../domain/settings.ts';
import type { Log, Preferences, WholeFiles } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import { objectInBytes } from './json-in-file.ts';
import { targetOf } from './restore-files.ts';
import type { SharedFiles } from './shared-files.ts';

export interface RollBackParts {
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly whole: Pick<WholeFiles, 'read' | 'putBack'>;
  readonly book: Pick<AccountBook, 'get' | 'forget' | 'inTurn'>;
  readonly files: Pick<SharedFiles, 'follow'>;
  readonly preferences: Pick<Preferences, 'settings' | 'change'>;
  readonly store: Store;
  readonly log: Log;
}

/** What a migration has done so far. */
export interface MigrationSoFar {
  readonly files: readonly PlannedFile[];
  /** The accounts that it took in. */
  readonly taken: readonly AccountId[];
  /** In use of each provider before it. */
  readonly activeAccounts: Settings['activeAccounts'];
  /** By path, what stood there before anything; undefined: no file. */
  readonly before: ReadonlyMap<string, Uint8Array | undefined>;
  /** By path, what stood there after our write. */
  readonly after: ReadonlyMap<string, Uint8Array | undefined>;
}

/** Never fails: what cannot be taken back is in the log, and a file also in the answer. */
export async function rollBack(
  { files: planned, taken, activeAccounts, before, after }: MigrationSoFar,
  { managed, places, whole, book, files, preferences, store, log }: RollBackParts,
): Promise<readonly MigratedFile[]> {
  const entries = taken.flatMap((id) => book.get(id) ?? []);

  /** The accounts in use that are about to go give way to those before them; any other choice is the person's. */
  function activeAccountsBack(): Settings['activeAccounts'] | undefined {
    const now = Object.entries(preferences.settings().activeAccounts);
    const others = now.filter(([, account]) => !taken.includes(account));
    if (others.length === now.length) return undefined;
    const gone = now.filter((each) => !others.includes(each)).map(([provider]) => provider);
    const back = Object.entries(activeAccounts).filter(([provider]) => gone.includes(provider));
    return Object.fromEntries([...others, ...back]);
  }

  async function forget(id: AccountId): Promise<void> {
    try {
      await book.inTurn(id, () => book.forget(id));
      store.dispatch({ type: 'account.signed-out', account: id });
    } catch (thrown) {
      log.warn('account not taken back', { account: id, failure: toFailure(thrown) });
    }
  }

  function putSettingsBack(active: Settings['activeAccounts']): void {
    try {
      preferences.change({ activeAccounts: active });
      store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
    } catch (thrown) {
      log.warn('settings not taken back', { failure: toFailure(thrown) });
    }
  }

  /** Whether what stands there came from this migration. What another program wrote may be the only copy of its keys. */
  function isOurs({ file, path }: ManagedFile, present: Uint8Array | undefined): boolean {
    if (file.kind !== 'credential') return true;
    if (after.has(path) && areSameBytes(present, after.get(path))) return true;
    const content = present && objectInBytes(present);
    const isHeld = (entry: SignedInAccount): boolean =>
      content !== undefined && isKeyedAccount(entry) && file.accepts(entry) && file.holds(content, entry);
    return entries.some(isHeld);
  }

  async function putBack(plan: PlannedFile, item: ManagedFile): Promise<MigratedFile> {
    const { path } = plan;
    try {
      const present = await whole.read(path);
      if (areSameBytes(present, before.get(path))) return { ...plan, change: 'none' };
      if (!isOurs(item, present)) return { ...plan, change: 'changed-elsewhere' };
      await whole.putBack(targetOf(item, places), before.get(path), present);
      return { ...plan, change: 'put-back' };
    } catch (thrown) {
      log.warn('file not put back', { path, failure: toFailure(thrown) });
      return { ...plan, change: 'failed' };
    }
  }

  const active = activeAccountsBack();
  for (const id of taken) await forget(id);
  if (active !== undefined) putSettingsBack(active);
  // What follows from that is written first, so that nothing is written behind our back.
  await files.follow();
  const results: MigratedFile[] = [];
  for (const plan of planned) {
    const item = managed.find(({ file }) => file.id === plan.id);
    if (item !== undefined && before.has(plan.path)) results.push(await putBack(plan, item));
    else results.push({ ...plan, change: 'none' });
  }
  return results;
}
