// The local service as one table of routes: what Hono serves and what the description says are both made from it.
import type { Socket } from 'node:net';
import { Hono } from 'hono';
import type { Caller, Timer } from '../ports.ts';
import { createCrowd } from './crowd.ts';
import type { Grants } from './grants.ts';
import { createMetrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { replyFailure } from './reply.ts';
import type { Route } from './route.ts';
import { appRoutes, type AppActions, type ServiceFacts } from './routes/app.ts';
import { archiveRoutes, type ArchiveActions } from './routes/archive.ts';
import { companyLoginRoutes, type CompanyLoginActions } from './routes/company-logins.ts';
import { doctorRoutes, type DoctorActions } from './routes/doctor.ts';
import { eventRoutes, type EventActions } from './routes/events.ts';
import { fileRoutes, type FileActions } from './routes/files.ts';
import { flagRoutes, type FlagActions } from './routes/flags.ts';
import { hookRoutes, type HookActions } from './routes/hooks.ts';
import { keyStoreRoutes, type KeyStoreActions } from './routes/key-store.ts';
import { leaseRoutes, type LeaseActions } from './routes/leases.ts';
import { loginRoutes, type LoginActions } from './routes/logins.ts';
import { oversightRoutes, type OversightActions } from './routes/oversight.ts';
import { packageRoutes, type PackageActions } from './routes/packages.ts';
import { settingsFileRoutes, type SettingsFileActions } from './routes/settings-files.ts';
import { shellRoutes, type ShellActions } from './routes/shells.ts';
import { signInRoutes, type SignInActions } from './routes/sign-ins.ts';
import { stateRoutes, type StateActions } from './routes/state.ts';
import { statusLineRoutes, type StatusLineActions } from './routes/status-lines.ts';
import { switchingRoutes, type SwitchingActions } from './routes/switching.ts';
import { updateRoutes, type UpdateActions } from './routes/updates.ts';
import { serveNothing, serveRoute, type House } from './serve-route.ts';

/** What the routes can have done. Each throws a Failure when it cannot. */
export interface BrokerActions extends SignInActions, StateActions, AppActions {
  readonly logins: LoginActions;
  readonly archive: ArchiveActions;
  readonly files: FileActions;
  readonly keyStore: KeyStoreActions;
  readonly statusLines: StatusLineActions;
  readonly hooks: HookActions;
  readonly companyLogins: CompanyLoginActions;
  readonly packages: PackageActions;
  readonly flags: FlagActions;
  readonly updates: UpdateActions;
  readonly settingsFiles: SettingsFileActions;
  readonly shells: ShellActions;
  readonly doctor: DoctorActions;
  readonly switching: SwitchingActions;
  readonly leases: LeaseActions;
  readonly oversight: OversightActions;
  readonly events: EventActions;
}

export interface BrokerParts {
  readonly actions: BrokerActions;
  readonly grants: Grants;
  readonly version: string;
  readonly timer: Timer;
  /** Who is at the other end of a connection; asked at most once for each. */
  readonly callerOf: (socket: Socket) => Promise<Caller | undefined>;
}

export function routeTable(actions: BrokerActions, facts: ServiceFacts): readonly Route[] {
  return [
    ...appRoutes(actions, facts),
    ...stateRoutes(actions),
    ...signInRoutes(actions),
    ...loginRoutes(actions.logins),
    ...archiveRoutes(actions.archive),
    ...fileRoutes(actions.files),
    ...keyStoreRoutes(actions.keyStore),
    ...statusLineRoutes(actions.statusLines),
    ...hookRoutes(actions.hooks),
    ...companyLoginRoutes(actions.companyLogins),
    ...packageRoutes(actions.packages),
    ...flagRoutes(actions.flags),
    ...updateRoutes(actions.updates),
    ...settingsFileRoutes(actions.settingsFiles),
    ...shellRoutes(actions.shells),
    ...doctorRoutes(actions.doctor),
    ...switchingRoutes(actions.switching),
    ...leaseRoutes(actions.leases),
    ...oversightRoutes(actions.oversight),
    ...eventRoutes(actions.events),
  ];
}

/** The same answer for one connection, however often it is asked. */
function oncePerSocket(callerOf: BrokerParts['callerOf']): BrokerParts['callerOf'] {
  const known = new WeakMap<Socket, Promise<Caller | undefined>>();
  return (socket) => {
    const found = known.get(socket) ?? callerOf(socket);
    known.set(socket, found);
    return found;
  };
}

export function createRoutes({ actions, grants, version, timer, callerOf }: BrokerParts): Hono {
  const [crowd, metrics] = [createCrowd(), createMetrics()];
  const house: House = { grants, crowd, metrics, timer, callerOf: oncePerSocket(callerOf) };
  let described: Readonly<Record<string, unknown>> | undefined;
  const table = routeTable(actions, {
    version,
    // Made when somebody asks for the first time: the start of the app does not wait for it.
    openApi: () => (described ??= openApiDocument(table, version)),
    metrics: () =>
      metrics.text({
        inFlight: crowd.inside.request,
        streams: crowd.inside.stream,
        leases: actions.leases.running(),
      }),
  });
  const served = new Hono();
  for (const route of table)
    served.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), serveRoute(route, house));
  served.notFound(serveNothing(house));
  served.onError((thrown, context) => replyFailure(context, thrown).response);
  return served;
}
