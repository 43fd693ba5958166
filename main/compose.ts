// Joins everything: the only file that knows every concrete part. No logic of its own.
import { join } from 'node:path';
import { app, clipboard } from 'electron/main';
import { createBrowser } from './adapters/electron/browser.ts';
import { electronFetch } from './adapters/electron/fetch.ts';
import { createNotifier } from './adapters/electron/notifier.ts';
import { pageUrl, servePage } from './adapters/electron/page.ts';
import { openPreferences } from './adapters/electron/preferences.ts';
import { createSecretBox } from './adapters/electron/secret-box.ts';
import { createCredentialFiles, textFiles } from './adapters/node/credential-files.ts';
import { loopback } from './adapters/node/loopback.ts';
import { createPinnedHttp } from './adapters/node/pinned-http.ts';
import { askSecretService, hasTrayHost } from './adapters/node/session-bus.ts';
import { systemClock, systemTimer } from './adapters/node/system-time.ts';
import { createVault } from './adapters/node/vault.ts';
import { consumers } from './consumers/list.ts';
import { openDoor } from './desktop/ipc.ts';
import { createTray } from './desktop/tray.ts';
import { createMainWindow } from './desktop/window.ts';
import { accountId, type ProviderId } from './domain/ids.ts';
import { Secret } from './domain/secret.ts';
import { loadAccounts } from './flows/load-accounts.ts';
import { createQuotaPolling } from './flows/poll-quota.ts';
import { preferProvider } from './flows/prefer-provider.ts';
import { raiseAlerts } from './flows/raise-alerts.ts';
import { readQuota } from './flows/read-quota.ts';
import { createSignInDesk } from './flows/sign-in-desk.ts';
import { writeSharedFiles } from './flows/write-shared-files.ts';
import type { Paths } from './paths.ts';
import type { Log } from './ports.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';
import { findProvider, providers } from './providers/list.ts';
import { createStore } from './state/store.ts';
import { makeView } from './state/view.ts';

export interface ComposeParts {
  readonly paths: Paths;
  readonly log: Log;
  /** The folder that holds `out/`. */
  readonly root: string;
  /** The folder of the icons. */
  readonly assets: string;
}

export interface RunningApp {
  readonly open: () => void;
  stop(): Promise<void>;
}

/** Shows the tray first; everything that can wait comes after it. Call when Electron is ready. */
export function composeApp({ paths, log, root, assets }: ComposeParts): RunningApp {
  const version = app.getVersion();
  const store = createStore();
  const icon = join(assets, 'icon.png');
  const view = (): ReturnType<typeof makeView> => makeView(store.state(), providers, version);

  const window = createMainWindow({
    page: pageUrl,
    serve: (session) => {
      servePage(session, join(root, 'out/renderer'));
    },
    preload: join(root, 'out/preload/index.cjs'),
    icon,
  });
  const showAccount = (account: string): void => {
    window.open();
    window.push('account.show', { account });
  };
  const quit = (): void => {
    app.quit();
  };

  const secretBox = createSecretBox({ askSecretService });
  const vault = createVault(paths.vaultFile, secretBox);
  const userAgent = `gatehouse/${version}`;
  const toolsFor = (provider: ProviderDescription): ProviderTools => ({
    http: createPinnedHttp(electronFetch, { hosts: provider.hosts, userAgent }),
    clock: systemClock,
    log,
  });
  const browser = createBrowser(providers.flatMap(({ hosts }) => hosts));
  const places = { home: paths.home, environment: process.env };
  const writer = createCredentialFiles(paths.backups);
  const polling = createQuotaPolling({
    store,
    clock: systemClock,
    timer: systemTimer,
    metered: ({ account }) => findProvider(account.provider).readQuota !== undefined,
    read: (entry) => readQuota(entry, { store, find: findProvider, toolsFor }),
  });
  const desk = createSignInDesk({
    store,
    find: findProvider,
    effectsFor: (provider) => ({
      tools: toolsFor(provider),
      timer: systemTimer,
      browser,
      loopback,
      secretBox,
      vault,
    }),
    afterwards: [
      {
        step: 'writing-files',
        run: (entry) => writeSharedFiles(entry, { consumers, places, files: textFiles, writer, store, log }),
      },
      {
        step: 'reading-plan',
        run: async (entry) => {
          polling.follow(entry);
          await polling.readNow(entry.account.id);
        },
      },
    ],
  });
  const preferences = openPreferences(paths.config);
  const prefer = (provider: ProviderId): void => {
    void preferences.then((opened) => {
      preferProvider(provider, { store, preferences: opened });
    });
  };
  /** Its outcome is in the state, where tray and window show it. */
  const signIn = (provider: string, method: string, secret?: string): void => {
    desk
      .start({
        provider: findProvider(provider).id,
        method,
        ...(secret !== undefined && { secret: new Secret(secret) }),
      })
      .catch(() => undefined);
  };

  const tray = createTray(join(assets, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'), {
    prefer: (provider) => {
      prefer(findProvider(provider).id);
    },
    signIn,
    cancelSignIn: (provider) => {
      desk.cancel(findProvider(provider).id);
    },
    open: (provider, method) => {
      window.open();
      if (provider !== undefined) window.push('provider.show', { provider, method: method ?? null });
    },
    quit,
  });
  tray.show(view());
  store.subscribe(() => {
    const next = view();
    tray.show(next);
    window.push('view.changed', next);
  });

  openDoor({
    owns: window.owns,
    warn: log.warn,
    handlers: {
      'view.get': view,
      'signIn.start': ({ provider, method }) => {
        signIn(provider, method);
        return null;
      },
      'signIn.cancel': ({ provider }) => {
        desk.cancel(findProvider(provider).id);
        return null;
      },
      'signIn.copyUrl': ({ provider }) => {
        void clipboard.writeText(store.state().signIns.get(findProvider(provider).id)?.url ?? '');
        return null;
      },
      'secret.enter': async ({ provider, method, secret }) => {
        await desk.start({ provider: findProvider(provider).id, method, secret: new Secret(secret) });
        return null;
      },
      'provider.prefer': ({ provider }) => {
        prefer(findProvider(provider).id);
        return null;
      },
      'quota.refresh': async ({ account }) => {
        await polling.readNow(accountId(account));
        return null;
      },
    },
  });

  const notifier = createNotifier();
  void preferences.then((opened) => {
    const preferred = providers.find(({ id }) => id === opened.preferredProvider());
    if (preferred !== undefined) store.dispatch({ type: 'preferred.changed', provider: preferred.id });
    store.subscribe((state, event) => {
      if (event.type !== 'quota.read') return;
      raiseAlerts(event.sample, state, {
        preferences: opened,
        notifier,
        labelOf: (id) => findProvider(id).label,
        show: showAccount,
      });
    });
    return loadAccounts({ vault, store, log }).then((entries) => {
      for (const entry of entries) polling.follow(entry);
    });
  });

  const service = import('./broker/service.ts').then(async ({ startService }) => {
    const { brokerActions } = await import('./broker/actions.ts');
    const { writePrivateText } = await import('./adapters/node/private-text.ts');
    return startService({
      actions: brokerActions({ store, view, desk, find: findProvider, prefer, open: window.open, quit }),
      version,
      socketFolders: paths.socketFolders,
      serviceFile: paths.serviceFile,
      grantFile: paths.grantFile,
      writePrivate: writePrivateText,
    });
  });
  service.catch((thrown: unknown) => {
    log.warn('the local service did not start', { thrown });
  });

  if (process.platform === 'linux') {
    void hasTrayHost().then((drawn) => {
      // Nobody draws tray icons here: the window is the way in.
      if (!drawn) window.open();
    });
  }
  log.info('started', { version, electron: process.versions.electron });

  return {
    open: window.open,
    async stop() {
      polling.stop();
      tray.destroy();
      await service.then((running) => running.stop()).catch(() => undefined);
      log.info('stopped');
    },
  };
}
