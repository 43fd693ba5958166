// How an answer leaves: straight through Node's own response where there is one, which costs half of a Response object.
import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { toFailure } from '../domain/failure.ts';
import { statusOf } from './failure-status.ts';

export interface Reply {
  readonly status: number;
  /** Goes on for as long as both sides want. */
  readonly isStream: boolean;
  readonly response: Response;
}

const json = 'application/json';
const never = { 'cache-control': 'no-store' };

/** Node's response; undefined where a request did not come over a socket. */
function outgoingOf({ env }: { readonly env: unknown }): ServerResponse | undefined {
  if (typeof env !== 'object' || env === null || !('outgoing' in env)) return undefined;
  return env.outgoing instanceof ServerResponse ? env.outgoing : undefined;
}

/** The connection that the request came by. */
export function socketOf(context: Context): Socket | undefined {
  const socket = outgoingOf(context)?.socket;
  return socket instanceof Socket ? socket : undefined;
}

export function replyText(context: Context, status: number, type: string, text: string): Reply {
  const headers = { 'content-type': type, ...never };
  const outgoing = outgoingOf(context);
  if (outgoing === undefined)
    return { status, isStream: false, response: new Response(text, { status, headers }) };
  if (!outgoing.destroyed) {
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    outgoing.end(text);
  }
  return { status, isStream: false, response: RESPONSE_ALREADY_SENT };
}

export function replyJson(context: Context, status: number, value: unknown): Reply {
  return replyText(context, status, json, JSON.stringify(value));
}

export function replyFailure(context: Context, thrown: unknown): Reply {
  const failure = toFailure(thrown);
  return replyJson(context, statusOf(failure.code), { failure: failure.toValue() });
}

/** Before Hono has a say: a request line or a host that makes no address. */
export function refusedRequest(): Response {
  const failure = { code: 'broker/bad-request', detail: 'no such address' };
  return new Response(JSON.stringify({ failure }), { status: 400, headers: { 'content-type': json } });
}
