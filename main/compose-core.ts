// Joins everything behind the tray, or behind `gatehouse serve`: the only file that knows every concrete part. No logic.
import { join } from 'node:path';
import { app } from 'electron/main';
import { createBrowser } from './adapters/electron/browser.ts';
import { createNotifier } from './adapters/electron/notifier.ts';
import { createPinnedFetch } from './adapters/electron/pinned-keys.ts';
import { openPreferences } from './adapters/electron/preferences.ts';
import { createPresence, createScreenLock } from './adapters/electron/presence.ts';
import { createSecretBox } from './adapters/electron/secret-box.ts';
import { createChosenSecretBox } from './adapters/node/chosen-secret-box.ts';
import { createCredentialFiles, textFiles } from './adapters/node/credential-files.ts';
import { createDesktopNotices } from './adapters/node/desktop-notices.ts';
import { createDesktopScreenLock } from './adapters/node/desktop-screen-lock.ts';
import { createFileHistory } from './adapters/node/file-history.ts';
import { createForeignLocks } from './adapters/node/foreign-locks.ts';
import { fingerprintOf } from './adapters/node/fingerprint.ts';
import { clearLeftovers, foldersOf } from './adapters/node/leftovers.ts';
import type { Fetch } from './adapters/node/pinned-http.ts';
import { readPins } from './adapters/node/pins-file.ts';
import { createProcessList } from './adapters/node/process-list.ts';
import { createSwitchJournal } from './adapters/node/switch-journal.ts';
import { createHookApprovals } from './adapters/node/hook-approvals.ts';
import { createHookPrograms } from './adapters/node/hook-programs.ts';
import { createLoginFolders } from './adapters/node/login-folders.ts';
import { createOwnerLock } from './adapters/node/owner-lock.ts';
import { createPassphraseCipher } from './adapters/node/passphrase-cipher.ts';
import { createPassphraseStore } from './adapters/node/passphrase-store.ts';
import { createPrograms } from './adapters/node/programs.ts';
import { createRefreshJournal } from './adapters/node/refresh-journal.ts';
import { createRunMark } from './adapters/node/run-mark.ts';
import { fileWatch } from './adapters/node/file-watch.ts';
import { localMinute, lookAtTimeZone } from './adapters/node/local-day.ts';
import { createLoopback } from './adapters/node/loopback.ts';
import { createQuotaHistory } from './adapters/node/quota-history.ts';
import { createQuotaNotes } from './adapters/node/quota-notes.ts';
import { askSecretService, askWallet } from './adapters/node/session-bus.ts';
import { createStatusLineNotes } from './adapters/node/status-line-notes.ts';
import { createStatusLineScript, statusLineFeed } from './adapters/node/status-line-script.ts';
import { systemClock, systemTimer } from './adapters/node/system-time.ts';
import { createVault } from './adapters/node/vault.ts';
import { createWholeFiles } from './adapters/node/whole-files.ts';
import { composeActions } from './compose-actions.ts';
import { composeFlags } from './compose-flags.ts';
import { composeFlows } from './compose-flows.ts';
import { composeFirstSteps } from './compose-first-steps.ts';
import { composeIntents } from './compose-intents.ts';
import { composeService } from './compose-service.ts';
import { companyLoginPorts } from './compose-company-logins.ts';
import { composeLog } from './compose-log.ts';
import { composeLogins } from './compose-logins.ts';
import { composeTerminal } from './compose-terminal.ts';
import { terminalPorts } from './compose-terminal-ports.ts';
import { composeNotices } from './compose-notices.ts';
import { composeProviders } from './compose-providers.ts';
import type { Base } from './compose-base.ts';
import { heardBy, type Face } from './compose-face.ts';
import { consumers } from './consumers/list.ts';
import type { Intents } from './desktop/intents.ts';
import { toFailure } from './domain/failure.ts';
import { redactedJson } from './domain/redacted-text.ts';
import type { Secret } from './domain/secret.ts';
import { enterAtStart } from './flows/enter-at-start.ts';
import { followTime } from './flows/follow-time.ts';
import { keepListening } from './flows/keep-listening.ts';
import { createSealAnew } from './flows/seal-anew.ts';
import { watchRun } from './flows/watch-run.ts';
import type { Notifier } from './ports.ts';
import { usualSettings } from './providers/list.ts';

export interface CoreParts {
  readonly base: Base;
  /** @param fetch the only way to the network */
  readonly makeFace: (changed: () => void, fetch: Fetch) => Face;
  /** The passphrase of the stored keys, where the start has brought it along. */
  readonly passphrase?: Secret;
}

export interface Core {
  readonly intents: Intents;
  readonly notifier: Notifier;
  /** Whether keys can be kept, found out anew once everything has started; the state says it. */
  lookAtKeyStore(): Promise<void>;
  /** The path of the socket. Rejects when nobody can listen at the start. */
  readonly listening: Promise<string>;
  stop(): Promise<void>;
}

const stopLimitMs = 4_500;

export async function composeCore(parts: CoreParts): Promise<Core> {
  const { store, version, paths, places, managed, shown, shownLabel } = parts.base;
  const { all: providers, find: findProvider } = parts.base.providers;
  const log = composeLog(paths.log);
  const marks = createRunMark(paths.runFile);
  const run = await watchRun({ marks, store, clock: systemClock, timer: systemTimer, log });
  const pins = readPins(paths.pinsFile);
  const fetch = createPinnedFetch(pins);
  const face = parts.makeFace(() => {
    flows.attentionChanged();
  }, fetch);
  const { window, askPerson } = face;
  const preferences = await openPreferences(paths.config, usualSettings, (failure) => {
    log.warn('preferences set aside', { failure });
    store.dispatch({ type: 'problem.found', about: 'preferences file', failure: failure.toValue() });
  });
  window.rememberIn(preferences);
  const passphrase = createPassphraseStore(paths.passphraseFile);
  const system = createSecretBox({ askSecretService, askWallet });
  const secretBox = createChosenSecretBox({
    system,
    passphrase,
    choice: () => preferences.settings().keyStore,
  });
  const keyStores = {
    box: secretBox,
    lasting: [passphrase.box(), system],
    whenAnother: createSealAnew(store),
  };
  const lock = createOwnerLock(paths.locks);
  const foreignLocks = createForeignLocks({ notesFolder: join(paths.locks, 'folders') });
  const history = createFileHistory({ folder: paths.history, box: secretBox, log });
  const { backups: backupFolder, home } = paths;
  const writer = createCredentialFiles({ backupFolder, home, lock, foreignLocks, history, log });
  const folders = createLoginFolders(paths.logins);
  const userAgent = `gatehouse/${version}`;
  const programs = createPrograms(process.env);
  const redacted = (text: string): string => redactedJson(text, fingerprintOf);
  const own = { ...parts, face, fetch, userAgent, keyStores, log };
  const flags = composeFlags(own);
  const { toolsFor, packages } = composeProviders({ ...own, flags });
  const presence = createPresence(window.isOpen);
  const quotaHistory = createQuotaHistory({ folder: paths.quotaHistory, clock: systemClock, log });
  const flows = composeFlows({
    store,
    clock: systemClock,
    timer: systemTimer,
    log,
    providers,
    find: findProvider,
    toolsFor,
    consumers,
    managed,
    places,
    preferences,
    secretBox,
    vault: createVault({ path: paths.vaultFile, ...keyStores, lock }),
    passphrase,
    ask: askPerson,
    askLanguage: face.askLanguage,
    journal: createRefreshJournal({ folder: paths.journal, ...keyStores }),
    switchJournal: createSwitchJournal({ path: paths.switchFile, ...keyStores }),
    processes: createProcessList(),
    prepareLogin: (entry) => terminal.prepareLogin(entry),
    lock,
    programs,
    folders,
    browser: createBrowser(providers.flatMap(({ hosts }) => hosts)),
    loopback: createLoopback(parts.base.language),
    textFiles,
    writer,
    history,
    redacted,
    random: Math.random,
    watch: fileWatch,
    notes: createQuotaNotes(paths.quotaFile),
    quotaHistory,
    presence,
    fingerprint: fingerprintOf,
  });
  const terminal = composeTerminal({
    flows,
    store,
    clock: systemClock,
    log,
    providers,
    consumers,
    managed,
    places,
    ...terminalPorts({ paths, consumers, keyStores, fetch, pins }),
    programs,
    textFiles,
    writer,
    history,
    shortcuts: face.shortcuts,
    lookAtHooks: () => Promise.all([notices.hooks.list(), packages.lookAgain(), flags.lookAgain()]),
    approvePackage: packages.approve,
    startNormally: () => run.startNormally(),
    redacted,
  });
  const logins = composeLogins({
    flows,
    flags,
    store,
    clock: systemClock,
    log,
    providers,
    find: findProvider,
    consumers,
    // What only our own scripts read is neither brought along nor put back.
    managed: managed.filter(({ file }) => file.kind !== 'text'),
    places,
    preferences,
    textFiles,
    writer,
    whole: createWholeFiles(paths.backups, { lock, foreignLocks }),
    folders,
    cipher: createPassphraseCipher(),
    ...companyLoginPorts({ paths, keyStores, programs, fetch, userAgent }),
    ask: askPerson,
    language: face.askLanguage,
    platform: process.platform,
  });

  const desktop = createDesktopNotices({ name: 'Gatehouse', desktopEntry: 'gatehouse-app' });
  const notifier = heardBy(face, createNotifier({ platform: process.platform, desktop, log }), shown);
  const feed = statusLineFeed(process.env, paths.data);
  const notices = composeNotices({
    store,
    language: parts.base.language,
    askLanguage: face.askLanguage,
    clock: systemClock,
    timer: systemTimer,
    log,
    providers,
    find: findProvider,
    toolsFor,
    consumers,
    places,
    preferences,
    notifier,
    approvals: createHookApprovals({ path: paths.hooksFile, ...keyStores }),
    programs: createHookPrograms(process.env, paths.home),
    ask: askPerson,
    book: flows.book,
    owners: flows.owners,
    loginOf: flows.loginOf,
    textFiles,
    writer,
    watch: fileWatch,
    statusLineNotes: createStatusLineNotes(paths.statusLineNotes),
    scriptFor: (consumer) => {
      const host = consumers.find(({ id }) => id === consumer)?.statusLine;
      // There is no shell that every Windows has.
      if (host === undefined || process.platform === 'win32') return undefined;
      const path = join(paths.statusLine, `${consumer}.sh`);
      return createStatusLineScript({ path, feed, text: host.script(feed) });
    },
    feed,
    show: (account) => {
      intents.showAccount(account);
    },
    switchTo: (wish) => {
      flows.switching.switchTo(wish).catch((thrown: unknown) => {
        log.warn('not switched', { failure: toFailure(thrown) });
      });
    },
    localMinute,
  });

  const intents = composeIntents({
    flows,
    notices,
    terminal,
    companyLogins: logins.companyLogins,
    flags,
    lock: {
      lock: () => service.agents.lock('person'),
      unlock: async () => {
        service.agents.unlock('person');
      },
    },
    store,
    language: parts.base.language,
    find: findProvider,
    window,
    copy: face.copy,
    chooseProgram: face.chooseProgram,
    startNormally: () => run.startNormally(),
    quit: () => {
      app.quit();
    },
  });

  store.subscribe((_state, event) => {
    if (event.type === 'sign-in.ended' && event.failure !== undefined)
      log.warn('sign-in ended', { provider: event.provider, failure: event.failure });
  });
  const stopTime = followTime({
    store,
    clock: systemClock,
    timer: systemTimer,
    presence,
    localMinute,
    lookAtTimeZone,
  });
  const { passphrase: given } = parts;
  packages.start();
  const started = flows
    .start()
    .then(() => (given === undefined ? undefined : enterAtStart(given, { ...flows, passphrase, store, log })))
    .catch((thrown: unknown) => {
      log.warn('not everything was started', { thrown });
    });
  const steps = { ...parts, ...logins, ...flows, programs, notifier, log, intents };
  const firstSteps = composeFirstSteps(steps);
  // The settings are in the state already; the keys may take as long as a person needs to unlock them.
  if (!face.isWindowless) firstSteps.follow();
  void started.then(() => Promise.all([notices.start(), terminal.start()]));
  // What killed writers of ours have left may hold a token.
  void foldersOf([...managed.map(({ path }) => path), paths.vaultFile]).then((folders) =>
    clearLeftovers([...folders, paths.config, paths.journal]),
  );

  const service = composeService({
    paths,
    places,
    version,
    store,
    clock: systemClock,
    timer: systemTimer,
    log,
    providers,
    find: findProvider,
    consumers,
    flows,
    keyStores,
    screenLock: createScreenLock({ platform: process.platform, desktop: createDesktopScreenLock(log) }),
    notifier,
    askPerson,
    ask: face.ask,
    askLanguage: face.askLanguage,
    shareFolder: (entry) => terminal.shareFolder(entry),
    isWindowless: face.isWindowless,
    ...(face.questions !== undefined && { questions: face.questions }),
    openWindow: () => {
      intents.open();
    },
    pages: {
      managed,
      quotaHistory,
      history,
      writer,
      language: parts.base.language,
      chooseSavePath: face.chooseSavePath,
      accountLabel: shownLabel,
    },
    actions: composeActions({
      ...parts,
      face,
      flows,
      logins,
      notices,
      terminal,
      intents,
      packages,
      flags,
      history,
    }),
  });
  // With a passphrase at hand, nobody is told that it is missing.
  const start = (): Promise<string> =>
    (given === undefined ? Promise.resolve() : started).then(() => service.start());
  const isTriedAgain = !face.isWindowless;
  const kept = keepListening({ start, isTriedAgain, store, timer: systemTimer, log });
  const { settingsTransfer } = logins;
  face.start(intents, { ...service.pages, ...firstSteps, settingsTransfer }, log, notifier);
  log.info('started', { version, electron: process.versions.electron });

  return {
    intents,
    notifier,
    lookAtKeyStore: () => started.then(() => flows.keyStore.look()),
    listening: kept.listening,
    async stop() {
      notices.stop();
      logins.companyLogins.stop();
      packages.stop();
      stopTime();
      terminal.stop();
      desktop.close();
      const ended = flows
        .stop()
        .then(async () => {
          await kept.stop();
          await service.stop();
        })
        .catch(() => undefined);
      // The system gives a program five seconds to end before it kills it.
      const limit = new Promise<void>((resolve) => {
        systemTimer.after(stopLimitMs, resolve);
      });
      await Promise.race([ended, limit]);
      await run.stop();
      log.info('stopped');
    },
  };
}
