// Joins everything behind the tray: the only file that knows every concrete part. No logic of its own.
import { join } from 'node:path';
import { app, clipboard } from 'electron/main';
import { createBrowser } from './adapters/electron/browser.ts';
import { electronFetch } from './adapters/electron/fetch.ts';
import { openLog } from './adapters/electron/log.ts';
import { createNotifier } from './adapters/electron/notifier.ts';
import { pageUrl, servePage } from './adapters/electron/page.ts';
import { openPreferences } from './adapters/electron/preferences.ts';
import { createSecretBox } from './adapters/electron/secret-box.ts';
import { createCredentialFiles, textFiles } from './adapters/node/credential-files.ts';
import { loopback } from './adapters/node/loopback.ts';
import { createPinnedHttp } from './adapters/node/pinned-http.ts';
import { writePrivateText } from './adapters/node/private-text.ts';
import { askSecretService, hasTrayHost } from './adapters/node/session-bus.ts';
import { systemClock, systemTimer } from './adapters/node/system-time.ts';
import { createVault } from './adapters/node/vault.ts';
import { brokerActions } from './broker/actions.ts';
import { startService } from './broker/service.ts';
import { consumers } from './consumers/list.ts';
import { handlersFor } from './desktop/handlers.ts';
import type { Intents } from './desktop/intents.ts';
import { openDoor } from './desktop/ipc.ts';
import { createMainWindow } from './desktop/window.ts';
import { accountId } from './domain/ids.ts';
import { createAccountLoader } from './flows/load-accounts.ts';
import { createQuotaPolling } from './flows/poll-quota.ts';
import { preferProvider } from './flows/prefer-provider.ts';
import { raiseAlerts } from './flows/raise-alerts.ts';
import { readQuota } from './flows/read-quota.ts';
import { createSignInDesk } from './flows/sign-in-desk.ts';
import { writeSharedFiles } from './flows/write-shared-files.ts';
import type { Paths } from './paths.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';
import { findProvider, providers } from './providers/list.ts';
import type { Store } from './state/store.ts';
import type { View } from '../preload/view.ts';

export interface CoreParts {
  readonly store: Store;
  readonly view: () => View;
  readonly version: string;
  readonly paths: Paths;
  readonly root: string;
  readonly assets: string;
}

export interface Core {
  readonly intents: Intents;
  stop(): Promise<void>;
}

export async function composeCore({ store, view, version, paths, root, assets }: CoreParts): Promise<Core> {
  const log = openLog(paths.log);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (thrown: unknown) => {
      log.warn(event, { thrown });
    });
  }

  const userAgent = `gatehouse/${version}`;
  const toolsFor = (provider: ProviderDescription): ProviderTools => ({
    http: createPinnedHttp(electronFetch, { hosts: provider.hosts, userAgent }),
    clock: systemClock,
    log,
  });
  const secretBox = createSecretBox({ askSecretService });
  const vault = createVault(paths.vaultFile, secretBox);
  const preferences = await openPreferences(paths.config);

  const window = createMainWindow({
    page: pageUrl,
    serve: (session) => {
      servePage(session, join(root, 'out/renderer'));
    },
    preload: join(root, 'out/preload/index.cjs'),
    icon: join(assets, 'icon.png'),
  });
  const polling = createQuotaPolling({
    store,
    clock: systemClock,
    timer: systemTimer,
    metered: ({ account }) => findProvider(account.provider).readQuota !== undefined,
    read: (entry) => readQuota(entry, { store, find: findProvider, toolsFor }),
  });
  const browser = createBrowser(providers.flatMap(({ hosts }) => hosts));
  const sharedFiles = {
    consumers,
    places: { home: paths.home, environment: process.env },
    files: textFiles,
    writer: createCredentialFiles(paths.backups),
    store,
    log,
  };
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
      { step: 'writing-files', run: (entry) => writeSharedFiles(entry, sharedFiles) },
      {
        step: 'reading-plan',
        run: async (entry) => {
          polling.follow(entry);
          await polling.readNow(entry.account.id);
        },
      },
    ],
  });

  const loader = createAccountLoader({
    vault,
    store,
    log,
    opened: (entry) => {
      // A sign-in that ended while the vault was being read is the newer one.
      if (!polling.follows(entry.account.id)) polling.follow(entry);
    },
  });

  const intents: Intents = {
    signIn: (provider, method) => {
      desk.start({ provider: findProvider(provider).id, method }).catch(() => undefined);
    },
    cancelSignIn: (provider) => {
      desk.cancel(findProvider(provider).id);
    },
    enterKey: async (provider, method, key) => {
      await desk.start({ provider: findProvider(provider).id, method, secret: key });
    },
    copySignInAddress: (provider) => {
      const address = store.state().signIns.get(findProvider(provider).id)?.url;
      if (address !== undefined) void clipboard.writeText(address);
    },
    prefer: (provider) => {
      preferProvider(findProvider(provider).id, { store, preferences });
    },
    refreshQuota: (account) => polling.readNow(accountId(account)),
    open: (provider, method) => {
      void loader.retry();
      window.open();
      if (provider !== undefined) window.push('provider.show', { provider, method: method ?? null });
    },
    quit: () => {
      app.quit();
    },
  };

  openDoor({ owns: window.owns, warn: log.warn, handlers: handlersFor(intents, view) });
  const notifier = createNotifier();
  const show = (account: string): void => {
    window.open();
    window.push('account.show', { account });
  };
  store.subscribe((state, event) => {
    window.push('view.changed', view());
    if (event.type === 'sign-in.ended' && event.failure !== undefined) {
      log.warn('sign-in ended', { provider: event.provider, failure: event.failure });
    }
    if (event.type !== 'quota.read') return;
    try {
      raiseAlerts(event.sample, state, {
        preferences,
        notifier,
        labelOf: (id) => findProvider(id).label,
        show,
      });
    } catch (thrown) {
      // Preferences that cannot be written must not spoil a good reading.
      log.warn('notice not given', { thrown });
    }
  });

  const preferred = providers.find(({ id }) => id === preferences.preferredProvider());
  if (preferred !== undefined) store.dispatch({ type: 'preferred.changed', provider: preferred.id });
  void loader.load();

  const service = startService({
    actions: brokerActions({ store, view, desk, find: findProvider, intents, refresh: loader.retry }),
    version,
    socketFolders: paths.socketFolders,
    serviceFile: paths.serviceFile,
    grantFile: paths.grantFile,
    writePrivate: writePrivateText,
  });
  service.catch((thrown: unknown) => {
    log.warn('the local service did not start', { thrown });
  });
  if (process.platform === 'linux') {
    // Where nobody draws tray icons, the window is the way in.
    void hasTrayHost().then((drawn) => {
      if (!drawn) window.open();
    });
  }
  log.info('started', { version, electron: process.versions.electron });

  return {
    intents,
    async stop() {
      await desk.stop();
      polling.stop();
      await service.then((running) => running.stop()).catch(() => undefined);
      log.info('stopped');
    },
  };
}
