// What the verbs can ask of the running app, one call each; every answer is checked against the protocol.
import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { PageName } from '../domain/page-name.ts';
import type { Paths } from '../paths.ts';
import {
  providersShape,
  quotaShape,
  signInLineShape,
  signOutAnswerShape,
  statusShape,
  type ProvidersAnswer,
  type QuotaAnswer,
  type signInRequestShape,
  type SignInLine,
  type SignOutAnswer,
  type Status,
} from '../broker/protocol.ts';
import { slowAnswerLimitMs } from './answer-limits.ts';
import { connectLimitMs, findApp, lines, parseJson, type Call, type Place } from './call.ts';
import { eventData } from './event-data.ts';

const quitLimitMs = 5_000;
const quitLookEveryMs = 50;

export type SignInRequest = z.output<typeof signInRequestShape>;

export interface Client {
  /** Resolves when the app answers within a second. @throws Failure `broker/not-running`, `broker/silent` */
  health(): Promise<void>;
  status(): Promise<Status>;
  providers(): Promise<ProvidersAnswer>;
  /** With `now`, the app asks the providers again first. */
  quota(now: boolean): Promise<QuotaAnswer>;
  signOut(provider: string, account?: string, alsoProgram?: boolean): Promise<SignOutAnswer>;
  /** Any other call; the answer is checked against its shape. */
  ask<Schema extends z.ZodMiniType>(call: Call, shape: Schema): Promise<z.output<Schema>>;
  /** The lines of any other call, each checked against the shape. */
  lines<Schema extends z.ZodMiniType>(call: Call, shape: Schema): AsyncGenerator<z.output<Schema>>;
  /** The events that the app sends, each checked against the shape. */
  events<Schema extends z.ZodMiniType>(call: Call, shape: Schema): AsyncGenerator<z.output<Schema>>;
  /** The same app, asked with another grant. */
  withGrant(grant: string): Client;
  open(page?: PageName): Promise<void>;
  quit(): Promise<void>;
  /** Calls back for each step; resolves with the last line. Aborting the signal cancels the sign-in. */
  signIn(
    order: SignInRequest,
    step: (line: SignInLine) => void,
    signal: AbortSignal,
  ): Promise<Exclude<SignInLine, { type: 'step' }>>;
}

/** @throws Failure `broker/version-mismatch` */
function checked<Schema extends z.ZodMiniType>(text: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) throw new Failure('broker/version-mismatch');
  return parsed.data;
}

async function* checkedEach<Schema extends z.ZodMiniType>(
  texts: AsyncIterable<string>,
  schema: Schema,
): AsyncGenerator<z.output<Schema>> {
  for await (const text of texts) yield checked(text, schema);
}

/**
 * @param versions `any` where an app of another version is meant too, which is asked only what every version answers alike
 * @throws Failure `broker/not-running`
 */
export function connectToApp(
  paths: Paths,
  environment: NodeJS.ProcessEnv,
  versions: 'ours' | 'any' = 'ours',
): Client {
  return clientAt(findApp(paths, environment, versions));
}

function clientAt(where: Place): Client {
  async function once<Schema extends z.ZodMiniType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    let whole = '';
    for await (const line of lines(where, call)) whole += line;
    return checked(whole, schema);
  }
  const done = z.object({ ok: z.literal(true) });
  const health = async (): Promise<void> => {
    await once({ method: 'GET', path: '/health', answerLimitMs: connectLimitMs }, done);
  };
  /** Side by side with a look at its health: a frozen app is told apart from one that takes its time, at no cost. */
  async function watched<Schema extends z.ZodMiniType>(
    call: Call,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const frozen = new AbortController();
    try {
      const [answer] = await Promise.all([once({ ...call, signal: frozen.signal }, schema), health()]);
      return answer;
    } finally {
      frozen.abort();
    }
  }

  return {
    health,
    status: () => watched({ method: 'GET', path: '/v1/status' }, statusShape),
    providers: () => watched({ method: 'GET', path: '/v1/providers' }, providersShape),
    quota: (now) =>
      watched(
        { method: 'POST', path: '/v1/quota', body: { now }, answerLimitMs: slowAnswerLimitMs },
        quotaShape,
      ),
    ask: once,
    lines: (call, shape) => checkedEach(lines(where, call), shape),
    events: (call, shape) => checkedEach(eventData(lines(where, call)), shape),
    withGrant: (grant) => clientAt({ socketPath: where.socketPath, grant }),
    signOut: (provider, account, alsoProgram) =>
      once(
        {
          method: 'POST',
          path: '/v1/sign-outs',
          body: { provider, account, ...(alsoProgram === true && { alsoProgram }) },
          answerLimitMs: slowAnswerLimitMs,
        },
        signOutAnswerShape,
      ),
    open: async (page) => {
      await once(
        { method: 'POST', path: '/v1/app/open', body: { ...(page !== undefined && { page }) } },
        done,
      );
    },
    async quit() {
      await once({ method: 'POST', path: '/v1/app/quit' }, done);
      // The answer says that it heard; the verb ends when nobody answers any more.
      const deadline = Date.now() + quitLimitMs;
      while (Date.now() < deadline) {
        const still = await health().then(
          () => true,
          (thrown: unknown) => thrown instanceof Failure && thrown.code === 'broker/silent',
        );
        if (!still) return;
        await new Promise((resolve) => setTimeout(resolve, quitLookEveryMs));
      }
      throw new Failure('broker/silent');
    },
    async signIn(order, step, signal) {
      let last: SignInLine | undefined;
      const call: Call = { method: 'POST', path: '/v1/sign-ins', body: order, signal };
      for await (const line of checkedEach(lines(where, call), signInLineShape)) {
        last = line;
        if (last.type === 'step') step(last);
      }
      if (last === undefined || last.type === 'step') throw new Failure('broker/not-running');
      return last;
    },
  };
}
