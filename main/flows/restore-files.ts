// Brings back every byte of the shared files as they were before our first touch, and leaves them alone from then on.
import type { ManagedFile, Places } from '../consumers/description.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { RestoredFile } from '../domain/restored-file.ts';
import type { Log, SharedFileWriter, WriteTarget } from '../ports.ts';

export interface RestoreFilesParts {
  readonly managed: readonly ManagedFile[];
  readonly places: Places;
  readonly writer: Pick<SharedFileWriter, 'original' | 'restoreOriginal'>;
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
 * @param only a file's id, else all of them. @throws Failure `broker/bad-request`, or when they cannot be switched off
 */
export async function restoreFiles(
  only: string | undefined,
  { managed, places, writer, switchOff, log }: RestoreFilesParts,
): Promise<readonly RestoredFile[]> {
  const named = managed.filter(({ file }) => only === undefined || file.id === only);
  // Two of ours may be parts of one file: it comes back as a whole.
  const wanted = managed.filter(({ path }) => named.some((each) => each.path === path));
  if (wanted.length === 0)
    throw new Failure('broker/bad-request', {
      detail: `there is no shared file ${(only ?? '').slice(0, 80)}`,
    });
  const touched = new Set<string>();
  for (const { file, path } of wanted) if ((await writer.original(path)) !== undefined) touched.add(file.id);
  // First, or they would be written again at once.
  if (touched.size > 0) await switchOff([...touched]);

  async function restore(item: ManagedFile): Promise<RestoredFile> {
    const named = { id: item.file.id, path: item.path };
    if (!touched.has(item.file.id)) return { ...named, outcome: 'untouched' };
    try {
      const outcome = await writer.restoreOriginal(targetOf(item, places));
      log.info('shared file restored', { path: item.path, outcome });
      return { ...named, outcome: outcome === 'written' ? 'restored' : outcome };
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('shared file not restored', { path: item.path, failure });
      return { ...named, outcome: 'failed', failure: failure.toValue() };
    }
  }

  const results: RestoredFile[] = [];
  for (const item of wanted) {
    const same = results.find(({ path }) => path === item.path);
    results.push(same === undefined ? await restore(item) : { ...same, id: item.file.id });
  }
  return results;
}
