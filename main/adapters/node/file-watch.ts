// Tells when a file has changed. Watches the folder, because writers replace files and the new one has another inode.
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FileWatch } from '../../ports.ts';

/** A writer makes several events: a temporary file, a rename, a mode. */
const settleMs = 50;

export const fileWatch: FileWatch = {
  watch(path, changed) {
    const name = basename(path);
    let settling: NodeJS.Timeout | undefined;
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(dirname(path), { persistent: false }, (_event, changedName) => {
        if (changedName !== name) return;
        clearTimeout(settling);
        settling = setTimeout(changed, settleMs);
      });
      // The folder has gone: there is nothing left to watch.
      watcher.on('error', () => watcher?.close());
    } catch {
      // There is no such folder yet.
    }
    return () => {
      clearTimeout(settling);
      watcher?.close();
    };
  },
};
