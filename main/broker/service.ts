// Starts and stops the local service: socket in a private folder, grant file, discovery file.
import { randomBytes } from 'node:crypto';
import { lstat, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Failure } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import type { Caller, Timer } from '../ports.ts';
import { createGrants, type Grants } from './grants.ts';
import { protocolVersion, type Service } from './protocol.ts';
import { refusedRequest } from './reply.ts';
import { createRoutes, type BrokerActions } from './routes.ts';
import { chooseSocketPath } from './socket-folder.ts';

const requestLimitMs = 10_000;
/** Node looks at the limit only this often, each half minute unless told otherwise. */
const checkEveryMs = 1_000;
/** An agent that reports now and then need not connect anew each time. */
const keepAliveMs = 60_000;
/** More than all requests and streams together; what goes beyond is closed at once. */
const connectionLimit = 1_024;

export interface ServiceParts {
  readonly actions: BrokerActions;
  /** New ones for each start, as `newGrants` makes them. */
  readonly grants: Grants;
  /** Who is at the other end of a connection, told by the system. */
  readonly callers: { of(socket: Socket): Promise<Caller | undefined> };
  readonly timer: Timer;
  readonly version: string;
  /** Said in the discovery file, so that a tray app that starts knows why no window opens. */
  readonly isWindowless?: boolean;
  readonly socketFolders: readonly string[];
  readonly serviceFile: string;
  readonly grantFile: string;
  /** Writes a private file durably: 0600 in a 0700 folder. */
  readonly writePrivate: (path: string, text: string) => Promise<void>;
}

export interface RunningService {
  readonly path: string;
  stop(): Promise<void>;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', (thrown) => {
      // Only a refusal means that nobody is there; a full queue (EAGAIN) belongs to somebody.
      settle(!('code' in thrown && thrown.code === 'ECONNREFUSED'));
    });
  });
}

/** Takes a dead socket away; never a live one, never anything that is not a socket (reliability BR-03). */
async function clearStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket())
    throw new Failure('storage/refused-path', { subject: path, detail: 'something else is there' });
  if (await answers(path)) throw new Failure('broker/busy', { detail: 'another Gatehouse listens there' });
  await rm(path);
}

async function listen(server: Server, path: string): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  // The folder is private already; the umask closes the moment between bind and any later chmod (BR-02). The bind
  // happens inside the call, so that no other file is ever made under this umask.
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await listening;
  if (server.address() !== path) {
    server.close();
    throw new Failure('storage/refused-path', { subject: path, detail: 'listens elsewhere' });
  }
}

export function newGrants(): Grants {
  const newToken = (): string => randomBytes(32).toString('base64url');
  return createGrants({ machine: new Secret(newToken()), newToken });
}

function createListener({ actions, grants, callers, timer, version }: ServiceParts): Server {
  const callerOf = (socket: Socket): Promise<Caller | undefined> => callers.of(socket);
  const routes = createRoutes({ actions, grants, version, timer, callerOf });
  const answer = getRequestListener(routes.fetch, {
    overrideGlobalObjects: false,
    errorHandler: refusedRequest,
  });
  const limits = {
    requestTimeout: requestLimitMs,
    connectionsCheckingInterval: checkEveryMs,
    keepAliveTimeout: keepAliveMs,
  };
  const server = createServer(limits, (request, response) => {
    void answer(request, response);
  });
  server.maxConnections = connectionLimit;
  return server;
}

export async function startService(parts: ServiceParts): Promise<RunningService> {
  const { grants, version, socketFolders, serviceFile, grantFile, writePrivate } = parts;
  const server = createListener(parts);
  const path = await chooseSocketPath(socketFolders);
  if (process.platform !== 'win32') await clearStale(path);
  const service: Service = {
    path,
    version,
    protocol: protocolVersion,
    pid: process.pid,
    ...(parts.isWindowless === true && { window: false }),
  };
  const stop = async (): Promise<void> => {
    // The discovery file goes first: who reads it must find somebody.
    try {
      await rm(serviceFile, { force: true });
    } finally {
      server.close();
      server.closeAllConnections();
      await rm(grantFile, { force: true });
    }
  };
  try {
    // Before anybody can connect: a caller with the grant of an earlier run would be turned away.
    await writePrivate(grantFile, `${grants.machine.reveal()}\n`);
    await listen(server, path);
    await writePrivate(serviceFile, `${JSON.stringify(service, null, 2)}\n`);
  } catch (thrown) {
    // A file that cannot be written often cannot be removed either; the first failure is the one to tell.
    await stop().catch(() => undefined);
    throw thrown;
  }
  return { path, stop };
}
