// Opens the ports of a sandbox: the TLS server, the two proxies and the control address.
import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { makeCertificates } from './certificates.ts';
import { companyHost } from './company.ts';
import { controlApp } from './control.ts';
import { makeProxy } from './proxy.ts';
import { providers } from './providers/list.ts';
import type { LogEntry } from './request-log.ts';
import { Sandbox } from './sandbox.ts';
import { makeServer } from './server.ts';

export interface Addresses {
  readonly control: string;
  readonly proxy: string;
  readonly browserProxy: string;
  readonly ca: string;
  readonly bundle: string;
}

export interface RunningSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly addresses: Addresses;
}

export async function startSandbox(folder: string, initialScenario?: unknown): Promise<RunningSandbox> {
  const sandbox = new Sandbox(initialScenario);
  const hosts = new Set([...providers.flatMap((provider) => provider.hosts), companyHost]);
  const certificates = await makeCertificates(folder, [...hosts]);
  // Ports are used again after a while, which is right: the newest connection from a port is the living one.
  const doors = new Map<number, LogEntry['via']>();
  const server = makeServer(
    sandbox,
    { cert: certificates.serverCertificate, key: certificates.serverKey },
    (port) => doors.get(port ?? 0) ?? 'direct',
  );
  const serverPort = await listen(server);
  const door = (via: 'app' | 'browser'): Server =>
    makeProxy({
      network: sandbox.network,
      hosts,
      serverPort,
      connected: (port) => doors.set(port, via),
      refused: (method, host) => {
        sandbox.outside.add(via, method, host);
      },
    });
  const [proxy, browserProxy] = [door('app'), door('browser')];
  const answerControl = getRequestListener(controlApp(sandbox).fetch);
  const control = createServer((request, response) => void answerControl(request, response));
  const [proxyPort, browserProxyPort, controlPort] = [
    await listen(proxy),
    await listen(browserProxy),
    await listen(control),
  ];
  const servers = [server, proxy, browserProxy, control];
  const address = (number: number): string => `http://127.0.0.1:${number.toString()}`;
  return {
    sandbox,
    addresses: {
      control: address(controlPort),
      proxy: address(proxyPort),
      browserProxy: address(browserProxyPort),
      ca: certificates.authorityPath,
      bundle: certificates.bundlePath,
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map(close));
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server has no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
