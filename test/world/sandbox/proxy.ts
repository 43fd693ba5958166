// A proxy on loopback that leads listed hosts to the sandbox's server and refuses all others.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Network } from './network.ts';

const signInFirst =
  'HTTP/1.1 407 Proxy Authentication Required\r\n' +
  'Proxy-Authenticate: Basic realm="sandbox"\r\nContent-Length: 0\r\n\r\n';

export interface ProxyParts {
  readonly network: Network;
  readonly hosts: ReadonlySet<string>;
  readonly serverPort: number;
  /** Told the port from which the server will see a connection of this proxy. */
  readonly connected: (port: number) => void;
  readonly refused: (method: string, host: string) => void;
}

export function makeProxy({ network, hosts, serverPort, connected, refused }: ProxyParts): Server {
  const proxy = createServer((request, response) => {
    // Providers are spoken to over TLS only, so a plain request is refused whoever it is for.
    refused(request.method ?? '', request.url ?? '');
    response.writeHead(403, { 'content-type': 'text/plain' }).end('The sandbox refuses plain HTTP.\n');
  });
  proxy.on('connect', (request: { readonly url?: string }, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    const target = request.url ?? '';
    const [host = '', port = ''] = target.split(':');
    if (!hosts.has(host) || port !== '443') {
      refused('CONNECT', target);
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (network.state === 'down') {
      client.destroy();
      return;
    }
    if (network.state === 'proxy-sign-in') {
      client.end(signInFirst);
      return;
    }
    network.opened(client);
    const upstream: Socket = connect(serverPort, '127.0.0.1', () => {
      connected(upstream.localPort ?? 0);
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return proxy;
}
