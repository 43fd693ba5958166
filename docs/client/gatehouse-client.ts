// A small client of Gatehouse for programs of your own: copy this file and the one with the types. Node 20 or newer, no
// dependency. It finds the running app, or `gatehouse serve`, by itself, and speaks HTTP over its private socket.
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type {
  Figures,
  GrantedLease,
  HoldLine,
  Lease,
  LeaseLine,
  LeaseWish,
  Queued,
  Quota,
  Refusal,
  Released,
  ServiceEvent,
  Status,
  Token,
} from './gatehouse-types.ts';

/** The one error of this client. `code` is stable, for example `quota/exceeded` or `broker/not-running`. */
export class GatehouseError extends Error {
  readonly code: string;
  readonly subject: string | undefined;
  readonly detail: string | undefined;
  readonly retryAt: number | undefined;
  readonly figures: Figures | undefined;

  constructor({ code, subject, detail, retryAt, figures }: Refusal, cause?: unknown) {
    super([code, subject, detail].filter((part) => part !== undefined).join(': '), { cause });
    this.name = 'GatehouseError';
    this.code = code;
    this.subject = subject;
    this.detail = detail;
    this.retryAt = retryAt;
    this.figures = figures;
  }
}

/** Where the app listens, and by which right one asks. */
export interface Place {
  readonly socketPath: string;
  readonly grant: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable says nothing. */
function named(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/** The data folder of Gatehouse on this system. */
export function dataFolder(environment: Environment = process.env): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/gatehouse');
  if (process.platform === 'win32')
    return join(named(environment, 'LOCALAPPDATA') ?? join(homedir(), 'AppData/Local'), 'gatehouse', 'Data');
  return join(named(environment, 'XDG_DATA_HOME') ?? join(homedir(), '.local/share'), 'gatehouse');
}

type Check<Answer> = (value: unknown) => value is Answer;

/** Whether it has what this client builds on. Other fields may come at any time. */
function having<Answer>(...fields: readonly (keyof Answer & string)[]): Check<Answer> {
  return (value): value is Answer =>
    typeof value === 'object' && value !== null && fields.every((field) => field in value);
}

/** @throws GatehouseError `broker/version-mismatch` */
function parse<Answer>(text: string, isAnswer: Check<Answer>): Answer {
  try {
    const value: unknown = JSON.parse(text);
    if (isAnswer(value)) return value;
  } catch {
    // Not even JSON: the same.
  }
  throw new GatehouseError({
    code: 'broker/version-mismatch',
    detail: 'not an answer that this client knows',
  });
}

/**
 * Inside an agent its own socket and grant, from the environment; else those of this machine, from the data folder.
 *
 * @throws GatehouseError `broker/not-running`
 */
export function findPlace(environment: Environment = process.env): Place {
  const read = (name: string): string => readFileSync(join(dataFolder(environment), name), 'utf8');
  try {
    const grant = named(environment, 'GATEHOUSE_GRANT') ?? read('machine-grant').trim();
    const socketPath =
      named(environment, 'GATEHOUSE_SOCKET') ??
      parse(read('service.json'), having<{ readonly path: string }>('path')).path;
    return { socketPath, grant };
  } catch (cause) {
    throw new GatehouseError({ code: 'broker/not-running' }, cause);
  }
}

export interface WaitOptions {
  readonly queued?: (line: Queued) => void;
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Everything at a glance. */
  status(): Promise<Status>;
  /** @param now asks the providers again first, as far as they allow it */
  quota(now?: boolean): Promise<Quota>;
  /** Reserves quota. @throws GatehouseError `quota/exceeded` and others of `quota/`, with figures */
  lease(wish: LeaseWish): Promise<GrantedLease>;
  /** The same, and waits until there is some; aborting the signal takes the wish back. */
  leaseWaiting(wish: LeaseWish, options?: WaitOptions): Promise<GrantedLease>;
  /** Says that the agent still works, for a lease that lives by that. */
  heartbeat(lease: string): Promise<Lease>;
  /** Reports how much is used in all, in the lease's unit. */
  use(lease: string, used: number): Promise<Lease>;
  /** Holds a lease for as long as one reads: a line each second, then how it ended. */
  hold(lease: string, signal?: AbortSignal): AsyncGenerator<HoldLine>;
  /** Gives back what is not used of it. */
  release(lease: string, used?: number): Promise<Released>;
  /** A key or an access token. The person may be asked first. @throws GatehouseError `broker/hand-out-denied`, `broker/locked` */
  token(provider: string, wish?: { readonly account?: string; readonly consumer?: string }): Promise<Token>;
  /** What happens from the moment on that it resolves; nothing is missed while one does something else. */
  events(signal?: AbortSignal): Promise<AsyncIterableIterator<ServiceEvent, undefined>>;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** A person may be asked for a minute, and then keys may have to be renewed. */
const answerLimitMs = 100_000;

function lost({ signal }: Call, cause: unknown): GatehouseError {
  return new GatehouseError(
    { code: signal?.aborted === true ? 'broker/cancelled' : 'broker/not-running' },
    cause,
  );
}

function answerOf(
  { socketPath, grant }: Place,
  { method, path, body, signal }: Call,
): Promise<IncomingMessage> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath,
        method,
        path,
        // A connection of its own, which is seen to close.
        agent: false,
        headers: {
          host: 'gatehouse',
          authorization: `Bearer ${grant}`,
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
        },
        ...(signal !== undefined && { signal }),
      },
      resolve,
    );
    sent.once('error', (cause) => {
      reject(lost({ method, path, signal }, cause));
    });
    sent.end(text);
  });
}

/** Leaving the loop closes the connection. */
async function* linesIn(answer: IncomingMessage, call: Call): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const part of answer) {
      rest += String(part);
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    throw lost(call, cause);
  }
  if (rest !== '') yield rest;
}

/** @throws GatehouseError the refusal, when it is one */
async function goodAnswerOf(place: Place, call: Call): Promise<IncomingMessage> {
  const answer = await answerOf(place, call);
  answer.setEncoding('utf8');
  if (answer.statusCode === 200) return answer;
  let text = '';
  for await (const part of answer) text += String(part);
  throw new GatehouseError(parse(text, having<{ readonly failure: Refusal }>('failure')).failure);
}

async function* linesOf(place: Place, call: Call): AsyncGenerator<string> {
  yield* linesIn(await goodAnswerOf(place, call), call);
}

async function ask<Answer>(place: Place, call: Call, isAnswer: Check<Answer>): Promise<Answer> {
  let text = '';
  const limit = AbortSignal.timeout(answerLimitMs);
  try {
    for await (const line of linesOf(place, { ...call, signal: limit })) text += line;
  } catch (cause) {
    if (!limit.aborted) throw cause;
    throw new GatehouseError({ code: 'network/timed-out', detail: 'Gatehouse did not answer' }, cause);
  }
  return parse(text, isAnswer);
}

/** One `data:` line for each event; its type stands in it as well. */
async function* eventsIn(lines: AsyncGenerator<string>): AsyncGenerator<ServiceEvent, undefined> {
  const start = 'data: ';
  for await (const line of lines)
    if (line.startsWith(start)) yield parse(line.slice(start.length), having<ServiceEvent>('type'));
}

const leasePath = (lease: string, end = ''): string => `/v1/leases/${encodeURIComponent(lease)}${end}`;

const withHolder = (wish: LeaseWish) => ({ holder: { kind: 'process', pid: process.pid }, ...wish });

/** One line for each who waits, until there is some. */
async function waitForLease(
  place: Place,
  wish: LeaseWish,
  { queued, signal }: WaitOptions,
): Promise<GrantedLease> {
  const body = { ...withHolder(wish), wait: true };
  for await (const text of linesOf(place, { method: 'POST', path: '/v1/leases', body, signal })) {
    const line = parse(text, having<LeaseLine>('type'));
    if (line.type === 'granted') return line;
    if (line.type === 'refused') throw new GatehouseError(line.refusal);
    queued?.(line);
  }
  throw new GatehouseError({ code: 'broker/not-running', detail: 'the answer was cut off' });
}

/** @param place where the app listens; looked for when left out. @throws GatehouseError `broker/not-running` */
export function connect(place: Place = findPlace()): Client {
  const oneLease = async (path: string, body?: unknown): Promise<Lease> => {
    const isAnswer = having<{ readonly lease: Lease }>('lease');
    return (await ask(place, { method: 'POST', path, body }, isAnswer)).lease;
  };
  return {
    status: () =>
      ask(place, { method: 'GET', path: '/v1/status' }, having<Status>('selection', 'providers', 'problems')),
    quota: (now = false) =>
      ask(
        place,
        { method: 'POST', path: '/v1/quota', body: { now } },
        having<Quota>('selection', 'accounts'),
      ),
    lease: (wish) =>
      ask(
        place,
        { method: 'POST', path: '/v1/leases', body: withHolder(wish) },
        having<GrantedLease>('lease', 'grant'),
      ),
    leaseWaiting: (wish, options = {}) => waitForLease(place, wish, options),
    heartbeat: (lease) => oneLease(leasePath(lease, '/heartbeat')),
    use: (lease, used) => oneLease(leasePath(lease, '/usage'), { used }),
    async *hold(lease, signal) {
      const call: Call = { method: 'GET', path: leasePath(lease, '/hold'), signal };
      for await (const line of linesOf(place, call)) yield parse(line, having<HoldLine>('type'));
    },
    release: (lease, used) =>
      ask(
        place,
        { method: 'DELETE', path: leasePath(lease), body: used === undefined ? undefined : { used } },
        having<Released>('givenBack'),
      ),
    token: (provider, wish = {}) =>
      ask(
        place,
        { method: 'POST', path: `/auth/${encodeURIComponent(provider)}/token`, body: wish },
        having<Token>('token', 'kind'),
      ),
    async events(signal) {
      const call: Call = { method: 'GET', path: '/v1/events', signal };
      const answer = await goodAnswerOf(place, call);
      const events = eventsIn(linesIn(answer, call));
      const iterator: AsyncIterableIterator<ServiceEvent, undefined> = {
        next: () => events.next(),
        // Also where nobody has begun to read.
        return() {
          answer.destroy();
          return events.return(undefined);
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
  };
}
