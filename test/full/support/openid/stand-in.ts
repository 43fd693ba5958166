// A TLS server of our own in the place of auth.openai.com, and the one way to it: for what the product fetches, and for the
// pages that a person goes through.
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import { readFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Fetch } from '../../../../main/adapters/node/pinned-http.ts';
import { makeCertificates } from '../../../world/sandbox/certificates.ts';
import { makeFolder } from '../folder.ts';

export const issuer = 'https://auth.openai.com';

export interface StandIn extends AsyncDisposable {
  /** Who answers from now on. */
  serve(handler: RequestListener): void;
  readonly fetch: Fetch;
}

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value ?? []].flat()) all.append(name, each);
  }
  return all;
}

/** Certificates are checked as the product checks them; whatever the host is called, the address is this machine. */
export async function startStandIn(): Promise<StandIn> {
  await using folder = await makeFolder();
  const { host } = new URL(issuer);
  const made = await makeCertificates(folder.path, [host]);
  let answer: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer({ cert: made.serverCertificate, key: made.serverKey }, (asked, response) => {
    answer(asked, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  const { port } = address;
  const lookup: LookupFunction = (_host, { all }, done) => {
    if (all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
    else done(null, '127.0.0.1', 4);
  };
  const agent = new Agent({ ca: await readFile(made.authorityPath), keepAlive: true });

  const fetchThere: Fetch = async (url, { method = 'GET', headers, body, redirect }) => {
    const target = new URL(url);
    const outgoing = request({
      agent,
      lookup,
      port,
      host: target.hostname,
      path: `${target.pathname}${target.search}`,
      method,
      headers: { ...Object.fromEntries(new Headers(headers)), host: target.host },
    });
    outgoing.end(z.optional(z.string()).parse(body));
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject);
    });
    const status = incoming.statusCode ?? 0;
    const whole = await text(incoming);
    if (redirect === 'error' && status >= 300 && status < 400) throw new TypeError('unexpected redirect');
    return new Response(status === 204 ? null : whole, { status, headers: headersOf(incoming) });
  };
  return {
    serve(handler) {
      answer = handler;
    },
    fetch: fetchThere,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
