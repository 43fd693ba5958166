// Joins the updates of the app with the facts of its package, the network and electron-updater, which is loaded when a version
// is to be fetched.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron/main';
import type { Fetch } from './adapters/node/pinned-http.ts';
import { localMinute } from './adapters/node/local-day.ts';
import { readUpdateFacts, updateWayOf } from './adapters/node/update-facts.ts';
import { createUpdateNotes } from './adapters/node/update-notes.ts';
import { systemClock, systemTimer } from './adapters/node/system-time.ts';
import type { Base } from './compose-base.ts';
import { createUpdates, type DesktopUpdates } from './desktop/updates.ts';
import { ownAppImage } from './domain/app-image.ts';
import type { AskPerson } from './ports.ts';

export interface UpdateComposeParts extends Pick<Base, 'store' | 'language' | 'version' | 'paths'> {
  /** The folder that holds `out/`. */
  readonly root: string;
  readonly fetch: Fetch;
  readonly ask: AskPerson;
}

export function composeUpdates(parts: UpdateComposeParts): DesktopUpdates {
  const { store, language, version, paths, root, fetch, ask } = parts;
  const { platform, arch, execPath: executable } = process;
  const factsFile = join(root, 'out/main/updates.json');
  const userAgent = `gatehouse/${version}`;
  const image = ownAppImage(executable, process.env, realpathSync);
  return createUpdates({
    store,
    language,
    ask,
    clock: systemClock,
    timer: systemTimer,
    localMinute,
    notes: createUpdateNotes(join(paths.data, 'update-look.json')),
    async readFacts() {
      const [facts, way] = await Promise.all([
        readUpdateFacts(factsFile),
        updateWayOf({ platform, executable, image }),
      ]);
      return { facts, way };
    },
    async newest(facts, way) {
      const { newestRelease } = await import('./adapters/node/update-source.ts');
      const now = systemClock.nowMs();
      const expected = { current: version, platform, arch, now, onlyTold: way !== 'itself' };
      return newestRelease({ facts, fetch, userAgent, expected });
    },
    async installerFor({ address }, release) {
      const { createUpdater } = await import('./adapters/electron/updater.ts');
      const where = { cache: paths.cache, factsFile, platform, image };
      const updater = createUpdater({
        release,
        address,
        current: version,
        fetch,
        userAgent,
        ...where,
      });
      return {
        fetch: (onPercent, signal) => updater.fetch(onPercent, signal),
        async restart() {
          await updater.place();
          // Everything of ours has come to its end by then, and the next one finds the place free.
          app.once('quit', () => {
            app.releaseSingleInstanceLock();
            // What cannot be started has changed nothing: the one that ran comes back.
            if (!updater.start()) app.relaunch();
          });
          app.quit();
        },
      };
    },
  });
}
