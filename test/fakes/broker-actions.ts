// The actions of the local service over the parts that a test is about; any other part must not be asked.
import { brokerActions, type ActionParts } from '../../main/broker/actions.ts';
import type { ArchiveParts } from '../../main/broker/actions/archive.ts';
import type { DoctorActionParts } from '../../main/broker/actions/doctor.ts';
import type { FileParts } from '../../main/broker/actions/files.ts';
import type { CompanyLoginActionParts } from '../../main/broker/actions/company-logins.ts';
import type { HookParts } from '../../main/broker/actions/hooks.ts';
import type { FlagActionParts } from '../../main/broker/actions/flags.ts';
import type { PackageParts } from '../../main/broker/actions/packages.ts';
import type { KeyStoreParts } from '../../main/broker/actions/key-store.ts';
import type { LoginParts } from '../../main/broker/actions/logins.ts';
import type { SettingsFileParts } from '../../main/broker/actions/settings-files.ts';
import type { ShellParts } from '../../main/broker/actions/shells.ts';
import type { StatusLineParts } from '../../main/broker/actions/status-lines.ts';
import type { SwitchingParts } from '../../main/broker/actions/switching.ts';
import type { BrokerActions } from '../../main/broker/routes.ts';
import { consumers } from '../../main/consumers/list.ts';
import { findProvider, providers } from '../../main/providers/list.ts';
import type { Event } from '../../main/state/state.ts';
import { createStore } from '../../main/state/store.ts';
import { makeView } from '../../main/state/view.ts';
import { noonMs } from './accounts.ts';

export type BrokerParts = LoginParts &
  ArchiveParts &
  FileParts &
  KeyStoreParts &
  StatusLineParts &
  HookParts &
  CompanyLoginActionParts &
  PackageParts &
  FlagActionParts &
  ShellParts &
  Pick<SettingsFileParts, 'settingsTransfer'> &
  DoctorActionParts &
  Pick<ActionParts, 'consumers' | 'leaseActions' | 'oversightActions' | 'eventActions'> &
  Pick<SwitchingParts, 'switching' | 'changeSettings'>;

const unasked = async (): Promise<never> => {
  throw new Error('not asked for here');
};

const unwanted = (): never => {
  throw new Error('not asked for here');
};

export const unusedParts: BrokerParts = {
  consumers,
  logins: { list: unasked, take: unasked },
  migrate: unasked,
  archive: { backup: unasked, restore: unasked },
  restoreFiles: unasked,
  previewFile: unasked,
  history: { versions: unasked },
  changeSettings: unasked,
  keyStore: { choose: unasked, enterPassphrase: unasked, startAnew: unasked },
  statusLines: { look: async () => undefined, install: unasked, uninstall: unasked, preview: unasked },
  hooks: { list: unasked, add: unasked, remove: unasked, exampleEvent: unwanted },
  companyLogins: { list: unasked, login: unasked, logout: unasked },
  packages: { list: unasked, approve: unasked, forget: unasked },
  flags: { list: unwanted, set: unasked, reset: unasked },
  settingsTransfer: { text: unwanted, read: unwanted, apply: unasked, putBack: unasked },
  shells: { look: async () => undefined, install: unasked, uninstall: unasked, preview: unasked },
  doctor: { look: unasked, preview: unasked, fix: unasked, undo: unasked },
  switching: { switchTo: unasked, undo: unasked, look: async () => undefined },
  leaseActions: {
    running: unwanted,
    list: unasked,
    create: unasked,
    createWaiting: unwanted,
    createBatch: unasked,
    heartbeat: unasked,
    reportUsage: unasked,
    hold: unwanted,
    release: unasked,
    agents: unasked,
    endAgent: unasked,
    environment: unasked,
    token: unasked,
    estimate: unasked,
  },
  oversightActions: {
    handOuts: unasked,
    setRule: unasked,
    answerQuestion: unasked,
    lock: unasked,
    unlock: unasked,
    audit: unasked,
    verifyAudit: unasked,
  },
  eventActions: { follow: unwanted },
};

/** The one shared file of the examples. */
export const codexFile = {
  id: 'codex-auth',
  reader: 'Codex',
  path: '/codex/auth.json',
  writes: 'Keys.',
  isOnByDefault: true,
};

/** @param events what has happened before */
export function actionsOver(
  parts: Partial<BrokerParts> = {},
  events: readonly Event[] = [],
  store = createStore(),
): BrokerActions {
  store.dispatch({ type: 'accounts.loaded', accounts: [] });
  for (const event of events) store.dispatch(event);
  return brokerActions({
    ...unusedParts,
    store,
    view: () =>
      makeView(store.state(), { providers, files: [codexFile], owners: [], version: '1.2.3', now: noonMs }),
    find: findProvider,
    desk: { begin: unwanted, paste: unwanted },
    signOut: unasked,
    refresh: async () => undefined,
    readQuotas: unasked,
    intents: { open: unwanted, quit: unwanted },
    changeSettings: async ({ alertAtPercent: _own, dailyLimits: _theirs, ...changes }) => {
      const { settings } = store.state();
      store.dispatch({ type: 'settings.changed', settings: { ...settings, ...changes } });
    },
    ...parts,
  });
}
