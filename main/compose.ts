// Joins everything, in two steps: the tray here, so that it is there first, and the rest in compose-core.ts.
import { join } from 'node:path';
import { app } from 'electron/main';
import { systemTimer } from './adapters/node/system-time.ts';
import type { Intents } from './desktop/intents.ts';
import { createTray } from './desktop/tray.ts';
import type { Paths } from './paths.ts';
import { providers } from './providers/list.ts';
import { createStore } from './state/store.ts';
import { makeView } from './state/view.ts';
import type { View } from '../preload/view.ts';

/**
 * The tray icon makes itself known over D-Bus in a few short turns of the main thread. Code that is loaded meanwhile
 * holds it up, so everything that can wait waits this long.
 */
const trayRegistrationMs = 60;

export interface ComposeParts {
  readonly paths: Paths;
  /** The folder that holds `out/`. */
  readonly root: string;
  /** The folder of the icons. */
  readonly assets: string;
}

export interface RunningApp {
  /** Settles when everything behind the tray is there; without it nothing works. */
  readonly ready: Promise<void>;
  readonly open: () => void;
  stop(): Promise<void>;
}

/** Call when Electron is ready. */
export function composeApp({ paths, root, assets }: ComposeParts): RunningApp {
  const store = createStore();
  const version = app.getVersion();
  const view = (): View => makeView(store.state(), providers, version);

  const core = new Promise<void>((resolve) => {
    systemTimer.after(trayRegistrationMs, resolve);
  }).then(async () => {
    const { composeCore } = await import('./compose-core.ts');
    return composeCore({ store, view, version, paths, root, assets });
  });
  /** A click may come before the rest is there; it waits. */
  const send = (act: (intents: Intents) => void): void => {
    void core.then(({ intents }) => {
      act(intents);
    });
  };
  const tray = createTray(join(assets, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'), {
    prefer: (provider) => {
      send((intents) => {
        intents.prefer(provider);
      });
    },
    signIn: (provider, method) => {
      send((intents) => {
        intents.signIn(provider, method);
      });
    },
    cancelSignIn: (provider) => {
      send((intents) => {
        intents.cancelSignIn(provider);
      });
    },
    open: (provider, method) => {
      send((intents) => {
        intents.open(provider, method);
      });
    },
    quit: () => {
      app.quit();
    },
  });
  tray.show(view());
  const unsubscribe = store.subscribe(() => {
    tray.show(view());
  });

  return {
    ready: core.then(() => undefined),
    open: () => {
      send((intents) => {
        intents.open();
      });
    },
    async stop() {
      unsubscribe();
      tray.destroy();
      await core.then((rest) => rest.stop());
    },
  };
}
