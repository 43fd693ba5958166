// One request to the running app over its private socket. Found by $GATEHOUSE_SOCKET, else by the discovery file; inside an
// agent with its own grant ($GATEHOUSE_GRANT), else with the one of this machine.
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { Failure, fromValue, type FailureValue } from '../domain/failure.ts';
import type { Paths } from '../paths.ts';
import { failureShape, protocolVersion, serviceShape } from '../broker/protocol.ts';

/** Whoever listens there must answer within this time; a verb never hangs on a dead app. */
export const connectLimitMs = 800;
/** An app that has just been started may still wait for the key store before it answers. */
const longAnswerLimitMs = 10_000;

/** Where the app listens, and the grant that it asks for. */
export interface Place {
  readonly socketPath: string;
  readonly grant: string;
  /** The one of this machine, where it can be read: used once when the agent's own is none any more. */
  readonly otherwise?: string;
  /** The discovery file names another protocol than ours, so whoever is there is asked first what it speaks. */
  readonly isOfAnother?: boolean;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** How long the app may take to answer once it is connected. */
  readonly answerLimitMs?: number;
}

const refusalShape = z.object({ failure: failureShape });
/** What every version has said of itself. */
const protocolShape = z.object({ protocol: z.number() });

/** A failure that came over the socket, as a value of ours. */
export function failureOf(value: z.output<typeof failureShape>): FailureValue {
  const { code, subject, detail, retryAt, figures, action } = value;
  return {
    code,
    ...(subject !== undefined && { subject }),
    ...(detail !== undefined && { detail }),
    ...(retryAt !== undefined && { retryAt }),
    ...(figures !== undefined && { figures }),
    ...(action !== undefined && { action }),
  };
}

/** What a variable says; an empty one says nothing. */
function named(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/** An agent outlives the app that gave it its grant; the next one knows nothing of it. @throws when none can be read */
function grantsFor(paths: Paths, environment: NodeJS.ProcessEnv): Pick<Place, 'grant' | 'otherwise'> {
  const ofMachine = (): string => readFileSync(paths.grantFile, 'utf8').trim();
  const own = named(environment, 'GATEHOUSE_GRANT');
  if (own === undefined) return { grant: ofMachine() };
  try {
    return { grant: own, otherwise: ofMachine() };
  } catch {
    return { grant: own };
  }
}

/**
 * @param versions `any` for what every version answers alike
 * @throws Failure `broker/not-running`
 */
export function findApp(
  paths: Paths,
  environment: NodeJS.ProcessEnv,
  versions: 'ours' | 'any' = 'ours',
): Place {
  try {
    const grants = grantsFor(paths, environment);
    const socketPath = named(environment, 'GATEHOUSE_SOCKET');
    if (socketPath !== undefined) return { socketPath, ...grants };
    const service = serviceShape.parse(JSON.parse(readFileSync(paths.serviceFile, 'utf8')));
    const isOfAnother = versions === 'ours' && service.protocol !== protocolVersion;
    return { socketPath: service.path, ...grants, isOfAnother };
  } catch (cause) {
    throw new Failure('broker/not-running', { cause });
  }
}

/** Undefined, which fits no schema, for what is not JSON: something else listens there. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A file that a killed app left behind names a protocol too: only whoever is there can say what it speaks.
 * @throws Failure `broker/version-mismatch`, or `broker/not-running` when nobody is there
 */
async function requireOurProtocol(where: Place): Promise<void> {
  let whole = '';
  for await (const line of linesBy(where, { method: 'GET', path: '/health', answerLimitMs: connectLimitMs }))
    whole += line;
  const answer = protocolShape.safeParse(parseJson(whole));
  if (!answer.success || answer.data.protocol !== protocolVersion)
    throw new Failure('broker/version-mismatch');
}

/** Yields the lines of the answer. @throws Failure of the app, `broker/version-mismatch` or `broker/not-running` */
export async function* lines(where: Place, call: Call): AsyncGenerator<string> {
  const { otherwise, isOfAnother, ...place } = where;
  if (isOfAnother === true) await requireOurProtocol(place);
  try {
    yield* linesBy(place, call);
  } catch (thrown) {
    const isUnknown = thrown instanceof Failure && thrown.code === 'broker/not-granted';
    if (!isUnknown || otherwise === undefined) throw thrown;
    yield* linesBy({ ...place, grant: otherwise }, call);
  }
}

async function* linesBy(
  where: Place,
  { method, path, body, signal, answerLimitMs = longAnswerLimitMs }: Call,
): AsyncGenerator<string> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const lost = (cause?: unknown): void => {
      reject(new Failure('broker/not-running', { cause }));
    };
    const call = request({
      // Of its own, so that it is seen to connect; an agent would first find out whether a path is an address, for 5 ms.
      createConnection: () => connect(where.socketPath),
      method,
      path,
      headers: {
        host: 'gatehouse',
        authorization: `Bearer ${where.grant}`,
        // Node says the length of its own accord only with methods that usually have a body.
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
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
  } finally {
    // Whoever has heard enough goes, and the app is to see that.
    answer.destroy();
  }
}
