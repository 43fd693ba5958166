// The routes that begin and end a sign-in.
import { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { toFailure } from '../../domain/failure.ts';
import { Secret } from '../../domain/secret.ts';
import { readBody } from '../body.ts';
import { signInRequestShape, signOutRequestShape, type SignInLine, type SignOutAnswer } from '../protocol.ts';

export interface SignInOrder {
  readonly provider: string;
  readonly method: string | undefined;
  readonly secret: Secret | undefined;
  readonly clientId: string | undefined;
  readonly signal: AbortSignal;
  readonly report: (line: SignInLine) => void;
}

export interface SignInActions {
  signIn(order: SignInOrder): Promise<SignInLine>;
  /** @param alsoProgram signs out the program too that keeps the login */
  signOut(provider: string, account: string | undefined, alsoProgram: boolean): Promise<SignOutAnswer>;
}

export function signInRoutes(actions: SignInActions): Hono {
  const routes = new Hono();
  routes.post('/sign-outs', async (context) => {
    const { provider, account, alsoProgram = false } = await readBody(context, signOutRequestShape);
    return context.json(await actions.signOut(provider, account, alsoProgram));
  });
  // Newline-delimited JSON, one line a step. The caller who goes away cancels the sign-in.
  routes.post('/sign-ins', async (context) => {
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
