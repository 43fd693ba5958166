// The routes of the local service. Checks grant, size and shape on arrival; what a route does is given to it.
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { equalInConstantTime } from '../domain/callback.ts';
import { Failure, toFailure, type FailureCode } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import { readBody } from './body.ts';
import { protocolVersion, type ProvidersAnswer, type QuotaAnswer, type Status } from './protocol.ts';
import { sealedLimitBytes } from './protocol/archive.ts';
import { quotaRequestShape } from './protocol/quota.ts';
import { archiveRoutes, type ArchiveActions } from './routes/archive.ts';
import { doctorRoutes, type DoctorActions } from './routes/doctor.ts';
import { fileRoutes, type FileActions } from './routes/files.ts';
import { hookRoutes, type HookActions } from './routes/hooks.ts';
import { keyStoreRoutes, type KeyStoreActions } from './routes/key-store.ts';
import { loginRoutes, type LoginActions } from './routes/logins.ts';
import { shellRoutes, type ShellActions } from './routes/shells.ts';
import { signInRoutes, type SignInActions } from './routes/sign-ins.ts';
import { statusLineRoutes, type StatusLineActions } from './routes/status-lines.ts';
import { switchingRoutes, type SwitchingActions } from './routes/switching.ts';

const bodyLimitBytes = 65_536;
/** A whole backup comes in one request; its quotes count twice. */
const restorePath = '/v1/restores';
const restoreLimitBytes = 2 * sealedLimitBytes;
const inFlightLimit = 64;

/** What the routes can have done. Each throws a Failure when it cannot. */
export interface BrokerActions extends SignInActions {
  readonly logins: LoginActions;
  readonly archive: ArchiveActions;
  readonly files: FileActions;
  readonly keyStore: KeyStoreActions;
  readonly statusLines: StatusLineActions;
  readonly hooks: HookActions;
  readonly shells: ShellActions;
  readonly doctor: DoctorActions;
  readonly switching: SwitchingActions;
  status(): Promise<Status>;
  providers(): Promise<ProvidersAnswer>;
  quota(now: boolean): Promise<QuotaAnswer>;
  open(): void;
  quit(): void;
}

export interface BrokerParts {
  readonly actions: BrokerActions;
  readonly grant: Secret;
  readonly version: string;
}

const statusOf: Partial<Record<FailureCode, 400 | 401 | 404 | 409 | 429>> = {
  'broker/bad-request': 400,
  'broker/not-granted': 401,
  'broker/busy': 429,
  'selection/unknown-provider': 404,
  'selection/unknown-account': 404,
  'selection/several-accounts': 400,
  'selection/nothing-to-undo': 404,
  'selection/busy': 409,
  'selection/changed-since': 409,
};

function refuse(context: Context, thrown: unknown): Response {
  const failure = toFailure(thrown);
  return context.json({ failure: failure.toValue() }, statusOf[failure.code] ?? 500);
}

export function createRoutes({ actions, grant, version }: BrokerParts): Hono {
  const routes = new Hono();
  let inFlight = 0;
  routes.onError((thrown, context) => refuse(context, thrown));
  routes.notFound((context) =>
    refuse(context, new Failure('broker/bad-request', { detail: 'no such route' })),
  );
  routes.use(async (_context, next) => {
    if (inFlight >= inFlightLimit) throw new Failure('broker/busy');
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
    }
  });
  const upTo = (maxSize: number): MiddlewareHandler =>
    bodyLimit({
      maxSize,
      onError: (context) => refuse(context, new Failure('broker/bad-request', { detail: 'body too large' })),
    });
  const [usual, wide] = [upTo(bodyLimitBytes), upTo(restoreLimitBytes)];
  routes.use((context, next) => (context.req.path === restorePath ? wide : usual)(context, next));

  routes.get('/health', (context) => context.json({ ok: true, version, protocol: protocolVersion }));

  routes.use('/v1/*', async (context, next) => {
    const given = context.req.header('authorization') ?? '';
    if (!equalInConstantTime(given, `Bearer ${grant.reveal()}`)) throw new Failure('broker/not-granted');
    await next();
  });
  routes.get('/v1/status', async (context) => context.json(await actions.status()));
  routes.get('/v1/providers', async (context) => context.json(await actions.providers()));
  routes.post('/v1/quota', async (context) => {
    const { now } = await readBody(context, quotaRequestShape);
    return context.json(await actions.quota(now));
  });
  // Behind the grant, like the others.
  for (const part of [
    signInRoutes(actions),
    loginRoutes(actions.logins),
    archiveRoutes(actions.archive),
    fileRoutes(actions.files),
    keyStoreRoutes(actions.keyStore),
    statusLineRoutes(actions.statusLines),
    hookRoutes(actions.hooks),
    shellRoutes(actions.shells),
    doctorRoutes(actions.doctor),
    switchingRoutes(actions.switching),
  ])
    routes.route('/v1', part);
  routes.post('/v1/app/open', (context) => {
    actions.open();
    return context.json({ ok: true });
  });
  routes.post('/v1/app/quit', (context) => {
    actions.quit();
    return context.json({ ok: true });
  });
  return routes;
}
