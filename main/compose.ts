// Joins everything, in two steps: the tray here, so that it is there first, and the rest in compose-core.ts.
import type { Tray } from 'electron/main';
import { systemTimer } from './adapters/node/system-time.ts';
import { composeBase } from './compose-base.ts';
import type { Intents } from './desktop/intents.ts';
import { showSoon } from './desktop/show-soon.ts';
import { createTray } from './desktop/tray.ts';
import { trayIntents } from './desktop/tray-intents.ts';
import { toFailure } from './domain/failure.ts';
import type { Places } from './consumers/description.ts';
import type { Paths } from './paths.ts';

/**
 * The tray icon makes itself known over D-Bus in a few short turns of the main thread. Code that is loaded meanwhile
 * holds it up, so everything that can wait waits this long.
 */
const trayRegistrationMs = 60;

export interface ComposeParts {
  readonly paths: Paths;
  readonly wslHomes: NonNullable<Places['wslHomes']>;
  /** The folder that holds `out/`. */
  readonly root: string;
  /** The folder of the icons. */
  readonly assets: string;
  /** It is there already, and gets its menu here. */
  readonly icon: Tray;
}

export interface RunningApp {
  /** Settles when everything behind the tray is there; without it nothing works. */
  readonly ready: Promise<void>;
  readonly open: () => void;
  stop(): Promise<void>;
}

/** Call when Electron is ready. */
export function composeApp({ paths, wslHomes, root, assets, icon }: ComposeParts): RunningApp {
  const base = composeBase({ paths, wslHomes });
  const { store, shownView } = base;

  const core = new Promise<void>((resolve) => {
    systemTimer.after(trayRegistrationMs, resolve);
  }).then(async () => {
    const [{ composeCore }, { desktopFace }] = await Promise.all([
      import('./compose-core.ts'),
      import('./compose-desktop.ts'),
    ]);
    return composeCore({
      base,
      makeFace: (changed, fetch) => desktopFace({ ...base, root, assets, fetch }, changed),
    });
  });
  /** A click may come before the rest is there; it waits. */
  const send = (act: (intents: Intents) => void | Promise<void>): void => {
    core
      .then(async ({ intents }) => {
        await act(intents);
        if (store.state().problems.has('click')) store.dispatch({ type: 'problem.gone', about: 'click' });
      })
      .catch((thrown: unknown) => {
        store.dispatch({ type: 'problem.found', about: 'click', failure: toFailure(thrown).toValue() });
      });
  };
  const tray = createTray(icon, trayIntents(send));
  tray.show(shownView());
  const stopShowing = showSoon(store, systemTimer, () => {
    tray.show(shownView());
  });

  return {
    ready: core.then(() => undefined),
    open: () => {
      send((intents) => {
        intents.open();
      });
    },
    async stop() {
      stopShowing();
      tray.destroy();
      await core.then((rest) => rest.stop());
    },
  };
}
