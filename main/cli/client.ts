// Speaks to the running app over its private socket. Found by $GATEHOUSE_SOCKET, else by the discovery file.
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { Failure, fromValue, type FailureValue } from '../domain/failure.ts';
import type { Paths } from '../paths.ts';
import {
  failureShape,
  protocolVersion,
  serviceShape,
  signInLineShape,
  statusShape,
  switchAnswerShape,
  type SignInLine,
  type Status,
} from '../broker/protocol.ts';

/** Whoever listens there must answer within this time; a verb never hangs on a dead app. */
const connectLimitMs = 800;
/** An app that has just been started may still wait for the key store before it answers. */
const longAnswerLimitMs = 10_000;

const quitLimitMs = 5_000;
const quitLookEveryMs = 50;

export interface Client {
  /** Resolves when the app answers within a second. @throws Failure `broker/not-running`, `broker/silent` */
  health(): Promise<void>;
  status(): Promise<Status>;
  prefer(provider: string): Promise<string>;
  open(): Promise<void>;
  quit(): Promise<void>;
  /** Calls back for each step; resolves with the last line. Aborting the signal cancels the sign-in. */
  signIn(
    order: { provider: string; method?: string; secret?: string },
    step: (line: SignInLine) => void,
    signal: AbortSignal,
  ): Promise<SignInLine>;
}

const refusalShape = z.object({ failure: failureShape });

export function failureOf(value: z.output<typeof failureShape>): FailureValue {
  const { code, subject, detail, retryAt } = value;
  return {
    code,
    ...(subject !== undefined && { subject }),
    ...(detail !== undefined && { detail }),
    ...(retryAt !== undefined && { retryAt }),
  };
}

function find(paths: Paths, environment: NodeJS.ProcessEnv): { socketPath: string; grant: string } {
  try {
    const grant = readFileSync(paths.grantFile, 'utf8').trim();
    const named = environment['GATEHOUSE_SOCKET'];
    if (named !== undefined && named !== '') return { socketPath: named, grant };
    const service = serviceShape.parse(JSON.parse(readFileSync(paths.serviceFile, 'utf8')));
    if (service.protocol !== protocolVersion) throw new Failure('broker/version-mismatch');
    return { socketPath: service.path, grant };
  } catch (cause) {
    throw cause instanceof Failure ? cause : new Failure('broker/not-running', { cause });
  }
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** How long the app may take to answer once it is connected. */
  readonly answerLimitMs?: number;
}

/** Undefined, which fits no schema, for what is not JSON: something else listens there. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Yields the lines of the answer. @throws Failure of the app, or `broker/not-running` */
async function* lines(
  where: { socketPath: string; grant: string },
  { method, path, body, signal, answerLimitMs = longAnswerLimitMs }: Call,
): AsyncGenerator<string> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const lost = (cause?: unknown): void => {
      reject(new Failure('broker/not-running', { cause }));
    };
    const call = request({
      socketPath: where.socketPath,
      method,
      path,
      // A connection of its own, so that it is seen to connect.
      agent: false,
      headers: {
        host: 'gatehouse',
        authorization: `Bearer ${where.grant}`,
        ...(text !== undefined && { 'content-type': 'application/json' }),
      },
      ...(signal !== undefined && { signal }),
    });
    const giveUp = (code: 'broker/not-running' | 'broker/silent') => (): void => {
      reject(new Failure(code));
      call.destroy();
    };
    let limit = setTimeout(giveUp('broker/not-running'), connectLimitMs);
    call.once('socket', (socket) => {
      socket.once('connect', () => {
        clearTimeout(limit);
        limit = setTimeout(giveUp('broker/silent'), answerLimitMs);
      });
    });
    call.once('response', (response) => {
      clearTimeout(limit);
      resolve(response);
    });
    call.once('error', (cause) => {
      clearTimeout(limit);
      lost(cause);
    });
    call.end(text);
  });
  const reader = createInterface({ input: answer, crlfDelay: Infinity });
  if (answer.statusCode !== 200) {
    let whole = '';
    for await (const line of reader) whole += line;
    const refusal = refusalShape.safeParse(parseJson(whole));
    throw refusal.success
      ? fromValue(failureOf(refusal.data.failure))
      : new Failure('broker/version-mismatch');
  }
  try {
    yield* reader;
  } catch (cause) {
    throw new Failure('broker/not-running', { cause });
  }
}

/** @throws Failure `broker/not-running` */
export function connectToApp(paths: Paths, environment: NodeJS.ProcessEnv): Client {
  const where = find(paths, environment);

  async function once<Schema extends z.ZodMiniType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    let whole = '';
    for await (const line of lines(where, call)) whole += line;
    const parsed = schema.safeParse(parseJson(whole));
    if (!parsed.success) throw new Failure('broker/version-mismatch');
    return parsed.data;
  }
  const done = z.object({ ok: z.literal(true) });
  const health = async (): Promise<void> => {
    await once({ method: 'GET', path: '/health', answerLimitMs: connectLimitMs }, done);
  };

  return {
    health,
    async status() {
      // Side by side: a frozen app is told apart from one that takes its time, at no cost to one that answers.
      const [answer] = await Promise.all([
        once({ method: 'GET', path: '/v1/status' }, statusShape),
        health(),
      ]);
      return answer;
    },
    prefer: async (provider) =>
      (await once({ method: 'POST', path: '/v1/switch', body: { provider } }, switchAnswerShape)).preferred,
    open: async () => {
      await once({ method: 'POST', path: '/v1/app/open' }, done);
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
      for await (const line of lines(where, { method: 'POST', path: '/v1/sign-ins', body: order, signal })) {
        const parsed = signInLineShape.safeParse(parseJson(line));
        if (!parsed.success) throw new Failure('broker/version-mismatch');
        last = parsed.data;
        if (last.type === 'step') step(last);
      }
      if (last === undefined || last.type === 'step') throw new Failure('broker/not-running');
      return last;
    },
  };
}
