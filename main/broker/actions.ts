// What the local service can have done, on top of the flows it is given.
import type { ProviderId } from '../domain/ids.ts';
import type { PageName } from '../domain/page-name.ts';
import { withSameService } from '../domain/same-service.ts';
import type { SettingsChanges } from '../domain/settings.ts';
import { isInUse } from '../state/in-use.ts';
import type { Store } from '../state/store.ts';
import type { View } from '../../preload/view.ts';
import { archiveActions, type ArchiveParts } from './actions/archive.ts';
import { companyLoginActions, type CompanyLoginActionParts } from './actions/company-logins.ts';
import { doctorActions, type DoctorActionParts } from './actions/doctor.ts';
import { fileActions, type FileParts } from './actions/files.ts';
import { flagActions, type FlagActionParts } from './actions/flags.ts';
import { hookActions, type HookParts } from './actions/hooks.ts';
import { keyStoreActions, type KeyStoreParts } from './actions/key-store.ts';
import { loginActions, type LoginParts } from './actions/logins.ts';
import { packageActions, type PackageParts } from './actions/packages.ts';
import { settingsFileActions, type SettingsFileParts } from './actions/settings-files.ts';
import { statusAccount } from './actions/shown.ts';
import { shellActions, type ShellParts } from './actions/shells.ts';
import { signInActions, type SignInParts } from './actions/sign-ins.ts';
import { statusLineActions, type StatusLineParts } from './actions/status-lines.ts';
import { shownSelection, switchingActions, type SwitchingParts } from './actions/switching.ts';
import { updateActions, type UpdateActionParts } from './actions/updates.ts';
import type { QuotaAnswer } from './protocol.ts';
import type { BrokerActions } from './routes.ts';
import type { EventActions } from './routes/events.ts';
import type { LeaseActions } from './routes/leases.ts';
import type { OversightActions } from './routes/oversight.ts';

export interface ActionParts
  extends
    SignInParts,
    LoginParts,
    ArchiveParts,
    FileParts,
    KeyStoreParts,
    StatusLineParts,
    HookParts,
    CompanyLoginActionParts,
    PackageParts,
    FlagActionParts,
    UpdateActionParts,
    SettingsFileParts,
    ShellParts,
    DoctorActionParts,
    SwitchingParts {
  readonly leaseActions: LeaseActions;
  readonly oversightActions: OversightActions;
  readonly eventActions: EventActions;
  /** Without an environment, agents of it cannot be started. */
  readonly consumers: readonly {
    readonly id: string;
    readonly label: string;
    readonly environment?: { readonly providers: readonly ProviderId[] };
  }[];
  readonly store: Store;
  readonly view: () => View;
  readonly changeSettings: (changes: SettingsChanges) => Promise<void>;
  /** Looks again at what could not be opened before. */
  readonly refresh: () => Promise<void>;
  /** Reads the quota of every account anew, as far as the providers allow it. */
  readonly readQuotas: () => Promise<void>;
  /** What the person can ask for elsewhere too. */
  readonly intents: {
    open(page?: PageName): void;
    quit(): void;
  };
}

/** The view as the command line shows it; asked before the stored accounts are read, the answer waits for them. */
async function viewOnceLoaded({ store, view, refresh }: ActionParts): Promise<View> {
  await refresh();
  if (store.state().loaded) return view();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!state.loaded) return;
      stop();
      resolve(view());
    });
  });
}

function accountsIn({ providers }: View): QuotaAnswer['accounts'] {
  return providers.flatMap(({ id, accounts }) =>
    accounts.map((account) => ({ provider: id, ...statusAccount(account) })),
  );
}

export function brokerActions(parts: ActionParts): BrokerActions {
  const { find, intents, store, view } = parts;
  const loadedView = (): Promise<View> => viewOnceLoaded(parts);
  const atHand = { view, loadedView };
  return {
    ...signInActions(parts, atHand),
    logins: loginActions(parts, atHand),
    archive: archiveActions(parts, atHand, find),
    files: fileActions(parts, atHand),
    keyStore: keyStoreActions(parts, atHand),
    statusLines: statusLineActions(parts, atHand),
    hooks: hookActions(parts, atHand),
    companyLogins: companyLoginActions(parts, atHand),
    packages: packageActions(parts, atHand),
    flags: flagActions(parts, atHand),
    updates: updateActions(parts, view),
    settingsFiles: settingsFileActions(parts, atHand),
    shells: shellActions(parts, atHand),
    doctor: doctorActions(parts, atHand),
    switching: switchingActions(parts, atHand),
    leases: parts.leaseActions,
    oversight: parts.oversightActions,
    events: parts.eventActions,
    async status() {
      await loadedView();
      await parts.switching.look();
      const now = view();
      const { providers, problems, version, settings, switching } = now;
      return {
        schema: 1,
        version,
        preferred: providers.find((provider) => provider.preferred)?.id ?? null,
        strategy: settings.strategy,
        selection: shownSelection(now, store.state()),
        switching,
        providers: providers
          .filter(({ id }) => isInUse(store.state(), id))
          .map(({ id, label, methods, accounts }) => ({
            id,
            label,
            methods: methods.map((method) => method.id),
            accounts: accounts.map(statusAccount),
          })),
        problems: [...problems],
      };
    },
    async providers() {
      const { providers } = await loadedView();
      const known = providers.map(({ id }) => find(id));
      return {
        schema: 1,
        providers: providers.map(({ id, label, preferred, accounts, methods, thirdParty }) => ({
          id,
          label,
          preferred,
          signedIn: accounts.length > 0,
          ...(thirdParty !== undefined && {
            thirdParty: { hosts: thirdParty.hosts, problem: thirdParty.problem },
          }),
          methods: methods.map((method) => ({
            id: method.id,
            label: method.label,
            kind: method.kind,
            program: method.program,
            standing: method.standing,
            consent: method.registration?.consent ?? null,
            agreedClientId: method.registration?.clientId ?? null,
          })),
        })),
        consumers: parts.consumers.flatMap(({ id, label, environment }) =>
          environment === undefined
            ? []
            : [{ id, label, providers: [...withSameService(environment.providers, known)] }],
        ),
      };
    },
    async accounts() {
      return { schema: 1, accounts: accountsIn(await loadedView()) };
    },
    async quota(anew) {
      const known = await loadedView();
      if (anew) await parts.readQuotas();
      const now = anew ? view() : known;
      return {
        schema: 1,
        selection: shownSelection(now, store.state()),
        headroom: now.headroom,
        accounts: accountsIn(now),
      };
    },
    open(page) {
      intents.open(page);
    },
    quit() {
      // The answer leaves first.
      setImmediate(() => {
        intents.quit();
      });
    },
  };
}
