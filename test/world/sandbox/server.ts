// The TLS server behind every provider's host name: check, fault, answer, log.
import { createServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { html, json } from './answer.ts';
import type { Answer } from './answer.ts';
import { machineNowMs } from './clock.ts';
import type { Clock } from './clock.ts';
import { Deviation } from './endpoint.ts';
import type { Endpoint, Inquiry } from './endpoint.ts';
import type { Faults } from './faults.ts';
import type { Network } from './network.ts';
import type { LogEntry, Outcome, RequestLog } from './request-log.ts';

export interface ServerParts {
  readonly clock: Clock;
  readonly endpoints: readonly Endpoint[];
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly network: Network;
}

const portalPage = html(200, '<!doctype html><title>Guest network</title><p>Sign in to go online.</p>');

/** Through which door a connection came, by the port that it came from. */
export type Via = (port: number | undefined) => LogEntry['via'];

const address = (method: string, host: string, path: string): string => `${method} ${host}${path}`;

export function makeServer(
  parts: ServerParts,
  certificate: { readonly cert: string; readonly key: string },
  via: Via,
): Server {
  const byAddress = new Map(parts.endpoints.map((one) => [address(one.method, one.host, one.path), one]));
  return createServer(certificate, (request, response) => {
    serve(parts, via, byAddress, request, response).catch((error: unknown) => {
      // A bug of the sandbox must be seen by whoever runs the world, not only by the client.
      console.error('sandbox:', error);
      response.writeHead(500).end();
    });
  });
}

async function serve(
  parts: ServerParts,
  via: Via,
  endpoints: ReadonlyMap<string, Endpoint>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedMs = machineNowMs();
  const inquiry = await read(request);
  const circumstances = { at: parts.clock.iso(), startedMs, via: via(request.socket.remotePort) };
  const log = (outcome: Outcome): void => {
    parts.log.add(inquiry, circumstances, outcome);
  };
  if (parts.network.state === 'portal') {
    log({ status: portalPage.status, fault: true });
    send(response, portalPage);
    return;
  }
  try {
    const account = parts.log.credential(inquiry)?.account;
    const endpoint = endpoints.get(address(inquiry.method, inquiry.host, inquiry.path));
    const answer = endpoint === undefined ? missing(inquiry) : endpoint.accept(inquiry);
    const fault = parts.faults.take(inquiry, account);
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
    // A dropped answer may be one that the provider acted upon: then the client cannot know.
    if (fault?.drop !== undefined) {
      if (fault.drop === 'after') await answer();
      log({ status: 0, fault: true });
      request.socket.destroy();
      return;
    }
    if (fault?.endlessHead === true) {
      log({ status: 200, fault: true });
      await sendEndlessHead(request.socket);
      return;
    }
    const given = fault?.answer ?? (await answer());
    const { status, allowed } = given;
    log({
      status,
      ...(allowed !== undefined && allowed.length > 0 && { allowed }),
      ...(fault && { fault: true }),
    });
    if (fault?.dripMs === undefined) send(response, given);
    else await drip(response, given, fault.dripMs);
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    const deviation = `${address(inquiry.method, inquiry.host, inquiry.path)}: ${error.message}`;
    log({ status: 400, deviation });
    send(
      response,
      json(400, { error: { type: 'sandbox_deviation', code: 'sandbox_deviation', message: deviation } }),
    );
  }
}

/** Anything unlisted is a deviation, except what a browser fetches on its own for a page. */
function missing({ headers }: Inquiry): () => Answer {
  const destination = headers.get('sec-fetch-dest') ?? 'empty';
  if (destination === 'empty') throw new Deviation('no such endpoint in protocols.md');
  return () => html(404, '');
}

async function read(request: IncomingMessage): Promise<Inquiry> {
  const headers = new Map(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  );
  const host = (headers.get('host') ?? '').replace(/:443$/, '');
  const url = new URL(request.url ?? '/', `https://${host}`);
  return {
    method: request.method ?? '',
    host,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: decode(await buffer(request), headers.get('content-encoding')).toString('utf8'),
  };
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'zstd') return zstdDecompressSync(body);
  return body;
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Until the client has had enough of it. */
async function drip(
  response: ServerResponse,
  { status, headers, body }: Answer,
  everyMs: number,
): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  for (const byte of Buffer.from(body)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await sleep(everyMs);
  }
  response.end();
}

async function sendEndlessHead(socket: Socket): Promise<void> {
  socket.write('HTTP/1.1 200 OK\r\n');
  for (let line = 0; !socket.destroyed; line += 1) {
    if (!socket.write(`X-Line-${line}: ${'x'.repeat(500)}\r\n`)) await sleep(1);
  }
}
