// Whole files as they stand: read, copied into a private folder of ours, and put back exactly.
import { join } from 'node:path';
import type { ForeignLocks, Lock, WholeFiles } from '../../ports.ts';
import { readIfPresent, removeFile, replaceFile } from './durable-file.ts';
import { fileLockName } from './file-lock.ts';
import { writePrivateText } from './private-text.ts';

/** @param folder where the copies go, each set in a folder named after its time */
export function createWholeFiles(
  folder: string,
  { lock, foreignLocks }: { readonly lock: Lock; readonly foreignLocks: ForeignLocks },
): WholeFiles {
  return {
    read: readIfPresent,

    async keepCopies(files, note) {
      const place = join(folder, `set-up-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
      const list = files.map(({ path, bytes }, index) => ({
        path,
        copy: bytes === undefined ? null : `${String(index)}.copy`,
        bytes,
      }));
      for (const { copy, bytes } of list)
        if (copy !== null && bytes !== undefined) await replaceFile(join(place, copy), bytes, undefined);
      const index = { ...note, files: list.map(({ path, copy }) => ({ path, copy })) };
      await writePrivateText(join(place, 'list.json'), `${JSON.stringify(index, null, 2)}\n`);
      return place;
    },

    async putBack(target, bytes, after) {
      const { path, locks = [] } = target;
      const during = (save: () => Promise<void>): Promise<void> => foreignLocks.holding(locks, save);
      // The same lock as the writer's, so that neither comes between the other's look and change.
      await lock.hold(await fileLockName(path), async () => {
        if (bytes !== undefined) await replaceFile(path, bytes, after, { during });
        else if (after !== undefined) await removeFile(path, after, { during });
      });
    },
  };
}
