// Tells when a file has changed. Watches the folder, because writers replace files and the new one has another inode.
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FileWatch } from '../../ports.ts';

/** A writer makes several events: a temporary file, a rename, a mode. */
const settleMs = 50;
const lookForFolderMs = 60_000;

export const fileWatch: FileWatch = {
  watch(path, changed) {
    const name = basename(path);
    let settling: NodeJS.Timeout | undefined;
    let stopWatching: (() => void) | undefined;
    let looking: NodeJS.Timeout | undefined;
    const settle = (): void => {
      clearTimeout(settling);
      settling = setTimeout(changed, settleMs);
    };

    /** A folder that does not exist yet, or goes away, is looked for again. */
    function lookLater(): void {
      stopWatching?.();
      stopWatching = undefined;
      looking = setTimeout(() => {
        begin();
        if (stopWatching !== undefined) settle();
      }, lookForFolderMs);
      looking.unref();
    }

    function begin(): void {
      try {
        const watcher = watch(dirname(path), { persistent: false }, (_event, changedName) => {
          if (changedName === name) settle();
        });
        watcher.once('error', lookLater);
        stopWatching = () => {
          watcher.close();
        };
      } catch {
        lookLater();
      }
    }

    begin();
    return () => {
      clearTimeout(settling);
      clearTimeout(looking);
      stopWatching?.();
    };
  },
};
