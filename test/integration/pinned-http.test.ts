// Requests of a provider against a real server: only its own hosts, no redirects, bounded in size and time.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createPinnedHttp,
  type Fetch,
  type PinnedHttpOptions,
} from '../../main/adapters/node/pinned-http.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { Http } from '../../main/ports.ts';
import { failureOf, thrownFailure } from '../fakes/failures.ts';
import { parsed } from '../fakes/parsed.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { makeCertificates } from '../world/sandbox/certificates.ts';

const host = 'api.example.test';

interface Served {
  readonly http: Http;
  /** What reached the server. */
  readonly seen: { method: string; url: string; headers: Record<string, string>; body: string }[];
  /** What was handed to fetch. */
  readonly asked: { url: string; init: RequestInit }[];
}

/** A server that answers for the pinned host, and HTTP that reaches it through an injected fetch. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: Partial<PinnedHttpOptions> = {},
): Promise<Served> {
  const seen: Served['seen'] = [];
  const asked: Served['asked'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { authorization = '', accept = '' } = request.headers;
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: { authorization, accept, agent: request.headers['user-agent'] ?? '' },
        body,
      });
      answer(request, response);
    });
  });
  const { port } = await listening(server);
  const local: Fetch = (url, init) => {
    asked.push({ url, init });
    return fetch(url.replace(`https://${host}`, `http://127.0.0.1:${String(port)}`), init);
  };
  return {
    http: createPinnedHttp(local, { hosts: [host], userAgent: 'gatehouse/1.2.3', ...options }),
    seen,
    asked,
  };
}

/** Listens on a free port of this machine until the test ends. */
async function listening(server: Server): Promise<{ port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port };
}

/** A port that nobody listens on any more. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** HTTP to the pinned host that ends up at another address. */
function pinnedTo(origin: string): Http {
  return createPinnedHttp((url, init) => fetch(url.replace(`https://${host}`, origin), init), {
    hosts: [host],
    userAgent: 'x',
  });
}

/** A TLS server with a certificate of its own making, and what was asked of it. */
async function untrustedServer(): Promise<{ server: Server; requests: string[] }> {
  const { serverCertificate: cert, serverKey: key } = await makeCertificates(await temporaryFolder(), [
    'localhost',
  ]);
  const requests: string[] = [];
  const server = createSecureServer({ cert, key }, (request, response) => {
    requests.push(request.url ?? '');
    response.end('fine');
  });
  return { server, requests };
}

const ok = (_request: IncomingMessage, response: ServerResponse): void => void response.end('fine');
const never: Fetch = (url) => Promise.reject(new Error(`nothing may be fetched, but ${url} was`));

test('a request reaches the listed host as it was meant, under our own name', async () => {
  const { http, seen, asked } = await serve((_request, response) => {
    response.writeHead(201, 'Made', { 'content-type': 'application/json', 'x-extra': '1' }).end('{"a":1}');
  });
  const response = await http(`https://${host}/path?q=1`, {
    method: 'POST',
    headers: { authorization: 'Bearer canary_token', accept: 'application/json' },
    body: 'a=b',
  });
  expect({
    status: response.status,
    text: response.statusText,
    extra: response.headers.get('x-extra'),
    body: parsed(await response.text()),
    seen,
  }).toEqual({
    status: 201,
    text: 'Made',
    extra: '1',
    body: { a: 1 },
    seen: [
      {
        method: 'POST',
        url: '/path?q=1',
        headers: {
          authorization: 'Bearer canary_token',
          accept: 'application/json',
          agent: 'gatehouse/1.2.3',
        },
        body: 'a=b',
      },
    ],
  });
  expect(asked.map(({ init: { redirect, credentials } }) => ({ redirect, credentials }))).toEqual([
    { redirect: 'error', credentials: 'omit' },
  ]);
});

test.each([204, 304, 404, 429, 500])('status %i comes through as it is', async (status) => {
  const { http } = await serve((_request, response) => void response.writeHead(status).end());
  expect((await http(`https://${host}/`)).status).toBe(status);
});

describe('addresses', () => {
  test.each([
    ['a host that is not listed', 'https://evil.test/', 'evil.test'],
    ['a host below a listed one', `https://x.${host}/`, `x.${host}`],
    ['a host that only ends alike', `https://evil-${host}/`, `evil-${host}`],
    ['a listed host with a dot at its end', `https://${host}./`, `${host}.`],
    ['plain http', `http://${host}/`, host],
    ['a file', 'file:///etc/passwd', undefined],
    ['a name and password', `https://canary_user:canary_pass@${host}/`, host],
    ['a password alone', `https://:canary_pass@${host}/`, host],
    ['a port', `https://${host}:8443/`, host],
    ['a listed host as the name of a user', `https://${host}@evil.test/`, 'evil.test'],
    ['a backslash', String.raw`https://evil.test\@api.example.test/`, 'evil.test'],
  ])('%s is not fetched', async (_name, url, subject) => {
    const http = createPinnedHttp(never, { hosts: [host], userAgent: 'x' });
    expect(await failureOf(http(url))).toEqual({ code: 'network/host-not-allowed', subject });
  });

  test('the spelling of a listed host does not matter', async () => {
    const { http } = await serve(ok);
    expect((await http(`HTTPS://API.Example.TEST:443/`)).status).toBe(200);
  });
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
  const { http, seen } = await serve(
    (_request, response) => void response.writeHead(status, { location: '/elsewhere' }).end(),
  );
  const failure = await failureOf(http(`https://${host}/`, { method: 'POST', body: 'code=canary_code' }));
  expect([failure, seen.map(({ url }) => url)]).toEqual([
    { code: 'provider/unexpected-answer', subject: host, detail: 'a redirect' },
    ['/'],
  ]);
});

describe('answers without end', () => {
  test('that are too large are given up', async () => {
    const { http } = await serve((_request, response) => void response.end('x'.repeat(1_001)), {
      limitBytes: 1_000,
    });
    expect(await failureOf(http(`https://${host}/`))).toEqual({
      code: 'provider/unexpected-answer',
      subject: host,
      detail: 'answer too large',
    });
  });

  test('that fill the limit exactly are read', async () => {
    const { http } = await serve((_request, response) => void response.end('x'.repeat(1_000)), {
      limitBytes: 1_000,
    });
    expect((await (await http(`https://${host}/`)).text()).length).toBe(1_000);
  });

  test('that never stop coming are given up, and the connection with them', async () => {
    const gone = Promise.withResolvers<string>();
    const { http } = await serve(
      (_request, response) => {
        const pour = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          response.once('drain', pour);
        };
        response.on('close', () => {
          gone.resolve('closed');
        });
        pour();
      },
      { limitBytes: 200_000 },
    );
    expect([(await failureOf(http(`https://${host}/`))).code, await gone.promise]).toEqual([
      'provider/unexpected-answer',
      'closed',
    ]);
  });
});

describe('slow servers', () => {
  test.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['that do not answer', () => undefined],
    ['that stop in the middle', (_request, response) => void response.write('half')],
  ])('%s are given up in time', async (_name, answer) => {
    const { http } = await serve(answer, { limitMs: 100 });
    expect(await failureOf(http(`https://${host}/`))).toEqual({ code: 'network/timed-out', subject: host });
  });
});

describe('an abort', () => {
  const reason = new Failure('sign-in/cancelled', { subject: 'Example' });

  test.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['before the answer', () => undefined],
    ['in the middle of the answer', (_request, response) => void response.write('half')],
  ])('%s keeps its reason', async (_name, answer) => {
    const abort = new AbortController();
    const { http } = await serve((request, response) => {
      answer(request, response);
      setImmediate(() => {
        abort.abort(reason);
      });
    });
    expect(await failureOf(http(`https://${host}/`, { signal: abort.signal }))).toEqual(reason.toValue());
  });

  test('before the start asks nobody', async () => {
    const { http, seen } = await serve(ok);
    expect([await failureOf(http(`https://${host}/`, { signal: AbortSignal.abort(reason) })), seen]).toEqual([
      reason.toValue(),
      [],
    ]);
  });

  test('by a time limit of the caller is a timeout', async () => {
    const { http } = await serve(() => undefined);
    expect(await failureOf(http(`https://${host}/`, { signal: AbortSignal.timeout(50) }))).toEqual({
      code: 'network/timed-out',
      subject: host,
    });
  });
});

describe('faults of the connection', () => {
  test('a server that hangs up is offline', async () => {
    const { http } = await serve((request) => void request.socket.destroy());
    expect(await failureOf(http(`https://${host}/`))).toEqual({ code: 'network/offline', subject: host });
  });

  test('a server that is not there is offline', async () => {
    const port = await freePort();
    const http = pinnedTo(`http://127.0.0.1:${String(port)}`);
    expect(await failureOf(http(`https://${host}/`))).toEqual({ code: 'network/offline', subject: host });
  });

  test('a server that speaks no TLS is not a bad answer', async () => {
    const { port } = await listening(createServer(ok));
    const http = pinnedTo(`https://127.0.0.1:${String(port)}`);
    expect((await failureOf(http(`https://${host}/`))).code).toMatch(/^network\//);
  });

  test('a server whose certificate nobody vouches for is not trusted, and gets no request', async () => {
    const { server, requests } = await untrustedServer();
    const { port } = await listening(server);
    const http = pinnedTo(`https://localhost:${String(port)}`);
    const failure = await failureOf(http(`https://${host}/`, { method: 'POST', body: 'code=canary_code' }));
    expect([failure, requests]).toEqual([{ code: 'network/untrusted', subject: host }, []]);
  });

  test('an answer that breaks off is offline, not a short answer', async () => {
    const { http } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => request.socket.destroy());
    });
    expect(await failureOf(http(`https://${host}/`))).toEqual({ code: 'network/offline', subject: host });
  });

  test.each([
    ['ERR_INTERNET_DISCONNECTED', 'network/offline'],
    ['ERR_NAME_NOT_RESOLVED', 'network/offline'],
    ['ERR_TIMED_OUT', 'network/timed-out'],
    ['ERR_CONNECTION_TIMED_OUT', 'network/timed-out'],
    ['ERR_CONNECTION_REFUSED', 'network/offline'],
    ['ERR_PROXY_CONNECTION_FAILED', 'network/offline'],
    ['ERR_CERT_AUTHORITY_INVALID', 'network/untrusted'],
    ['ERR_CERT_DATE_INVALID', 'network/untrusted'],
    ['ERR_CERT_COMMON_NAME_INVALID', 'network/untrusted'],
    ['ERR_CERTIFICATE_TRANSPARENCY_REQUIRED', 'network/untrusted'],
    ['ERR_PROXY_CERTIFICATE_INVALID', 'network/untrusted'],
    ['ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN', 'network/untrusted'],
    ['ERR_SSL_PROTOCOL_ERROR', 'network/untrusted'],
  ])('what Electron calls net::%s is %s, with its cause', async (name, code) => {
    const http = createPinnedHttp(() => Promise.reject(new Error(`net::${name}`)), {
      hosts: [host],
      userAgent: 'x',
    });
    expect(await failureOf(http(`https://${host}/`))).toEqual({ code, subject: host });
  });

  test.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'network/untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', 'network/untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer certificate', 'network/untrusted'],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 'network/untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match', 'network/untrusted'],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443', 'network/offline'],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND api.example.test', 'network/offline'],
    ['ETIMEDOUT', 'connect ETIMEDOUT 127.0.0.1:443', 'network/timed-out'],
  ])('what Node says further down as %s is told apart', async (name, message, code) => {
    const fault = new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code: name }) });
    const http = createPinnedHttp(() => Promise.reject(fault), { hosts: [host], userAgent: 'x' });
    const failure = await thrownFailure(http(`https://${host}/`));
    expect([failure.toValue(), failure.cause]).toEqual([{ code, subject: host }, fault]);
  });

  test.each([
    ['net::ERR_RESPONSE_HEADERS_TOO_BIG', undefined],
    ['net::ERR_CONTENT_DECODING_FAILED', undefined],
    ['net::ERR_INVALID_HTTP_RESPONSE', undefined],
    ['net::ERR_INVALID_CHUNKED_ENCODING', undefined],
    ['net::ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH', undefined],
    ['fetch failed', 'UND_ERR_HEADERS_OVERFLOW'],
    ['terminated', 'Z_DATA_ERROR'],
    ['fetch failed', 'HPE_INVALID_CONSTANT'],
  ])('what is called %s (%s) is the answer, not the network', async (message, name) => {
    const cause = name === undefined ? undefined : Object.assign(new Error('x'), { code: name });
    const http = createPinnedHttp(() => Promise.reject(new TypeError(message, { cause })), {
      hosts: [host],
      userAgent: 'x',
    });
    expect(await failureOf(http(`https://${host}/`))).toEqual({
      code: 'provider/unexpected-answer',
      subject: host,
      detail: 'it cannot be read',
    });
  });

  test('what Electron says of a redirect is the answer of the provider, not the network', async () => {
    const fault = new Error("Attempted to redirect, but redirect policy was 'error'");
    const http = createPinnedHttp(() => Promise.reject(fault), { hosts: [host], userAgent: 'x' });
    expect(await failureOf(http(`https://${host}/`))).toEqual({
      code: 'provider/unexpected-answer',
      subject: host,
      detail: 'a redirect',
    });
  });
});
