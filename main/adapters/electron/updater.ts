// electron-updater, as far as it puts a new version in place: what it takes was signed, found newer and chosen before it hears of
// it, and what it fetches comes by our own way. Loaded when a person wants a version fetched, and never before.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AppImageUpdater,
  NsisUpdater,
  Provider,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater';
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { Failure } from '../../domain/failure.ts';
import type { Release, UpdateFile } from '../../domain/update.ts';
import type { Fetch } from '../node/pinned-http.ts';
import { placeAppImage, startAppImage } from '../node/app-image.ts';
import { downloadUpdate, isSignedFile } from '../node/update-download.ts';

export interface UpdaterParts {
  readonly release: Release;
  /** The folder of its files. */
  readonly address: string;
  /** The version that runs. */
  readonly current: string;
  readonly fetch: Fetch;
  readonly userAgent: string;
  /** Where the file lies until it is put in place. */
  readonly cache: string;
  /** The facts in the package. electron-updater looks there for the name of a folder, which it does not find. */
  readonly factsFile: string;
  readonly platform: NodeJS.Platform;
  /** The AppImage that runs, if one does. */
  readonly image: string | undefined;
  readonly silenceMs?: number;
}

export interface Updater {
  /** @throws Failure `update/not-fetched`, `update/spoilt` */
  fetch(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /**
   * Looks at it once more; an AppImage is in its place afterwards.
   * @throws Failure `update/spoilt` when it has been thrown away; `update/not-installed` when the old one is untouched
   */
  place(): Promise<void>;
  /** Starts the AppImage, or on Windows the installer. For the very end of the app: it may not wait. Whether it was started. */
  start(): boolean;
}

const updaterOn = (platform: NodeJS.Platform, app: AppAdapter): NsisUpdater | AppImageUpdater =>
  platform === 'win32' ? new NsisUpdater(undefined, app) : new AppImageUpdater(undefined, app);

const listed = ({ name, sha512, sizeBytes }: UpdateFile): UpdateInfo['files'][number] => ({
  url: name,
  sha512,
  size: sizeBytes,
});

/** A provider that knows one release, and asks nobody. */
function providerOf({ version, files }: Release, address: string) {
  const first = files[0];
  return class extends Provider<UpdateInfo> {
    // electron-updater makes it, with these.
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }

    getLatestVersion(): Promise<UpdateInfo> {
      const { name: path = '', sha512 = '' } = first ?? {};
      return Promise.resolve({ version, files: files.map(listed), path, sha512, releaseDate: '' });
    }

    resolveFiles(): ResolvedUpdateFileInfo[] {
      return files.map((file) => ({ url: new URL(file.name, address), info: listed(file) }));
    }
  };
}

export function createUpdater(parts: UpdaterParts): Updater {
  const { release, address, current, fetch, userAgent, cache, factsFile, platform, image, silenceMs } = parts;
  const [file] = release.files;
  if (file === undefined) throw new Failure('update/not-fetched', { subject: release.version });
  const nothing = (): void => undefined;
  const updater = updaterOn(platform, {
    version: current,
    // Of the folder within the cache.
    name: 'updates',
    isPackaged: true,
    appUpdateConfigPath: factsFile,
    userDataPath: join(cache, 'updates'),
    baseCachePath: cache,
    whenReady: () => Promise.resolve(),
    // The end of the app is ours.
    relaunch: nothing,
    quit: nothing,
    onQuit: nothing,
  });
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  let order = { onPercent: (_percent: number): void => undefined, signal: new AbortController().signal };
  Object.assign(updater, {
    httpExecutor: {
      download: (url: URL, destination: string): Promise<void> => {
        const chosen = release.files.find(({ name }) => new URL(name, address).href === url.href) ?? file;
        const timing = silenceMs === undefined ? {} : { silenceMs };
        return downloadUpdate({ fetch, userAgent, address, file: chosen, destination, ...order, ...timing });
      },
    },
    // It would make up a name for this installation and keep it.
    stagingUserIdPromise: { value: Promise.resolve('') },
  });
  updater.setFeedURL({ provider: 'custom', updateProvider: providerOf(release, address) });
  let placed: string | undefined;
  let fetched: { readonly path: string; readonly file: UpdateFile } | undefined;
  const notInstalled = (cause?: unknown): Failure =>
    new Failure('update/not-installed', { subject: `Gatehouse ${release.version}`, cause });

  return {
    async fetch(onPercent, signal) {
      order = { onPercent, signal };
      try {
        const found = await updater.checkForUpdates();
        const [path] = found?.isUpdateAvailable === true ? await updater.downloadUpdate() : [];
        if (path === undefined) throw new Failure('update/not-fetched', { subject: file.name });
        const own = release.files.find(({ name }) => path.endsWith(name)) ?? file;
        fetched = { path, file: own };
      } catch (thrown) {
        if (thrown instanceof Failure) throw thrown;
        throw new Failure('update/not-fetched', { subject: file.name, cause: thrown });
      }
    },

    async place() {
      if (fetched === undefined) throw notInstalled();
      const { path, file: signed } = fetched;
      if (!(await isSignedFile(path, signed))) {
        await rm(path, { force: true });
        throw new Failure('update/spoilt', { subject: signed.name });
      }
      if (image === undefined) return;
      placed = await placeAppImage(path, image).catch((thrown: unknown) => {
        throw notInstalled(thrown);
      });
      await rm(path, { force: true });
    },

    start() {
      return placed === undefined ? updater.install(true, true) : startAppImage(placed);
    },
  };
}
