// Brings back every byte of the shared files as they were before our first touch, and leaves them alone from then on.
import type { ManagedFile, Places } from '../consumers/description.ts';
import { isOAuthAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import { repeated } from '../domain/repeated.ts';
import type { RestoredFile } from '../domain/restored-file.ts';
import type { Log, SharedFileWriter, WriteTarget } from '../ports.ts';
import type { AccountBook } from './account-book.ts';
import { objectInBytes } from './json-in-file.ts';

export interface RestoreFilesParts {
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly writer: Pick<SharedFileWriter, 'original' | 'restoreOriginal'>;
  readonly book: Pick<AccountBook, 'all' | 'requireDurable'>;
  /** Switches shared files off, and waits for what is being written. */
  readonly switchOff: (files: readonly string[]) => Promise<void>;
  readonly log: Log;
}

export function targetOf({ file, path }: ManagedFile, places: Places): WriteTarget {
  const locks = file.locks?.(places);
  return { path, ...(locks !== undefined && { locks }) };
}

/**
 * One result each; a file that cannot be restored does not stop the others.
 * @param only a file's id, else all of them
 * @param force also where that puts back a sign-in whose refresh token may be spent
 * @throws Failure `broker/bad-request`, or when they cannot be switched off
 */
export async function restoreFiles(
  only: string | undefined,
  force: boolean,
  { managed, places, writer, book, switchOff, log }: RestoreFilesParts,
): Promise<readonly RestoredFile[]> {
  const named = managed.filter(({ file }) => only === undefined || file.id === only);
  // Two of ours may be parts of one file: it comes back as a whole.
  const wanted = managed.filter(({ path }) => named.some((each) => each.path === path));
  if (wanted.length === 0)
    throw new Failure('broker/bad-request', {
      detail: `there is no shared file ${repeated(only ?? '')}`,
    });

  /** The account here whose older sign-in would be put back: its refresh token was redeemed since, by us or before us. */
  function spentBy({ file }: ManagedFile, bytes: Uint8Array | undefined): string | undefined {
    if (file.kind !== 'credential' || file.rotated === undefined || bytes === undefined) return undefined;
    const original = objectInBytes(bytes);
    if (original === undefined) return undefined;
    return book.all().find((entry) => isOAuthAccount(entry) && file.holds(original, entry))?.account.label;
  }

  /** By path. */
  const touched = new Set<string>();
  const spent = new Map<string, string>();
  for (const item of wanted) {
    const original = await writer.original(item.path);
    if (original === undefined) continue;
    touched.add(item.path);
    const label = force ? undefined : spentBy(item, original.bytes);
    if (label !== undefined) spent.set(item.path, label);
  }
  const toRestore = wanted.filter(({ path }) => touched.has(path) && !spent.has(path));
  // First, or they would be written again at once.
  if (toRestore.length > 0) await switchOff(toRestore.map(({ file }) => file.id));

  /** Its program may have renewed keys in it that are nowhere else. @throws Failure `storage/…` */
  async function requireDurableBeside(restored: string): Promise<void> {
    for (const { file, path } of managed) {
      if (path !== restored || file.kind !== 'credential' || file.rotated === undefined) continue;
      for (const entry of book.all())
        if (isOAuthAccount(entry) && file.accepts(entry)) await book.requireDurable(entry.account.id);
    }
  }

  async function restore(item: ManagedFile): Promise<RestoredFile> {
    const { path } = item;
    const result = { id: item.file.id, path };
    const label = spent.get(path);
    if (label !== undefined)
      return { ...result, outcome: 'spent', failure: { code: 'credential/spent', subject: label } };
    if (!touched.has(path)) return { ...result, outcome: 'untouched' };
    try {
      await requireDurableBeside(path);
      const outcome = await writer.restoreOriginal(targetOf(item, places));
      log.info('shared file restored', { path, outcome });
      return { ...result, outcome: outcome === 'written' ? 'restored' : outcome };
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('shared file not restored', { path, failure });
      return { ...result, outcome: 'failed', failure: failure.toValue() };
    }
  }

  const results: RestoredFile[] = [];
  for (const item of wanted) {
    const same = results.find(({ path }) => path === item.path);
    results.push(same === undefined ? await restore(item) : { ...same, id: item.file.id });
  }
  return results;
}
