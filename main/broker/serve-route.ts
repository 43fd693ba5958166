// The way of every request: who asks, whether they may, whether there is room, what they sent, and then the route itself.
import type { Socket } from 'node:net';
import type { Context } from 'hono';
import { mayDo } from '../domain/actor.ts';
import { Failure } from '../domain/failure.ts';
import type { Caller, Timer } from '../ports.ts';
import { checkArrival } from './arrival.ts';
import { parsedAs, readJson } from './body.ts';
import { Call } from './call-context.ts';
import type { Crowd } from './crowd.ts';
import type { Grants } from './grants.ts';
import type { Metrics } from './metrics.ts';
import { replyFailure, replyJson, replyText, socketOf, type Reply } from './reply.ts';
import type { Given, GrantedRoute, PublicRoute, Route } from './route.ts';
import { eventTexts, isIterable, lineTexts, replyStream } from './streams.ts';

/** What all routes share. */
export interface House {
  readonly grants: Grants;
  readonly crowd: Crowd;
  readonly metrics: Metrics;
  readonly timer: Timer;
  readonly callerOf: (socket: Socket) => Promise<Caller | undefined>;
}

const textType = 'text/plain; version=0.0.4; charset=utf-8';

const noSuchRoute = (): Failure => new Failure('broker/bad-request', { detail: 'no such route' });

/** @throws Failure `broker/not-granted`, `broker/not-permitted` */
function admit(context: Context, { intent }: GrantedRoute, { grants, callerOf }: House): Call {
  const holder = grants.holderOf(context.req.header('authorization'));
  if (!mayDo(holder.actor, intent)) throw new Failure('broker/not-permitted');
  return new Call(context, holder, async () => {
    const socket = socketOf(context);
    return socket === undefined ? undefined : callerOf(socket);
  });
}

async function givenTo(route: GrantedRoute, context: Context, call: Call): Promise<Given> {
  const { parameters, query, body } = route;
  return {
    parameters: parameters === undefined ? undefined : parsedAs(parameters, context.req.param(), 'path'),
    query: query === undefined ? undefined : parsedAs(query, context.req.query(), 'query'),
    body: parsedAs(body, await readJson(context, route), 'body'),
    call,
  };
}

function streamReply(
  { context, call, house }: { context: Context; call: Call; house: House },
  kind: 'lines' | 'events',
  source: unknown,
  ended: () => void,
): Reply {
  if (!isIterable(source)) throw new Failure('internal');
  const outlet = { context, call, ended };
  return kind === 'lines'
    ? replyStream('application/x-ndjson', lineTexts(source), outlet)
    : replyStream('text/event-stream', eventTexts(source, house.timer), outlet);
}

async function answerGranted(route: GrantedRoute, context: Context, house: House): Promise<Reply> {
  const { kind = 'json', lines, slow = false } = route;
  const { crowd } = house;
  const call = admit(context, route, house);
  let room: 'request' | 'stream' = slow || kind === 'lines' || kind === 'events' ? 'stream' : 'request';
  let isKept = false;
  crowd.enter(room);
  try {
    const given = await givenTo(route, context, call);
    const isFollowed = lines?.wanted(given.body) ?? false;
    if (isFollowed && room === 'request') {
      crowd.enter('stream');
      crowd.leave(room);
      room = 'stream';
    }
    const value = await (isFollowed ? lines?.follow(given) : route.handle(given));
    const streams = isFollowed ? 'lines' : kind;
    if (streams === 'json') return replyJson(context, 200, value);
    if (streams === 'text') return replyText(context, 200, textType, String(value));
    const reply = streamReply({ context, call, house }, streams, value, () => {
      crowd.leave('stream');
    });
    isKept = true;
    return reply;
  } finally {
    if (!isKept) crowd.leave(room);
  }
}

function answerPublic(route: PublicRoute, context: Context, { crowd }: House): Reply {
  crowd.enter('request');
  try {
    return replyJson(context, 200, route.handle());
  } finally {
    crowd.leave('request');
  }
}

/** The handler of a route. It answers in every case, so nothing it throws gets any further. */
export function serveRoute(route: Route, house: House): (context: Context) => Promise<Response> {
  const name = `${route.method} ${route.path}`;
  const isPublic = route.intent === 'public';
  const isSlow = !isPublic && route.slow === true;
  return async (context) => {
    const startedAt = performance.now();
    let reply: Reply;
    try {
      // Hono takes a HEAD for a GET, and would leave a stream open that nobody reads.
      if (context.req.method !== route.method) throw noSuchRoute();
      checkArrival(context);
      reply = isPublic ? answerPublic(route, context, house) : await answerGranted(route, context, house);
    } catch (thrown) {
      reply = replyFailure(context, thrown);
    }
    const tookMs = isSlow || reply.isStream ? null : performance.now() - startedAt;
    house.metrics.count(name, reply.status, tookMs);
    return reply.response;
  };
}

/** For every address that no route has: whoever has no grant does not learn which there are. */
export function serveNothing({ grants, metrics }: House): (context: Context) => Response {
  const thrownFor = (context: Context): unknown => {
    try {
      checkArrival(context);
      grants.holderOf(context.req.header('authorization'));
      return noSuchRoute();
    } catch (thrown) {
      return thrown;
    }
  };
  return (context) => {
    const { status, response } = replyFailure(context, thrownFor(context));
    metrics.count('none', status, null);
    return response;
  };
}
