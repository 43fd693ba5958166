// The routes of the local service. Checks grant, size and shape on arrival; what a route does is given to it.
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamText } from 'hono/streaming';
import { equalInConstantTime } from '../domain/callback.ts';
import { Failure, toFailure, type FailureCode } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import { readBody } from './body.ts';
import { moreRoutes, type MoreActions } from './more-routes.ts';
import {
  protocolVersion,
  quotaRequestShape,
  signInRequestShape,
  signOutRequestShape,
  switchRequestShape,
  type ProvidersAnswer,
  type QuotaAnswer,
  type SignInLine,
  type SignOutAnswer,
  type Status,
  type SwitchAnswer,
} from './protocol.ts';
import { sealedLimitBytes } from './protocol/archive.ts';

const bodyLimitBytes = 65_536;
/** A whole backup comes in one request; its quotes count twice. */
const restorePath = '/v1/restores';
const restoreLimitBytes = 2 * sealedLimitBytes;
const inFlightLimit = 64;

export interface SignInOrder {
  readonly provider: string;
  readonly method: string | undefined;
  readonly secret: Secret | undefined;
  readonly clientId: string | undefined;
  readonly signal: AbortSignal;
  readonly report: (line: SignInLine) => void;
}

/** What the routes can have done. Each throws a Failure when it cannot. */
export interface BrokerActions extends MoreActions {
  status(): Promise<Status>;
  providers(): Promise<ProvidersAnswer>;
  signIn(order: SignInOrder): Promise<SignInLine>;
  /** @param alsoProgram signs out the program too that keeps the login */
  signOut(provider: string, account: string | undefined, alsoProgram: boolean): Promise<SignOutAnswer>;
  /** Prefers a provider; with an account, that one is its account in use from then on. */
  switch(provider: string, account: string | undefined): Promise<SwitchAnswer>;
  quota(now: boolean): Promise<QuotaAnswer>;
  open(): void;
  quit(): void;
}

export interface BrokerParts {
  readonly actions: BrokerActions;
  readonly grant: Secret;
  readonly version: string;
}

const statusOf: Partial<Record<FailureCode, 400 | 401 | 404 | 429>> = {
  'broker/bad-request': 400,
  'broker/not-granted': 401,
  'broker/busy': 429,
  'selection/unknown-provider': 404,
  'selection/unknown-account': 404,
  'selection/several-accounts': 400,
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
  routes.post('/v1/switch', async (context) => {
    const { provider, account } = await readBody(context, switchRequestShape);
    return context.json(await actions.switch(provider, account));
  });
  routes.get('/v1/providers', async (context) => context.json(await actions.providers()));
  routes.post('/v1/sign-outs', async (context) => {
    const { provider, account, alsoProgram = false } = await readBody(context, signOutRequestShape);
    return context.json(await actions.signOut(provider, account, alsoProgram));
  });
  routes.post('/v1/quota', async (context) => {
    const { now } = await readBody(context, quotaRequestShape);
    return context.json(await actions.quota(now));
  });
  routes.route('/v1', moreRoutes(actions));
  routes.post('/v1/app/open', (context) => {
    actions.open();
    return context.json({ ok: true });
  });
  routes.post('/v1/app/quit', (context) => {
    actions.quit();
    return context.json({ ok: true });
  });
  // Newline-delimited JSON, one line a step. The caller who goes away cancels the sign-in.
  routes.post('/v1/sign-ins', async (context) => {
    const { provider, method, secret, registration } = await readBody(context, signInRequestShape);
    return streamText(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => {
        gone.abort();
      });
      const say = (line: SignInLine): void => {
        void stream.writeln(JSON.stringify(line));
      };
      const last = await actions
        .signIn({
          provider,
          method,
          secret: secret === undefined ? undefined : new Secret(secret),
          clientId: registration?.clientId,
          signal: gone.signal,
          report: say,
        })
        .catch((thrown: unknown): SignInLine => ({ type: 'failed', failure: toFailure(thrown).toValue() }));
      await stream.writeln(JSON.stringify(last));
    });
  });
  return routes;
}
