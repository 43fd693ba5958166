// A browser's side of the sign-in listener, down to single bytes, and listeners to talk to.
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { createLoopback } from '../../main/adapters/node/loopback.ts';
import type { CallbackAnswer, CallbackListener } from '../../main/ports.ts';

export const loopback = createLoopback(() => 'en');

export const state = 'canary_state_0123456789';
export const path = '/auth/callback';
const expectation = { path, state, stateSuffixes: [], issuer: 'https://auth.openai.com' };
export const genuine = `${path}?code=canary_code&state=${state}`;

export interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function occupied(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export function get(
  port: number,
  target: string,
  {
    method = 'GET',
    host = `127.0.0.1:${String(port)}`,
    headers = {},
  }: { method?: string; host?: string; headers?: Record<string, string> } = {},
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({
      host: '127.0.0.1',
      port,
      path: target,
      method,
      headers: { host, ...headers },
      agent: false,
    });
    call.once('error', reject);
    call.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    call.end();
  });
}

/** Sends bytes as they are and reads until the listener closes. */
export function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (got += chunk));
    socket.once('error', reject);
    socket.once('close', () => {
      resolve(got);
    });
  });
}

/** A listener that waits for the genuine answer; closed when the test ends. */
export async function waiting(from = loopback): Promise<{
  listener: CallbackListener;
  port: number;
  answer: Promise<CallbackAnswer>;
  abort: AbortController;
}> {
  const listener = await from.listen([await freePort()]);
  onTestFinished(() => listener.close());
  const abort = new AbortController();
  const answer = listener.answer(expectation, abort.signal);
  answer.catch(() => undefined);
  return { listener, port: listener.port, answer, abort };
}
