// The sign-in listener on 127.0.0.1. Judges nothing itself: callback.ts does; this file speaks HTTP and shows the page.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { judgeCallback, type CallbackExpectation, type CallbackVerdict } from '../../domain/callback.ts';
import { Failure } from '../../domain/failure.ts';
import type { Language } from '../../domain/language.ts';
import type { CallbackAnswer, CallbackListener, Loopback } from '../../ports.ts';
import { portHolder } from './port-holder.ts';
import { resultPage, resultPageHeaders, type ResultPage } from './result-page.ts';

const headLimitBytes = 8_192;
const requestLimitMs = 5_000;
const connectionLimit = 64;
/** How long the browser may take to fetch the result page after the sign-in has ended. */
const lingerMs = 1_000;

type Outcome = 'signed-in' | 'denied' | 'failed';

/** A head that two programs may read in two ways is refused, whatever it says: nobody's browser sends one (RFC 9112 §3.2, §6.3). */
function judge(
  { method = '', url: target = '', headers, headersDistinct }: IncomingMessage,
  expected: CallbackExpectation,
): CallbackVerdict {
  const [host, ...otherHosts] = headersDistinct['host'] ?? [];
  const verdict = judgeCallback({ method, target, host: otherHosts.length > 0 ? undefined : host }, expected);
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  return verdict.kind !== 'refused' && hasBody ? { kind: 'refused', status: 400, reason: 'a body' } : verdict;
}

class Listener implements CallbackListener {
  readonly port: number;
  readonly #server: Server;
  #expected: CallbackExpectation | undefined;
  #settle: ((answer: CallbackAnswer) => void) | undefined;
  #outcome: Outcome | undefined;
  #shown: (() => void) | undefined;
  readonly #language: () => Language;

  constructor(server: Server, port: number, language: () => Language) {
    this.#server = server;
    this.#language = language;
    this.port = port;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle(request, response);
    });
  }

  answer(expected: Omit<CallbackExpectation, 'port'>, signal: AbortSignal): Promise<CallbackAnswer> {
    this.#expected = { ...expected, port: this.port };
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      const abort = (): void => {
        this.#settle = undefined;
        this.#expected = undefined;
        reject(signal.reason instanceof Error ? signal.reason : new Failure('sign-in/cancelled'));
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  }

  async close(): Promise<void> {
    if (this.#outcome !== undefined && this.#shown === undefined) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lingerMs);
        this.#shown = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #send(response: ServerResponse, status: number, page: ResultPage): void {
    response.writeHead(status, resultPageHeaders).end(resultPage(page, this.#language()));
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '' } = request;
    if (this.#outcome !== undefined && method === 'GET' && url === `/${this.#outcome}`) {
      response.on('finish', () => {
        this.#shown?.();
        this.#shown = () => undefined;
      });
      this.#send(response, 200, this.#outcome);
      return;
    }
    if (this.#expected === undefined) {
      this.#send(response, 410, 'not-expected');
      return;
    }
    const verdict = judge(request, this.#expected);
    if (verdict.kind === 'refused') {
      this.#send(response, verdict.status, 'not-expected');
      return;
    }
    // One answer only: what follows is told that the attempt is over (CB-08).
    this.#expected = undefined;
    this.#settle?.({
      verdict,
      conclude: (outcome) => {
        this.#outcome = outcome;
        // On to a fixed address, so that code and state leave the address bar and the history (CB-07).
        response.writeHead(303, { location: `/${outcome}`, ...resultPageHeaders }).end();
      },
    });
  }
}

/**
 * At the limit the oldest connection that asks nothing makes room, so that idle ones cannot lock out the genuine answer
 * (reliability CB-12).
 */
function limitConnections(server: Server): void {
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
    const [oldest] = idle;
    if (idle.size > connectionLimit) oldest?.destroy();
  });
  server.on('request', (request, response) => {
    idle.delete(request.socket);
    response.once('close', () => {
      if (!request.socket.destroyed) idle.add(request.socket);
    });
  });
}

function listenAt(port: number): Promise<Server | undefined> {
  const server = createServer({
    maxHeaderSize: headLimitBytes,
    headersTimeout: requestLimitMs,
    requestTimeout: requestLimitMs,
    connectionsCheckingInterval: 1_000,
  });
  limitConnections(server);
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      resolve(server);
    });
  });
}

/** @param language of the page that the browser shows in the end */
export function createLoopback(language: () => Language): Loopback {
  return {
    async listen(ports) {
      for (const port of ports) {
        const server = await listenAt(port);
        if (server !== undefined) return new Listener(server, port, language);
      }
      const holders = await Promise.all(ports.map(portHolder));
      throw new Failure('sign-in/ports-busy', {
        subject: 'this provider',
        detail: ports
          .map((port, index) => `${String(port)}: ${holders[index] ?? 'unknown program'}`)
          .join(', '),
      });
    },
  };
}
